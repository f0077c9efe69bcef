"""Puts a whole portal together for a test, and signs in to it as a browser does.

app = make_app(tmp_path)
client = app.server.test_client()
sign_in(client)
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from dash import Dash
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.app import create_app
from dashboard.context import Portal
from dashboard.platform import platform_client
from settings import Settings, read_settings
from store.credentials import HASHER
from store.database import Store
from store.models import Credential, ManagerSetting
from tests.laid import lay_store, lay_texts
from tests.markup import unfold
from tests.warehouse_builder import publish
from warehouse.connection import Warehouse

PASSWORD = "Correct-Horse-7"
PASSWORD_HASH = HASHER.hash(PASSWORD)
ANNA = {"manager_id": "m1", "reseller_id": "r1", "email": "anna@alfa.example"}
# Anna's e-mail, at another reseller: the domain decides who she is.
OTHER_ANNA = {"manager_id": "m2", "reseller_id": "r2", "email": "anna@alfa.example"}
RESELLERS = [
    {"reseller_id": "r1", "name": "Alfa", "domain": "alfa.example", "currency": "EUR"},
    {"reseller_id": "r2", "name": "Beta", "domain": "beta.example", "currency": "USD"},
]
TINY_PAGE = "tests.tiny_page"
PLATFORM_URL = "http://platform.example"


class FixedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


def make_app(
    folder: Path,
    *,
    pages: Sequence[str] = (TINY_PAGE,),
    clock: FixedClock | None = None,
    tables: dict[str, Sequence[dict[str, Any]]] | None = None,
    routes: Sequence[Callable[[Flask], None]] = (),
    platform: httpx.BaseTransport | None = None,
    reseller_ids: tuple[str, str] = ("r1", "r2"),
    **settings: Any,
) -> Dash:
    """Return a portal with two resellers, each with a manager called anna@alfa.example.

    `tables` are published besides (tests/warehouse_builder.py); `settings` are those of
    settings.py. Both managers' password is PASSWORD. `platform` answers what is read live, as
    `httpx.WSGITransport` over the sandbox does; give the settings its token as `platform_token`,
    and the resellers the ids they have there.
    """
    if platform is not None:
        settings = {"platform_url": PLATFORM_URL, "platform_token": "token"} | settings
    settings = {"access_levels": read_settings({}).access_levels} | settings
    given = Settings(data_dir=folder, secret_key="0" * 32, **settings)
    resellers, people = (
        [{**one, "reseller_id": own_id} for one, own_id in zip(rows, reseller_ids, strict=True)]
        for rows in (RESELLERS, (ANNA, OTHER_ANNA))
    )
    publish(given.warehouse_dir, **{"reseller": resellers, "manager": people} | (tables or {}))
    lay_texts(folder)
    clock = clock or FixedClock()
    store = make_store(given.store_url, clock.now, people)
    return create_app(
        given,
        Warehouse(given.warehouse_dir),
        store,
        pages=pages,
        routes=routes,
        clock=clock,
        platform=platform_client(given, platform),
    )


def make_store(
    url: str, now: datetime, people: Sequence[Mapping[str, str]] = (ANNA, OTHER_ANNA)
) -> Store:
    """Return a store in which managers have PASSWORD; it is hashed once for all tests."""
    lay_store(url)
    store = Store(url)
    with store.writing() as session:
        for person in people:
            session.add(
                Credential(
                    manager_id=person["manager_id"],
                    reseller_id=person["reseller_id"],
                    password_hash=PASSWORD_HASH,
                    changed_at=now,
                )
            )
            # They have been shown around: what a test looks at is not covered by it.
            session.add(
                ManagerSetting(
                    manager_id=person["manager_id"],
                    reseller_id=person["reseller_id"],
                    toured_at=now,
                )
            )
    return store


def portal_of(app: Dash) -> Portal:
    portal: Portal = app.server.extensions["portal"]
    return portal


def csrf_token(client: FlaskClient, address: str = "/sign-in") -> str:
    """Return the token of the form at an address."""
    page = client.get(address).get_data(as_text=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page
    return found[1]


def problem(answer: TestResponse) -> str:
    """Return the first thing that a form says is wrong."""
    return re.findall(r'class="problem"[^>]*>([^<]*)<', answer.text)[0]


def sign_in(
    client: FlaskClient,
    *,
    domain: str = "alfa.example",
    email: str = "anna@alfa.example",
    password: str = PASSWORD,
    **fields: str,
) -> TestResponse:
    """Fill in and send the sign-in form; go where it leads, and return what it answered."""
    form = {"domain": domain, "email": email, "password": password, **fields}
    answer = client.post("/sign-in", data={"csrf_token": csrf_token(client), **form})
    if answer.status_code == 303:
        client.get(answer.location)  # Its document brings the token for callbacks.
    return answer


def browser_of(app: Dash, **who: str) -> FlaskClient:
    """Return a browser in which a manager is signed in: Anna of Alfa, unless `who` says else."""
    client = app.server.test_client()
    assert sign_in(client, **who).status_code == 303
    return client


def is_signed_in(client: FlaskClient) -> bool:
    """Say whether a browser is let in to the tiny page."""
    return client.get("/things/7").status_code == 200


def sign_out(client: FlaskClient) -> TestResponse:
    return client.post("/sign-out", data={"csrf_token": csrf_token(client, "/password")})


def show_page(client: FlaskClient, pathname: str, search: str = "") -> TestResponse:
    """Ask for what a page draws, as the browser does after it has the document."""
    return call(
        client,
        output="_pages_content.children..._pages_store.data",
        outputs=[
            {"id": "_pages_content", "property": "children"},
            {"id": "_pages_store", "property": "data"},
        ],
        inputs=[
            {"id": "_pages_location", "property": "pathname", "value": pathname},
            {"id": "_pages_location", "property": "search", "value": search},
        ],
    )


def text_of(answer: TestResponse) -> str:
    """Return what a page or a callback draws, to look for words in."""
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return json.dumps(answer.get_json(), ensure_ascii=False)


def show_frame(client: FlaskClient) -> str:
    """Ask for the frame around every page; return it as JSON, as components alone."""
    answer = client.get("/_dash-layout")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return json.dumps(unfold(answer.get_json()), ensure_ascii=False)


def call(
    client: FlaskClient,
    *,
    output: str,
    outputs: list[dict[str, str]] | dict[str, str],
    inputs: list[dict[str, Any]],
    state: Sequence[dict[str, Any]] = (),
    headers: dict[str, str] | None = None,
    changed: Sequence[str] = (),
) -> TestResponse:
    """Send a callback, with the token that Dash takes from its cookie; what it draws still comes
    back as components.

    `changed` are the properties that it is sent for; all of the inputs unless they are named.
    """
    many = f"..{output}.." if isinstance(outputs, list) else output
    everything = [f"{each['id']}.{each['property']}" for each in inputs]
    return fire(client, many, outputs, inputs, state, list(changed) or everything, headers)


def fire(
    client: FlaskClient,
    output: str,
    outputs: Any,
    inputs: Sequence[Any],
    state: Sequence[Any],
    changed: Sequence[str],
    headers: dict[str, str] | None = None,
) -> TestResponse:
    """Send a callback as it stands: `output` is its key in the portal's map of callbacks."""
    cookie = client.get_cookie("_csrf_token")
    answer = client.post(
        "/_dash-update-component",
        json={
            "output": output,
            "outputs": outputs,
            "inputs": list(inputs),
            "state": list(state),
            "changedPropIds": list(changed),
        },
        headers=headers or {"X-CSRFToken": cookie.value if cookie else ""},
    )
    if answer.status_code == 200 and answer.is_json:
        answer.set_data(json.dumps(unfold(answer.get_json())))
    return answer


def told_by(answer: TestResponse) -> dict[str, Any]:
    """Return what a callback tells; nothing where it changes nothing."""
    assert answer.status_code in (200, 204), answer.get_data(as_text=True)
    return answer.get_json() or {} if answer.status_code == 200 else {}


def key_of(own_id: Any) -> str:
    """Return a component's id as Dash names it in what it sends."""
    if isinstance(own_id, str):
        return own_id
    return json.dumps(own_id, sort_keys=True, separators=(",", ":"))
