"""What may follow the plan period that runs: the same plan again, or another one."""

from __future__ import annotations

from domain.statuses import BillingType
from sandbox.books import Books
from sandbox.catalog_records import Plan, PlanPeriod, SwitchTarget
from sandbox.charging.rules import RULES
from sandbox.holdings import Totals
from sandbox.offers import resources_of
from sandbox.order_checks import check_singleton, check_totals
from sandbox.records import Account, Subscription
from sandbox.refusals import (
    CAN_NOT_SWITCH,
    INVALID_AMOUNT,
    PERIOD_UNAVAILABLE,
    RESOURCE_REQUIRED,
    RESOURCE_UNAVAILABLE,
    unprocessable,
)
from sandbox.standing import require


def check_renewal(
    books: Books, subscription: Subscription, plan: Plan, period: PlanPeriod, *, is_changed: bool
) -> None:
    """Make sure that a manager may renew a subscription for a period (OP-16 to OP-20).

    Raises:
        Refused: the period is none to renew for, or the amounts must stay as they are.
    """
    if period.plan_id != plan.plan_id or period.is_trial or period.months is None:
        raise unprocessable("A subscription is renewed for a paid period with an end",
                            title=PERIOD_UNAVAILABLE)  # fmt: skip
    is_one_time = plan.billing_type is BillingType.NON_RECURRING
    if is_one_time and period.plan_period_id != subscription.plan_period_id:
        raise unprocessable("It is renewed for the same period only", title=PERIOD_UNAVAILABLE)
    if is_changed and not RULES[plan.billing_type].is_renewal_delayed:
        raise unprocessable("It is renewed with the same amounts only", title=INVALID_AMOUNT)
    if is_changed and not subscription.is_trial:
        require(books, subscription, "change_resources_renewal_order")


def check_switch(
    books: Books,
    account: Account,
    subscription: Subscription,
    plan: Plan,
    period: PlanPeriod,
    totals: Totals,
) -> None:
    """Make sure that a subscription may be switched to a plan period with such amounts.

    Raises:
        Refused: the plan is no target, the period is none of it, or an amount is missing or wrong.
    """
    where = "plan_id = ? AND target_plan_id = ?"
    is_target = books.count(SwitchTarget, where, subscription.plan_id, plan.plan_id)
    if not is_target or plan.status != "active":
        text = f"The subscription can't be switched to plan {plan.plan_id}"
        raise unprocessable(text, title=CAN_NOT_SWITCH)
    if period.plan_id != plan.plan_id or period.is_trial:
        raise unprocessable("The plan has no such paid period", title=PERIOD_UNAVAILABLE)
    for offered in resources_of(books, plan.plan_id):
        is_needed = not offered.is_measured and max(offered.minimum, offered.included) > 0
        if is_needed and offered.plan_resource_id not in totals:
            text = f"{offered.name} is to be ordered, too"
            raise unprocessable(text, title=RESOURCE_REQUIRED)
    check_totals(books, plan, totals, unknown=RESOURCE_UNAVAILABLE)
    check_singleton(books, account, plan)
