"""What a document brings along, so that its page stands before the scripts that make it live.

Dash asks for its layout, its callbacks and the page one after the other, once its scripts have
come. A document holds these answers already (assets/boot/boot.js hands them out), and its page
drawn as HTML, where all of the page is known without asking the platform.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, request, session
from flask.ctx import RequestContext
from flask.sessions import SessionMixin
from flask_wtf.csrf import generate_csrf

from dashboard.components.first_view import first_view
from dashboard.components.gradual import gradual
from dashboard.sections import CALLBACKS

LAYOUT, DEPENDENCIES = "/_dash-layout", "/_dash-dependencies"
LOCATION, CONTENT, STORE = "_pages_location", "_pages_content", "_pages_store"
LEFT_BY_BROWSERS = "/!$&'()*+,;=:@~"  # What of a path they do not encode.
# What would compress the answer, or says what the body of the outer request is.
OUTER = ("HTTP_ACCEPT_ENCODING", "HTTP_TRANSFER_ENCODING", "werkzeug.request")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Page:
    """The answer that draws the page at an address, and what is seen of it at first, as HTML."""

    pathname: str
    search: str
    answer: str
    view: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """Answers to what Dash asks first, as JSON; no page where it has to be asked for."""

    layout: str
    dependencies: str
    page: Page | None = None


def beginning(*, with_page: bool) -> Beginning | None:
    """Ask, for whoever asks for a document, what its scripts would; None where that failed: then
    they ask themselves, and tell what went wrong.
    """
    layout, dependencies = _ask(LAYOUT), _ask(DEPENDENCIES)
    if layout is None or dependencies is None:
        return None
    return Beginning(layout, dependencies, _page(layout) if with_page else None)


def _page(layout: str) -> Page | None:
    query = request.query_string.decode()
    pathname, search = quote(request.path, safe=LEFT_BY_BROWSERS), f"?{query}" if query else ""
    answer = _ask(CALLBACKS, _asking(pathname, search))
    if answer is None:
        return None
    try:
        told = json.loads(answer)
        content = told["response"][CONTENT]
        view = first_view(json.loads(layout), {CONTENT: content["children"]})
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        log.warning("%s is not drawn at once: %r", pathname, error)
        return None
    content["children"] = gradual(content["children"])
    return Page(pathname, search, _in_a_tag(json.dumps(told)), view)


def _asking(pathname: str, search: str) -> dict[str, Any]:
    """Return what Dash sends as it asks for a page."""
    outputs = [{"id": CONTENT, "property": "children"}, {"id": STORE, "property": "data"}]
    return {
        "output": f"..{CONTENT}.children...{STORE}.data..",
        "outputs": outputs,
        "inputs": [
            {"id": LOCATION, "property": "pathname", "value": pathname},
            {"id": LOCATION, "property": "search", "value": search},
        ],
        "changedPropIds": [f"{LOCATION}.pathname", f"{LOCATION}.search"],
    }


def _ask(path: str, asking: dict[str, Any] | None = None) -> str | None:
    """Return the answer to a request of the same browser, which every guard looks at as well."""
    server: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    body = b"" if asking is None else json.dumps(asking).encode()
    environ = {name: value for name, value in request.environ.items() if name not in OUTER}
    environ |= {
        "REQUEST_METHOD": "GET" if asking is None else "POST",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_X_CSRFTOKEN": generate_csrf(),
        "HTTP_REFERER": request.host_url,  # Of the outer request, it is where a link was followed.
        "wsgi.input": BytesIO(body),
    }
    own: SessionMixin = session._get_current_object()  # type: ignore[attr-defined]
    with RequestContext(server, environ, session=own):
        response = server.full_dispatch_request()
        return _in_a_tag(response.get_data(as_text=True)) if response.status_code == 200 else None


def _in_a_tag(answer: str) -> str:
    """Write JSON so that no text in it ends the tag that it stands in."""
    return answer.replace("<", "\\u003c")
