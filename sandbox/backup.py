"""Consumption that the platform prices itself: gigabytes of backup (billing type PAYG)."""

from __future__ import annotations

from datetime import date

from sandbox.billing import close, post_consumption
from sandbox.books import Books
from sandbox.charging.lines import Item, consumed
from sandbox.holdings import held_by
from sandbox.months import month_count, next_anchor
from sandbox.offers import plan_of, reseller_of, resources_of
from sandbox.rates import current_rate
from sandbox.records import Subscription

# Thousandths of the quota.
LEAST, SPREAD, GROWTH, SWING = 200, 300, 400, 4
GROWTH_DAYS = 2


def stored(quota: int, subscription_id: int, day: date) -> int:
    """Return the gigabytes stored on a day: growing, with a weekly swing, within the quota."""
    number = day.toordinal()
    share = LEAST + subscription_id * 7919 % SPREAD
    share += number // GROWTH_DAYS % GROWTH + number % 7 * SWING
    return max(1, quota * share // 1000)


def bill_backup(
    books: Books, subscription: Subscription, until: date | None = None
) -> Subscription:
    """Charge what was stored in each billing period that is over; with `until`, up to that day."""
    start = subscription.paid_end_on or subscription.start_on
    if start is None or subscription.is_trial:
        return subscription
    billing_day = reseller_of(books, subscription.reseller_id).billing_day
    limit = until or books.today
    while start < limit:
        end = next_anchor(start, billing_day)
        if end > limit and until is None:
            break
        end = min(end, limit)
        _bill(books, subscription, start, end, billing_day)
        start = end
    return books.change(subscription, paid_end_on=start)


def _bill(
    books: Books, subscription: Subscription, start: date, end: date, billing_day: int
) -> None:
    plan = plan_of(books, subscription.plan_id)
    rate = current_rate(books, plan.reseller_id, plan.currency)
    offered = {r.plan_resource_id: r for r in resources_of(books, plan.plan_id)}
    for held in held_by(books, subscription):
        resource = offered[held.plan_resource_id]
        quota = resource.included + held.additional
        highest = max(
            stored(quota, subscription.subscription_id, date.fromordinal(day))
            for day in range(start.toordinal(), end.toordinal())
        )
        item = Item(held.resource_id, resource.plan_resource_id, resource.name)
        months = month_count(start, end, billing_day)
        line = consumed(item, highest, resource.overuse_fee, (start, end), months)
        close(books, [post_consumption(books, subscription, line, rate)])
        books.change(held, used=highest)
