"""The discount a reseller has: the best one on a day."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from sandbox.api.access import Unprocessable, books
from sandbox.api.filters import parse_day, parse_whole
from sandbox.api.listings import overridden, shape_of
from sandbox.api.wire import answer, text
from sandbox.billing import best_discount
from sandbox.catalog_records import Discount, Plan
from sandbox.records import Json, Subscription

blueprint = Blueprint("discounts", __name__, url_prefix="/api/v3/resellers/<int:reseller_id>")


@blueprint.get("/reseller_discounts")
def reseller_discounts(reseller_id: int) -> Response:
    """Answer with a discount; without data when there is none.

    It is that of a plan, of a subscription's plan, or the best of all.
    """
    day = _day()
    plan_id = _whole("plan_id")
    if plan_id is None:
        plan_id = _plan_of_subscription(reseller_id)
    if plan_id is not None:
        plans = books().find(Plan, "plan_id = ? AND reseller_id = ?", plan_id, reseller_id)
        if not plans:
            raise NotFound
        found = best_discount(books(), plans[0], day)
    else:
        where = (
            "reseller_id = ? AND start_on <= ? AND (end_on IS NULL OR end_on > ?) "
            "ORDER BY percent DESC, discount_id LIMIT 1"
        )
        found = next(iter(books().find(Discount, where, reseller_id, day, day)), None)
    return answer({} if found is None else {"data": _shape(found)})


def _shape(discount: Discount) -> Json:
    attributes = {
        "name": discount.name,
        "percent": text(discount.percent),
        "date_from": discount.start_on,
        "date_to": discount.end_on,
    }
    (shape,) = overridden([shape_of("reseller_discounts", discount.discount_id, attributes)])
    return shape


def _plan_of_subscription(reseller_id: int) -> int | None:
    key = _whole("subscription_id")
    if key is None:
        return None
    where = "subscription_id = ? AND reseller_id = ?"
    found = books().find(Subscription, where, key, reseller_id)
    if not found:
        raise NotFound
    return found[0].plan_id


def _day() -> date:
    given = request.args.get("date")
    try:
        return books().today if given is None else parse_day(given)
    except ValueError as error:
        raise Unprocessable(f"date: {error}", "date") from error


def _whole(name: str) -> int | None:
    given = request.args.get(name)
    try:
        return None if given is None else parse_whole(given)
    except ValueError as error:
        raise Unprocessable(f"{name}: {error}", name) from error
