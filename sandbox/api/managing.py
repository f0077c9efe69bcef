"""Orders that change a subscription: other amounts, the next period, another plan."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response
from msgspec import Struct, field
from werkzeug.exceptions import NotFound

from sandbox.api.access import writing
from sandbox.api.bodies import Document, Key, Listed, Quantity, read_body
from sandbox.api.ordering import (
    OrderedResource,
    author_of,
    check_promo_code,
    named_once,
    totals_named,
)
from sandbox.api.orders import draw_orders
from sandbox.api.wire import answer, done
from sandbox.books import Books
from sandbox.managing import SwitchRequest, call_off, change, renew, switch
from sandbox.orders import place_prolongation
from sandbox.records import Order, Subscription
from sandbox.sales import named

blueprint = Blueprint("managing", __name__, url_prefix="/api/v3/resellers/<int:reseller_id>")


class ChangedResource(Struct, frozen=True):
    """The amount above what the plan includes, by the resource id of the subscription."""

    resource_id: Key
    additional: Quantity


class ManagedOrder(Struct, frozen=True, kw_only=True):
    """What all of them have; the description is silent about `manager_id`: who orders."""

    subscription_id: Key
    promo_code: str | None = None
    manager_id: Key | None = None


class ChangeOrder(ManagedOrder, frozen=True, kw_only=True):
    resources: Listed[ChangedResource] = field(default_factory=Listed)


class ProlongOrder(ManagedOrder, frozen=True, kw_only=True):
    resources: Listed[OrderedResource] = field(default_factory=Listed)


class RenewalOrder(ProlongOrder, frozen=True, kw_only=True):
    plan_period_id: Key


class SwitchOrder(RenewalOrder, frozen=True, kw_only=True):
    """The documented members, and below them those the description is silent about."""

    plan_id: Key

    provisioning_date: date | None = None
    async_task_id: str | None = None


@blueprint.post("/change_order")
def change_order(reseller_id: int) -> Response:
    asked = read_body(Document[ChangeOrder]).data.attributes
    with writing() as books:
        subscription = _subscription(books, reseller_id, asked)
        author = author_of(books, reseller_id, asked.manager_id)
        amounts = named_once((each.resource_id, each.additional) for each in asked.resources.data)
        return _placed(books, change(books, subscription, amounts, author))


@blueprint.post("/renewal_order")
def renewal_order(reseller_id: int) -> Response:
    asked = read_body(Document[RenewalOrder]).data.attributes
    with writing() as books:
        subscription = _subscription(books, reseller_id, asked)
        author = author_of(books, reseller_id, asked.manager_id)
        totals = totals_named(asked.resources.data)
        order = renew(books, subscription, asked.plan_period_id, totals, author)
        return _placed(books, order)


@blueprint.post("/prolong_order")
def prolong_order(reseller_id: int) -> Response:
    asked = read_body(Document[ProlongOrder]).data.attributes
    with writing() as books:
        subscription = _subscription(books, reseller_id, asked)
        author = author_of(books, reseller_id, asked.manager_id)
        totals = totals_named(asked.resources.data)
        order = place_prolongation(books, subscription, totals, manager_id=author.manager_id)
        return _placed(books, order)


@blueprint.post("/switch_order")
def switch_order(reseller_id: int) -> Response:
    asked = read_body(Document[SwitchOrder]).data.attributes
    with writing() as books:
        subscription = _subscription(books, reseller_id, asked)
        author = author_of(books, reseller_id, asked.manager_id)
        wanted = SwitchRequest(
            plan_id=asked.plan_id,
            plan_period_id=asked.plan_period_id,
            totals=totals_named(asked.resources.data),
            provisioning_on=asked.provisioning_date,
            async_task_id=asked.async_task_id,
        )
        return _placed(books, switch(books, subscription, wanted, author))


@blueprint.post("/orders/<int:order_id>/cancel_operation")
def cancel_operation(reseller_id: int, order_id: int) -> Response:
    with writing() as books:
        found = books.find(Order, "order_id = ? AND reseller_id = ?", order_id, reseller_id)
        if not found:
            raise NotFound
        call_off(books, found[0])
        return done()


def _subscription(books: Books, reseller_id: int, asked: ManagedOrder) -> Subscription:
    check_promo_code(asked.promo_code)
    return named(books, Subscription, "subscription_id", asked.subscription_id, reseller_id)


def _placed(books: Books, order: Order) -> Response:
    (shape,) = draw_orders(books, [order])
    return answer({"data": shape}, 201)
