from __future__ import annotations

from pathlib import Path

import pytest
from dash import Dash
from flask import Flask
from flask.testing import FlaskClient

from dashboard import context
from dashboard.context import request_snapshot, services
from dashboard.sections import name_section
from domain.access import EVERYONE
from tests.warehouse_builder import publish
from tests.web import FixedClock, make_app, sign_in


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "warehouse"


def test_all_answers_of_a_request_come_from_one_version(tmp_path: Path, folder: Path) -> None:
    seen = []

    def add_route(server: Flask) -> None:
        name_section(server, EVERYONE, "versions")

        @server.get("/versions")
        def versions() -> str:
            first = services().snapshot.published.mirror
            publish(folder, reseller=[], load_id="load2")
            second = services().snapshot.published.mirror
            seen.append((first, second))
            return ""

    client = make_app(tmp_path, routes=[add_route]).server.test_client()
    sign_in(client)

    assert client.get("/versions").status_code == 200
    assert client.get("/healthz").json["load"]["id"] == "load2"
    assert seen == [("mirror-000001.duckdb", "mirror-000001.duckdb")]


def test_a_version_is_let_go_of_when_the_request_ends(app: Dash, folder: Path) -> None:
    with app.server.test_request_context("/"):
        old = request_snapshot()
    publish(folder, load_id="load2")
    with app.server.test_request_context("/"):
        assert request_snapshot() is not old

    assert old._readers == 0
    assert old._retired


def test_it_is_let_go_of_when_the_request_fails(app: Dash) -> None:
    def fail() -> None:
        with app.server.test_request_context("/"):
            snapshots.append(request_snapshot())
            raise RuntimeError("on purpose")

    snapshots: list[object] = []
    with pytest.raises(RuntimeError, match="on purpose"):
        fail()

    assert [snapshot._readers for snapshot in snapshots] == [0]  # type: ignore[attr-defined]


def test_a_page_knows_who_looks_and_how(tmp_path: Path) -> None:
    seen = []

    def add_route(server: Flask) -> None:
        name_section(server, EVERYONE, "me")
        server.get("/me", endpoint="me")(lambda: seen.append(services().viewer) or "")

    clock = FixedClock()
    client = make_app(tmp_path, routes=[add_route], clock=clock).server.test_client()
    sign_in(client)
    client.set_cookie("language", "ru")
    client.set_cookie("theme", "dark")
    client.get("/me")

    (viewer,) = seen
    assert (viewer.manager_id, viewer.reseller_id, viewer.reseller_name) == ("m1", "r1", "Alfa")
    assert (viewer.currency, viewer.email) == ("EUR", "anna@alfa.example")
    assert (viewer.role, viewer.name) == ("System administrator", "Anna Schmidt")
    assert (viewer.locale, viewer.theme) == ("ru", "dark")


def test_without_someone_signed_in_there_are_no_services(app: Dash) -> None:
    with app.server.test_request_context("/"), pytest.raises(LookupError):
        services()


def test_the_clock_of_the_portal_is_in_utc() -> None:
    assert context.utc_now().utcoffset().total_seconds() == 0  # type: ignore[union-attr]


def test_health_says_what_is_published(client: FlaskClient) -> None:
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json == {
        "status": "ok",
        "load": {
            "id": "load1",
            "published_at": "2026-11-20T12:00:30+00:00",
            "as_of": "2026-11-20T12:00:00+00:00",
        },
    }


def test_health_is_not_good_before_the_first_load(client: FlaskClient, folder: Path) -> None:
    (folder / "published.json").unlink()

    answer = client.get("/healthz")

    assert (answer.status_code, answer.json) == (503, {"status": "starting"})
