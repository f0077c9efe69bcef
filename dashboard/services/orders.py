"""Orders, placed once each however often they are sent.

What is to be sent is written into the journal first; then it is sent, once; then the answer is
written down (docs/decisions/orders-are-sent-once.md).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from dashboard.refusal_texts import refusal_text
from dashboard.services.accounts import Accounts
from dashboard.services.journal import Journal
from dashboard.services.outcomes import (
    Accepted,
    AccountSaved,
    InProgress,
    NotSent,
    Placed,
    Refused,
    SentBefore,
    Step,
    Unknown,
)
from dashboard.texts import gettext
from domain.account import Buyer, ExistingAccount
from domain.errors import (
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
)
from domain.operation import (
    Operation,
    OperationKind,
    OperationState,
    PlatformIds,
    asked_order,
    fingerprint_of,
)
from domain.order import OrderField, SalesOrder, Validation
from store.database import Store
from upstream.parse import parse_page

if TYPE_CHECKING:
    from dashboard.context import Clock
    from upstream.actions import UpstreamActions

NO_SUCH_THING = 404
ORDERABLE = "active"
# The step of the wizard that a member of the request leads back to.
STEPS = {
    "account_id": Step.ACCOUNT,
    "async_task_id": Step.VALIDATION,
    "plan_id": Step.CONFIGURATION,
    "plan_period_id": Step.CONFIGURATION,
    "resources": Step.CONFIGURATION,
    "provisioning_date": Step.CONFIGURATION,
}


class Orders:
    """Asks vendors what they want to know, and places orders, for one manager.

    `can_order` says whether the manager may (MGR-9), and `can_change_accounts` whether an order may
    save a client with it; whatever sends something checks them.
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
        can_change_accounts: bool,
    ) -> None:
        self._actions = actions
        self._reseller_id = reseller_id
        self._manager_id = manager_id
        self._can_order = can_order
        self._journal = Journal(
            store,
            clock,
            actions.platform_time,
            reseller_id=reseller_id,
            manager_id=manager_id,
        )
        self.accounts = Accounts(
            actions, self._journal, reseller_id=reseller_id, can_change=can_change_accounts
        )

    def fields(
        self, plan_id: str, account_id: str, plan_resource_ids: Collection[str]
    ) -> tuple[OrderField, ...]:
        """Return what the vendor wants to know; empty when step 3 is skipped (ORD-2, ORD-27).

        `plan_resource_ids` are the resources of which some are ordered. What is known of the
        account already is not asked again (ORD-28).

        Raises:
            NotFound: the reseller has no such plan or account.
            UpstreamError: the platform can't be reached, or not be understood.
        """
        self.accounts.account(account_id)
        try:
            return tuple(
                self._actions.fetch_order_fields(
                    self._reseller_id, _number(plan_id), account_id, plan_resource_ids
                )
            )
        except UpstreamRejected as error:
            if error.status == NO_SUCH_THING:
                raise NotFound(f"no plan {plan_id}") from error
            raise

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
        self._check_allowed()
        self.accounts.account(account_id)
        try:
            return self._actions.start_validation(
                self._reseller_id, _number(plan_id), account_id, plan_resource_ids, values
            )
        except OutcomeUnknown as error:
            raise UpstreamUnavailable(str(error)) from error
        except UpstreamRejected as error:
            if error.status == NO_SUCH_THING:
                raise NotFound(f"no plan {plan_id}") from error
            raise

    def validation(self, async_task_id: str) -> Validation:
        """Return how far a validation has got.

        Raises:
            NotFound: the reseller has no such validation.
            UpstreamError: the platform can't be reached, or not be understood.
        """
        found = self._actions.fetch_validation(self._reseller_id, async_task_id)
        if found is None:
            raise NotFound(f"no validation {async_task_id}")
        return found

    def place(self, key: str, buyer: Buyer, order: SalesOrder) -> Placed:
        """Place an order, for an account that is saved first where that is needed.

        `key` is that of the confirmation form. Whoever sends the form again gets what came of it
        the first time, and nothing is sent. Plan and account are checked again first (ORD-35);
        the total is not: who shows it compares it before calling this.

        Raises:
            NotFound: the reseller has no such account or plan.
            NotAllowed: this manager may not order.
        """
        self._check_allowed()
        self.accounts.check_allowed(buyer)
        account_id = buyer.account_id if isinstance(buyer, ExistingAccount) else ""
        asked = order.placed_for(account_id, self._manager_id)
        known = self._journal.find(key)
        if known is not None and not self._journal.is_not_sent(known):
            if known.state is not OperationState.REFUSED or _is_same(known, asked):
                return self._again(known, asked)
        against = self._against(buyer, asked)
        if against is not None:
            return against
        begun = self._journal.begin(
            key, OperationKind.SALES_ORDER, asked_order(asked), account_id=account_id or None
        )
        if not begun.is_sender:
            return self._again(begun.operation, asked)
        return self._carry_out(begun.operation, buyer, asked)

    def outcome(self, key: str) -> Placed | None:
        """Return what came of a form so far, without sending; None when it was never sent."""
        found = self._journal.find(key)
        return None if found is None else self._outcome(found)

    def _carry_out(self, operation: Operation, buyer: Buyer, order: SalesOrder) -> Placed:
        try:
            saved = self.accounts.save(operation.key, buyer)
        except NotFound:
            self._journal.give_up(operation)
            raise
        if not isinstance(saved, AccountSaved):
            self._journal.give_up(operation)
            return saved
        whole = order.placed_for(saved.account_id, self._manager_id)

        def send() -> PlatformIds:
            placed = self._actions.place_order(self._reseller_id, whole)
            return PlatformIds(saved.account_id, placed.order_id, placed.subscription_id)

        return self._outcome(self._journal.send(operation, send, account_id=saved.account_id))

    def _against(self, buyer: Buyer, order: SalesOrder) -> Refused | NotSent | None:
        """Return why an order is not to be sent at all (ORD-35)."""
        try:
            if isinstance(buyer, ExistingAccount):
                self.accounts.account(buyer.account_id)
            answer = self._actions.fetch_plan(self._reseller_id, _number(order.plan_id))
        except UpstreamError:
            return _not_reached()
        if answer is None:
            raise NotFound(f"no plan {order.plan_id}")
        if not _is_orderable(answer.body):
            says = gettext("This plan is no longer available for ordering.")
            return Refused(Step.CONFIGURATION, says)
        return None

    def _again(self, operation: Operation, order: SalesOrder) -> Placed:
        outcome = self._outcome(operation)
        if isinstance(outcome, Accepted | Unknown | InProgress) and not _is_same(operation, order):
            return SentBefore(outcome)
        return outcome

    def _outcome(self, operation: Operation) -> Placed:
        if operation.state is OperationState.ACCEPTED:
            ids = operation.ids
            return Accepted(
                operation.operation_id,
                ids.account_id or "",
                ids.order_id or "",
                ids.subscription_id,
            )
        if operation.state is OperationState.REFUSED:
            step = next((STEPS[key] for key in operation.problems if key in STEPS), Step.ORDER)
            return Refused(step, refusal_text(operation.message), operation.problems)
        if self._journal.is_not_sent(operation):
            return _not_reached()
        if self._journal.is_being_sent(operation):
            return InProgress(Step.ORDER, operation.operation_id)
        return Unknown(Step.ORDER, operation.operation_id)

    def _check_allowed(self) -> None:
        if not self._can_order:
            raise NotAllowed(gettext("You do not have permission for this operation."))


def _is_same(operation: Operation, order: SalesOrder) -> bool:
    return operation.fingerprint == fingerprint_of(operation.kind, asked_order(order))


def _is_orderable(body: bytes) -> bool:
    """Tell whether the platform still offers a plan."""
    rows = parse_page("plans", body).rows["plan"]
    plans = [dict(zip(rows.columns, row, strict=True)) for row in rows.values]
    return any(one["status"] == ORDERABLE and one["is_public"] is not False for one in plans)


def _number(plan_id: str) -> str:
    """Return an id; ids are numbers, and anything else might lead to another address."""
    if not (plan_id.isascii() and plan_id.isdigit()):
        raise NotFound(f"no plan {plan_id}")
    return plan_id


def _not_reached() -> NotSent:
    return NotSent(
        Step.ORDER,
        gettext("The platform can't be reached. Nothing has been ordered. Try again."),
    )
