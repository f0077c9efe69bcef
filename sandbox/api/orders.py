"""Orders: the requests that changed subscriptions, or are to change them."""

from __future__ import annotations

from flask import Blueprint, Response

from domain.statuses import OrderType
from sandbox.api.accounts import draw_accounts
from sandbox.api.charge_shapes import draw_charges
from sandbox.api.filters import Condition, instant, whole, words
from sandbox.api.listings import Collection, Shapes, is_, link, shape_of
from sandbox.api.related import by_key, by_parent
from sandbox.api.subscription_shapes import draw_subscriptions
from sandbox.api.wire import number, stamp_or_null, stamps
from sandbox.books import Books
from sandbox.records import Account, Charge, Json, Order, Reseller, Subscription

blueprint = Blueprint("orders", __name__, url_prefix="/api/v3/resellers/<int:reseller_id>")

CLASS_NAMES = {
    OrderType.SALES: "SalesOrder",
    OrderType.CHANGE: "ChangeOrder",
    OrderType.RENEWAL: "RenewalOrder",
    OrderType.SWITCH: "SwitchOrder",
    OrderType.PROLONG: "ProlongOrder",
}
KINDS = {name: kind for kind, name in CLASS_NAMES.items()}


def draw_orders(books: Books, orders: list[Order]) -> Shapes:
    charges = by_parent(books, Charge, "order_id", (order.order_id for order in orders))
    resellers = by_key(books, Reseller, (order.reseller_id for order in orders))
    return [
        shape_of(
            "orders",
            order.order_id,
            _attributes(order, resellers[order.reseller_id].currency),
            account=link("accounts", order.account_id),
            subscription=link("subscriptions", order.subscription_id),
            payment=None,
            charges=[link("charges", charge.charge_id) for charge in charges[order.order_id]],
        )
        for order in orders
    ]


def _attributes(order: Order, currency: str) -> Json:
    return {
        **stamps(order),
        "document_id": f"RN{order.order_id:06}",
        "status": order.status,
        "account_id": order.account_id,
        "type": CLASS_NAMES[order.kind],
        "closed_at": stamp_or_null(order.closed_at),
        "expiration_date": order.pay_by_on,
        "provisioning_date": order.provisioning_on,
        "total": number(order.total),
        "discount_amount": number(order.discount_amount),
        "promo_code": "",
        "payment_id": None,
        "subscription_id": order.subscription_id,
        "currency_code": currency,
        "description": order.description,
        "manager_id": order.manager_id,
        "failure_message": order.failure,
        "items": [
            {
                "id": place,
                "target_id": int(plan_resource_id),
                "target_type": "PlanResource",
                "plan_id": order.plan_id,
                "plan_period_id": order.plan_period_id,
                "quantity": quantity,
            }
            for place, (plan_resource_id, quantity) in enumerate(order.targets.items(), start=1)
        ],
    }


def _charges_of(books: Books, orders: list[Order]) -> Shapes:
    found = by_parent(books, Charge, "order_id", (order.order_id for order in orders))
    return draw_charges(books, [charge for charges in found.values() for charge in charges])


def _accounts_of(books: Books, orders: list[Order]) -> Shapes:
    found = by_key(books, Account, (order.account_id for order in orders))
    return draw_accounts(books, list(found.values()))


def _subscriptions_of(books: Books, orders: list[Order]) -> Shapes:
    found = by_key(books, Subscription, (order.subscription_id for order in orders))
    return draw_subscriptions(books, list(found.values()))


def _no_payments(books: Books, orders: list[Order]) -> Shapes:
    """Draw nothing: payments behind orders complete by themselves and are not shown (P-2)."""
    return []


def _kind(operator: str | None, text: str) -> Condition:
    names = text.split(",")
    unknown = [name for name in names if name not in KINDS]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is not one of {', '.join(KINDS)}")
    return words("kind")(operator, ",".join(KINDS[name] for name in names))


ORDERS = Collection(
    Order,
    draw_orders,
    filters={
        "created_at": instant("created_at"),
        "updated_at": instant("updated_at"),
        "account_id": whole("account_id"),
        "type": _kind,
        "status": words("status"),
        "subscription_id": whole("subscription_id"),
    },
    sorts={
        "id": "order_id",
        "created_at": "created_at",
        "closed_at": "closed_at",
        "updated_at": "updated_at",
        "expiration_date": "pay_by_on",
        "provisioning_date": "provisioning_on",
    },
    includes={
        "charges": _charges_of,
        "account": _accounts_of,
        "payment": _no_payments,
        "subscription": _subscriptions_of,
    },
)


@blueprint.get("/orders")
def orders(reseller_id: int) -> Response:
    return ORDERS.page(is_("reseller_id", reseller_id))


@blueprint.get("/orders/<int:order_id>")
def order(reseller_id: int, order_id: int) -> Response:
    return ORDERS.one(order_id, is_("reseller_id", reseller_id))
