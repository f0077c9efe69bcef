"""What a person is told when something goes wrong, and what the log is told.

This is the one place that catches everything, of a request or of a part of a page. Both are told
the same short code; neither the browser nor the log is told what was typed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

import dash_bootstrap_components as dbc
from dash import ctx, html, set_props
from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from dashboard.access import wants_data
from dashboard.answering import note_failure, shown_path
from dashboard.components.icons import icon
from dashboard.components.page import empty
from dashboard.security import request_id
from dashboard.texts import gettext
from domain.errors import BadFilter, NoAccess, NotAllowed, NotFound, WarehouseNotReady

logger = logging.getLogger(__name__)

TOASTS = "toasts"
PAGE_CONTENT = "_pages_content"  # Dash's id of what a page draws into.
VIEW_ADDRESS = ".search"  # Of the Location that a page's views are asked by.
RETRY_SECONDS = 10

Drawn = TypeVar("Drawn")


def install(server: Flask) -> None:
    server.register_error_handler(HTTPException, answer_refusal)
    server.register_error_handler(NotFound, lambda _: answer(404))
    server.register_error_handler(NotAllowed, lambda _: answer(403))
    server.register_error_handler(NoAccess, answer_hidden)
    server.register_error_handler(BadFilter, lambda error: answer(400, texts=error.problems))
    server.register_error_handler(WarehouseNotReady, answer_preparing)
    server.register_error_handler(Exception, answer_failure)


def answer_refusal(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status >= 500:
        log_failure(error)
    return answer(status)


def answer_failure(error: Exception) -> ResponseReturnValue:
    log_failure(error)
    return answer(500)


def answer_preparing(_: WarehouseNotReady) -> ResponseReturnValue:
    headers = {"Retry-After": str(RETRY_SECONDS)}
    if wants_data(request):
        return jsonify(error="starting", text=_preparing()), 503, headers
    return render_template("preparing.html", seconds=RETRY_SECONDS), 503, headers


def answer_hidden(error: NoAccess) -> ResponseReturnValue:
    title, text = hidden(is_reserved=error.is_reserved)
    return answer(403, title, [text])


def answer(
    status: int, title: str | None = None, texts: list[str] | None = None
) -> ResponseReturnValue:
    """Return a page that says what happened, or JSON to a script."""
    usual_title, usual_text = describe(status)
    texts = texts or [usual_text]
    code = request_id() if status >= 500 else None
    if wants_data(request):
        coded = [gettext("Code:"), code] if code else []
        return jsonify(error=status, code=request_id(), text=" ".join([*texts, *coded])), status
    page = render_template("error.html", title=title or usual_title, texts=texts, code=code)
    return page, status


def describe(status: int) -> tuple[str, str]:
    """Return the title and the sentence for a status."""
    if status == 403:
        return gettext("Not allowed"), gettext("You do not have permission for this operation.")
    if status in (404, 405):
        return gettext("Page not found"), gettext(
            "There is no such page, or it belongs to another company."
        )
    if status == 413:
        return gettext("Too large"), gettext(
            "What was sent is larger than the portal accepts. Nothing was changed."
        )
    if 400 <= status < 500:
        return gettext("That did not work"), gettext(
            "The portal can't read this request. Nothing was changed."
        )
    return gettext("Something went wrong"), gettext(
        "The portal could not do this, and has written down why. Please try again. If it happens"
        " again, tell support this code."
    )


def hidden(*, is_reserved: bool = False) -> tuple[str, str]:
    """Return the title and the sentence for what is hidden from a manager (NAV-5)."""
    if is_reserved:
        return gettext("No access"), gettext(
            "Only System administrators of your company see this. An access level does not give it."
        )
    return gettext("No access"), gettext(
        "Your access level does not include this section. A System administrator of your company"
        " can give you another one."
    )


def show_error(error: Exception) -> Any:
    """Answer a callback that failed: a page gets a notice in its place, the rest a toast.

    Another view of a page stays an error: what is shown would otherwise seem to be that view.
    """
    if _is_view():
        raise error
    if isinstance(error, WarehouseNotReady):
        message = _preparing()
    elif isinstance(error, NotFound):
        if _is_page():
            return _show(*describe(404), None)
        message = describe(404)[1]
    elif isinstance(error, NoAccess):
        return _show(*hidden(is_reserved=error.is_reserved), None)
    elif isinstance(error, NotAllowed):
        message = describe(403)[1]
    elif isinstance(error, BadFilter):
        message = " ".join(error.problems)
    else:
        log_failure(error)
        return _show(*describe(500), request_id())
    return _show(gettext("That did not work"), message, None)


def alone(draw: Callable[[], Drawn], failed: Callable[[str], Drawn]) -> Drawn:
    """Draw a part of a page; where that fails, what stands in its place, told the code.

    The rest of the page is drawn all the same. A portal without any data is no matter of a part.
    """
    try:
        return draw()
    except WarehouseNotReady:
        raise
    except Exception as error:
        log_failure(error)
        return failed(request_id())


def page_notice(
    title: str, text: str, code: str | None = None, *, icon_name: str = "exclamation-circle"
) -> html.Div:
    """Return what stands in the place of a page that can't be shown."""
    home = html.A(gettext("Go to the main page"), href="/", className="btn btn-primary")
    more = html.Div([html.P(_coded(code)), _ways_on()]) if code else home
    told = empty(icon_name, title, text, more)
    return html.Div([html.H1(title, className="visually-hidden"), told], role="alert")


def _ways_on() -> html.Div:
    """Draw what can be done about a failure; assets/js/portal.js loads the page anew."""
    again = html.Button(gettext("Try again"), className="btn btn-primary reload-link")
    home = html.A(gettext("Go to the main page"), href="/", className="btn btn-quiet")
    return html.Div([again, home], className="ways-on")


def not_found(**_: Any) -> html.Div:
    """The page for an address that leads nowhere."""
    return page_notice(*describe(404))


def no_access(*, is_reserved: bool = False) -> html.Div:
    """The page for an address of a section that is hidden from the manager (NAV-5)."""
    return page_notice(*hidden(is_reserved=is_reserved), icon_name="slash-circle")


def log_failure(error: Exception) -> None:
    note_failure()
    # The address without its query, which may hold what somebody searched for.
    logger.error("%s %s failed, code %s", request.method, shown_path(), request_id(),
                 exc_info=error)  # fmt: skip


def _show(title: str, text: str, code: str | None) -> Any:
    if _is_page():
        return page_notice(title, text, code), {"title": title}
    set_props(TOASTS, {"children": toast(title, text, code)})
    return None


def toast(title: str, text: str, code: str | None) -> dbc.Toast:
    return dbc.Toast(
        [text, *_coded(code)],
        # A word and our own icon: Bootstrap's is a picture without a name.
        header=html.Span([icon("exclamation-circle"), title], className="toast-failed"),
        dismissable=True,
        is_open=True,
    )


def _coded(code: str | None) -> list[Any]:
    return [" ", gettext("Code:"), " ", html.Code(code)] if code else []


def _preparing() -> str:
    return gettext("The portal is preparing its data. Please try again in a minute.")


def _is_page() -> bool:
    return any(output["id"] == PAGE_CONTENT for output in _outputs())


def _is_view() -> bool:
    asked = any(str(name).endswith(VIEW_ADDRESS) for name in ctx.triggered_prop_ids)
    return asked and not _is_page()


def _outputs() -> list[dict[str, Any]]:
    outputs = ctx.outputs_list or []
    flat = outputs if isinstance(outputs, list) else [outputs]
    return [output for output in flat if isinstance(output, dict)]
