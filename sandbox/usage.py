"""Consumption that its vendor measures and prices: Azure, day by day (billing type PAYG external).

Each morning the vendor reports the day before, and the platform bills what is due. A charge
gathers what has been billed of its billing period, and closes on the billing day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from domain.money import round_half_up
from domain.statuses import ChargeStatus, ChargeType, SubscriptionStatus
from sandbox.billing import NOTHING, best_discount, close, described
from sandbox.books import Books
from sandbox.charging.lines import DURATION_PLACES, MONEY_PLACES, round_fraction
from sandbox.due import spread
from sandbox.holdings import held_by
from sandbox.instants import instant_of
from sandbox.months import ONE_DAY, Span, last_anchor, month_count, next_anchor
from sandbox.offers import plan_of, reseller_of, resources_of
from sandbox.price_lists import listed
from sandbox.rates import current_rate
from sandbox.records import Charge, Subscription, Usage
from sandbox.tables import PLACES, from_millionths
from sandbox.workloads import BANDWIDTH, Measured, Use, bandwidth_parts, measured, workload

REPORT_HOUR = 6


def follow_usage(books: Books, subscription: Subscription) -> None:
    """Have a subscription's usage reported and billed from tomorrow morning on."""
    due_at = instant_of(books.today + ONE_DAY, REPORT_HOUR)
    key = subscription.subscription_id
    books.schedule("usage", key, due_at + spread(key))


def run(books: Books, subscription_id: int) -> None:
    """Report what was used yesterday, bill what is due, and close what is over."""
    subscription = books.get(Subscription, subscription_id)
    yesterday = books.today - ONE_DAY
    is_used = subscription.stable_status is SubscriptionStatus.ACTIVE
    if is_used:
        books.add_all(_reported(books, subscription, yesterday))
    _bill(books, subscription)
    _close_over(books, subscription)
    if is_used or _is_left(books, subscription):
        follow_usage(books, subscription)


def _reported(books: Books, subscription: Subscription, day: date) -> Iterator[Usage]:
    """Yield what the vendor reports about a day, priced in the reseller's currency."""
    reseller = reseller_of(books, subscription.reseller_id)
    plan = plan_of(books, subscription.plan_id)
    start, end = _period(books, subscription, day)
    charge = _open_charge(books, subscription, start)
    rate = charge.exchange_rate if charge else current_rate(books, plan.reseller_id, plan.currency)
    discount = best_discount(books, plan)
    percent = NOTHING if discount is None else discount.percent
    uses = _workload(books, subscription, reseller.currency)
    for found in measured(subscription.subscription_id, uses, day):
        billed_on = min(books.today + timedelta(days=found.days_late), end)
        for quantity, dollars in _priced(books, subscription, found, start):
            price = round_half_up(listed(dollars, plan.currency, PLACES) * rate, PLACES)
            total = round_half_up(quantity * price, PLACES)
            yield Usage(
                usage_id=books.new_id(Usage),
                subscription_id=subscription.subscription_id,
                operated_on=day,
                billed_on=billed_on,
                is_billed=False,
                category=found.use.meter.service,
                resource_group=found.use.group,
                resource_name=found.use.name,
                region=found.use.region,
                unit=found.use.meter.unit,
                quantity=quantity,
                unit_price=price,
                total=total,
                discount_amount=round_half_up(total * percent / 100, PLACES),
                tags=list(found.use.tags),
            )


def _priced(
    books: Books, subscription: Subscription, found: Measured, start: date
) -> list[tuple[Decimal, Decimal]]:
    """Return amounts with their prices in dollars; tiers begin anew with each period."""
    if found.use.meter is not BANDWIDTH:
        return [(found.quantity, Decimal(found.use.meter.price))]
    (used,) = books.connection.execute(
        "SELECT coalesce(sum(quantity), 0) FROM usage WHERE subscription_id = ? "
        "AND operated_on >= ? AND resource_name = ? AND resource_group = ?",
        [subscription.subscription_id, start.isoformat(), found.use.name, found.use.group],
    ).fetchone()
    return bandwidth_parts(from_millionths(used), found.quantity)


def _workload(books: Books, subscription: Subscription, currency: str) -> list[Use]:
    place = ("workload", subscription.subscription_id)
    if place not in books.kept:
        books.kept[place] = workload(subscription.subscription_id, currency)
    found: list[Use] = books.kept[place]
    return found


def _period(books: Books, subscription: Subscription, day: date) -> Span:
    """Return the billing period a day lies in, as far as the subscription was there."""
    billing_day = reseller_of(books, subscription.reseller_id).billing_day
    start = max(last_anchor(day, billing_day), subscription.start_on or day)
    return start, next_anchor(day, billing_day)


def _bill(books: Books, subscription: Subscription) -> None:
    # There are many of these: only what is needed of each is read.
    due = books.connection.execute(
        "SELECT usage_id, operated_on, total FROM usage "
        "WHERE subscription_id = ? AND is_billed = 0 AND billed_on <= ? ORDER BY usage_id",
        [subscription.subscription_id, books.today.isoformat()],
    ).fetchall()
    days: dict[str, int] = defaultdict(int)
    for _, day, total in due:
        days[day] += total
    sums: dict[Span, Decimal] = defaultdict(Decimal)
    for day, total in days.items():
        period = _period(books, subscription, date.fromisoformat(day))
        sums[period] += from_millionths(total)
    books.connection.executemany(
        "UPDATE usage SET is_billed = 1 WHERE usage_id = ?", [[key] for key, _, _ in due]
    )
    for span, amount in sorted(sums.items()):
        charge = _open_charge(books, subscription, span[0])
        _accrue(books, charge or _new_charge(books, subscription, span), amount)


def _accrue(books: Books, charge: Charge, total: Decimal) -> None:
    """Add to what a charge has gathered: the exact sum is kept, and rounded once."""
    accrued = charge.accrued + total
    amount = round_half_up(accrued, MONEY_PLACES)
    plan_amount = round_half_up(amount / charge.exchange_rate, MONEY_PLACES)
    books.change(
        charge, accrued=accrued, amount=amount, plan_amount=plan_amount, unit_price=plan_amount
    )


def _open_charge(books: Books, subscription: Subscription, start: date) -> Charge | None:
    where = "subscription_id = ? AND start_on = ? AND kind = ? AND status = 'blocked'"
    found = books.find(Charge, where, subscription.subscription_id, start,
                       ChargeType.CONSUMPTION)  # fmt: skip
    return found[0] if found else None


def _new_charge(books: Books, subscription: Subscription, span: Span) -> Charge:
    plan = plan_of(books, subscription.plan_id)
    (resource,) = resources_of(books, plan.plan_id)
    (held,) = held_by(books, subscription)
    billing_day = reseller_of(books, subscription.reseller_id).billing_day
    return books.add(
        Charge(
            charge_id=books.new_id(Charge),
            reseller_id=subscription.reseller_id,
            account_id=subscription.account_id,
            subscription_id=subscription.subscription_id,
            plan_id=plan.plan_id,
            order_id=None,
            resource_id=held.resource_id,
            plan_resource_id=resource.plan_resource_id,
            resource_name=resource.name,
            kind=ChargeType.CONSUMPTION,
            description=described(f"Consumption: {plan.name}", *span),
            quantity=1,
            unit_price=NOTHING,
            start_on=span[0],
            end_on=span[1],
            duration=round_fraction(month_count(*span, billing_day), DURATION_PLACES),
            plan_currency=plan.currency,
            plan_amount=NOTHING,
            exchange_rate=current_rate(books, plan.reseller_id, plan.currency),
            amount=NOTHING,
            accrued=NOTHING,
            refund_of_id=None,
            discount_percent=None,
            discount_amount=None,
            status=ChargeStatus.BLOCKED,
            close_on=span[1],
            created_at=books.now,
            updated_at=books.now,
        )
    )


def _close_over(books: Books, subscription: Subscription) -> None:
    where = "subscription_id = ? AND kind = ? AND status = 'blocked' AND end_on <= ?"
    close(books, books.find(Charge, where, subscription.subscription_id,
                            ChargeType.CONSUMPTION, books.today))  # fmt: skip


def _is_left(books: Books, subscription: Subscription) -> bool:
    where = "subscription_id = ? AND kind = ? AND status = 'blocked'"
    key = subscription.subscription_id
    is_charge_open = books.count(Charge, where, key, ChargeType.CONSUMPTION) > 0
    return is_charge_open or books.count(Usage, "subscription_id = ? AND is_billed = 0", key) > 0
