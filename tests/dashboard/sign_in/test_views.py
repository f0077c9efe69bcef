"""Signing in and out by domain, e-mail and password."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from tests.dashboard.sign_in.page import WRONG, message, value
from tests.warehouse_builder import publish
from tests.web import (
    ANNA,
    OTHER_ANNA,
    PASSWORD,
    csrf_token,
    make_app,
    sign_in,
    sign_out,
)
from warehouse.pointer import POINTER


def test_the_page_asks_for_three_values(client: FlaskClient) -> None:
    """ACC-1, ACC-8."""
    answer = client.get("/sign-in")

    assert answer.status_code == 200
    assert re.findall(r'<label for="(\w+)">([^<]+)', answer.text) == [
        ("domain", "Domain name"),
        ("email", "Email"),
        ("password", "Password"),
    ]
    assert "Forgot your password?" in answer.text
    assert "<script" not in answer.text


def test_the_right_three_open_the_main_page(client: FlaskClient) -> None:
    """ACC-2, ACC-6."""
    answer = sign_in(client)

    assert (answer.status_code, answer.location) == (303, "/")


@pytest.mark.parametrize(
    ("domain", "email"),
    [
        (" ALFA.example ", "ANNA@Alfa.Example "),
        ("https://alfa.example/sign-in?next=/", "anna@alfa.example"),
        ("alfa.example:8050/x", "anna@alfa.example"),
        ("http://user@Alfa.Example.", "anna@alfa.example"),
    ],
)
def test_case_spaces_and_pasted_addresses_do_not_matter(
    client: FlaskClient, domain: str, email: str
) -> None:
    """ACC-5."""
    assert sign_in(client, domain=domain, email=email).status_code == 303


@pytest.mark.parametrize(
    "typed",
    [
        {"domain": "gamma.example"},
        {"domain": "http://[broken"},
        {"email": "nobody@alfa.example"},
        {"password": "wrong"},
        {"password": PASSWORD.lower()},
        {"email": "' OR '1'='1"},
    ],
)
def test_the_message_does_not_say_which_value_is_wrong(
    client: FlaskClient, typed: dict[str, str]
) -> None:
    """ACC-3: nothing is cleared except the password."""
    answer = sign_in(client, **typed)

    assert (answer.status_code, message(answer)) == (401, WRONG)
    assert value(answer, "password") == ""
    if "email" not in typed:
        assert value(answer, "email") == "anna@alfa.example"
    if "domain" not in typed:
        assert value(answer, "domain") == "alfa.example"
    assert client.get("/").status_code == 302


def test_an_inactive_manager_is_refused_like_anyone_else(tmp_path: Path) -> None:
    """ACC-4."""
    app = make_app(tmp_path, tables={"manager": [{**ANNA, "status": "inactive"}, OTHER_ANNA]})

    answer = sign_in(app.server.test_client())

    assert (answer.status_code, message(answer)) == (401, WRONG)


def test_each_empty_field_says_so_beside_itself(client: FlaskClient) -> None:
    answer = sign_in(client, domain=" ", email="", password="")

    assert answer.status_code == 400
    for text in ("Enter the domain name", "Enter your email.", "Enter your password."):
        assert text in answer.text
    assert answer.text.count('aria-invalid="true"') == 3


def test_the_domain_is_remembered_on_the_device(client: FlaskClient) -> None:
    """ACC-5."""
    assert value(client.get("/sign-in"), "domain") == ""
    sign_in(client, domain="https://ALFA.example/")
    sign_out(client)

    assert value(client.get("/sign-in"), "domain") == "alfa.example"


def test_a_deep_link_opens_after_sign_in(client: FlaskClient) -> None:
    """ACC-6."""
    sent_to = client.get("/things/7?month=2026-10").location
    page = client.get(sent_to)

    answer = sign_in(client, next=value(page, "next").replace("&amp;", "&"))

    assert answer.location == "/things/7?month=2026-10"


@pytest.mark.parametrize("address", ["//evil.example", "/\\evil.example", "https://evil.example"])
def test_nobody_is_sent_to_another_site(client: FlaskClient, address: str) -> None:
    assert sign_in(client, next=address).location == "/"
    assert client.get("/sign-in", query_string={"next": address}).location == "/"
    assert client.get("/language/ru", query_string={"next": address}).location == "/"


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(client: FlaskClient) -> None:
    cookies = sign_in(client).headers.getlist("Set-Cookie")

    (cookie,) = [cookie for cookie in cookies if cookie.startswith("portal_session=")]
    assert cookie.endswith("; HttpOnly; Path=/; SameSite=Lax")


def test_with_https_the_cookies_are_bound_to_it(tmp_path: Path) -> None:
    client = make_app(tmp_path, https=True).server.test_client()
    page = client.get("/sign-in", base_url="https://portal.example")
    answer = client.post(
        "/sign-in",
        base_url="https://portal.example",
        headers={"Referer": "https://portal.example/sign-in"},
        data={
            "csrf_token": value(page, "csrf_token"),
            "domain": "alfa.example",
            "email": "anna@alfa.example",
            "password": PASSWORD,
        },
    )

    assert answer.status_code == 303
    cookies = [*page.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")]
    assert all("; Secure" in cookie for cookie in cookies)
    names = {cookie.partition("=")[0] for cookie in cookies}
    assert {"__Host-portal_session", "__Host-portal_forms"} <= names


def test_signing_in_as_someone_else_ends_the_session_before(
    app: Dash, signed_in: FlaskClient
) -> None:
    before = signed_in.get_cookie("portal_session")
    assert before is not None
    form = {"domain": "beta.example", "email": "anna@alfa.example", "password": PASSWORD}

    token = csrf_token(signed_in, "/password")
    answer = signed_in.post("/sign-in", data={"csrf_token": token, **form})

    after = signed_in.get_cookie("portal_session")
    assert answer.status_code == 303
    assert after is not None
    assert after.value != before.value
    left_over = app.server.test_client()
    left_over.set_cookie("portal_session", before.value)
    assert left_over.get("/things/7").status_code == 302


def test_sign_out_leads_to_sign_in_and_leaves_nothing(signed_in: FlaskClient) -> None:
    """ACC-22."""
    answer = sign_out(signed_in)

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert signed_in.get_cookie("portal_session") is None
    assert signed_in.get("/things/7").status_code == 302
    assert answer.headers["Cache-Control"] == "no-store"


def test_sign_out_takes_a_form_not_a_link(signed_in: FlaskClient) -> None:
    assert signed_in.get("/sign-out").status_code == 404
    assert signed_in.post("/sign-out").status_code == 400
    assert signed_in.get("/things/7").status_code == 200


def test_whoever_is_signed_in_goes_straight_on(signed_in: FlaskClient) -> None:
    assert signed_in.get("/sign-in").location == "/"
    assert signed_in.get("/sign-in?next=/things/7").location == "/things/7"


def test_a_form_left_open_is_asked_for_again_with_what_was_typed(client: FlaskClient) -> None:
    form = {"domain": "alfa.example", "email": "anna@alfa.example", "password": PASSWORD}
    for token in ("", "forged", csrf_token(client)[:-3] + "abc"):
        answer = client.post("/sign-in", data={"csrf_token": token, "next": "/things/7", **form})

        assert answer.status_code == 400
        assert message(answer) == "This page was open for too long. Please sign in again."
        assert value(answer, "email") == "anna@alfa.example"
        assert value(answer, "password") == ""
        assert value(answer, "next") == "/things/7"
        assert client.get("/").status_code == 302


def test_before_the_first_load_the_page_asks_to_wait(tmp_path: Path) -> None:
    app = make_app(tmp_path)
    (tmp_path / "warehouse" / POINTER).unlink()
    client = app.server.test_client()

    answer = client.get("/sign-in")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "The portal is preparing its data" in answer.text
    assert 'http-equiv="refresh"' in answer.text
    publish(tmp_path / "warehouse", manager=[ANNA])
    assert client.get("/sign-in").status_code == 200


def test_who_forgot_a_password_is_led_to_support_too(tmp_path: Path) -> None:
    client = make_app(tmp_path, support_email="help@distributor.example").server.test_client()

    answer = client.get("/forgot-password")

    assert answer.status_code == 200
    assert 'href="mailto:help@distributor.example"' in answer.text
