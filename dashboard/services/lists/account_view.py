"""What the address of the list of clients says: the URL is the view (CLI-4, CLI-5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from dashboard.query_reader import USUAL_SIZE, QueryReader
from dashboard.query_writer import write_query
from dashboard.services.lists.reading import both_ways, read_days, read_known, read_text
from domain.listing import AccountFilter, Slice, words_of
from domain.statuses import AccountStatus

SORTED_BY = ("purchase", "creation", "name")
USUAL_SORT = "-purchase"  # The most recent purchase first.
STATUSES = tuple(str(one) for one in AccountStatus if one != AccountStatus.UNKNOWN)

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountView:
    """A view of the list. Both days of the creation are included; what is empty limits nothing."""

    text: str = ""
    statuses: Texts = ()
    client_types: Texts = ()
    created_from: date | None = None
    created_to: date | None = None
    sort: str = ""
    page: int = 1
    size: int = USUAL_SIZE

    def wanted(self, zone: tzinfo) -> AccountFilter:
        """Return what the clients have to be like; days begin in the platform's zone."""
        return AccountFilter(
            text=self.text or None,
            statuses=words_of(self.statuses),
            client_types=words_of(self.client_types),
            created_from=_begin(self.created_from, zone),
            created_until=_begin(self.created_to and self.created_to + timedelta(days=1), zone),
        )

    @property
    def order(self) -> str:
        return self.sort or USUAL_SORT

    @property
    def slice(self) -> Slice:
        return Slice(self.order, (self.page - 1) * self.size, self.size)

    @property
    def unfiltered(self) -> AccountView:
        """The same list, in the same order, without its filters."""
        return AccountView(sort=self.sort, size=self.size)

    @property
    def is_filtered(self) -> bool:
        return replace(self, page=1) != self.unfiltered


def read_account_view(query: Mapping[str, str]) -> tuple[AccountView, list[str]]:
    """Read an address, and say in a sentence each what could not be read."""
    reader = QueryReader(query)
    first, last = read_days(reader, "created")
    view = AccountView(
        text=read_text(reader),
        statuses=read_known(reader, "status", STATUSES),
        client_types=reader.texts("type"),
        created_from=first,
        created_to=last,
        sort=reader.sort(both_ways(*SORTED_BY)),
        page=reader.page(),
        size=reader.size(),
    )
    return view, reader.finish()


def write_account_view(view: AccountView, **changes: Any) -> str:
    """Return the query string of a view, `?` included; what is at its default is left out."""
    view = replace(view, **changes)
    fields: dict[str, object] = {
        "q": view.text,
        "status": ",".join(view.statuses),
        "type": ",".join(view.client_types),
        "created_from": view.created_from,
        "created_to": view.created_to,
        "sort": view.sort if view.sort != USUAL_SORT else None,
    }
    return write_query(fields, view)


def _begin(day: date | None, zone: tzinfo) -> datetime | None:
    """Return the instant at which a day begins."""
    return None if day is None else datetime.combine(day, time(), zone).astimezone(UTC)
