"""What the platform says may be done with a subscription now."""

from __future__ import annotations

import json
from collections.abc import Mapping

# Only these say yes; whatever else is sent does not.
YES = (True, 1, "1", "true")


def read_abilities(text: str | None) -> Mapping[str, bool]:
    """Read the object that the platform sends, by its own words; empty where it sends none."""
    try:
        told = json.loads(text or "{}")
    except ValueError:
        return {}
    return {key: value in YES for key, value in told.items()} if isinstance(told, dict) else {}
