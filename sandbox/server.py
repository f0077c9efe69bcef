"""Serves a platform over HTTP: many connections at a time, each kept alive."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from io import BytesIO

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.test import run_wsgi_app

from sandbox.app import create_app
from sandbox.faulty import ConnectionBroken
from sandbox.mail import Post, Postman
from sandbox.platform import Platform

HOST = "127.0.0.1"
TICK_SECONDS = 1.0

log = logging.getLogger(__name__)


class KeepAliveHandler(WSGIRequestHandler):
    """Answers request after request on one connection.

    Werkzeug's own handler closes every connection; here each body is read to its end first, so
    that the next request line is where it is looked for.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # One packet per answer.

    def run_wsgi(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        environ = self.make_environ()
        environ["wsgi.input"] = BytesIO(body)
        self.environ = environ
        try:
            chunks, status, headers = run_wsgi_app(self.server.app, environ)
            self.send_response_only(int(status.split()[0]))
            for name, value in headers:
                self.send_header(name, value)
            self.end_headers()
            for chunk in chunks:
                self.wfile.write(chunk)
        except ConnectionBroken:
            self.close_connection = True
        except Exception:
            log.exception("%s %s", self.command, self.path)
            self.close_connection = True
            self.send_error(HTTPStatus.INTERNAL_SERVER_ERROR)


class Ticker:
    """Has a platform do what falls due, while it is served."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._tick, name="ticker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _tick(self) -> None:
        while not self._stopped.wait(TICK_SECONDS):
            self._platform.catch_up()


def helpers_of(platform: Platform, post: Post | None) -> list[Ticker | Postman]:
    """Return what works beside a server: the ticker, and the postman where there is post."""
    ticker = Ticker(platform)
    return [ticker] if post is None else [ticker, Postman(platform, post)]


def platform_server(platform: Platform, port: int) -> BaseWSGIServer:
    """Bind a port of this machine (0: any free one); `serve_forever` then answers."""
    app = create_app(platform)
    return make_server(HOST, port, app, threaded=True, request_handler=KeepAliveHandler)


@contextmanager
def running(platform: Platform, port: int = 0, post: Post | None = None) -> Iterator[str]:
    """Serve a platform in a thread while the block runs, and give its base URL.

    Everything due is done before the first answer; while it is served, a ticker goes on with it,
    and a postman sends the mails when there is somewhere to send them.
    """
    platform.catch_up()
    server = platform_server(platform, port)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    helpers = helpers_of(platform, post)
    thread.start()
    for helper in helpers:
        helper.start()
    try:
        yield f"http://{HOST}:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        for helper in helpers:
            helper.stop()
