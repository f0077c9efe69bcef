"""Takes orders: checks them, writes them down with their charges, and sends them on their way.

Every order is paid by itself a moment later (P-2); `provisioning` does the rest.
"""

from __future__ import annotations

from datetime import date

from domain.statuses import ChargeStatus, ChargeType, OrderStatus, OrderType, SubscriptionStatus
from sandbox.additions import added_lines
from sandbox.agreements import agreement_from, agreement_of, renewal_start, wanted_of
from sandbox.billing import charges_of, described
from sandbox.books import Books
from sandbox.catalog_records import Plan, PlanPeriod
from sandbox.charging.agreement import bought_until, renewed_until
from sandbox.charging.lines import Line
from sandbox.charging.opening import left, opened, prolonged
from sandbox.charging.rules import RULES
from sandbox.drafts import Draft, amounts_text, changes_text, write_order
from sandbox.holdings import Totals, give, held_by, totals_of
from sandbox.offers import period_of, plan_of, term_of
from sandbox.order_checks import check_account, check_sale, check_totals
from sandbox.records import Account, Order, Subscription
from sandbox.reductions import check_change
from sandbox.refusals import RESOURCE_UNAVAILABLE, unprocessable
from sandbox.standing import require, require_switch, unfinished_orders
from sandbox.successions import check_renewal, check_switch
from sandbox.vendor import answer_at

WAITING = (OrderStatus.WAITING_FOR_PAYMENT, OrderStatus.WAITING_FOR_PROVISIONING)


def place_sale(
    books: Books,
    account: Account,
    plan: Plan,
    period: PlanPeriod,
    totals: Totals,
    *,
    manager_id: int | None = None,
    provisioning_on: date | None = None,
    is_auto_renewed: bool = False,
) -> Order:
    """Order a plan period for an account: makes the subscription and its sales order.

    `totals` holds amounts by plan resource id, included ones counted in.

    Raises:
        Refused: the account, the plan, an amount or the date does not allow it.
    """
    start = provisioning_on or books.today
    check_sale(books, account, plan, period, totals, start)
    subscription = _new_subscription(books, account, plan, period, manager_id, is_auto_renewed)
    held = give(books, subscription, plan, totals)
    agreement = agreement_from(books, plan, period, start)
    wanted = [] if period.is_trial else wanted_of(books, plan, period, totals, held)
    amounts = amounts_text(books, plan, totals)
    description = f"{plan.name}, {period.name}" + (f", {amounts}" if amounts else "")
    lines = opened(agreement, wanted).lines
    draft = Draft(OrderType.SALES, plan, period, totals, lines, description, start, manager_id)
    return _write(books, subscription, draft)


def place_change(
    books: Books, subscription: Subscription, totals: Totals, *, manager_id: int | None = None
) -> Order:
    """Order other amounts from now on; resources that are left out keep theirs.

    Raises:
        Refused: the subscription can't be changed now, or not so.
    """
    require(books, subscription, "adjust")
    plan = plan_of(books, subscription.plan_id)
    check_account(books, books.get(Account, subscription.account_id), plan)
    period = period_of(books, subscription.plan_period_id)
    old = totals_of(books, subscription)
    check_change(books, subscription, plan, old, totals)
    new = old | dict(totals)
    lines = added_lines(books, subscription, old, new)
    description = changes_text(books, plan, old, new)
    draft = Draft(OrderType.CHANGE, plan, period, new, lines, description, books.today,
                  manager_id)  # fmt: skip
    return _write(books, subscription, draft)


def place_renewal(
    books: Books,
    subscription: Subscription,
    period: PlanPeriod | None = None,
    totals: Totals | None = None,
    *,
    manager_id: int | None = None,
    is_automatic: bool = False,
) -> Order:
    """Order the next period. Where the billing type delays it, it waits for the expiration.

    A renewal that waits already is replaced (change of renewal options).

    Raises:
        Refused: the subscription can't be renewed now, or not so.
    """
    plan = plan_of(books, subscription.plan_id)
    old = totals_of(books, subscription)
    new = old | dict(totals or {})
    period = period or period_of(books, subscription.plan_period_id)
    if not is_automatic:
        _make_way(books, subscription)
        require(books, subscription, "renew")
        check_account(books, books.get(Account, subscription.account_id), plan)
        check_renewal(books, subscription, plan, period, is_changed=new != old)
    check_totals(books, plan, new)
    start = renewal_start(books, subscription, plan, period)
    wanted = wanted_of(books, plan, period, new, held_by(books, subscription))
    fee = ChargeType.SETUP if subscription.is_trial else ChargeType.RENEWAL
    is_delayed = RULES[plan.billing_type].is_renewal_delayed and start > books.today
    on = start if is_delayed else books.today
    agreement = agreement_from(books, plan, period, start)
    until = renewed_until(agreement, on, term_of(books, plan).extended_renewal_days)
    bought = opened(agreement, wanted, fee, until=until)
    lines = (*_left(books, subscription, plan), *bought.lines)
    description = f"{plan.name}, {period.name}, {amounts_text(books, plan, new)}"
    if bought.lines and until is not None and until != bought_until(agreement, start):
        description = described(description, start, until)
    draft = Draft(OrderType.RENEWAL, plan, period, new, lines, description, on, manager_id)
    return _write(books, subscription, draft)


def _left(books: Books, subscription: Subscription, plan: Plan) -> tuple[Line, ...]:
    """Charge the days before the next period that no order has charged yet (OP-18, OP-19).

    Where renewals are delayed they are paid for by then, and a trial costs nothing.
    """
    paid_end = subscription.paid_end_on
    is_delayed = RULES[plan.billing_type].is_renewal_delayed
    if is_delayed or subscription.is_trial or paid_end is None:
        return ()
    period, totals = period_of(books, subscription.plan_period_id), totals_of(books, subscription)
    wanted = wanted_of(books, plan, period, totals, held_by(books, subscription))
    return left(agreement_of(books, subscription), wanted, max(paid_end, books.today))


def _make_way(books: Books, subscription: Subscription) -> None:
    """Cancel a renewal that waits, which other options are to replace (OP-17)."""
    for order in unfinished_orders(books, subscription):
        if (order.kind, order.status) == (OrderType.RENEWAL, OrderStatus.WAITING_FOR_PROVISIONING):
            require(books, subscription, "change_resources_renewal_order")
            cancel(books, order)


def place_switch(
    books: Books,
    subscription: Subscription,
    plan: Plan,
    period: PlanPeriod,
    totals: Totals,
    *,
    manager_id: int | None = None,
    on_renewal: bool = False,
) -> Order:
    """Order another plan: now, or when the period that runs expires.

    Raises:
        Refused: the subscription can't be switched now, or not so.
    """
    account = books.get(Account, subscription.account_id)
    check_account(books, account, plan)
    require_switch(books, subscription, on_renewal=on_renewal)
    check_switch(books, account, subscription, plan, period, totals)
    start = subscription.end_on if on_renewal and subscription.end_on else books.today
    wanted = wanted_of(books, plan, period, totals, [])
    lines = opened(agreement_from(books, plan, period, start), wanted).lines
    old = plan_of(books, subscription.plan_id)
    description = f"{old.name} → {plan.name}, {amounts_text(books, plan, totals)}"
    draft = Draft(OrderType.SWITCH, plan, period, totals, lines, description, start, manager_id)
    return _write(books, subscription, draft)


def place_prolongation(
    books: Books,
    subscription: Subscription,
    totals: Totals | None = None,
    *,
    manager_id: int | None = None,
) -> Order:
    """Order the time up to the next billing day for what is stopped; it is activated with it.

    Raises:
        Refused: the subscription can't be prolonged now, or not so.
    """
    require(books, subscription, "prolong")
    old = totals_of(books, subscription)
    new = old | dict(totals or {})
    check_totals(books, plan_of(books, subscription.plan_id), new, unknown=RESOURCE_UNAVAILABLE)
    if any(new[key] < old[key] for key in old):
        require(books, subscription, "decrease_resources_prolong_order")
    draft = draft_prolongation(books, subscription, books.today, new, manager_id)
    return _write(books, subscription, draft)


def draft_prolongation(
    books: Books,
    subscription: Subscription,
    start: date,
    totals: Totals,
    manager_id: int | None = None,
) -> Draft:
    """Return the order for the next billing period; as a rule the platform makes it by itself."""
    plan = plan_of(books, subscription.plan_id)
    period = period_of(books, subscription.plan_period_id)
    wanted = wanted_of(books, plan, period, totals, held_by(books, subscription))
    bought = prolonged(agreement_of(books, subscription), wanted, start)
    description = f"{plan.name}, {start:%d.%m.%Y}"
    return Draft(OrderType.PROLONG, plan, period, totals, bought.lines, description, start,
                 manager_id)  # fmt: skip


def cancel(books: Books, order: Order) -> Order:
    """Cancel an order that waits; its charges are released, a subscription never begun is gone.

    Raises:
        Refused: the order does not wait any more.
    """
    if order.status not in WAITING:
        raise unprocessable("The order can't be cancelled any more")
    for charge in charges_of(books, order):
        books.change(charge, status=ChargeStatus.DELETED)
    books.unschedule("order", order.order_id)
    if order.kind is OrderType.SALES:
        subscription = books.get(Subscription, order.subscription_id)
        deleted = SubscriptionStatus.DELETED
        books.change(subscription, status=deleted, stable_status=deleted)
    return books.change(order, status=OrderStatus.CANCELLED, closed_at=books.now)


def _write(books: Books, subscription: Subscription, draft: Draft) -> Order:
    order = write_order(books, subscription, draft)
    books.schedule("order", order.order_id, answer_at(books, subscription.subscription_id, "pay"))
    return order


def _new_subscription(
    books: Books,
    account: Account,
    plan: Plan,
    period: PlanPeriod,
    manager_id: int | None,
    is_auto_renewed: bool,
) -> Subscription:
    ordered = SubscriptionStatus.ORDERED
    return books.add(
        Subscription(
            subscription_id=books.new_id(Subscription),
            reseller_id=account.reseller_id,
            account_id=account.account_id,
            plan_id=plan.plan_id,
            plan_period_id=period.plan_period_id,
            manager_id=manager_id,
            name=plan.name,
            status=ordered,
            stable_status=ordered,
            is_trial=period.is_trial,
            start_on=None,
            period_start_on=None,
            end_on=None,
            paid_end_on=None,
            is_auto_renewed=is_auto_renewed and period.months is not None,
            is_auto_renew_locked=term_of(books, plan).is_auto_renew_locked,
            auto_renew_period_id=None,
            window_ends_at=None,
            stopped_on=None,
            stop_reason=None,
            operation=None,
            created_at=books.now,
            updated_at=books.now,
        )
    )
