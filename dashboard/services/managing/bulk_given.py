"""What is filled in once for all subscriptions of a job: another amount, a reason, a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dashboard.services.managing.amounts import WHOLE
from dashboard.services.managing.planning import COMMENT, REASON, read_stop
from dashboard.texts import gettext
from dashboard.typed import one_line
from domain.bulk import BulkAction
from domain.errors import BadFilter
from domain.management import Stop

HOW, TARGET, TYPED_COUNT = "how", "amount", "typed_count"

Given = Mapping[str, str]


class How(StrEnum):
    """How another amount is meant."""

    SET = "set"
    ADD = "add"
    TAKE = "take"


@dataclass(frozen=True, slots=True)
class Target:
    """Another amount of the primary resource."""

    how: How
    amount: int

    def of(self, current: int) -> int:
        """Return what an amount becomes; it may be one that there can't be."""
        by = {How.SET: self.amount - current, How.ADD: self.amount, How.TAKE: -self.amount}
        return current + by[self.how]


def read_target(given: Given) -> Target | None:
    """Return the amount that is filled in; None while there is none that can be read."""
    written = str(given.get(TARGET, "")).strip()
    how = given.get(HOW, How.SET)
    if not WHOLE.fullmatch(written) or how not in tuple(How):
        return None
    target = Target(How(how), int(written))
    return None if target.how is not How.SET and not target.amount else target


def required_target(values: Mapping[str, Any]) -> Given:
    """Return what is to be kept of another amount.

    Raises:
        BadFilter: it is none.
    """
    given = {name: str(values.get(name) or "").strip() for name in (HOW, TARGET)}
    if read_target(given) is None:
        raise BadFilter([gettext("Enter a whole number above zero.")])
    return given


def check_target(action: BulkAction, given: Given, values: Mapping[str, Any]) -> None:
    """Have nobody confirm an amount that was typed after another one was priced.

    Raises:
        BadFilter: what is typed is not what was priced.
    """
    if action is not BulkAction.CHANGE or read_target({**given, **values}) == read_target(given):
        return
    raise BadFilter([gettext("This amount is not priced yet: press “Show what it costs” first.")])


def required_stop(action: BulkAction, values: Mapping[str, Any]) -> Stop | None:
    """Return what a stop says to the platform; None for other actions.

    Raises:
        BadFilter: a reason or a comment is missing, or can't be sent.
    """
    if action is not BulkAction.STOP:
        return None
    stop, problems = read_stop(values)
    if stop is None:
        is_told = all(one_line(values.get(name)) for name in (REASON, COMMENT))
        missing = [gettext("Give a reason and a comment.")]
        raise BadFilter(list(problems.values()) if is_told else missing)
    return stop


def check_count(action: BulkAction, values: Mapping[str, Any], count: int) -> None:
    """Have whoever deletes type of how many, so that nobody does by mistake (OP-43).

    Raises:
        BadFilter: it is another number.
    """
    if action is BulkAction.DELETE and str(values.get(TYPED_COUNT) or "").strip() != str(count):
        raise BadFilter(
            [gettext("Type the number of subscriptions to be deleted: %(count)s.", count=count)]
        )
