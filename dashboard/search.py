"""Search over HTTP, for assets/js/search.js and whoever is signed in."""

from __future__ import annotations

from flask import Blueprint, Flask, jsonify, request
from flask.typing import ResponseReturnValue

from dashboard.context import portal, services
from dashboard.services.search import MOST
from dashboard.texts import gettext
from domain.errors import BadFilter

search_pages = Blueprint("search", __name__)


def add_routes(server: Flask) -> None:
    server.register_blueprint(search_pages)


@search_pages.get("/search.json")
def search() -> ResponseReturnValue:
    """Answer `[{"kind", "id", "title", "subtitle", "sku", "url"}]`, best first.

    `kind` names the kinds to answer, between commas. Who asks faster than anybody types is told
    when to ask again.
    """
    waiting = portal().search_pace.seconds_to_wait(services().viewer.manager_id)
    if waiting:
        text = gettext("Too many searches at once. Try again in a moment.")
        return jsonify(error="too_many", text=text), 429, {"Retry-After": str(waiting)}
    kinds = [kind for kind in request.args.get("kind", "").split(",") if kind]
    found = services().search.find(request.args.get("q", ""), limit=_limit(), kinds=kinds)
    return jsonify(
        [
            {
                "kind": entry.kind,
                "id": entry.id,
                "title": entry.title,
                "subtitle": entry.subtitle,
                "sku": entry.sku,
                "url": entry.url,
            }
            for entry in found
        ]
    )


def _limit() -> int:
    text = request.args.get("limit", "10")
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST):
        raise BadFilter([gettext("A search gives 1 to %(most)s results.", most=MOST)])
    return int(text)
