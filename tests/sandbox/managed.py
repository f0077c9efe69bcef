"""Bodies of the requests that manage a subscription, as it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sandbox.catalog_records import SwitchTarget
from sandbox.charging.rules import RULES
from sandbox.holdings import held_by, totals_of
from sandbox.offers import period_of, periods_of, plan_of, resources_of
from sandbox.records import Subscription
from sandbox.standing import is_countable, unfinished_orders
from tests.sandbox.buyer import Buyer
from tests.sandbox.buyer import totals_of as totals_within

PAID_TO_ITS_END = "reseller_id = 12 AND status = 'active' AND NOT is_trial AND paid_end_on = end_on"


def let_pay_end(buyer: Buyer) -> None:
    """Have what is stopped and paid by the month be paid up to today only."""
    with buyer.platform.writing() as books:
        for subscription in books.find(Subscription, "reseller_id = 12 AND status = 'stopped'"):
            if RULES[plan_of(books, subscription.plan_id).billing_type].is_prolonged:
                books.change(subscription, paid_end_on=books.today)


def near_its_end(buyer: Buyer) -> Subscription:
    """Return a subscription that may be switched on renewal, brought near its expiration."""
    with buyer.platform.writing() as books:
        for found in books.find(Subscription, PAID_TO_ITS_END):
            rules = RULES[plan_of(books, found.plan_id).billing_type]
            targets = books.count(SwitchTarget, "plan_id = ?", found.plan_id)
            if rules.is_switchable_on_renewal and targets and not unfinished_orders(books, found):
                end = books.today + timedelta(days=10)
                return books.change(found, end_on=end, paid_end_on=end, is_auto_renewed=False)
    raise LookupError


def body_of(**attributes: Any) -> dict[str, Any]:
    return {"data": {"attributes": attributes}}


def listed(key: str, amount: str, amounts: Mapping[int, int]) -> dict[str, Any]:
    return {"data": [{key: name, amount: quantity} for name, quantity in amounts.items()]}


def change_of(buyer: Buyer, subscription: Subscription, more: int = 1, **other: Any) -> Any:
    """Return the body of a change order for more (or less) of what can be changed."""
    with buyer.platform.reading() as books:
        offered = {r.plan_resource_id: r for r in resources_of(books, subscription.plan_id)}
        held = next(r for r in held_by(books, subscription)
                    if is_countable(offered[r.plan_resource_id])
                    and offered[r.plan_resource_id].is_primary)  # fmt: skip
    amounts = listed("resource_id", "additional", {held.resource_id: held.additional + more})
    return body_of(subscription_id=subscription.subscription_id, resources=amounts, **other)


def renewal_of(
    buyer: Buyer, subscription: Subscription, changed: Mapping[int, int] | None = None, **other: Any
) -> Any:
    """Return the body of a renewal order for the same amounts and period, but for what changes."""
    with buyer.platform.reading() as books:
        totals = totals_of(books, subscription) | dict(changed or {})
        period = period_of(books, subscription.plan_period_id)
        if period.is_trial:
            period = next(p for p in periods_of(books, subscription.plan_id) if not p.is_trial)
    return body_of(
        **{
            "subscription_id": subscription.subscription_id,
            "resources": listed("plan_resource_id", "quantity", totals),
            "plan_period_id": period.plan_period_id,
        }
        | other
    )


def prolong_of(buyer: Buyer, subscription: Subscription, **other: Any) -> Any:
    with buyer.platform.reading() as books:
        totals = totals_of(books, subscription)
    amounts = listed("plan_resource_id", "quantity", totals)
    return body_of(subscription_id=subscription.subscription_id, resources=amounts, **other)


def switch_of(buyer: Buyer, subscription: Subscription, quantity: int = 5, **other: Any) -> Any:
    """Return the body of a switch order to the first target, for its first paid period."""
    with buyer.platform.reading() as books:
        (target, *_) = books.find(SwitchTarget, "plan_id = ?", subscription.plan_id)
        plan = plan_of(books, target.target_plan_id)
        period = next(p for p in periods_of(books, plan.plan_id) if not p.is_trial)
        totals = totals_within(books, plan, quantity)
    return body_of(
        **{
            "subscription_id": subscription.subscription_id,
            "resources": listed("plan_resource_id", "quantity", totals),
            "plan_id": plan.plan_id,
            "plan_period_id": period.plan_period_id,
        }
        | other
    )
