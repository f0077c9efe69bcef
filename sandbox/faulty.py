"""The layer around the application that logs every request and makes the faults happen."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from werkzeug.http import http_date
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Response

from sandbox.faults import Fault

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from sandbox.platform import Platform

STEERING = "/_sandbox/"
# The first version of the API takes its token in the query.
TOKEN = re.compile(r"api_token=[^&]*")


class ConnectionBroken(ConnectionResetError):
    """The connection ends here. A server closes it; an in-process client sees this error."""


class FaultyApplication:
    """A WSGI application that fails when the platform is told to."""

    def __init__(self, application: WSGIApplication, platform: Platform) -> None:
        self._application = application
        self._platform = platform

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith(STEERING):
            return self._application(environ, start)
        method, path = environ["REQUEST_METHOD"], _asked(environ)
        fault = self._platform.faults.take(method, path)
        response = self._answer(environ, fault)
        status = None if response is None else response.status_code
        self._platform.log.add(self._platform.now(), method, path, status)
        if response is None:
            raise ConnectionBroken(path)
        if fault is not None and fault.kind == "cut":
            return _cut(response, fault, environ, start)
        return response(environ, start)

    def _answer(self, environ: WSGIEnvironment, fault: Fault | None) -> Response | None:
        """Return the answer, whole; None when the connection is to break instead."""
        if fault is not None:
            if fault.kind == "delay":
                time.sleep(fault.value)
            elif fault.kind in ("status", "malformed"):
                return self._made_up(fault)
            elif fault.kind == "drop_before":
                return None
        chunks, status, headers = run_wsgi_app(self._application, environ, buffered=True)
        if fault is not None and fault.kind == "drop_after":
            return None
        return Response(chunks, status=status, headers=headers)

    def _made_up(self, fault: Fault) -> Response:
        if fault.kind == "malformed":
            response = Response(fault.value, status=200, mimetype="text/html")
        else:
            response = Response("", status=fault.value)
            if fault.retry_after is not None:
                response.headers["Retry-After"] = f"{fault.retry_after:g}"
        response.headers["Date"] = http_date(self._platform.now())
        return response


def _asked(environ: WSGIEnvironment) -> str:
    """Return the path and the query as they are meant, without a token."""
    query = TOKEN.sub("api_token=…", unquote(environ.get("QUERY_STRING", "")))
    path: str = environ["PATH_INFO"]
    return f"{path}?{query}" if query else path


def _cut(
    response: Response, fault: Fault, environ: WSGIEnvironment, start: StartResponse
) -> Iterator[bytes]:
    """Send half of a body. With a wrong length the connection breaks where the rest would be."""
    whole = response.get_data()
    half = whole[: len(whole) // 2]
    response.set_data(half)
    is_wrong = fault.value == "wrong"
    response.headers["Content-Length"] = str(len(whole) if is_wrong else len(half))
    start(response.status, response.headers.to_wsgi_list())
    yield half
    if is_wrong:
        raise ConnectionBroken(environ["PATH_INFO"])
