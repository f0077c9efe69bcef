"""The customers of a reseller, as far as they are created and changed while ordering (ORD-19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.services.outcomes import Saved
from domain.account import Account, AccountType, Buyer
from store.database import Store

if TYPE_CHECKING:
    from dashboard.context import Clock
    from upstream.actions import UpstreamActions


class Accounts:
    """Reads accounts from the platform and writes them there, for one manager."""

    def __init__(
        self,
        actions: UpstreamActions,
        store: Store,
        clock: Clock,
        *,
        reseller_id: str,
        manager_id: str,
        can_order: bool,
    ) -> None:
        self._actions = actions
        self._store = store
        self._clock = clock
        self._reseller_id = reseller_id
        self._manager_id = manager_id
        self._can_order = can_order

    def form(self) -> AccountType:
        """Return the platform's form of an account: which fields there are, which are required.

        Raises:
            UpstreamUnavailable: the platform can't be reached.
        """
        raise NotImplementedError

    def account(self, account_id: str) -> Account:
        """Return an account as it is at the platform now.

        Raises:
            NotFound: the reseller has no such account.
            UpstreamUnavailable: the platform can't be reached.
        """
        raise NotImplementedError

    def with_itn(self, itn: str) -> tuple[Account, ...]:
        """Return the reseller's accounts of a registration number, the oldest first (ORD-24).

        Raises:
            UpstreamUnavailable: the platform can't be reached.
        """
        raise NotImplementedError

    def save(self, key: str, buyer: Buyer) -> Saved:
        """Make sure that the buyer is at the platform as entered, under the key of the order.

        It is part of `Orders.place`. Called on its own it lets a vendor be asked about an account
        that is new, or whose data the vendor checks: what was saved so is not saved again by
        `place` under the same key, and a new account is created once however often it is called.

        Raises:
            NotFound: the reseller has no such account.
            NotAllowed: this manager may not order.
        """
        raise NotImplementedError
