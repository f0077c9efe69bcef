"""What tests and developers steer the stand-in with. No token, and no part of the contract."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, request

from sandbox import panel
from sandbox.api.wire import PLAIN, answer, stamp
from sandbox.faults import BadFault, parse_fault
from sandbox.platform import Platform

FARTHEST_HOURS = 24 * 366 * 2


def blueprint_for(platform: Platform) -> Blueprint:
    """Return the steering routes of one platform."""
    blueprint = Blueprint("steering", __name__, url_prefix="/_sandbox")
    for path, methods, view in (
        ("/vendor", ["GET"], _show_vendor),
        ("/vendor", ["POST"], _tell_vendor),
        ("/vendor", ["DELETE"], _forget_vendor),
        ("/accounts/<int:account_id>", ["POST"], _set_account),
        ("/subscriptions/<int:subscription_id>", ["POST"], _set_subscription),
        ("/managers/<int:manager_id>", ["POST"], _set_manager),
        ("/clock", ["GET"], _show_clock),
        ("/clock", ["POST"], _move_clock),
        ("/faults", ["GET"], _list_faults),
        ("/faults", ["POST"], _set_fault),
        ("/faults", ["DELETE"], _clear_faults),
        ("/log", ["GET"], _show_log),
        ("/records", ["GET"], _list_records),
        ("/records", ["POST"], _set_record),
        ("/records", ["DELETE"], _clear_records),
    ):
        blueprint.add_url_rule(path, view.__name__, _bound(view, platform), methods=methods)
    return blueprint


def _bound(view: Callable[..., Response], platform: Platform) -> Callable[..., Response]:
    return lambda **path: view(platform, **path)


def _show_clock(platform: Platform) -> Response:
    return answer({"now": stamp(platform.now())}, content_type=PLAIN)


def _move_clock(platform: Platform) -> Response:
    hours: Any = _body().get("advance_hours")
    if not _is_number(hours) or not 0 <= hours <= FARTHEST_HOURS:
        return _refused(f"advance_hours must be a number from 0 to {FARTHEST_HOURS}.")
    now = platform.advance(timedelta(hours=hours))
    return answer({"now": stamp(now)}, content_type=PLAIN)


def _list_faults(platform: Platform) -> Response:
    faults = [fault.as_json() for fault in platform.faults.listed()]
    return answer({"faults": faults}, content_type=PLAIN)


def _set_fault(platform: Platform) -> Response:
    try:
        fault = parse_fault(request.get_json(force=True, silent=True))
    except BadFault as error:
        return _refused(str(error))
    platform.faults.set(fault)
    return answer(fault.as_json(), 201, PLAIN)


def _clear_faults(platform: Platform) -> Response:
    platform.faults.clear()
    return Response(status=204)


def _show_log(platform: Platform) -> Response:
    since = request.args.get("since", "0")
    if not since.isascii() or not since.isdigit():
        return _refused("since must be a whole number, 0 or more.")
    return answer({"requests": platform.log.since(int(since))}, content_type=PLAIN)


def _list_records(platform: Platform) -> Response:
    return answer({"records": platform.overrides.listed()}, content_type=PLAIN)


def _set_record(platform: Platform) -> Response:
    body = _body()
    collection, record_id = body.get("collection"), body.get("id")
    attributes = body.get("attributes")
    if not isinstance(collection, str) or not isinstance(attributes, dict):
        return _refused("A record needs a collection, an id and an object of attributes.")
    if not isinstance(record_id, str | int):
        return _refused("id must be the id of a record of the collection.")
    platform.overrides.set(collection, str(record_id), attributes)
    return answer(body, 201, PLAIN)


def _clear_records(platform: Platform) -> Response:
    platform.overrides.clear()
    return Response(status=204)


def _show_vendor(platform: Platform) -> Response:
    return answer(panel.shown(platform), content_type=PLAIN)


def _tell_vendor(platform: Platform) -> Response:
    try:
        panel.told(platform, request.get_json(force=True, silent=True))
    except ValueError as error:
        return _refused(str(error))
    return answer(panel.shown(platform), 201, PLAIN)


def _forget_vendor(platform: Platform) -> Response:
    panel.forget(platform)
    return Response(status=204)


def _set_account(platform: Platform, account_id: int) -> Response:
    body = _body()
    try:
        if body.keys() == {"restricted_products"}:
            products = panel.restrict_account(platform, account_id, body["restricted_products"])
            return answer({"restricted_products": products}, content_type=PLAIN)
        status = panel.set_account(platform, account_id, body.get("status"))
    except ValueError as error:
        return _refused(str(error))
    return answer({"status": status}, content_type=PLAIN)


def _set_subscription(platform: Platform, subscription_id: int) -> Response:
    try:
        status = panel.set_subscription(platform, subscription_id, _body())
    except ValueError as error:
        return _refused(str(error))
    return answer({"status": status}, content_type=PLAIN)


def _set_manager(platform: Platform, manager_id: int) -> Response:
    try:
        language = panel.set_manager(platform, manager_id, _body().get("language"))
    except ValueError as error:
        return _refused(str(error))
    return answer({"language": language}, content_type=PLAIN)


def _body() -> dict[str, Any]:
    body = request.get_json(force=True, silent=True)
    return body if isinstance(body, dict) else {}


def _refused(sentence: str) -> Response:
    return answer({"error": sentence}, 422, PLAIN)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
