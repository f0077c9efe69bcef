"""What became of a manager who was to be added or changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from dashboard.texts import gettext


@dataclass(frozen=True, slots=True)
class Saved:
    """It is done."""

    operation_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was done. `fields` says by key which values are wrong, where that is known."""

    text: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotSent:
    """Nothing was done: the platform could not be reached. The same form may be sent again."""

    text: str


@dataclass(frozen=True, slots=True)
class Unsettled:
    """It may have been done, or is being done: it is looked up, and never sent again before."""

    operation_id: str


Outcome: TypeAlias = Saved | Refused | NotSent | Unsettled


def not_reached() -> NotSent:
    return NotSent(gettext("The platform can't be reached. Nothing was changed. Try again."))
