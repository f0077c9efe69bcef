"""One client: as the platform says it is now, else as the last load knew it."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from dashboard.platform import LiveReads
from dashboard.services.reading import Origin, Reading, is_id, live_reading, unless_refused
from domain.details import AccountDetails, SubscriptionDetails
from domain.errors import NotFound, UnexpectedPayload, UpstreamError
from domain.statuses import AccountStatus, SubscriptionStatus
from upstream.details import read_account, read_subscriptions
from upstream.transport import Answer
from warehouse.accounts import account_details, account_subscriptions
from warehouse.connection import Snapshot

REFRESH_SECONDS = 10  # SUB-3

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AccountScreen:
    """What the page of a client shows. `has_costs` tells whether the last load knows the client."""

    account: AccountDetails
    subscriptions: tuple[SubscriptionDetails, ...]
    has_costs: bool
    reading: Reading

    @property
    def may_order(self) -> bool:
        """Tell whether something may be ordered for the client (CLI-3, CLI-10)."""
        return AccountStatus.read(self.account.status) is AccountStatus.ACTIVE

    @property
    def refresh_seconds(self) -> int | None:
        """After how long to ask again; None when every subscription is stable (SUB-3)."""
        is_changing = any(one.is_changing for one in self.subscriptions)
        return REFRESH_SECONDS if is_changing else None


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
        return AccountScreen(known, _deleted_last(self._loaded(account_id)), True, reading)

    def _known(self, account_id: str) -> AccountDetails | None:
        return account_details(self._snapshot, account_id, reseller_id=self._reseller_id)

    def _loaded(self, account_id: str) -> list[SubscriptionDetails]:
        return account_subscriptions(self._snapshot, account_id, reseller_id=self._reseller_id)

    def _read(self, account_id: str, *, has_costs: bool) -> AccountScreen | None:
        """Return what the platform says now; None when it shows no such client."""
        answer, listed = self._live.ask(
            lambda client: client.fetch_account(self._reseller_id, account_id),
            unless_refused(
                lambda client: client.fetch_subscriptions_of_account(self._reseller_id, account_id)
            ),
        )
        if answer is None:
            return None
        account = read_account(answer, account_id, self._reseller_id)
        if account is None:
            return None
        subscriptions = self._subscriptions(listed, account_id)
        return AccountScreen(account, subscriptions, has_costs, live_reading(answer))

    def _subscriptions(
        self, listed: Answer | None, account_id: str
    ) -> tuple[SubscriptionDetails, ...]:
        """Return a page of the newest, as they are now, and the older ones as last loaded."""
        now: list[SubscriptionDetails] = []
        if listed is not None:
            try:
                now = [one for one in read_subscriptions(listed) if one.account_id == account_id]
            except UnexpectedPayload as error:
                log.warning("subscriptions of %s are shown as last loaded: %s", account_id, error)
        newest = {one.subscription_id for one in now}
        older = [one for one in self._loaded(account_id) if one.subscription_id not in newest]
        return _deleted_last([*now, *older])


def _deleted_last(subscriptions: list[SubscriptionDetails]) -> tuple[SubscriptionDetails, ...]:
    return tuple(sorted(subscriptions, key=lambda one: one.kind is SubscriptionStatus.DELETED))
