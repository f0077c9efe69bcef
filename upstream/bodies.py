"""What we know, written as the platform wants to be sent it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, ParamSpec

from domain.account import AccountData, AccountType
from domain.errors import CantBeAsked
from domain.manager import NewManager
from domain.order import SalesOrder

PREPAID = "prepay"
# Our keys of an account's fields that are not the platform's.
SENT_AS = {"name": "primary_name", "itn": "inn", "client_type": "account_class_key"}
READ_AS = {sent: key for key, sent in SENT_AS.items()}
# Fields that are custom attributes, where the platform's form does not say.
CUSTOM = frozenset({"itn", "position"})

# What may be changed of a manager.
CHANGEABLE = ("name", "phone", "status")

Body = dict[str, Any]
Given = ParamSpec("Given")


def writes_body(write: Callable[Given, Body]) -> Callable[Given, Body]:
    """Have what can't be written raise `CantBeAsked`: nobody has to find out whether it was sent.

    Ids are the platform's numbers; what comes from a form may be none.
    """

    @wraps(write)
    def written(*given: Given.args, **named: Given.kwargs) -> Body:
        try:
            return write(*given, **named)
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise CantBeAsked(f"{write.__name__}: {error}") from error

    return written


@writes_body
def sales_order_body(order: SalesOrder) -> Body:
    """Source: SalesOrderRequest; provisioning_date, autorenew and manager_id are not in it."""
    attributes: Body = {
        "account_id": int(order.account_id),
        "plan_id": int(order.plan_id),
        "plan_period_id": int(order.plan_period_id),
        "payment_model": PREPAID,
        "resources": {
            "data": [
                {"plan_resource_id": int(key), "quantity": quantity}
                for key, quantity in order.quantities.items()
            ]
        },
        "autorenew": order.is_auto_renewed,
        "manager_id": int(order.manager_id),
    }
    if order.provisioning_on is not None:
        attributes["provisioning_date"] = order.provisioning_on.isoformat()
    if order.async_task_id is not None:
        attributes["async_task_id"] = order.async_task_id
    return {"data": {"attributes": attributes}}


@writes_body
def new_account_body(data: AccountData, account_type: AccountType) -> Body:
    """Write what is known of an account; what is not is left out. Source: AccountCreateRequest."""
    known = {key: value for key, value in data.values().items() if value}
    return account_body(known, account_type)


@writes_body
def account_body(values: Mapping[str, str], account_type: AccountType) -> Body:
    """Write some values of an account, by our keys. Source: AccountUpdateRequest."""
    custom = _custom_keys(account_type)
    attributes: Body = {"account_type_id": int(account_type.account_type_id)}
    attributes |= {
        SENT_AS.get(key, key): value for key, value in values.items() if key not in custom
    }
    others = [
        {"key": SENT_AS.get(key, key), "value": value}
        for key, value in values.items()
        if key in custom
    ]
    if others:
        attributes["custom_attributes"] = {"data": others}
    return {"data": {"attributes": attributes}}


@writes_body
def validation_body(
    account_id: str, plan_resource_ids: Iterable[str], values: Mapping[str, str]
) -> Body:
    """Source: OrderAttributesValidationRequest; `account_id` stands straight in `data`."""
    return {
        "data": {
            "account_id": int(account_id),
            "plan_resource_ids": [int(one) for one in plan_resource_ids],
            "attributes": dict(values),
        }
    }


@writes_body
def new_manager_body(new: NewManager, password: str) -> Body:
    """Source: ManagerCreateRequest. A phone number that is not known is left out."""
    attributes: Body = {
        "name": new.name,
        "email": new.email,
        "password": password,
        "manager_role_id": int(new.role.role_id),
    }
    if new.phone:
        attributes["phone"] = new.phone
    return {"data": {"attributes": attributes}}


@writes_body
def manager_body(values: Mapping[str, str]) -> Body:
    """Write some of a manager's name, phone and status. Source: ManagerUpdateRequest."""
    return {"data": {"attributes": {key: values[key] for key in CHANGEABLE if key in values}}}


def _custom_keys(account_type: AccountType) -> frozenset[str]:
    if not account_type.fields:
        return CUSTOM
    return frozenset(field.key for field in account_type.fields if field.is_custom)
