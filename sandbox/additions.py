"""What amounts cost that are added to a subscription (OP-30, OP-35)."""

from __future__ import annotations

from collections.abc import Mapping

from domain.statuses import ChargeType
from sandbox.agreements import agreement_of, wanted_of
from sandbox.books import Books
from sandbox.charging.lines import Line
from sandbox.charging.opening import added, beyond
from sandbox.charging.rules import Span
from sandbox.holdings import held_by
from sandbox.offers import period_of, plan_of, resources_of
from sandbox.records import Charge, Subscription


def added_lines(
    books: Books, subscription: Subscription, old: Mapping[int, int], new: Mapping[int, int]
) -> list[Line]:
    """Return what is charged for amounts that grow, up to the end of the time paid already."""
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
