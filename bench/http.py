"""A chart's callback, HTTP and all, against its data; and a page's bytes against plain Dash."""

from __future__ import annotations

import gzip
import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import dash
import dash_bootstrap_components as dbc
import httpx
from dash import Dash, dcc, html
from flask import Flask
from flask_babel import Babel
from werkzeug.serving import WSGIRequestHandler, make_server

from bench.big_ledger import publish_big_ledger
from bench.charts import PERIOD, TODAY
from bench.measure import Measurement, interleaved, milliseconds
from dashboard.app import create_app
from dashboard.delivery import compress_static
from dashboard.services.analytics import Analytics
from settings import Settings
from store.credentials import set_password
from store.database import Store, migrate
from warehouse.connection import Warehouse

ASSETS = Path(__file__).parent.parent / "assets"
PLAIN_PLOTLY = "/_dash-component-suites/plotly/package_data/plotly.min.js"
ROWS = 1_000_000
ROUNDS = 40
PASSWORD = "Correct-Horse-7"
SEARCH = "?from=2024-11&to=2026-10"
LINKED = re.compile(r'(?:src|href)="(/[^"]+\.(?:js|css)[^"]*)"')


class Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:
        pass


class Served:
    """An application served on a free port of this machine while the block runs."""

    def __init__(self, server: Flask) -> None:
        self._server = make_server(
            "127.0.0.1", 0, server.wsgi_app, threaded=True, request_handler=Handler
        )
        self._thread = Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def run() -> Iterator[Measurement]:
    with tempfile.TemporaryDirectory() as folder:
        app, warehouse = _portal(Path(folder))
        with Served(app.server) as url, httpx.Client(base_url=url, timeout=60) as client:
            _sign_in(client)
            yield from _callback(client, warehouse)
            yield from _first_load(client)


def _portal(folder: Path) -> tuple[Dash, Warehouse]:
    settings = Settings(data_dir=folder, secret_key="0" * 32, warehouse_memory="2GB")
    publish_big_ledger(settings.warehouse_dir, ROWS)
    migrate(settings.store_url)
    store = Store(settings.store_url)
    set_password(store, manager_id="m1", reseller_id="r1", password=PASSWORD, now=datetime.now(UTC))
    warehouse = Warehouse(settings.warehouse_dir, memory_limit="2GB")
    app = create_app(settings, warehouse, store)
    compress_static(app.server)
    return app, warehouse


def _sign_in(client: httpx.Client) -> None:
    page = client.get("/sign-in").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    form = {"domain": "alfa.example", "email": "anna@alfa.example", "password": PASSWORD}
    answer = client.post("/sign-in", data={**form, "csrf_token": token[1]})
    assert answer.status_code == 303, answer.text
    client.get("/analytics")


def _callback(client: httpx.Client, warehouse: Warehouse) -> Iterator[Measurement]:
    ask = _chart_callback(client)
    server = Flask("bench")
    Babel(server)
    with warehouse.snapshot() as snapshot, server.test_request_context():
        analytics = Analytics(snapshot, reseller_id="r1", currency="EUR", today=TODAY)

        def over_http() -> object:
            snapshot._answers.clear()
            return ask()

        def data() -> object:
            snapshot._answers.clear()
            screen = analytics.screen(PERIOD)
            return screen, analytics.accounts(screen.view.period)

        http, alone = interleaved(over_http, data, rounds=ROUNDS)
        cached, _ = interleaved(ask, data, rounds=ROUNDS)
    detail = (
        f"{milliseconds(http)} against {milliseconds(alone)}, {milliseconds(http - alone)} more"
    )
    yield Measurement("A chart's callback, HTTP included", "its data", http / alone, 3, detail)
    yield Measurement(
        "A chart's callback, HTTP included: milliseconds more than its data",
        "25 ms",
        (http - alone) / 0.025,
        1,
        milliseconds(http - alone),
    )
    yield Measurement(
        "The same callback for a view seen before", "its data", cached / alone, None,
        milliseconds(cached),
    )  # fmt: skip


def _chart_callback(client: httpx.Client):  # type: ignore[no-untyped-def]
    """Return what sends the callback that a changed address sends."""
    (spec,) = (
        each
        for each in client.get("/_dash-dependencies").json()
        if "analytics-bars.figure" in each["output"]
    )
    names = spec["output"].strip(".").split("...")
    pairs = (name.rpartition(".") for name in names)
    outputs = [{"id": identity, "property": prop} for identity, _, prop in pairs]
    body = {
        "output": spec["output"],
        "outputs": outputs,
        "inputs": [{"id": "analytics-url", "property": "search", "value": SEARCH}],
        "state": [{"id": "analytics-colors", "property": "data", "value": {}}],
        "changedPropIds": ["analytics-url.search"],
    }
    headers = {"X-CSRFToken": client.cookies["_csrf_token"]}

    def ask() -> httpx.Response:
        answer = client.post("/_dash-update-component", json=body, headers=headers)
        assert answer.status_code == 200
        return answer

    return ask


def _first_load(client: httpx.Client) -> Iterator[Measurement]:
    """Compare scripts and styles of the page, as sent, with plain Dash of the same components."""
    chunks = _async_chunks()
    ours = sum(map(len, [*_linked(client, "/analytics"), *_bodies(client, chunks)]))
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ASSETS / "vendor" / "bootstrap.min.css", folder)
        with Served(_plain_dash(folder).server) as url, httpx.Client(base_url=url) as plain:
            theirs = [*_linked(plain, "/"), *_bodies(plain, [*chunks, PLAIN_PLOTLY])]
    plain_bytes = sum(map(len, theirs))
    packed_bytes = sum(len(gzip.compress(body, 6)) for body in theirs)
    what = "First load of a page: JavaScript and CSS over the wire"
    yield Measurement(
        what,
        "plain Dash with the same components",
        ours / plain_bytes,
        1 / 3,
        f"{ours / 1024:.0f} KB against {plain_bytes / 1024:.0f} KB",
    )
    yield Measurement(
        what,
        "the same, if it were sent with gzip",
        ours / packed_bytes,
        None,
        f"{ours / 1024:.0f} KB against {packed_bytes / 1024:.0f} KB",
    )


def _plain_dash(assets: str) -> Dash:
    """Return what a first application looks like: defaults, Bootstrap's theme, one chart."""
    dash.page_registry.clear()
    app = Dash("plain", assets_folder=assets)
    app.layout = html.Div([dcc.Graph(), dcc.Dropdown(["a"]), dbc.Select(options=["a"])])
    return app


def _linked(client: httpx.Client, address: str) -> list[bytes]:
    """Return the scripts and styles that a document links, as they are sent."""
    document = client.get(address)
    assert document.status_code == 200
    return _bodies(client, sorted(set(LINKED.findall(document.text))))


def _bodies(client: httpx.Client, addresses: list[str]) -> list[bytes]:
    bodies = []
    for address in addresses:
        with client.stream("GET", address, headers={"Accept-Encoding": "br, gzip"}) as answer:
            assert answer.status_code == 200, address
            bodies.append(b"".join(answer.iter_raw()))
    return bodies


def _async_chunks() -> list[str]:
    """Return the parts that Dash's components fetch when a chart and a dropdown are drawn."""
    return [f"/_dash-component-suites/dash/dcc/async-{name}.js" for name in ("graph", "dropdown")]
