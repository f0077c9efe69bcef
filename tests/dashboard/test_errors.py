from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.sections import name_section
from domain.access import EVERYONE
from domain.errors import BadFilter, NotFound
from tests.web import FixedClock, call, make_app, show_page, sign_in


def press(client: FlaskClient, clicks: int) -> TestResponse:
    return call(
        client,
        output="tiny-text.children",
        outputs={"id": "tiny-text", "property": "children"},
        inputs=[{"id": "tiny-button", "property": "n_clicks", "value": clicks}],
    )


def test_a_callback_that_fails_says_so_with_a_code_that_is_in_the_log(
    signed_in: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = press(signed_in, 13)

    code = answer.headers["X-Request-ID"]
    toast = str(answer.json["sideUpdate"]["toasts"])
    assert answer.status_code == 200
    assert answer.json["response"] == {}
    assert "Something went wrong" in toast
    assert code in toast
    assert "thirteen" not in answer.text
    assert "Traceback" not in answer.text
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert code in record.message
    assert "RuntimeError: thirteen" in caplog.text


def test_what_a_person_asked_for_wrongly_is_told_and_not_logged(
    signed_in: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = press(signed_in, 14)

    assert "14 is not a number of clicks." in str(answer.json["sideUpdate"]["toasts"])
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_a_callback_does_not_tell_what_is_missing_from_what_is_anothers(
    signed_in: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    """NFR-1."""
    answer = press(signed_in, 15)

    assert "There is no such page, or it belongs to another company." in answer.text
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_a_page_that_fails_is_replaced_by_a_notice(signed_in: FlaskClient) -> None:
    answer = show_page(signed_in, "/things/broken")

    assert "Something went wrong" in answer.text
    assert answer.headers["X-Request-ID"] in answer.text
    assert "Try again" in answer.text
    assert "sideUpdate" not in answer.json
    assert "typed a secret" not in answer.text


def test_a_page_of_what_is_not_there_says_so(signed_in: FlaskClient) -> None:
    answer = show_page(signed_in, "/things/gone")

    assert "Page not found" in answer.text
    assert "That did not work" not in answer.text


def add_routes(server: Flask) -> None:
    name_section(server, EVERYONE, "fails", "not_found", "bad_filter", "refuses")

    @server.get("/fails")
    def fails() -> str:
        raise RuntimeError("anna@alfa.example")

    @server.get("/not-found")
    def not_found() -> str:
        raise NotFound("another reseller's")

    @server.get("/bad-filter")
    def bad_filter() -> str:
        raise BadFilter(["“x” is not a month.", "<b>neither</b> is this"])

    @server.get("/refuses/<int:status>")
    def refuses(status: int) -> str:
        abort(status)


@pytest.fixture
def with_routes(tmp_path: Path, clock: FixedClock) -> FlaskClient:
    client = make_app(tmp_path, clock=clock, routes=[add_routes]).server.test_client()
    sign_in(client)
    return client


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/fails", 500, "Something went wrong"),
        ("/not-found", 404, "Page not found"),
        ("/bad-filter", 400, "That did not work"),
        ("/refuses/403", 403, "Not allowed"),
        ("/refuses/404", 404, "Page not found"),
        ("/refuses/418", 418, "That did not work"),
        ("/refuses/503", 503, "Something went wrong"),
    ],
)
def test_a_document_that_fails_is_a_page_of_ours(
    with_routes: FlaskClient, path: str, status: int, title: str
) -> None:
    answer = with_routes.get(path)

    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert f"<h1>{title}</h1>" in answer.text
    assert "css/plain.css" in answer.text
    assert "anna@" not in answer.text
    assert "Traceback" not in answer.text
    assert (f"<code>{answer.headers['X-Request-ID']}</code>" in answer.text) == (status >= 500)


def test_a_script_is_answered_in_json(with_routes: FlaskClient) -> None:
    answer = with_routes.get("/fails", headers={"Accept": "application/json"})

    code = answer.headers["X-Request-ID"]
    assert (answer.json["error"], answer.json["code"]) == (500, code)
    assert answer.json["text"].startswith("The portal could not do this")
    assert answer.json["text"].endswith(f"Code: {code}")


def test_a_bad_filter_says_what_is_wrong_with_each_value(with_routes: FlaskClient) -> None:
    answer = with_routes.get("/bad-filter")

    assert "“x” is not a month." in answer.text
    assert "&lt;b&gt;neither" in answer.text


def test_errors_speak_the_readers_language(with_routes: FlaskClient) -> None:
    with_routes.get("/language/ru")

    assert "<h1>Что-то пошло не так</h1>" in with_routes.get("/fails").text


def test_nonsense_sent_to_dash_is_an_error_of_ours(signed_in: FlaskClient) -> None:
    cookie = signed_in.get_cookie("_csrf_token")
    assert cookie is not None
    for body in (b"", b"{", b"[]", b'{"output": "nothing.here"}'):
        answer = signed_in.post(
            "/_dash-update-component",
            data=body,
            content_type="application/json",
            headers={"X-CSRFToken": cookie.value},
        )
        assert answer.status_code in (400, 500)
        assert set(answer.json) == {"error", "code", "text"}
