"""Sales orders: what a reseller buys for its accounts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from flask import Blueprint, Response
from msgspec import Struct, field

from domain.statuses import ManagerStatus
from sandbox.api.access import asker, reach, writing
from sandbox.api.bodies import Document, Key, Listed, Quantity, read_body
from sandbox.api.orders import draw_orders
from sandbox.api.wire import answer
from sandbox.books import Books
from sandbox.records import Manager
from sandbox.refusals import unprocessable
from sandbox.sales import SaleRequest, sell

blueprint = Blueprint("sales", __name__, url_prefix="/api/v3/resellers/<int:reseller_id>")

OVER_CREDIT = (
    "The order cannot be completed: the order total has exceeded the credit limit for this "
    "subscription"
)


class OrderedResource(Struct, frozen=True):
    plan_resource_id: Key
    quantity: Quantity


class SalesOrder(Struct, frozen=True):
    """The documented members, and below them those the description is silent about."""

    account_id: Key
    plan_id: Key
    plan_period_id: Key
    payment_model: Literal["prepay", "postpay"]
    resources: Listed[OrderedResource] = field(default_factory=Listed)
    async_task_id: str | None = None
    promo_code: str | None = None
    subscription_credit_limit_use_system: bool = False
    subscription_credit_limit: Decimal | None = None

    provisioning_date: date | None = None
    autorenew: bool = False
    manager_id: Key | None = None


@blueprint.post("/sales_order")
def sales_order(reseller_id: int) -> Response:
    asked = read_body(Document[SalesOrder]).data.attributes
    with writing() as books:
        if asked.payment_model == "postpay":
            raise unprocessable("The account has no credit", title=OVER_CREDIT,
                                pointer="/data/attributes/payment_model")  # fmt: skip
        if asked.promo_code:
            raise unprocessable("There is no such promo code",
                                pointer="/data/attributes/promo_code")  # fmt: skip
        sale = SaleRequest(
            reseller_id=reseller_id,
            account_id=asked.account_id,
            plan_id=asked.plan_id,
            plan_period_id=asked.plan_period_id,
            totals=_totals(asked.resources.data),
            provisioning_on=asked.provisioning_date,
            is_auto_renewed=asked.autorenew,
            async_task_id=asked.async_task_id,
        )
        order = sell(books, sale, _manager(books, reseller_id, asked.manager_id))
        (shape,) = draw_orders(books, [order])
        return answer({"data": shape}, 201)


def _totals(resources: list[OrderedResource]) -> dict[int, int]:
    totals = {resource.plan_resource_id: resource.quantity for resource in resources}
    if len(totals) < len(resources):
        raise unprocessable("A resource is named twice", pointer="/data/attributes/resources")
    return totals


def _manager(books: Books, reseller_id: int, manager_id: int | None) -> Manager:
    """Return who orders: the manager named, or the one whose token this is."""
    if manager_id is None:
        return asker()
    where = "manager_id = ? AND status = ?"
    found = books.find(Manager, where, manager_id, ManagerStatus.ACTIVE)
    if not found or found[0].reseller_id not in (reseller_id, *reach()):
        raise unprocessable("There is no such active manager",
                            pointer="/data/attributes/manager_id")  # fmt: skip
    return found[0]
