"""What a subscription has agreed to, as the rules of charging want to know it."""

from __future__ import annotations

from datetime import date

from sandbox.books import Books
from sandbox.catalog_records import Plan, PlanPeriod
from sandbox.charging.agreement import Agreement
from sandbox.charging.lines import THE_PLAN, Item, Wanted
from sandbox.charging.rules import RULES, Span
from sandbox.holdings import Totals
from sandbox.months import add_months, first_of_next_month
from sandbox.offers import plan_of, reseller_of, resources_of, term_of
from sandbox.records import Resource, Subscription


def agreement_of(books: Books, subscription: Subscription) -> Agreement:
    """Return what a subscription runs under now."""
    plan = plan_of(books, subscription.plan_id)
    start = subscription.period_start_on or books.today
    return _agreement(books, plan, start, subscription.end_on)


def agreement_from(books: Books, plan: Plan, period: PlanPeriod, start: date) -> Agreement:
    """Return what a plan period would be that starts on a day."""
    return _agreement(books, plan, start, end_of(plan, period, start))


def end_of(plan: Plan, period: PlanPeriod, start: date) -> date | None:
    """Return when a plan period expires that starts on a day; None when it never does."""
    if period.months is None:
        return None
    rules = RULES[plan.billing_type]
    if rules.span is Span.CALENDAR_MONTH:
        is_free = rules.has_free_start and start.day > 1
        start = first_of_next_month(start) if is_free else start.replace(day=1)
    return add_months(start, period.months)


def renewal_start(books: Books, subscription: Subscription, plan: Plan, period: PlanPeriod) -> date:
    """Return when the next period begins: as the old one ends, even if that has passed (OP-19).

    It is today where the period would be over by now.
    """
    start = subscription.end_on or books.today
    end = end_of(plan, period, start)
    return books.today if end is not None and end <= books.today else start


def wanted_of(
    books: Books, plan: Plan, period: PlanPeriod, totals: Totals, held: list[Resource]
) -> list[Wanted]:
    """Return what is charged for: the plan itself, and what is above its included amounts.

    Amounts that the vendor measures are charged when they are consumed, not here.
    """
    fees = (period.setup_fee, period.recurring_fee, period.renewal_fee)
    wanted = [Wanted(THE_PLAN, 1, *fees)]
    resource_ids = {resource.plan_resource_id: resource.resource_id for resource in held}
    for offered in resources_of(books, plan.plan_id):
        total = totals.get(offered.plan_resource_id, offered.included)
        if not offered.is_measured and total > offered.included:
            key = offered.plan_resource_id
            item = Item(resource_ids.get(key), key, offered.name)
            fees = (offered.setup_fee, offered.recurring_fee, offered.renewal_fee)
            wanted.append(Wanted(item, total - offered.included, *fees))
    return wanted


def _agreement(books: Books, plan: Plan, start: date, end: date | None) -> Agreement:
    term = term_of(books, plan)
    return Agreement(
        billing_type=plan.billing_type,
        billing_day=reseller_of(books, plan.reseller_id).billing_day,
        start_on=start,
        end_on=end,
        window_days=term.deletion_window_hours // 24,
    )
