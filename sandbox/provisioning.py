"""Carries orders out: payment, the wait for a date, the vendor's work, and what it changes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from domain.statuses import (
    BillingType,
    ChargeStatus,
    ChargeType,
    OrderStatus,
    OrderType,
    SubscriptionStatus,
)
from sandbox import vendor, vendor_renewals
from sandbox.agreements import agreement_from, agreement_of, renewal_start
from sandbox.billing import charges_of, close, settle
from sandbox.books import Books
from sandbox.charging.agreement import (
    Agreement,
    bought_until,
    renewed_until,
    status_once_paid,
)
from sandbox.charging.rules import Reduction
from sandbox.charging.settling import ended, reduced, refunded
from sandbox.due import plan_next_run, spread
from sandbox.holdings import give, held_by, hold, ordered_totals, totals_of
from sandbox.instants import instant_of
from sandbox.messages import write_of
from sandbox.offers import period_of, plan_of, resources_of, term_of
from sandbox.records import Charge, Order, Subscription
from sandbox.services import vendors
from sandbox.usage import follow_usage
from sandbox.windows import is_bound, note_addition, open_window, take_back

PROVISIONING_HOUR = 3
# What a subscription is charged for from a day on, with what was given back of it.
TO_COME = (
    "subscription_id = ? AND end_on > ? AND status IN ('blocked', 'opened', 'closed') "
    "ORDER BY charge_id"
)

STARTED = {
    OrderType.SALES: SubscriptionStatus.INSTALLING,
    OrderType.CHANGE: SubscriptionStatus.UPDATING,
    OrderType.RENEWAL: SubscriptionStatus.RENEWING,
    OrderType.SWITCH: SubscriptionStatus.SWITCHING,
    # A manager prolongs what is stopped, which is activated by it (DET-8).
    OrderType.PROLONG: SubscriptionStatus.ACTIVATING,
}
FAILED = {
    OrderType.SALES: SubscriptionStatus.INSTALLATION_FAILED,
    OrderType.CHANGE: SubscriptionStatus.UPDATING_FAILED,
    OrderType.RENEWAL: SubscriptionStatus.RENEWING_FAILED,
    OrderType.SWITCH: SubscriptionStatus.SWITCHING_FAILED,
    OrderType.PROLONG: SubscriptionStatus.ACTIVATION_FAILED,
}


def step(books: Books, order_id: int) -> None:
    """Take an order its next step."""
    order = books.get(Order, order_id)
    subscription = books.get(Subscription, order.subscription_id)
    if order.status is OrderStatus.WAITING_FOR_PAYMENT:
        _pay(books, order, subscription)
    elif order.status is OrderStatus.WAITING_FOR_PROVISIONING:
        _start(books, order, subscription)
    elif order.status is OrderStatus.PROVISIONING:
        _finish(books, order, subscription)


def retry(books: Books, order: Order) -> None:
    """Have the vendor try an order again that has failed (HIST-7)."""
    for charge in charges_of(books, order):
        books.change(charge, status=ChargeStatus.NEW)
    order = books.change(order, failure=None)
    _start(books, order, books.get(Subscription, order.subscription_id))


def carry_out_at_once(books: Books, order: Order, subscription: Subscription) -> Subscription:
    """Pay for and complete an order that no vendor has to do anything for."""
    _hold_funds(books, order)
    return _complete(books, order, subscription)


def _pay(books: Books, order: Order, subscription: Subscription) -> None:
    vendor.failure_of(books, subscription.subscription_id, "pay")
    if order.provisioning_on <= books.today:
        _start(books, order, subscription)
        return
    for charge in charges_of(books, order):
        books.change(charge, status=ChargeStatus.OPENED)
    books.change(order, status=OrderStatus.WAITING_FOR_PROVISIONING)
    due_at = instant_of(order.provisioning_on, PROVISIONING_HOUR)
    books.schedule("order", order.order_id, due_at + spread(order.order_id))


def _start(books: Books, order: Order, subscription: Subscription) -> None:
    _hold_funds(books, order)
    books.change(order, status=OrderStatus.PROVISIONING)
    books.change(subscription, status=STARTED[order.kind])
    done_at = vendor.answer_at(books, subscription.subscription_id, order.kind)
    books.schedule("order", order.order_id, done_at)


def _hold_funds(books: Books, order: Order) -> None:
    plan = plan_of(books, order.plan_id)
    period = period_of(books, order.plan_period_id)
    agreement = agreement_from(books, plan, period, order.provisioning_on)
    for charge in charges_of(books, order):
        if charge.status in (ChargeStatus.NEW, ChargeStatus.OPENED):
            status = status_once_paid(agreement, charge.start_on, books.today)
            if status is not charge.status:
                books.change(charge, status=status)


def _finish(books: Books, order: Order, subscription: Subscription) -> None:
    failure = vendor.failure_of(books, subscription.subscription_id, order.kind)
    if failure is None:
        subscription = _complete(books, order, subscription)
    else:
        for charge in charges_of(books, order):
            books.change(charge, status=ChargeStatus.DELETED)
        order = books.change(order, status=OrderStatus.PROVISIONING_FAILED, failure=failure)
        subscription = books.change(subscription, status=FAILED[order.kind])
    write_of(books, order, failure)
    plan_next_run(books, subscription)


def _complete(books: Books, order: Order, subscription: Subscription) -> Subscription:
    carry_out = {
        OrderType.SALES: _begin,
        OrderType.CHANGE: _change,
        OrderType.RENEWAL: _renew,
        OrderType.SWITCH: _switch,
        OrderType.PROLONG: _prolong,
    }[order.kind]
    subscription = carry_out(books, order, subscription)
    charges = charges_of(books, order)
    close(books, [charge for charge in charges if _closes_with_order(books, charge)])
    books.change(order, status=OrderStatus.COMPLETED, closed_at=books.now)
    return subscription


def _closes_with_order(books: Books, charge: Charge) -> bool:
    """Tell whether a charge closes when its order completes: one-time fees, and what is due."""
    is_one_time = charge.kind in (ChargeType.SETUP, ChargeType.RENEWAL)
    is_due = charge.close_on is not None and charge.close_on <= books.today
    return charge.status is ChargeStatus.BLOCKED and (is_one_time or is_due)


def _begin(books: Books, order: Order, subscription: Subscription) -> Subscription:
    subscription = _start_period(books, order, subscription, order.provisioning_on)
    subscription = books.change(subscription, start_on=books.today)
    billing_type = plan_of(books, order.plan_id).billing_type
    if billing_type is BillingType.PAYG:
        # Nothing is paid ahead: what is stored is charged from here on.
        subscription = books.change(subscription, paid_end_on=books.today)
    elif billing_type is BillingType.PAYG_EXTERNAL:
        follow_usage(books, subscription)
    vendors.activate(books, subscription)
    return subscription


def _renew(books: Books, order: Order, subscription: Subscription) -> Subscription:
    plan, period = plan_of(books, order.plan_id), period_of(books, order.plan_period_id)
    start = renewal_start(books, subscription, plan, period)
    hold(books, subscription, ordered_totals(order))
    subscription = _start_period(books, order, subscription, start)
    vendor_renewals.tell(books, subscription)
    return subscription


def _switch(books: Books, order: Order, subscription: Subscription) -> Subscription:
    _leave_plan(books, order, subscription)
    for resource in held_by(books, subscription):
        books.remove(resource)
    plan = plan_of(books, order.plan_id)
    held = give(books, subscription, plan, ordered_totals(order))
    resource_ids = {resource.plan_resource_id: resource.resource_id for resource in held}
    for charge in charges_of(books, order):
        if charge.plan_resource_id in resource_ids:
            books.change(charge, resource_id=resource_ids[charge.plan_resource_id])
    subscription = _start_period(books, order, subscription, order.provisioning_on)
    vendors.activate(books, subscription)
    return subscription


def _change(books: Books, order: Order, subscription: Subscription) -> Subscription:
    old, new = totals_of(books, subscription), ordered_totals(order)
    _lower_charges(books, order, subscription, {k for k in old if new[k] < old[k]})
    for key, total in old.items():
        if new[key] > total:
            note_addition(books, subscription, key, new[key] - total)
        elif new[key] < total:
            take_back(books, subscription, key, total - new[key])
    hold(books, subscription, new)
    return books.change(subscription, status=SubscriptionStatus.ACTIVE)


def _lower_charges(
    books: Books, order: Order, subscription: Subscription, lowered: Collection[int]
) -> None:
    """Have what runs charged for less (BIL-8)."""
    plan = plan_of(books, order.plan_id)
    included = {r.plan_resource_id: r.included for r in resources_of(books, plan.plan_id)}
    totals = ordered_totals(order)
    targets: dict[int | None, int] = {key: totals[key] - included[key] for key in lowered}
    charges = [
        charge
        for charge in books.find(Charge, TO_COME, subscription.subscription_id, books.today)
        if charge.order_id != order.order_id
    ]
    # Closed charges come back within a vendor's window, the only time they can be lowered.
    settlement = reduced(
        agreement_of(books, subscription), charges, targets, books.today,
        is_closed_refunded=is_bound(plan, term_of(books, plan)),
    )  # fmt: skip
    settle(books, charges, settlement)


def _prolong(books: Books, order: Order, subscription: Subscription) -> Subscription:
    agreement = agreement_of(books, subscription)
    paid_end = bought_until(agreement, order.provisioning_on)
    subscription = books.change(subscription, paid_end_on=paid_end)
    if subscription.status is not SubscriptionStatus.ACTIVATING:
        return subscription
    hold(books, subscription, ordered_totals(order))
    active = SubscriptionStatus.ACTIVE
    return books.change(subscription, status=active, stable_status=active, stopped_on=None,
                        stop_reason=None)  # fmt: skip


def _start_period(
    books: Books, order: Order, subscription: Subscription, start: date
) -> Subscription:
    """Have a plan period run from a day: after a sale, a renewal or a switch."""
    plan, period = plan_of(books, order.plan_id), period_of(books, order.plan_period_id)
    agreement = agreement_from(books, plan, period, start)
    is_sale = order.kind is not OrderType.RENEWAL or subscription.is_trial
    paid_start = agreement.first_paid_day if is_sale else start
    paid_end = paid_start if paid_start > start else _bought_until(books, order, agreement)
    is_delivered = plan.billing_type is BillingType.NON_RECURRING
    status = SubscriptionStatus.DELIVERED if is_delivered else SubscriptionStatus.ACTIVE
    subscription = books.change(
        subscription,
        plan_id=plan.plan_id,
        plan_period_id=period.plan_period_id,
        name=plan.name,
        status=status,
        stable_status=status,
        is_trial=period.is_trial,
        period_start_on=start,
        end_on=agreement.end_on,
        paid_end_on=paid_end,
        stopped_on=None,
        stop_reason=None,
    )
    return open_window(books, subscription, plan, charges_of(books, order))


def _bought_until(books: Books, order: Order, agreement: Agreement) -> date | None:
    """Return up to where an order has bought time: by the rules of the day it was placed on."""
    if order.kind is not OrderType.RENEWAL:
        return bought_until(agreement, agreement.start_on)
    charged = [one.end_on for one in charges_of(books, order) if one.kind is ChargeType.RECURRING]
    if charged and agreement.rules.is_prolonged:
        return max(charged)
    near_days = term_of(books, plan_of(books, order.plan_id)).extended_renewal_days
    return renewed_until(agreement, order.provisioning_on, near_days)


def _leave_plan(books: Books, order: Order, subscription: Subscription) -> None:
    if subscription.is_trial or subscription.period_start_on is None:
        return
    agreement = agreement_of(books, subscription)
    where = "subscription_id = ? AND plan_id = ? AND status <> 'deleted' ORDER BY charge_id"
    charges = [
        charge
        for charge in books.find(Charge, where, subscription.subscription_id,
                                 subscription.plan_id)
        if charge.order_id != order.order_id
    ]  # fmt: skip
    is_refunded = agreement.rules.reduction is not Reduction.NEXT_PERIOD
    settle(books, charges, ended(agreement, charges, books.today, is_refunded=is_refunded))
    if is_refunded:
        settle(books, charges, refunded(agreement, charges, books.today))
