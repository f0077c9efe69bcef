"""What may become of the amounts of a subscription by a change order (OP-33)."""

from __future__ import annotations

from sandbox.books import Books
from sandbox.catalog_records import Plan
from sandbox.holdings import Totals, held_by
from sandbox.offers import resources_of
from sandbox.order_checks import check_totals
from sandbox.records import Resource, Subscription
from sandbox.refusals import (
    CHANGE_LIMITED,
    CHANGE_UNAVAILABLE,
    NO_DOWNGRADE,
    RESOURCE_UNAVAILABLE,
    SAME_AMOUNT,
    unprocessable,
)
from sandbox.standing import is_countable, is_offered
from sandbox.windows import least_in_windows


def check_change(
    books: Books, subscription: Subscription, plan: Plan, old: Totals, wanted: Totals
) -> None:
    """Make sure that a subscription may hold other amounts; `wanted` names those that change.

    Raises:
        Refused: an amount is the same as now, outside the limits, or may not be reduced so far.
    """
    held = {resource.plan_resource_id: resource for resource in held_by(books, subscription)}
    offered = {
        resource.plan_resource_id: resource for resource in resources_of(books, plan.plan_id)
    }
    if not wanted:
        raise unprocessable("No amount is given", title=SAME_AMOUNT)
    for key, total in wanted.items():
        if key not in held:
            raise unprocessable(f"There is no resource {key}", title=RESOURCE_UNAVAILABLE)
        resource_id = held[key].resource_id
        if not is_countable(offered[key]):
            raise unprocessable(CHANGE_UNAVAILABLE.format(resource_id=resource_id))
        if total == old[key]:
            detail = f"{offered[key].name}: {total} is the same as now"
            raise unprocessable(detail, title=SAME_AMOUNT)
    check_totals(books, plan, {**old, **wanted})
    for key, total in wanted.items():
        if total < old[key]:
            _check_reduction(books, subscription, held[key], old[key], total)


def _check_reduction(
    books: Books, subscription: Subscription, held: Resource, old: int, total: int
) -> None:
    if not is_offered(books, subscription, "decrease_resources_change_order"):
        raise unprocessable("No amount may be reduced now", title=NO_DOWNGRADE)
    least = least_in_windows(books, subscription, held.plan_resource_id, old)
    if total < least:
        detail = f"The amounts that may still be given back leave {least}"
        raise unprocessable(detail, title=NO_DOWNGRADE)
    # The vendor is asked first: what is assigned to somebody can't be given up.
    if total < held.used:
        text = CHANGE_LIMITED.format(resource_id=held.resource_id, available=held.used)
        raise unprocessable(text)
