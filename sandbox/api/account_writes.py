"""New accounts, changed accounts, and the form that both are filled in with."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from msgspec import UNSET, Struct, UnsetType, field
from msgspec.structs import asdict
from werkzeug.exceptions import NotFound

from sandbox.accounts import (
    ACCOUNT_TYPE_ID,
    CLASSES,
    CUSTOM,
    CUSTOM_KEYS,
    FIELDS,
    AccountField,
    create_account,
    sales_managers,
    update_account,
)
from sandbox.api.access import books, writing
from sandbox.api.accounts import draw_accounts
from sandbox.api.bodies import Document, Key, Listed, Text, read_body
from sandbox.api.wire import PLAIN, answer
from sandbox.records import Account, Json
from sandbox.refusals import Invalid, unprocessable

blueprint = Blueprint("account_writes", __name__, url_prefix="/api/v3/resellers/<int:reseller_id>")

# Described, and of no consequence here: whoever is the contact owns the account.
PASSED_OVER = ("owner_id", "new_owner", "tech_user_id")


class CustomAttribute(Struct, frozen=True):
    key: Text
    value: Text


class AccountBody(Struct, frozen=True):
    account_type_id: Key
    primary_name: Text | UnsetType = UNSET
    first_name: Text | UnsetType = UNSET
    middle_name: Text | UnsetType = UNSET
    last_name: Text | UnsetType = UNSET
    email: Text | UnsetType = UNSET
    phone: Text | UnsetType = UNSET
    country: Text | UnsetType = UNSET
    region: Text | UnsetType = UNSET
    city: Text | UnsetType = UNSET
    street: Text | UnsetType = UNSET
    building: Text | UnsetType = UNSET
    office: Text | UnsetType = UNSET
    zip: Text | UnsetType = UNSET
    account_class_key: Text | UnsetType = UNSET
    manager_id: Key | UnsetType = UNSET
    agreement_terms_conditions: bool | int | UnsetType = UNSET
    owner_id: Key | UnsetType = UNSET
    new_owner: dict[str, Any] | UnsetType = UNSET
    tech_user_id: Key | UnsetType = UNSET
    custom_attributes: Listed[CustomAttribute] = field(default_factory=Listed)


@blueprint.get("/account_attributes")
def account_attributes(reseller_id: int) -> Response:
    managers = [manager.manager_id for manager in sales_managers(books(), reseller_id)]
    values: dict[str, list[Any]] = {"account_class_key": list(CLASSES), "manager_id": managers}
    attributes = [_field(each, values.get(each.key, [])) for each in FIELDS]
    account_type = {"id": ACCOUNT_TYPE_ID, "key": "organization", "name": "Organization",
                    "attributes": attributes}  # fmt: skip
    return answer({"account_types": [account_type]}, content_type=PLAIN)


@blueprint.post("/accounts")
def new_account(reseller_id: int) -> Response:
    given = _given(read_body(Document[AccountBody]).data.attributes)
    with writing() as books:
        (shape,) = draw_accounts(books, [create_account(books, reseller_id, given)])
        return answer({"data": shape}, 201)


@blueprint.patch("/accounts/<int:account_id>")
def changed_account(reseller_id: int, account_id: int) -> Response:
    given = _given(read_body(Document[AccountBody]).data.attributes)
    with writing() as books:
        where = "account_id = ? AND reseller_id = ?"
        found = books.find(Account, where, account_id, reseller_id)
        if not found:
            raise NotFound
        (shape,) = draw_accounts(books, [update_account(books, found[0], given)])
        return answer({"data": shape})


def _field(each: AccountField, values: list[Any]) -> Json:
    return {
        "name": each.name,
        "key": each.key,
        "optional": each.is_optional,
        "type": each.type,
        "default_value": each.default,
        "available_values": values,
        "is_custom_attribute": each.is_custom,
    }


def _given(body: AccountBody) -> Json:
    """Return the values of a body by their keys, custom attributes among them."""
    if body.account_type_id != ACCOUNT_TYPE_ID:
        raise unprocessable("There is no such account type",
                            pointer="/data/attributes/account_type_id")  # fmt: skip
    plain = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in asdict(body).items()
        if value is not UNSET and name not in (*PASSED_OVER, "account_type_id", "custom_attributes")
    }
    custom = {each.key: each.value.strip() for each in body.custom_attributes.data}
    unknown = custom.keys() - CUSTOM_KEYS
    if unknown:
        text = "is not an attribute of this account type"
        raise Invalid({f"{CUSTOM}{key}": f"{key} {text}" for key in sorted(unknown)})
    return plain | custom
