"""What subscriptions cost by month and by day, as the platform adds it up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from sandbox import costs
from sandbox.api.access import Unprocessable, books, platform, reach
from sandbox.api.filters import parse_day, parse_whole
from sandbox.api.wire import PLAIN, answer, text
from sandbox.costs import Window
from sandbox.months import ONE_DAY, first_of_next_month
from sandbox.records import Json, Subscription, Usage

blueprint = Blueprint("analytics", __name__, url_prefix="/api/v3")

EXPORT_HEADERS = [
    {"key": key, "type": kind}
    for key, kind in (
        ("billed_day", "date"), ("operate_day", "date"), ("category", "string"),
        ("resource_group", "string"), ("resource_name", "string"), ("region", "string"),
        ("unit", "string"), ("duration", "decimal"), ("unit_price", "decimal"),
        ("total", "decimal"), ("discount_amount", "decimal"), ("currency", "string"),
        ("tags", "list"),
    )
]  # fmt: skip


@blueprint.get("/resellers/<int:reseller_id>/reseller_analytics")
def reseller_analytics(reseller_id: int) -> Response:
    window = Window(_day("date_from"), _day("date_to") + ONE_DAY)
    expenses = [
        {
            "period": expense.month,
            "total": text(expense.total),
            "account_id": expense.account_id,
            "subscription_id": expense.subscription_id,
        }
        for expense in costs.expenses(books(), reseller_id, window)
    ]
    return answer({"expenses": expenses}, content_type=PLAIN)


@blueprint.get("/analytics_monthly")
def analytics_monthly() -> Response:
    subscription, window = _subscription(), _window()
    items = [
        {
            "resource_group": cost.resource_group,
            "category": cost.category,
            "resource_name": cost.resource_name,
            "tags": cost.tags,
            "billing_period": cost.month,
            "total": text(cost.total),
        }
        for cost in costs.monthly(books(), subscription, window)
    ]
    body = {
        "billing_periods": window.months(),
        "subscription": {"id": str(subscription.subscription_id), "items": items},
    }
    return answer(body, content_type=PLAIN)


@blueprint.get("/analytics_daily")
def analytics_daily() -> Response:
    subscription = _subscription()
    currency = reach()[subscription.reseller_id].currency
    shown = platform().overrides.of("analytics_daily", str(subscription.subscription_id))
    items = [
        {**_item(usage, currency), **shown}
        for usage in costs.daily(books(), subscription, _window())
    ]
    body = {"id": str(subscription.subscription_id), "export_headers": EXPORT_HEADERS,
            "items": items}  # fmt: skip
    return answer({"subscription": body}, content_type=PLAIN)


@blueprint.get("/analytics_daily_drafts")
def analytics_daily_drafts() -> Response:
    subscription = _subscription()
    items = [
        {"billed_day": day, "total": text(total)}
        for day, total in costs.drafts(books(), subscription, _window())
    ]
    body = {"id": str(subscription.subscription_id), "items": items}
    return answer({"subscription": body}, content_type=PLAIN)


def _item(usage: Usage, currency: str) -> Json:
    return {
        "billed_day": usage.billed_on,
        "operate_day": usage.operated_on,
        "description": f"{usage.resource_name}, {usage.region}",
        "tags": usage.tags,
        "unit_price": text(usage.unit_price),
        "duration": text(usage.quantity),
        "discount_amount": text(usage.discount_amount),
        "total": text(usage.total),
        "taxes_total": text(Decimal(0)),
        "category": usage.category,
        "resource_name": usage.resource_name,
        "resource_group": usage.resource_group,
        "region": usage.region,
        "currency": currency,
        "unit": usage.unit,
    }


def _subscription() -> Subscription:
    try:
        key = parse_whole(request.args.get("subscription_id", ""))
    except ValueError as error:
        raise Unprocessable(f"subscription_id: {error}", "subscription_id") from error
    found = books().find(Subscription, "subscription_id = ?", key)
    if not found or found[0].reseller_id not in reach():
        raise NotFound
    return found[0]


def _window() -> Window:
    """Return the days asked for: by date_from and date_to, or by whole months."""
    if "period_from" in request.args or "period_to" in request.args:
        first, last = _month("period_from"), _month("period_to")
        window = Window(first, first_of_next_month(last))
    else:
        window = Window(_day("date_from"), _day("date_to") + ONE_DAY)
    return window


def _day(name: str) -> date:
    try:
        return parse_day(request.args.get(name, ""))
    except ValueError as error:
        raise Unprocessable(f"{name} must be a date (YYYY-MM-DD)", name) from error


def _month(name: str) -> date:
    try:
        return parse_day(f"{request.args.get(name, '')}-01")
    except ValueError as error:
        raise Unprocessable(f"{name} must be a month (YYYY-MM)", name) from error
