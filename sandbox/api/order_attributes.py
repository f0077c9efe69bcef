"""What a vendor asks for with an order of a plan, and the validation of the answers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from msgspec import Struct, field
from werkzeug.exceptions import NotFound

from sandbox.api.access import Unprocessable, books, writing
from sandbox.api.bodies import Key, read_body
from sandbox.api.filters import parse_whole
from sandbox.api.listings import overridden
from sandbox.api.wire import PLAIN, answer
from sandbox.books import Books
from sandbox.catalog_records import Plan
from sandbox.offers import resources_of
from sandbox.records import Account, AsyncTask, Json, TaskStatus
from sandbox.refusals import unprocessable
from sandbox.services.attributes import OrderAttribute
from sandbox.services.vendors import attributes_asked
from sandbox.validation import start

blueprint = Blueprint(
    "order_attributes", __name__, url_prefix="/api/v3/resellers/<int:reseller_id>"
)

RESOURCE_IDS = "plan_resource_ids[]"


class ValidationData(Struct, frozen=True):
    account_id: Key
    attributes: dict[str, Any] = field(default_factory=dict)
    plan_resource_ids: list[Key] = field(default_factory=list)


class ValidationBody(Struct, frozen=True):
    data: ValidationData


@blueprint.get("/plans/<int:plan_id>/order_attributes")
def order_attributes(reseller_id: int, plan_id: int) -> Response:
    plan = _plan(books(), reseller_id, plan_id)
    account = _account(books(), reseller_id, _whole("account_id"))
    asked = attributes_asked(books(), account, plan, _resource_ids(plan))
    fields = [_field(attribute) for attribute in asked]
    return answer({"data": [{"order_attributes": fields}]}, content_type=PLAIN)


@blueprint.post("/plans/<int:plan_id>/order_attributes_validation")
def order_attributes_validation(reseller_id: int, plan_id: int) -> Response:
    data = read_body(ValidationBody).data
    with writing() as books:
        plan = _plan(books, reseller_id, plan_id)
        account = _account(books, reseller_id, data.account_id)
        offered = {resource.plan_resource_id for resource in resources_of(books, plan_id)}
        if not offered.issuperset(data.plan_resource_ids):
            raise unprocessable("The plan has no such resource", pointer="/data/plan_resource_ids")
        task = start(books, account, plan, data.plan_resource_ids, data.attributes)
        return answer({"data": _task(task)}, 201)


@blueprint.get("/async_tasks/<async_task_id>")
def async_task(reseller_id: int, async_task_id: str) -> Response:
    found = books().find(
        AsyncTask, "uuid = ? AND reseller_id = ?", async_task_id.lower(), reseller_id
    )
    if not found:
        raise NotFound
    (shape,) = overridden([_task(found[0])])
    return answer({"data": shape})


def _field(attribute: OrderAttribute) -> Json:
    return {
        "key": attribute.key,
        "label": attribute.label,
        "type": attribute.type,
        "required": attribute.is_required,
        "values": list(attribute.values),
        "default": attribute.default,
        "hint": attribute.hint,
        "url": attribute.url,
    }


def _task(task: AsyncTask) -> Json:
    attributes: Json = {
        "status": task.status,
        "failure_message": task.failure if task.status is TaskStatus.FAILED else "",
    }
    if task.results is not None:
        attributes["results"] = task.results
    return {"id": task.uuid, "type": "async_tasks", "attributes": attributes}


def _plan(books: Books, reseller_id: int, plan_id: int) -> Plan:
    found = books.find(Plan, "plan_id = ? AND reseller_id = ?", plan_id, reseller_id)
    if not found:
        raise NotFound
    return found[0]


def _account(books: Books, reseller_id: int, account_id: int) -> Account:
    found = books.find(Account, "account_id = ? AND reseller_id = ?", account_id, reseller_id)
    if not found:
        raise NotFound
    return found[0]


def _resource_ids(plan: Plan) -> list[int]:
    """Return the resources asked about: named with commas, or by the argument many times."""
    texts = [part for value in request.args.getlist(RESOURCE_IDS) for part in value.split(",")]
    try:
        found = [parse_whole(text) for text in texts if text]
    except ValueError as error:
        raise Unprocessable(f"{RESOURCE_IDS}: {error}", RESOURCE_IDS) from error
    offered = {resource.plan_resource_id for resource in resources_of(books(), plan.plan_id)}
    if not found or not offered.issuperset(found):
        raise Unprocessable(f"{RESOURCE_IDS} must name resources of the plan", RESOURCE_IDS)
    return found


def _whole(name: str) -> int:
    try:
        return parse_whole(request.args.get(name, ""))
    except ValueError as error:
        raise Unprocessable(f"{name}: {error}", name) from error
