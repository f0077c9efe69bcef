"""Looks up what may be done with one subscription now."""

from __future__ import annotations

from domain.statuses import OrderStatus
from sandbox.ability import Standing, ability, may_switch_now, may_switch_on_renewal
from sandbox.books import Books
from sandbox.catalog_records import PlanResource, SwitchTarget
from sandbox.offers import periods_of, plan_of, resources_of, term_of
from sandbox.records import Account, Order, Subscription
from sandbox.refusals import forbidden
from sandbox.windows import open_additions

FINISHED = (OrderStatus.COMPLETED, OrderStatus.CANCELLED)
UNFINISHED = "subscription_id = ? AND status NOT IN ('completed', 'cancelled')"


def unfinished_orders(books: Books, subscription: Subscription) -> list[Order]:
    return books.find(Order, f"{UNFINISHED} ORDER BY order_id", subscription.subscription_id)


def is_countable(offered: PlanResource) -> bool:
    """Tell whether the amount of a plan resource is anyone's to change."""
    is_fixed = offered.maximum is not None and offered.minimum >= offered.maximum
    return not offered.is_measured and not is_fixed


def standing_of(books: Books, subscription: Subscription) -> Standing:
    plan = plan_of(books, subscription.plan_id)
    return Standing(
        subscription=subscription,
        plan=plan,
        term=term_of(books, plan),
        account_status=books.get(Account, subscription.account_id).status,
        has_unfinished_order=bool(unfinished_orders(books, subscription)),
        has_countable_resource=any(
            is_countable(offered) for offered in resources_of(books, plan.plan_id)
        ),
        has_switch_target=bool(books.find(SwitchTarget, "plan_id = ? LIMIT 1", plan.plan_id)),
        has_paid_period=any(not period.is_trial for period in periods_of(books, plan.plan_id)),
        has_open_addition=bool(open_additions(books, subscription)),
        now=books.now,
    )


def is_offered(books: Books, subscription: Subscription, operation: str) -> bool:
    return ability(standing_of(books, subscription))[operation]


def require_switch(books: Books, subscription: Subscription, *, on_renewal: bool) -> None:
    """Make sure that another plan is to be had: now, or when the period that runs expires.

    Raises:
        Refused: it is not (403).
    """
    may_switch = may_switch_on_renewal if on_renewal else may_switch_now
    if not may_switch(standing_of(books, subscription)):
        raise forbidden()


def require(books: Books, subscription: Subscription, operation: str) -> None:
    """Make sure that an operation is offered now.

    Raises:
        Refused: it is not (403).
    """
    if not is_offered(books, subscription, operation):
        raise forbidden()
