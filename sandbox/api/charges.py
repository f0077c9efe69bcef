"""Charges as they arise, and reseller charges as they are owed."""

from __future__ import annotations

from flask import Blueprint, Response, request

from sandbox.api.access import Unprocessable, downstream
from sandbox.api.accounts import draw_accounts
from sandbox.api.charge_shapes import draw_charges, draw_discounts, draw_reseller_charges
from sandbox.api.filters import Condition, day, instant, parse_day, whole, words
from sandbox.api.listings import Collection, Shapes, is_, one_of
from sandbox.api.plan_shapes import draw_plans
from sandbox.api.related import by_key
from sandbox.api.reseller_shapes import draw_resellers
from sandbox.api.subscription_shapes import draw_subscriptions
from sandbox.books import Books
from sandbox.catalog_records import Discount, Plan
from sandbox.records import Account, Charge, Reseller, ResellerCharge, Subscription

blueprint = Blueprint("charges", __name__, url_prefix="/api/v3/resellers/<int:reseller_id>")

# Which charges a filter on accounts or plans leaves.
CHARGE_OF_ACCOUNTS = (
    "charge_id IN (SELECT charge_id FROM charge JOIN account USING (account_id) WHERE "
)
CHARGE_OF_PLANS = "charge_id IN (SELECT charge_id FROM charge JOIN plan USING (plan_id) WHERE "


def _accounts_of(books: Books, charges: list[Charge]) -> Shapes:
    found = by_key(books, Account, (charge.account_id for charge in charges))
    return draw_accounts(books, list(found.values()))


def _subscriptions_of(books: Books, charges: list[Charge]) -> Shapes:
    found = by_key(books, Subscription, (charge.subscription_id for charge in charges))
    return draw_subscriptions(books, list(found.values()))


def _plans_of(books: Books, charges: list[Charge]) -> Shapes:
    found = by_key(books, Plan, (charge.plan_id for charge in charges))
    return draw_plans(books, list(found.values()))


def _discounts_of(books: Books, charges: list[Charge]) -> Shapes:
    rows = _reseller_charges_of(books, charges)
    found = by_key(books, Discount, (row.discount_id for row in rows))
    return draw_discounts(books, list(found.values()))


def _reseller_charges_of(books: Books, charges: list[Charge]) -> list[ResellerCharge]:
    keys = [charge.charge_id for charge in charges]
    condition = one_of("charge_id", keys)
    return books.find(ResellerCharge, condition.sql, *condition.binds)


def _charges_behind(books: Books, rows: list[ResellerCharge]) -> list[Charge]:
    return list(by_key(books, Charge, (row.charge_id for row in rows)).values())


def _resellers_of(books: Books, rows: list[ResellerCharge]) -> Shapes:
    found = by_key(books, Reseller, (row.reseller_id for row in rows))
    return draw_resellers(books, list(found.values()))


def _discounts_given(books: Books, rows: list[ResellerCharge]) -> Shapes:
    found = by_key(books, Discount, (row.discount_id for row in rows))
    return draw_discounts(books, list(found.values()))


CHARGES = Collection(
    Charge,
    draw_charges,
    filters={
        "close_date": day("close_on"),
        "subscription_id": whole("subscription_id"),
        "status": words("status"),
        "created_at": instant("created_at"),
        "updated_at": instant("updated_at"),
    },
    includes={
        "account": _accounts_of,
        "subscription": _subscriptions_of,
        "plan": _plans_of,
        "discount": _discounts_of,
    },
)
RESELLER_CHARGES = Collection(
    ResellerCharge,
    draw_reseller_charges,
    includes={
        "reseller": _resellers_of,
        "account": lambda books, rows: _accounts_of(books, _charges_behind(books, rows)),
        "subscription": lambda books, rows: _subscriptions_of(books, _charges_behind(books, rows)),
        "plan": lambda books, rows: _plans_of(books, _charges_behind(books, rows)),
        "discount": _discounts_given,
    },
)


@blueprint.get("/charges")
def charges(reseller_id: int) -> Response:
    return CHARGES.page(is_("reseller_id", reseller_id))


@blueprint.get("/charges/<int:charge_id>")
def charge(reseller_id: int, charge_id: int) -> Response:
    return CHARGES.one(charge_id, is_("reseller_id", reseller_id))


@blueprint.get("/reseller_charges")
def reseller_charges(reseller_id: int) -> Response:
    return RESELLER_CHARGES.page(is_("reseller_id", reseller_id), *_limits())


@blueprint.get("/reseller_charges/<int:charge_id>")
def reseller_charge(reseller_id: int, charge_id: int) -> Response:
    return RESELLER_CHARGES.one(charge_id, is_("reseller_id", reseller_id))


@blueprint.get("/child_reseller_charges")
def child_reseller_charges(reseller_id: int) -> Response:
    return CHARGES.page(one_of("reseller_id", downstream(reseller_id)))


@blueprint.get("/child_reseller_charges/<int:charge_id>")
def child_reseller_charge(reseller_id: int, charge_id: int) -> Response:
    return CHARGES.one(charge_id, one_of("reseller_id", downstream(reseller_id)))


@blueprint.get("/child_reseller_reseller_charges")
def child_reseller_reseller_charges(reseller_id: int) -> Response:
    return RESELLER_CHARGES.page(one_of("reseller_id", downstream(reseller_id)), *_limits())


@blueprint.get("/child_reseller_reseller_charges/<int:charge_id>")
def child_reseller_reseller_charge(reseller_id: int, charge_id: int) -> Response:
    return RESELLER_CHARGES.one(charge_id, one_of("reseller_id", downstream(reseller_id)))


def _limits() -> list[Condition]:
    """Return the conditions of the parameters that reseller charges have in place of filters."""
    conditions = []
    for name, operator in (("date_from", ">="), ("date_to", "<=")):
        if name in request.args:
            conditions.append(Condition(f"closed_on {operator} ?", (_day(name),)))
    if "account_types" in request.args:
        conditions.append(_within("account_types", CHARGE_OF_ACCOUNTS, "account_type_id"))
    if "plan_class_ids" in request.args:
        conditions.append(_within("plan_class_ids", CHARGE_OF_PLANS, "term_id"))
    return conditions


def _day(name: str) -> object:
    try:
        return parse_day(request.args[name])
    except ValueError as error:
        raise Unprocessable(f"{name}: {error}", name) from error


def _within(name: str, start: str, column: str) -> Condition:
    try:
        limit = whole(column)(None, request.args[name])
    except ValueError as error:
        raise Unprocessable(f"{name}: {error}", name) from error
    return Condition(f"{start}{limit.sql})", limit.binds)
