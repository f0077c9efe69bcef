"""Sales as they are asked for from outside: what they name is looked up, then they are placed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sandbox.books import Books
from sandbox.catalog_records import Plan, PlanPeriod
from sandbox.holdings import Totals, ordered_totals
from sandbox.offers import resources_of
from sandbox.orders import place_sale
from sandbox.records import Account, AsyncTask, Json, Manager, Order, TaskStatus
from sandbox.refusals import INVALID_AMOUNT, SERVICE_UNAVAILABLE, Refused, unprocessable
from sandbox.services.vendors import (
    MICROSOFT,
    attributes_asked,
    check,
    hand_over,
    vendor_of,
)

Record = TypeVar("Record")

ATTRIBUTES = "/data/attributes"
TRIAL_AMOUNT = 25
TRIED = (
    "account_id = ? AND kind = 'sales' AND status NOT IN ('cancelled', 'provisioning_failed') "
    "AND plan_id IN (SELECT plan_id FROM plan WHERE product_id = ?) "
    "AND plan_period_id IN (SELECT plan_period_id FROM plan_period WHERE is_trial)"
)


@dataclass(frozen=True, slots=True)
class SaleRequest:
    """A sale by the ids of what it is about; `totals` holds amounts by plan resource id."""

    reseller_id: int
    account_id: int
    plan_id: int
    plan_period_id: int
    totals: Mapping[int, int]
    provisioning_on: date | None
    is_auto_renewed: bool
    async_task_id: str | None


def sell(books: Books, sale: SaleRequest, manager: Manager) -> Order:
    """Place a sales order, and hand over to the vendor what was validated for it.

    Raises:
        Refused: something it names is not there (404), or a rule does not allow it (422).
    """
    account = named(books, Account, "account_id", sale.account_id, sale.reseller_id)
    plan = named(books, Plan, "plan_id", sale.plan_id, sale.reseller_id)
    period = named_period(books, sale.plan_period_id)
    if period.is_trial and vendor_of(books, plan) == MICROSOFT:
        _check_trial(books, account, plan, sale.totals)
    given = None
    if sale.async_task_id:
        given = validated_for(books, sale.async_task_id, account, plan, sale.totals)
    order = place_sale(
        books,
        account,
        plan,
        period,
        sale.totals,
        manager_id=manager.manager_id,
        provisioning_on=sale.provisioning_on,
        is_auto_renewed=sale.is_auto_renewed,
    )
    tell_vendor(books, order, account, plan, given, manager)
    return order


def tell_vendor(
    books: Books, order: Order, account: Account, plan: Plan, given: Json | None, manager: Manager
) -> None:
    """Hand over to the vendor what was validated for an order.

    Raises:
        Refused: nothing was, although the vendor asks for something (422).
    """
    if given is not None:
        hand_over(books, order, given, manager.name)
    elif attributes_asked(books, account, plan, _ordered(ordered_totals(order))):
        raise _unvalidated("What the vendor asks for has not been validated")


def _check_trial(books: Books, account: Account, plan: Plan, totals: Mapping[int, int]) -> None:
    """Make sure that Microsoft lets the account try the product: once, and 25 (MS-13, MS-15)."""
    if books.count(Order, TRIED, account.account_id, plan.product_id):
        raise unprocessable("The account has tried this product before", title=SERVICE_UNAVAILABLE)
    for resource in resources_of(books, plan.plan_id):
        total = totals.get(resource.plan_resource_id, resource.included)
        if resource.is_primary and total != TRIAL_AMOUNT:
            raise unprocessable(f"A trial is for {TRIAL_AMOUNT}", title=INVALID_AMOUNT)


def validated_for(books: Books, task_id: str, account: Account, plan: Plan, totals: Totals) -> Json:
    """Return what was validated for an order, once it is sure that it is good still (ORD-35).

    Raises:
        Refused: it was not, or for another order, or it has become wrong (422).
    """
    found = books.find(AsyncTask, "uuid = ? AND reseller_id = ?", task_id, account.reseller_id)
    if not found:
        raise _unvalidated("There is no such validation")
    task = found[0]
    if task.status is not TaskStatus.COMPLETED or task.results is None:
        raise _unvalidated("The validation is not completed")
    if not task.results["valid"]:
        raise _unvalidated("The validation has found errors")
    is_same = (task.account_id, task.plan_id) == (account.account_id, plan.plan_id)
    if not is_same or (task.plan_resource_ids and _ordered(totals) - set(task.plan_resource_ids)):
        raise _unvalidated("The validation was for another order")
    verdict = check(books, task)
    if verdict.problems:
        raise _unvalidated(" ".join(verdict.problems.values()))
    return verdict.values


def _ordered(totals: Totals) -> set[int]:
    return {key for key, quantity in totals.items() if quantity}


def named(books: Books, kind: type[Record], name: str, key: int, reseller_id: int) -> Record:
    """Return what a body names by the key `name`, of one reseller.

    Raises:
        Refused: there is no such thing (404); the error points at it.
    """
    found = books.find(kind, f"{name} = ? AND reseller_id = ?", key, reseller_id)
    if not found:
        raise _unknown(name, key)
    return found[0]


def named_period(books: Books, plan_period_id: int) -> PlanPeriod:
    """Return a plan period that a body names; whether it is the plan's is not looked at.

    Raises:
        Refused: there is no such period (404).
    """
    found = books.find(PlanPeriod, "plan_period_id = ?", plan_period_id)
    if not found:
        raise _unknown("plan_period_id", plan_period_id)
    return found[0]


def _unknown(name: str, key: int) -> Refused:
    return Refused(404, f"There is no {name} {key}", pointer=f"{ATTRIBUTES}/{name}")


def _unvalidated(text: str) -> Refused:
    return unprocessable(text, title=SERVICE_UNAVAILABLE, pointer=f"{ATTRIBUTES}/async_task_id")
