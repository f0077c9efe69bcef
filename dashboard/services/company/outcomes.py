"""What became of a manager who was to be added or changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from dashboard.services.refusals import NotSent as NotSent
from dashboard.services.refusals import Refused as Refused
from dashboard.texts import gettext


@dataclass(frozen=True, slots=True)
class Saved:
    """It is done."""

    operation_id: str


@dataclass(frozen=True, slots=True)
class Unsettled:
    """It may have been done, or is being done: it is looked up, and never sent again before."""

    operation_id: str


Outcome: TypeAlias = Saved | Refused | NotSent | Unsettled


def not_reached() -> NotSent:
    return NotSent(gettext("The platform can't be reached. Nothing was changed. Try again."))
