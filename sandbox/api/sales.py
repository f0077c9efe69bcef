"""Sales orders: what a reseller buys for its accounts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from flask import Blueprint, Response
from msgspec import Struct, field

from sandbox.api.access import writing
from sandbox.api.bodies import Document, Key, Listed, read_body
from sandbox.api.ordering import OrderedResource, author_of, check_promo_code, totals_named
from sandbox.api.orders import draw_orders
from sandbox.api.wire import answer
from sandbox.refusals import unprocessable
from sandbox.sales import SaleRequest, sell

blueprint = Blueprint("sales", __name__, url_prefix="/api/v3/resellers/<int:reseller_id>")

OVER_CREDIT = (
    "The order cannot be completed: the order total has exceeded the credit limit for this "
    "subscription"
)


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
        check_promo_code(asked.promo_code)
        sale = SaleRequest(
            reseller_id=reseller_id,
            account_id=asked.account_id,
            plan_id=asked.plan_id,
            plan_period_id=asked.plan_period_id,
            totals=totals_named(asked.resources.data),
            provisioning_on=asked.provisioning_date,
            is_auto_renewed=asked.autorenew,
            async_task_id=asked.async_task_id,
        )
        order = sell(books, sale, author_of(books, reseller_id, asked.manager_id))
        (shape,) = draw_orders(books, [order])
        return answer({"data": shape}, 201)
