"""What a part of a page is about, as a browser sends it back: it may be anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

About = dict[str, str]


def read_about(told: Any) -> About | None:
    """Return what a part is about; None where that is nothing that we drew."""
    about = told.get("about") if isinstance(told, Mapping) else None
    if not isinstance(about, Mapping):
        return None
    texts = {key: value for key, value in about.items() if isinstance(value, str)}
    return texts if len(texts) == len(about) else None
