from __future__ import annotations

import re
from pathlib import Path

import pytest
from dash import Dash
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.app import ROUTES
from dashboard.sections import name_section
from dashboard.security import LARGEST_BODY
from domain.access import EVERYONE
from tests.web import call, make_app, show_page, sign_in

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def answers(client: FlaskClient) -> dict[str, TestResponse]:
    return {
        "sign-in": client.get("/sign-in"),
        "redirect": client.get("/"),
        "refused data": client.get("/_dash-layout"),
        "health": client.get("/healthz"),
        "refused form": client.post("/sign-in"),
        "wrong password": sign_in(client, password="wrong"),
        "page": (sign_in(client), client.get("/things/7"))[1],
        "missing page": client.get("/nowhere"),
        "layout": client.get("/_dash-layout"),
        "callback": show_page(client, "/things/7"),
        "failed callback": show_page(client, "/things/broken"),
    }


def test_every_answer_carries_the_headers(client: FlaskClient) -> None:
    for name, answer in answers(client).items():
        headers = answer.headers
        assert {key: headers.get(key) for key in ALWAYS} == ALWAYS, name
        assert headers["Cache-Control"] == "no-store", name
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], name
        assert "camera=()" in headers["Permissions-Policy"], name
        assert re.fullmatch("[0-9a-f]{8}", headers["X-Request-ID"]), name
        assert "Strict-Transport-Security" not in headers, name
        assert "Server" not in headers, name


def test_no_inline_script_runs_but_those_dash_writes(signed_in: FlaskClient) -> None:
    answer = signed_in.get("/things/7")
    policy = dict(
        part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";")
    )

    assert policy["default-src"] == "'self'"
    assert re.fullmatch(r"'self'( 'sha256-[\w+/]+=*')+", policy["script-src"])
    assert "unsafe-eval" not in answer.headers["Content-Security-Policy"]
    inline = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", answer.text)
    assert len(inline) == policy["script-src"].count("sha256")


def test_the_policy_is_the_same_at_every_start(tmp_path: Path) -> None:
    """The hashes are taken after Dash has written all of its scripts."""
    policies = set()
    for name in ("first", "second"):
        client = make_app(tmp_path / name).server.test_client()
        sign_in(client)
        for path in ("/things/7", "/nowhere", "/things/8"):
            policies.add(client.get(path).headers["Content-Security-Policy"])

    assert len(policies) == 1


def test_with_https_browsers_are_told_to_stay_with_it(tmp_path: Path) -> None:
    client = make_app(tmp_path, https=True).server.test_client()

    for path in ("/sign-in", "/assets/css/plain.css"):
        assert client.get(path).headers["Strict-Transport-Security"] == "max-age=31536000"


def press(client: FlaskClient, headers: dict[str, str]) -> TestResponse:
    return call(
        client,
        output="tiny-text.children",
        outputs={"id": "tiny-text", "property": "children"},
        inputs=[{"id": "tiny-button", "property": "n_clicks", "value": 1}],
        headers=headers,
    )


def test_a_callback_needs_the_token_of_its_session(app: Dash, signed_in: FlaskClient) -> None:
    stranger = app.server.test_client()
    stranger.get("/sign-in")
    others = stranger.get_cookie("_csrf_token")
    own = signed_in.get_cookie("_csrf_token")
    assert own is not None
    assert others is not None

    for token in ("", "forged", others.value, own.value[:-2] + "xx"):
        assert press(signed_in, {"X-CSRFToken": token}).status_code == 400
    answer = press(signed_in, {"X-CSRFToken": own.value})
    assert "anna@alfa.example 1" in answer.text


def test_no_form_is_taken_without_a_token(tmp_path: Path) -> None:
    """Whatever changes something is a form or a callback; what is added later as well."""
    app = make_app(tmp_path, routes=ROUTES)
    client = app.server.test_client()
    sign_in(client)
    forms = {
        rule.rule: re.sub("<[^>]*>", "x", rule.rule)
        for rule in app.server.url_map.iter_rules()
        if {"POST", "PUT", "PATCH", "DELETE"} & (rule.methods or set())
    }

    taken = {rule: client.post(address).status_code for rule, address in forms.items()}

    assert len(taken) > 12
    assert set(taken.values()) == {400}, taken
    assert client.get("/things/7").status_code == 200, "nobody was signed out"


def test_a_token_does_not_outlive_the_sign_in(client: FlaskClient) -> None:
    client.get("/sign-in")
    before = client.get_cookie("_csrf_token")
    sign_in(client)

    assert before is not None
    assert press(client, {"X-CSRFToken": before.value}).status_code == 400


def test_a_body_that_is_too_large_is_refused(signed_in: FlaskClient) -> None:
    cookie = signed_in.get_cookie("_csrf_token")
    assert cookie is not None

    answer = signed_in.post(
        "/_dash-update-component",
        data=b" " * (LARGEST_BODY + 1),
        content_type="application/json",
        headers={"X-CSRFToken": cookie.value},
    )
    form = signed_in.post("/password", data={"new": "x" * (LARGEST_BODY + 1)})

    assert answer.status_code == 413
    assert form.status_code == 413


@pytest.mark.parametrize(("proxies", "expected"), [(0, "127.0.0.1 http"), (1, "192.0.2.2 https")])
def test_a_forwarded_address_counts_only_behind_a_trusted_proxy(
    tmp_path: Path, proxies: int, expected: str
) -> None:
    def tell_caller(server: Flask) -> None:
        name_section(server, EVERYONE, "caller")
        server.get("/caller", endpoint="caller")(lambda: f"{request.remote_addr} {request.scheme}")

    client = make_app(tmp_path, routes=[tell_caller], trusted_proxies=proxies).server.test_client()
    sign_in(client)

    answer = client.get(
        "/caller",
        headers={"X-Forwarded-For": "192.0.2.1, 192.0.2.2", "X-Forwarded-Proto": "https"},
    )

    assert answer.text == expected


@pytest.mark.parametrize(
    "body",
    [b"[]", b"7", b"{", b'{"changedPropIds": 7, "inputs": {"a": 1}}', b'{"changedPropIds": [[]]}',
     b'{"inputs": [7, null, {"property": "pathname"}], "changedPropIds": ["_pages_location.x"]}'],
)  # fmt: skip
def test_what_is_told_of_a_request_does_not_depend_on_its_body(
    tmp_path: Path, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """A body that nobody can read is refused or fails as before, and is written down."""
    client = make_app(tmp_path).server.test_client()

    with caplog.at_level("INFO", logger="access"):
        answer = client.post("/_dash-update-component", data=body, content_type="application/json")

    assert answer.status_code == 401
    assert any("/_dash-update-component" in line.message for line in caplog.records)
