"""What a manager's own profile sends: plain forms, for a language shows after a new page only."""

from __future__ import annotations

from flask import Blueprint, Flask, redirect, request
from flask.typing import ResponseReturnValue

from dashboard.access import session_token
from dashboard.components.profile import PATH, Done
from dashboard.context import services
from dashboard.errors import answer
from dashboard.i18n import LANGUAGES
from dashboard.sign_in.views import keep_language
from store.manager_settings import Choices

routes = Blueprint("profile", __name__, url_prefix=PATH)


def add_routes(server: Flask) -> None:
    server.register_blueprint(routes)


@routes.post("/settings")
def choose() -> ResponseReturnValue:
    """Keep the language, here and on this device, and what to be written about (PRF-5)."""
    code = request.form.get("language", "")
    if code not in LANGUAGES:
        return answer(400)
    services().profile.choose(
        Choices(code, "is_reminded" in request.form, "is_summarized" in request.form)
    )
    response = redirect(f"{PATH}?done={Done.SETTINGS}", 303)
    keep_language(response, code)
    return response


@routes.post("/sessions/end")
def end_session() -> ResponseReturnValue:
    is_ended = services().profile.end_session(request.form.get("session_id", ""))
    return redirect(f"{PATH}?done={Done.SESSION if is_ended else Done.NO_SESSION}", 303)


@routes.post("/sessions/end-others")
def end_other_sessions() -> ResponseReturnValue:
    services().profile.end_other_sessions(session_token())
    return redirect(f"{PATH}?done={Done.SESSIONS}", 303)
