"""Resellers, their managers and roles, and the rates set for them."""

from __future__ import annotations

from flask import Blueprint, Response

from sandbox.api.access import books, downstream, reach
from sandbox.api.listings import Collection, Shapes, is_, one_of, overridden, shape_of
from sandbox.api.related import by_key
from sandbox.api.reseller_shapes import draw_resellers
from sandbox.api.wire import answer, stamp, stamps, text
from sandbox.books import Books
from sandbox.catalog_records import ExchangeRate
from sandbox.rates import current_rates
from sandbox.records import Json, Manager, ManagerRole, Reseller

blueprint = Blueprint("resellers", __name__, url_prefix="/api/v3/resellers/<int:reseller_id>")

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "PLN": "zł", "CZK": "Kč", "HUF": "Ft", "JPY": "¥",
         "CHF": "Fr.", "SEK": "kr", "RON": "lei", "NOK": "kr", "DKK": "kr"}  # fmt: skip


def draw_managers(books: Books, managers: list[Manager]) -> Shapes:
    roles = by_key(books, ManagerRole, (manager.role_id for manager in managers))
    return [
        shape_of("managers", manager.manager_id, _manager(manager, roles)) for manager in managers
    ]


def _manager(manager: Manager, roles: dict[int, ManagerRole]) -> Json:
    role = roles.get(manager.role_id or 0)
    return {
        **stamps(manager),
        "reseller_id": manager.reseller_id,
        "name": manager.name,
        "status": manager.status,
        "email": manager.email,
        "manager_role": {
            "id": None if role is None else role.role_id,
            "name": None if role is None else role.name,
        },
        "phone": manager.phone,
        "photo": None,
        "manager_key": None,
        "mfa_required": False,
        "custom_attributes": {},
    }


def _draw_roles(books: Books, roles: list[ManagerRole]) -> Shapes:
    return [
        shape_of(
            "manager_roles",
            role.role_id,
            {**stamps(role), "name": role.name, "reseller_id": role.reseller_id},
        )
        for role in roles
    ]


RESELLERS = Collection(Reseller, draw_resellers)
MANAGERS = Collection(Manager, draw_managers)
ROLES = Collection(ManagerRole, _draw_roles)


@blueprint.get("")
def reseller(reseller_id: int) -> Response:
    return RESELLERS.one(reseller_id)


@blueprint.get("/child_resellers")
def child_resellers(reseller_id: int) -> Response:
    return RESELLERS.page(one_of("reseller_id", downstream(reseller_id)))


@blueprint.get("/managers")
def managers(reseller_id: int) -> Response:
    return MANAGERS.page(is_("reseller_id", reseller_id))


@blueprint.get("/managers/<int:manager_id>")
def manager(reseller_id: int, manager_id: int) -> Response:
    return MANAGERS.one(manager_id, is_("reseller_id", reseller_id))


@blueprint.get("/child_reseller_managers")
def child_reseller_managers(reseller_id: int) -> Response:
    return MANAGERS.page(one_of("reseller_id", downstream(reseller_id)))


@blueprint.get("/manager_roles")
def manager_roles(reseller_id: int) -> Response:
    return ROLES.page(is_("reseller_id", reseller_id))


@blueprint.get("/currency_rates")
def currency_rates(reseller_id: int) -> Response:
    """Answer with one object: the reseller's currency and the rates into it as they are now."""
    reseller = reach()[reseller_id]
    rates = current_rates(books(), reseller_id)
    changed_at = max((rate.created_at for rate in rates), default=reseller.created_at)
    attributes = {
        "created_at": stamp(reseller.created_at),
        "updated_at": stamp(changed_at),
        "reseller_currency_iso_code": reseller.currency,
        "reseller_currency_unit": SIGNS[reseller.currency],
        "rates": [_rate(rate) for rate in rates],
    }
    (shape,) = overridden([shape_of("currency_rates", reseller_id, attributes)])
    return answer({"data": shape})


def _rate(rate: ExchangeRate) -> Json:
    return {
        "iso_code": rate.currency,
        "unit": SIGNS[rate.currency],
        "quantity": rate.quantity,
        "rate": text(rate.rate),
        "show_for_client": True,
    }
