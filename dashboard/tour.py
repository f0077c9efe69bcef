"""Notes that a manager has seen the tour, for assets/js/tour.js."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue

from dashboard.context import services
from store.tours import keep_toured

SEEN = "/help/tour"

tour_routes = Blueprint("tour", __name__)


def add_routes(server: Flask) -> None:
    server.register_blueprint(tour_routes)


@tour_routes.post(SEEN)
def seen() -> ResponseReturnValue:
    here = services()
    keep_toured(
        here.store,
        manager_id=here.viewer.manager_id,
        reseller_id=here.viewer.reseller_id,
        now=here.now,
    )
    return "", 204
