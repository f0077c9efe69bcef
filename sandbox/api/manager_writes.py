"""New managers, and changed ones."""

from __future__ import annotations

from typing import Any, Literal

from flask import Blueprint, Response
from msgspec import UNSET, Struct, UnsetType, field
from msgspec.structs import asdict
from werkzeug.exceptions import NotFound

from sandbox.api.access import writing
from sandbox.api.account_writes import CustomAttribute
from sandbox.api.bodies import Document, Key, Listed, Text, read_body
from sandbox.api.resellers import draw_managers
from sandbox.api.wire import answer
from sandbox.managers import create_manager, update_manager
from sandbox.records import Json, Manager

blueprint = Blueprint("manager_writes", __name__, url_prefix="/api/v3/resellers/<int:reseller_id>")

# Described, and of no consequence here.
PASSED_OVER = ("admin", "manager_key", "custom_attributes")


class ManagerBody(Struct, frozen=True):
    name: Text | UnsetType = UNSET
    password: Text | UnsetType = UNSET
    phone: Text | UnsetType = UNSET
    manager_role_id: Key | Text | UnsetType = UNSET
    admin: bool | UnsetType = UNSET
    manager_key: Text | UnsetType = UNSET
    custom_attributes: Listed[CustomAttribute] = field(default_factory=Listed)


class NewManagerBody(ManagerBody, frozen=True, kw_only=True):
    name: Text
    email: Text
    password: Text


class ChangedManagerBody(ManagerBody, frozen=True, kw_only=True):
    status: Literal["active", "inactive"] | UnsetType = UNSET


@blueprint.post("/managers")
def new_manager(reseller_id: int) -> Response:
    given = _given(read_body(Document[NewManagerBody]).data.attributes)
    with writing() as books:
        (shape,) = draw_managers(books, [create_manager(books, reseller_id, given)])
        return answer({"data": shape}, 201)


@blueprint.patch("/managers/<int:manager_id>")
def changed_manager(reseller_id: int, manager_id: int) -> Response:
    given = _given(read_body(Document[ChangedManagerBody]).data.attributes)
    with writing() as books:
        where = "manager_id = ? AND reseller_id = ?"
        found = books.find(Manager, where, manager_id, reseller_id)
        if not found:
            raise NotFound
        (shape,) = draw_managers(books, [update_manager(books, found[0], given)])
        return answer({"data": shape})


def _given(body: Any) -> Json:
    return {
        key: value
        for key, value in asdict(body).items()
        if value is not UNSET and key not in PASSED_OVER
    }
