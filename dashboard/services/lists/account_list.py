"""The clients that an address asks for (CLI-1 to CLI-5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo

from dashboard.services.lists.account_view import AccountView, read_account_view
from dashboard.texts import gettext
from domain.errors import BadFilter
from domain.listing import AccountFilter, Slice
from warehouse.connection import Snapshot
from warehouse.listed import ListedAccount, client_types, listed_accounts, stream_accounts

MOST_FOUND = 30


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One page of the list. `match_count` is how many fit, on all pages; `client_types` are what
    can be filtered by.
    """

    view: AccountView
    rows: tuple[ListedAccount, ...]
    match_count: int
    client_types: tuple[str, ...]
    notices: tuple[str, ...]

    @property
    def page_count(self) -> int:
        return max(1, -(-self.match_count // self.view.size))


class AccountList:
    """Lists the clients of one reseller. Days begin in `zone`."""

    def __init__(self, snapshot: Snapshot, zone: tzinfo, *, reseller_id: str) -> None:
        self._snapshot = snapshot
        self._zone = zone
        self._reseller_id = reseller_id

    def page(self, query: Mapping[str, str]) -> AccountPage:
        """Return the page that an address names."""
        view, problems = self._read(query)
        rows, match_count = listed_accounts(
            self._snapshot, view.wanted(self._zone), view.slice, reseller_id=self._reseller_id
        )
        # A page past the end is the last one: a load may have taken rows away meanwhile.
        last = max(1, -(-match_count // view.size))
        shown = replace(view, page=min(view.page, last))
        return AccountPage(shown, tuple(rows), match_count, self._client_types(), tuple(problems))

    def every(self, query: Mapping[str, str]) -> Iterator[ListedAccount]:
        """Yield every client that an address means, in its order.

        Raises:
            BadFilter: something in it can't be read.
        """
        view, problems = self._read(query)
        if problems:
            raise BadFilter(problems)
        return stream_accounts(
            self._snapshot, view.wanted(self._zone), view.order, reseller_id=self._reseller_id
        )

    def find(self, text: str | None) -> list[ListedAccount]:
        """Return the clients that a text fits, by name; not all of them where there are many."""
        wanted, part = AccountFilter(text=text or None), Slice("name", 0, MOST_FOUND)
        return listed_accounts(self._snapshot, wanted, part, reseller_id=self._reseller_id)[0]

    def _read(self, query: Mapping[str, str]) -> tuple[AccountView, list[str]]:
        view, problems = read_account_view(query)
        unknown = [one for one in view.client_types if one not in self._client_types()]
        if unknown:
            problems.append(
                gettext("Nothing is known of these filters' values: %(values)s.",
                        values=", ".join(value[:40] for value in unknown[:5]))
            )  # fmt: skip
        return view, problems

    def _client_types(self) -> tuple[str, ...]:
        return tuple(client_types(self._snapshot, reseller_id=self._reseller_id))
