"""The business rules an order must keep."""

from __future__ import annotations

import json
from datetime import date, timedelta

from domain.statuses import AccountStatus, BillingType
from sandbox.books import Books
from sandbox.catalog_records import Plan, PlanPeriod
from sandbox.holdings import Totals
from sandbox.offers import resources_of, term_of
from sandbox.records import Account, Subscription
from sandbox.refusals import (
    ACCOUNT_RESTRICTED,
    INVALID_AMOUNT,
    SERVICE_UNAVAILABLE,
    unprocessable,
)

# The setting that holds the products restricted for an account.
RESTRICTED = "restricted_products_of_"


def check_sale(
    books: Books, account: Account, plan: Plan, period: PlanPeriod, totals: Totals, start: date
) -> None:
    """Make sure that an account may order a plan period so.

    Raises:
        Refused: the account, the plan, an amount or the date does not allow it.
    """
    term = term_of(books, plan)
    check_account(books, account, plan)
    if plan.status != "active" or plan.reseller_id != account.reseller_id:
        raise unprocessable("The plan is not available", title=SERVICE_UNAVAILABLE)
    if period.plan_id != plan.plan_id:
        raise unprocessable("The plan has no such period")
    check_totals(books, plan, totals)
    latest = books.today + timedelta(days=0 if period.is_trial else term.delayed_order_days)
    if not books.today <= start <= latest:
        raise unprocessable("The provisioning date is not possible")
    check_singleton(books, account, plan)


def check_account(books: Books, account: Account, plan: Plan) -> None:
    """Make sure that an account may order a plan.

    Raises:
        Refused: it is on hold, deleted, or restricted for the product (OP-9).
    """
    if account.status is not AccountStatus.ACTIVE:
        raise unprocessable("The account is not active", title=ACCOUNT_RESTRICTED)
    kept = books.setting(f"{RESTRICTED}{account.account_id}")
    if kept and plan.product_id in json.loads(kept):
        raise unprocessable(ACCOUNT_RESTRICTED)


def restrict(books: Books, account_id: int, product_ids: list[int]) -> None:
    """Have an account order nothing of some products."""
    books.set(f"{RESTRICTED}{account_id}", json.dumps(product_ids))


def check_singleton(books: Books, account: Account, plan: Plan) -> None:
    """Make sure that an account does not have a plan already of which it may have only one.

    Raises:
        Refused: it has.
    """
    where = "account_id = ? AND plan_id = ? AND status NOT IN ('deleted', 'installation_failed')"
    if term_of(books, plan).is_singleton and books.find(
        Subscription, where, account.account_id, plan.plan_id
    ):
        raise unprocessable(
            "The account has a subscription to this plan already", title=SERVICE_UNAVAILABLE
        )


def check_totals(
    books: Books, plan: Plan, totals: Totals, *, unknown: str = INVALID_AMOUNT
) -> None:
    """Make sure that amounts are within the limits of a plan's resources.

    Raises:
        Refused: one is not, or the plan has no such resource, which is called `unknown`.
    """
    offered = {
        resource.plan_resource_id: resource for resource in resources_of(books, plan.plan_id)
    }
    if totals.keys() - offered.keys():
        raise unprocessable("The plan has no such resource", title=unknown)
    for key, resource in offered.items():
        total = totals.get(key, resource.included)
        # What the vendor measures has no amount to order, but a quota of it may be ordered.
        is_ordered = not resource.is_measured or plan.billing_type is BillingType.PAYG
        least = max(resource.minimum, resource.included)
        is_above = resource.maximum is not None and total > resource.maximum
        if is_ordered and (total < least or is_above):
            limit = "without limit" if resource.maximum is None else f"to {resource.maximum}"
            raise unprocessable(f"{resource.name}: from {least} {limit}", title=INVALID_AMOUNT)
