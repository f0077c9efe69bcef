"""What the address of the deadlines says: the URL is the view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from dashboard.query_reader import USUAL_SIZE, QueryReader
from dashboard.query_writer import write_query
from domain.deadlines.deadline import DeadlineKind

SORTS = ("day", "-day", "money", "-money")
FIRST_SORT = "day"
ANY_KIND = "all"  # In the field; an address without a kind says so.
Ids = tuple[str, ...]


class Within(StrEnum):
    """How far ahead one looks, in days."""

    WEEK = "7"
    MONTH = "30"
    QUARTER = "90"
    ALL = "all"

    @property
    def days(self) -> int | None:
        return None if self is Within.ALL else int(self)


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """Which deadlines are meant, and how they are shown. No kinds and no ids stand for all."""

    kinds: tuple[DeadlineKind, ...] = ()
    account_ids: Ids = ()
    within: Within = Within.MONTH
    only_money: bool = False
    sort: str = ""
    page: int = 1
    size: int = USUAL_SIZE

    @property
    def order(self) -> str:
        return self.sort or FIRST_SORT

    @property
    def is_filtered(self) -> bool:
        """Tell whether something is left out that lies within the time looked at."""
        return bool(self.kinds or self.account_ids or self.only_money)


def read_view(query: Mapping[str, str]) -> tuple[DeadlineView, list[str]]:
    """Return what an address says, and a sentence for each thing in it that can't be read."""
    reader = QueryReader(query)
    view = DeadlineView(
        kinds=_kinds(reader),
        account_ids=reader.texts("account"),
        within=reader.choice("within", Within, Within.MONTH),
        only_money=reader.flag("money"),
        sort=reader.sort(SORTS),
        page=reader.page(),
        size=reader.size(),
    )
    return view, reader.finish()


def write_view(view: DeadlineView, **changes: Any) -> str:
    """Return the query string of a view, `?` included; what is at its default is left out."""
    view = replace(view, **changes)
    fields: dict[str, object] = {
        "kind": ",".join(view.kinds),
        "account": ",".join(view.account_ids),
        "within": view.within if view.within is not Within.MONTH else None,
        "money": 1 if view.only_money else None,
        "sort": view.sort,
    }
    return write_query(fields, view)


def _kinds(reader: QueryReader) -> tuple[DeadlineKind, ...]:
    kinds = []
    for text in reader.texts("kind"):
        try:
            kinds.append(DeadlineKind(text))
        except ValueError:
            reader.unread("kind", text)
    return tuple(kinds)


def choose(query: Mapping[str, str], kind: str, account: str) -> str | None:
    """Return the query with other filters; None where the fields say what it says already.

    Fields that are drawn anew tell their values, too.
    """
    view, _ = read_view(query)
    kind = "" if kind == ANY_KIND else kind
    if (",".join(view.kinds), ",".join(view.account_ids)) == (kind, account):
        return None
    kinds = tuple(one for one in DeadlineKind if one in kind.split(","))
    account_ids = tuple(filter(None, account.split(",")))
    return write_view(view, kinds=kinds, account_ids=account_ids, page=1)
