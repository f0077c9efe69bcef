"""What is told of each request that was answered: a line of the log, and the metrics.

Static files, which are answered before a request gets to the application, are not told of. Neither
are queries of addresses, which may hold what somebody searched for, or a secret.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import quote

from flask import Flask, Response, current_app, g, has_request_context, request
from werkzeug.exceptions import HTTPException

from dashboard.health import PATH as HEALTH
from dashboard.sections import CALLBACKS
from dashboard.security import request_id

TIMER, VIEW, PAGE = ".n_intervals", ".search", "_pages_location."
LONGEST_PATH = 300
UNKNOWN = "unknown"
BEGUN = "portal.begun_at"
SIGN_IN = ("sign_in.sign_in", "second_step.ask")
FROM_PROVIDER = "openid.come_back"
HALF_WAY, NEW_PASSWORD, TURNED_AWAY = "/second-step", "/set-password", "/sign-in"
SECRET_PART = re.compile(r"(?<=^/set-password/).+", re.DOTALL)
OUTCOMES = {303: "accepted", 400: "malformed", 401: "refused", 429: "locked"}

log = logging.getLogger("access")


class Observer(Protocol):
    """Counts what is answered. Labels hold no ids and no names, and are bounded in number."""

    def answered(self, kind: str, route: str, status: int, seconds: float) -> None: ...
    def failed(self) -> None: ...
    def signed_in(self, outcome: str) -> None: ...


def install(server: Flask, observer: Observer | None) -> None:
    """Install this first: a request begins before the guard, and ends after everything else."""
    server.extensions["observer"] = observer
    server.before_request(_begin)
    server.after_request(_end)


def about_request() -> Mapping[str, Any]:
    """Return what each line of the log says of the request that is being answered, if one is."""
    if not has_request_context():
        return {}
    viewer = g.get("_login_user")
    return {"request_id": request_id(), "manager_id": getattr(viewer, "manager_id", None)}


def shown_path() -> str:
    """Return the path of the request as a log may hold it: without what lets set a password."""
    return SECRET_PART.sub("...", request.path)


def note_failure() -> None:
    """Count something that went wrong, whatever the status that a person is answered with."""
    observer: Observer | None = current_app.extensions.get("observer")
    if observer is not None:
        observer.failed()


def _begin() -> None:
    # In the request's own, since one may be answered on the way to answering another.
    request.environ[BEGUN] = time.perf_counter()


def _end(response: Response) -> Response:
    seconds = time.perf_counter() - request.environ.get(BEGUN, time.perf_counter())
    kind = _kind()
    _tell(kind, response, seconds)
    observer: Observer | None = current_app.extensions["observer"]
    if observer is not None:
        observer.answered(kind, _route(kind), response.status_code, seconds)
        is_form = request.endpoint in SIGN_IN and request.method == "POST"
        if is_form or request.endpoint == FROM_PROVIDER:
            observer.signed_in(_outcome(response))
    return response


def _outcome(response: Response) -> str:
    """Say what came of an attempt to sign in, of which a second factor makes two."""
    leads_to = response.location or ""
    if response.status_code == 303 and leads_to.startswith(HALF_WAY):
        return "asked_for_a_code"
    if response.status_code == 303 and leads_to.startswith(NEW_PASSWORD):
        return "asked_for_a_password"
    if response.status_code == 303 and leads_to.startswith(TURNED_AWAY):
        return "refused"
    return OUTCOMES.get(response.status_code, "failed")


def _tell(kind: str, response: Response, seconds: float) -> None:
    # What asks by itself, every few seconds, would hide what people do.
    level = logging.DEBUG if kind in ("timer", "health") else logging.INFO
    if not log.isEnabledFor(level):
        return
    path = quote(shown_path()[:LONGEST_PATH])
    fields = {
        "method": request.method if request.method.isalpha() else UNKNOWN,
        "path": path,
        "kind": kind,
        "status": response.status_code,
        "milliseconds": round(seconds * 1000, 1),
    }
    said = "%(method)s %(path)s %(kind)s %(status)s in %(milliseconds)s ms"
    log.log(level, said, fields, extra=fields)


def _kind() -> str:
    """Say what is asked for: a page's document, what a page draws, what a button does ..."""
    if request.path == HEALTH:
        return "health"
    if request.path != CALLBACKS:
        return "document" if _is_page() else "route"
    changed = [str(name) for name in _listed("changedPropIds")]
    if any(name.startswith(PAGE) for name in changed):
        return "page"
    if changed and all(name.endswith(TIMER) for name in changed):
        return "timer"
    return "view" if any(name.endswith(VIEW) for name in changed) else "action"


def _route(kind: str) -> str:
    """Return which of the portal's routes was asked for, as it is written in the code."""
    if kind == "document":
        return _template(request.path)
    if kind == "page":
        return _template(_drawn_path())
    if request.path == CALLBACKS:
        return CALLBACKS
    return request.url_rule.rule if request.url_rule else UNKNOWN


def _is_page() -> bool:
    """Tell whether it is an address that Dash answers with a page's document."""
    rule = request.url_rule
    return rule is not None and rule.endpoint.startswith("/") and "_dash" not in rule.rule


def _drawn_path() -> str:
    for one in _listed("inputs"):
        if isinstance(one, dict) and one.get("property") == "pathname":
            return str(one.get("value"))
    return ""


def _template(path: str) -> str:
    found = current_app.extensions["addresses"].find(path)
    return str(found[0].template) if found else UNKNOWN


def _listed(key: str) -> list[Any]:
    """Return a list that the body of a callback holds; whatever was sent in its place is none."""
    try:
        body = request.get_json(silent=True)
    except HTTPException:  # Too large, say, which has been answered already.
        return []
    value = body.get(key) if isinstance(body, dict) else None
    return value if isinstance(value, list) else []
