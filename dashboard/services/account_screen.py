"""One client: as the platform says it is now, else as the last load knew it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from dashboard.platform import LiveReads
from dashboard.services.reading import Origin, Reading, is_id, live_reading
from domain.details import TRANSITIONAL, AccountDetails
from domain.errors import NotFound, UpstreamError
from domain.listing import Slice, SubscriptionFilter
from domain.statuses import AccountStatus
from upstream.details import read_account
from warehouse.accounts import account_details, last_purchase
from warehouse.connection import Snapshot
from warehouse.listed import listed_subscriptions

REFRESH_SECONDS = 10

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AccountScreen:
    """What the page of a client shows, besides its subscriptions.

    `has_costs` tells whether the last load knows the client, `last_bought_at` when something was
    ordered last, and `is_changing` whether a subscription has a status that passes by itself.
    """

    account: AccountDetails
    last_bought_at: datetime | None
    is_changing: bool
    has_costs: bool
    reading: Reading

    @property
    def may_order(self) -> bool:
        """Tell whether something may be ordered for the client (CLI-3, CLI-10)."""
        return AccountStatus.read(self.account.status) is AccountStatus.ACTIVE

    @property
    def refresh_seconds(self) -> int | None:
        """After how long to ask again: with a subscription, more is known of its client (MS-11)."""
        return REFRESH_SECONDS if self.is_changing else None


class AccountScreens:
    """Answers about single clients of one reseller, for their pages."""

    def __init__(self, snapshot: Snapshot, live: LiveReads, *, reseller_id: str) -> None:
        self._snapshot = snapshot
        self._live = live
        self._reseller_id = reseller_id

    def exists(self, account_id: str) -> bool:
        """Tell whether the reseller has this client; also where nobody can say so now."""
        if self._known(account_id) is not None:
            return True
        if not (is_id(account_id) and self._live.is_connected):
            return False
        try:
            (answer,) = self._live.ask(
                lambda client: client.fetch_account(self._reseller_id, account_id)
            )
        except UpstreamError:
            return True
        return answer is not None

    def screen(self, account_id: str) -> AccountScreen:
        """Return what there is to show of a client.

        Raises:
            NotFound: the reseller has none of this id.
            UpstreamError: the platform can't tell now, and the last load does not know it.
        """
        if not is_id(account_id):
            raise NotFound(f"no client {account_id}")
        known = self._known(account_id)
        try:
            found = self._read(account_id, has_costs=known is not None)
        except UpstreamError as error:
            if known is None and self._live.is_connected:
                raise
            origin = Origin.UNREACHABLE if self._live.is_connected else Origin.NOT_CONNECTED
            log.warning("client %s is shown as last loaded: %s", account_id, error)
        else:
            if found is not None:
                return found
            origin = Origin.NOT_SHOWN
        if known is None:
            raise NotFound(f"no client {account_id}")
        reading = Reading(origin, self._snapshot.published.as_of)
        return self._screen(known, has_costs=True, reading=reading)

    def _known(self, account_id: str) -> AccountDetails | None:
        return account_details(self._snapshot, account_id, reseller_id=self._reseller_id)

    def _read(self, account_id: str, *, has_costs: bool) -> AccountScreen | None:
        """Return what the platform says now; None when it shows no such client."""
        (answer,) = self._live.ask(
            lambda client: client.fetch_account(self._reseller_id, account_id)
        )
        if answer is None:
            return None
        account = read_account(answer, account_id, self._reseller_id)
        if account is None:
            return None
        return self._screen(account, has_costs=has_costs, reading=live_reading(answer))

    def _screen(
        self, account: AccountDetails, *, has_costs: bool, reading: Reading
    ) -> AccountScreen:
        own_id = account.account_id
        bought_at = last_purchase(self._snapshot, own_id, reseller_id=self._reseller_id)
        changing = SubscriptionFilter(
            account_ids=(own_id,), statuses=tuple(sorted(map(str, TRANSITIONAL)))
        )
        _, count = listed_subscriptions(
            self._snapshot, changing, Slice("id", 0, 1), reseller_id=self._reseller_id
        )
        return AccountScreen(account, bought_at, bool(count), has_costs, reading)
