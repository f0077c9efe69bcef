"""Says to whoever watches the process whether it can serve."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from dashboard.context import request_snapshot
from domain.errors import WarehouseNotReady

PATH = "/healthz"

health = Blueprint("health", __name__)


@health.get(PATH)
def healthz() -> ResponseReturnValue:
    """Answer 200 with the published load, or 503 before the first one."""
    try:
        published = request_snapshot().published
    except WarehouseNotReady:
        return {"status": "starting"}, 503
    return {
        "status": "ok",
        "load": {
            "id": published.load_id,
            "published_at": published.published_at.isoformat(),
            "as_of": published.as_of.isoformat(),
        },
    }
