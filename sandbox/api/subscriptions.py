"""Subscriptions, with what belongs to them."""

from __future__ import annotations

from flask import Blueprint, Response

from sandbox.api.access import downstream
from sandbox.api.accounts import draw_accounts
from sandbox.api.filters import Condition, flag, instant, whole, words
from sandbox.api.listings import Collection, Shapes, is_, one_of
from sandbox.api.plan_shapes import draw_period, draw_plans
from sandbox.api.related import by_key
from sandbox.api.subscription_shapes import draw_resources, draw_subscriptions
from sandbox.books import Books
from sandbox.catalog_records import Plan, PlanPeriod
from sandbox.records import Account, Subscription

blueprint = Blueprint("subscriptions", __name__, url_prefix="/api/v3/resellers/<int:reseller_id>")

PAYMENT_MODELS = ("prepay", "postpay")


def accounts_of(books: Books, subscriptions: list[Subscription]) -> Shapes:
    found = by_key(books, Account, (subscription.account_id for subscription in subscriptions))
    return draw_accounts(books, list(found.values()))


def plans_of(books: Books, subscriptions: list[Subscription]) -> Shapes:
    found = by_key(books, Plan, (subscription.plan_id for subscription in subscriptions))
    return draw_plans(books, list(found.values()))


def _periods_of(books: Books, subscriptions: list[Subscription]) -> Shapes:
    keys = (subscription.plan_period_id for subscription in subscriptions)
    return [draw_period(books, period) for period in by_key(books, PlanPeriod, keys).values()]


def _payment_model(operator: str | None, text: str) -> Condition:
    """Match a payment model. Every subscription here is prepaid (P-2)."""
    if text not in PAYMENT_MODELS:
        raise ValueError(f"{text!r} is not one of {', '.join(PAYMENT_MODELS)}")
    return Condition("1" if text == "prepay" else "0")


SUBSCRIPTIONS = Collection(
    Subscription,
    draw_subscriptions,
    filters={
        "account_id": whole("account_id"),
        "status": words("status"),
        "payment_model": _payment_model,
        "trial": flag("is_trial"),
        "plan_id": whole("plan_id"),
        "created_at": instant("created_at"),
        "updated_at": instant("updated_at"),
    },
    sorts={
        "created_at": "created_at",
        "updated_at": "updated_at",
        "start_date": "start_on",
        "expiration_date": "end_on",
    },
    includes={
        "account": accounts_of,
        "plan": plans_of,
        "subscription_period": _periods_of,
        "subscription_resources": draw_resources,
    },
)


@blueprint.get("/subscriptions")
def subscriptions(reseller_id: int) -> Response:
    return SUBSCRIPTIONS.page(is_("reseller_id", reseller_id))


@blueprint.get("/subscriptions/<int:subscription_id>")
def subscription(reseller_id: int, subscription_id: int) -> Response:
    return SUBSCRIPTIONS.one(subscription_id, is_("reseller_id", reseller_id))


@blueprint.get("/child_reseller_subscriptions")
def child_reseller_subscriptions(reseller_id: int) -> Response:
    return SUBSCRIPTIONS.page(one_of("reseller_id", downstream(reseller_id)))


@blueprint.get("/child_reseller_subscriptions/<int:subscription_id>")
def child_reseller_subscription(reseller_id: int, subscription_id: int) -> Response:
    return SUBSCRIPTIONS.one(subscription_id, one_of("reseller_id", downstream(reseller_id)))
