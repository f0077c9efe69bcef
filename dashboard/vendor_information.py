"""One value that a vendor tells for using a subscription, over HTTP, for assets/js/details.js.

A secret is sent when somebody asks to see it, and never with a page. That they did is written
down; what they saw is not.
"""

from __future__ import annotations

from flask import Blueprint, Flask, jsonify, request
from flask.typing import ResponseReturnValue

from dashboard.context import services
from dashboard.texts import gettext
from domain.errors import UpstreamError
from store.audit import Action, record_event

vendor_information = Blueprint("vendor_information", __name__)


def add_routes(server: Flask) -> None:
    server.register_blueprint(vendor_information)


@vendor_information.get("/subscriptions/<subscription_id>/told")
def told(subscription_id: str) -> ResponseReturnValue:
    """Answer `{"value"}`. It is kept in no cache."""
    here = services()
    try:
        fact = here.subscriptions.secret(subscription_id, request.args.get("key", ""))
    except UpstreamError:
        text = gettext("The platform does not answer at the moment. Please try again.")
        return jsonify(error="unreachable", text=text), 503
    record_event(
        here.store,
        Action.SECRET_SHOWN,
        reseller_id=here.viewer.reseller_id,
        manager_id=here.viewer.manager_id,
        now=here.now,
        detail={"subscription_id": subscription_id, "key": fact.key},
    )
    return jsonify(value=fact.value), 200, {"Cache-Control": "no-store"}
