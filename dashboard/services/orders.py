"""Orders, placed once each however often they are sent.

What is to be sent is written into the journal first; then it is sent, once; then the answer is
written down (docs/design.md section 6).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from dashboard.services.accounts import Accounts
from dashboard.services.outcomes import Placed
from domain.account import Buyer
from domain.order import OrderField, SalesOrder, Validation
from store.database import Store

if TYPE_CHECKING:
    from dashboard.context import Clock
    from upstream.actions import UpstreamActions


class Orders:
    """Asks vendors what they want to know, and places orders, for one manager.

    `can_order` says whether the manager may (MGR-9); whatever sends something checks it.
    """

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
        self.accounts = Accounts(
            actions,
            store,
            clock,
            reseller_id=reseller_id,
            manager_id=manager_id,
            can_order=can_order,
        )

    def fields(
        self, plan_id: str, account_id: str, plan_resource_ids: Collection[str]
    ) -> tuple[OrderField, ...]:
        """Return what the vendor wants to know; empty when step 3 is skipped (ORD-2, ORD-27).

        `plan_resource_ids` are the resources of which some are ordered. What is known of the
        account already is not asked again (ORD-28).

        Raises:
            NotFound: the reseller has no such plan or account.
            UpstreamUnavailable: the platform can't be reached.
        """
        raise NotImplementedError

    def validate(
        self,
        plan_id: str,
        account_id: str,
        plan_resource_ids: Collection[str],
        values: Mapping[str, str],
    ) -> Validation:
        """Send values to the vendor and return the validation that has begun (ORD-29).

        One that fails technically may be begun again: nothing is bought by it (ORD-30).

        Raises:
            NotFound: the reseller has no such plan or account.
            NotAllowed: this manager may not order.
            UpstreamUnavailable: the platform can't be reached, or did not answer.
            UpstreamRejected: the platform did not take the values; its `fields` say which.
        """
        raise NotImplementedError

    def validation(self, async_task_id: str) -> Validation:
        """Return how far a validation has got.

        Raises:
            NotFound: the reseller has no such validation.
            UpstreamUnavailable: the platform can't be reached.
        """
        raise NotImplementedError

    def place(self, key: str, buyer: Buyer, order: SalesOrder) -> Placed:
        """Place an order, for an account that is saved first where that is needed.

        `key` is that of the confirmation form. Whoever sends the form again gets what came of it
        the first time, and nothing is sent. Plan, account and validation are checked again first
        (ORD-35); the total is not: who shows it compares it before calling this.

        Raises:
            NotFound: the reseller has no such account or plan.
            NotAllowed: this manager may not order.
        """
        raise NotImplementedError

    def outcome(self, key: str) -> Placed | None:
        """Return what came of a form so far, without sending; None when it was never sent."""
        raise NotImplementedError
