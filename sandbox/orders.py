"""Takes orders: checks them, writes them down with their charges, and sends them on their way.

Every order is paid by itself a moment later (P-2); `provisioning` does the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.statuses import (
    AccountStatus,
    ChargeStatus,
    ChargeType,
    OrderStatus,
    OrderType,
    SubscriptionStatus,
)
from sandbox.agreements import (
    Totals,
    agreement_from,
    agreement_of,
    current_wanted,
    held_by,
    totals_of,
    wanted_of,
)
from sandbox.billing import best_discount, charges_of, converted, post
from sandbox.books import Books
from sandbox.charging.discounts import discount_of
from sandbox.charging.lines import Line
from sandbox.charging.opening import added, beyond, opened, prolonged
from sandbox.charging.rules import RULES, Span
from sandbox.offers import period_of, plan_of, resources_of, term_of
from sandbox.rates import current_rate
from sandbox.records import (
    Account,
    Charge,
    Order,
    Plan,
    PlanPeriod,
    Resource,
    Subscription,
    SwitchTarget,
)
from sandbox.refusals import unprocessable
from sandbox.standing import require, unfinished_orders
from sandbox.vendor import answer_at

PAY_WITHIN = timedelta(days=3)
WAITING = (OrderStatus.WAITING_FOR_PAYMENT, OrderStatus.WAITING_FOR_PROVISIONING)
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Draft:
    """An order before it is written down."""

    kind: OrderType
    plan: Plan
    period: PlanPeriod
    totals: Totals
    lines: Iterable[Line]
    description: str
    provisioning_on: date
    manager_id: int | None


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
    _check_sale(books, account, plan, period, totals, start)
    subscription = _new_subscription(books, account, plan, period, manager_id, is_auto_renewed)
    held = give(books, subscription, plan, totals)
    agreement = agreement_from(books, plan, period, start)
    wanted = [] if period.is_trial else wanted_of(books, plan, period, totals, held)
    amounts = _amounts_text(books, plan, totals)
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
    period = period_of(books, subscription.plan_period_id)
    old = totals_of(books, subscription)
    new = old | dict(totals)
    _check_totals(books, plan, new)
    if new == old:
        raise unprocessable("The amounts are the same as now")
    if any(new[key] < old[key] for key in new):
        require(books, subscription, "decrease_resources_change_order")
    lines = _added_lines(books, subscription, old, new)
    description = _changes_text(books, plan, old, new)
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
    if not is_automatic:
        waiting = [o for o in unfinished_orders(books, subscription) if _is_waiting_renewal(o)]
        for order in waiting:
            require(books, subscription, "change_resources_renewal_order")
            cancel(books, order)
        require(books, subscription, "renew")
    period = period or period_of(books, subscription.plan_period_id)
    if period.is_trial or period.months is None:
        raise unprocessable("A subscription is renewed for a paid period with an end")
    new = totals_of(books, subscription) | dict(totals or {})
    _check_totals(books, plan, new)
    start = subscription.end_on or books.today
    wanted = wanted_of(books, plan, period, new, held_by(books, subscription))
    fee = ChargeType.SETUP if subscription.is_trial else ChargeType.RENEWAL
    lines = opened(agreement_from(books, plan, period, start), wanted, fee).lines
    is_delayed = RULES[plan.billing_type].is_renewal_delayed and start > books.today
    description = f"{plan.name}, {period.name}, {_amounts_text(books, plan, new)}"
    draft = Draft(OrderType.RENEWAL, plan, period, new, lines, description,
                  start if is_delayed else books.today, manager_id)  # fmt: skip
    return _write(books, subscription, draft)


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
    require(books, subscription, "switch_plan")
    where = "plan_id = ? AND target_plan_id = ?"
    if not books.find(SwitchTarget, where, subscription.plan_id, plan.plan_id):
        raise unprocessable("The subscription can't be switched to this plan")
    _check_totals(books, plan, totals)
    start = subscription.end_on if on_renewal and subscription.end_on else books.today
    wanted = wanted_of(books, plan, period, totals, [])
    lines = opened(agreement_from(books, plan, period, start), wanted).lines
    old = plan_of(books, subscription.plan_id)
    description = f"{old.name} → {plan.name}, {_amounts_text(books, plan, totals)}"
    draft = Draft(OrderType.SWITCH, plan, period, totals, lines, description, start, manager_id)
    return _write(books, subscription, draft)


def draft_prolongation(books: Books, subscription: Subscription, start: date) -> Draft:
    """Return the order for the next billing period, which the platform makes by itself."""
    plan = plan_of(books, subscription.plan_id)
    period = period_of(books, subscription.plan_period_id)
    wanted = current_wanted(books, subscription)
    bought = prolonged(agreement_of(books, subscription), wanted, start)
    description = f"{plan.name}, {start:%d.%m.%Y}"
    return Draft(OrderType.PROLONG, plan, period, totals_of(books, subscription), bought.lines,
                 description, start, None)  # fmt: skip


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


def write_order(books: Books, subscription: Subscription, draft: Draft) -> Order:
    """Write an order and its charges down, not paid yet."""
    rate = current_rate(books, draft.plan.reseller_id, draft.plan.currency)
    lines = list(draft.lines)
    gross = sum((converted(line, rate) for line in lines), NOTHING)
    discount = best_discount(books, draft.plan)
    discount_amount = NOTHING if discount is None else discount_of(gross, discount.percent)
    order = books.add(
        Order(
            order_id=books.new_id(Order),
            reseller_id=subscription.reseller_id,
            account_id=subscription.account_id,
            subscription_id=subscription.subscription_id,
            manager_id=draft.manager_id,
            kind=draft.kind,
            status=OrderStatus.WAITING_FOR_PAYMENT,
            plan_id=draft.plan.plan_id,
            plan_period_id=draft.period.plan_period_id,
            targets={str(key): quantity for key, quantity in draft.totals.items()},
            description=draft.description,
            total=gross - discount_amount,
            discount_amount=discount_amount,
            exchange_rate=rate,
            provisioning_on=draft.provisioning_on,
            pay_by_on=books.today + PAY_WITHIN,
            failure=None,
            created_at=books.now,
            closed_at=None,
            updated_at=books.now,
        )
    )
    post(books, subscription, order, lines)
    return order


def give(books: Books, subscription: Subscription, plan: Plan, totals: Totals) -> list[Resource]:
    """Write down what a subscription holds of each resource of a plan."""
    return [
        books.add(
            Resource(
                resource_id=books.new_id(Resource),
                subscription_id=subscription.subscription_id,
                plan_resource_id=offered.plan_resource_id,
                additional=total - offered.included,
                used=0 if offered.is_measured else total,
            )
        )
        for offered in resources_of(books, plan.plan_id)
        for total in [totals.get(offered.plan_resource_id, offered.included)]
    ]


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


def _added_lines(
    books: Books, subscription: Subscription, old: Mapping[int, int], new: Mapping[int, int]
) -> list[Line]:
    plan = plan_of(books, subscription.plan_id)
    period = period_of(books, subscription.plan_period_id)
    agreement = agreement_of(books, subscription)
    wanted = [
        amount
        for amount in wanted_of(books, plan, period, new, held_by(books, subscription))
        if amount.item.plan_resource_id is not None
    ]
    if agreement.rules.span is Span.CALENDAR_MONTH:
        more = beyond(wanted, _charged_this_month(books, subscription))
    else:
        included = {r.plan_resource_id: r.included for r in resources_of(books, plan.plan_id)}
        before: dict[int | None, int] = {
            key: max(0, total - included[key]) for key, total in old.items()
        }
        more = beyond(wanted, before)
    if subscription.is_trial or subscription.paid_end_on is None:
        return []
    return added(agreement, more, books.today, subscription.paid_end_on)


def _charged_this_month(books: Books, subscription: Subscription) -> dict[int | None, int]:
    """Return the highest amount that the calendar month has been charged for, by resource."""
    charged: dict[int | None, int] = {}
    where = "subscription_id = ? AND start_on = ? AND status NOT IN ('deleted', 'refunded')"
    month = books.today.replace(day=1)
    for charge in books.find(Charge, where, subscription.subscription_id, month):
        if charge.kind is ChargeType.RECURRING:
            key = charge.plan_resource_id
            charged[key] = charged.get(key, 0) + charge.quantity
    return charged


def _check_sale(
    books: Books, account: Account, plan: Plan, period: PlanPeriod, totals: Totals, start: date
) -> None:
    term = term_of(books, plan)
    if account.status is not AccountStatus.ACTIVE:
        raise unprocessable("The account is not active")
    if plan.status != "active" or plan.reseller_id != account.reseller_id:
        raise unprocessable("The plan is not available")
    if period.plan_id != plan.plan_id:
        raise unprocessable("The plan has no such period")
    _check_totals(books, plan, totals)
    latest = books.today + timedelta(days=0 if period.is_trial else term.delayed_order_days)
    if not books.today <= start <= latest:
        raise unprocessable("The provisioning date is not possible")
    if term.is_singleton:
        where = (
            "account_id = ? AND plan_id = ? AND status NOT IN ('deleted', 'installation_failed')"
        )
        if books.find(Subscription, where, account.account_id, plan.plan_id):
            raise unprocessable("The account has a subscription to this plan already")


def _check_totals(books: Books, plan: Plan, totals: Totals) -> None:
    offered = {
        resource.plan_resource_id: resource for resource in resources_of(books, plan.plan_id)
    }
    if totals.keys() - offered.keys():
        raise unprocessable("The plan has no such resource")
    for key, resource in offered.items():
        total = totals.get(key, resource.included)
        is_above = resource.maximum is not None and total > resource.maximum
        if not resource.is_measured and (total < resource.minimum or is_above):
            limit = "without limit" if resource.maximum is None else f"to {resource.maximum}"
            raise unprocessable(f"{resource.name}: from {resource.minimum} {limit}")


def _is_waiting_renewal(order: Order) -> bool:
    is_renewal = order.kind is OrderType.RENEWAL
    return is_renewal and order.status is OrderStatus.WAITING_FOR_PROVISIONING


def _amounts_text(books: Books, plan: Plan, totals: Totals) -> str:
    return ", ".join(
        f"{resource.name}: {totals[resource.plan_resource_id]}"
        for resource in resources_of(books, plan.plan_id)
        if totals.get(resource.plan_resource_id)
    )


def _changes_text(books: Books, plan: Plan, old: Totals, new: Totals) -> str:
    return ", ".join(
        f"{resource.name}: {old[key]} → {new[key]}"
        for resource in resources_of(books, plan.plan_id)
        for key in [resource.plan_resource_id]
        if old[key] != new[key]
    )
