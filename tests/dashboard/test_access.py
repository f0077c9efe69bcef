from __future__ import annotations

import logging
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from dashboard.access import PUBLIC, safe_address
from dashboard.app import PAGES, ROUTES
from tests.warehouse_builder import publish
from tests.web import (
    ANNA,
    OTHER_ANNA,
    FixedClock,
    call,
    is_signed_in,
    make_app,
    show_page,
    sign_in,
    sign_out,
)
from warehouse.pointer import POINTER

THING = "/things/7"
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


def address(rule: Rule) -> str:
    return "".join("x" if is_variable else text for is_variable, text in rule._trace[1:]).replace(
        "|", ""
    )


def test_every_address_denies_a_stranger(tmp_path: Path) -> None:
    """NFR-1. Public endpoints are listed by name, in one place."""
    app = make_app(tmp_path, pages=PAGES, routes=ROUTES)
    client = app.server.test_client()
    let_in = []
    for rule in app.server.url_map.iter_rules():
        is_code = rule.rule.startswith("/_dash-component-suites/")  # Dash's own, without data.
        if rule.endpoint in PUBLIC or rule.endpoint == "_dash_assets.static" or is_code:
            continue
        for method in sorted((rule.methods or set()) & METHODS):
            answer = client.open(address(rule), method=method)
            if answer.status_code not in (302, 401):
                let_in.append((method, rule.rule, answer.status_code))

    assert let_in == []


def test_the_public_endpoints_exist_and_are_few(tmp_path: Path) -> None:
    server = make_app(tmp_path, pages=PAGES, routes=ROUTES).server
    known = {rule.endpoint for rule in server.url_map.iter_rules()}

    assert PUBLIC <= known
    assert PUBLIC == {
        "brand.picture",
        "brand.style",
        "deadlines.as_calendar",
        "health.healthz",
        "links.follow",
        "links.forgot_password",
        "links.set_password",
        "openid.ask_company",
        "openid.begin",
        "openid.come_back",
        "openid.show_trouble",
        "second_step.ask",
        "sign_in.choose_language",
        "sign_in.sign_in",
    }


@pytest.mark.parametrize("path", ["/", THING, "/nowhere", "/password", "/robots.txt"])
def test_a_page_sends_a_stranger_to_sign_in_and_back(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 302
    assert answer.location == f"/sign-in?next={path}"
    assert "Alfa" not in answer.text


def test_the_whole_address_is_come_back_to(client: FlaskClient) -> None:
    answer = client.get("/things/7?month=2026-10&sort=a%26b")

    assert answer.location == "/sign-in?next=/things/7?month%3D2026-10%26sort%3Da%2526b"
    assert sign_in(client, next="/things/7?month=2026-10").location == "/things/7?month=2026-10"


def test_data_answers_a_stranger_with_401(client: FlaskClient) -> None:
    for path in ("/_dash-layout", "/_dash-dependencies", "/_reload-hash", "/_anything"):
        answer = client.get(path)
        assert (answer.status_code, answer.json) == (401, {"error": "sign_in_required"})
    assert show_page(client, THING).status_code == 401
    assert client.get("/things.csv", headers={"Accept": "application/json"}).status_code == 401
    assert client.get("/things.csv", headers={"Sec-Fetch-Mode": "cors"}).status_code == 401
    assert client.get("/things.csv", headers={"Sec-Fetch-Mode": "navigate"}).status_code == 302


def test_a_callback_of_a_stranger_is_not_run(client: FlaskClient) -> None:
    answer = call(
        client,
        output="tiny-text.children",
        outputs={"id": "tiny-text", "property": "children"},
        inputs=[{"id": "tiny-button", "property": "n_clicks", "value": 1}],
    )

    assert answer.status_code == 401
    assert "anna" not in answer.text


def test_a_page_shows_what_belongs_to_the_viewers_reseller(app: Dash) -> None:
    """ACC-2: the same e-mail at two resellers is two people."""
    alfa, beta = app.server.test_client(), app.server.test_client()
    sign_in(alfa)
    sign_in(beta, domain="beta.example")

    assert "7 of Alfa" in show_page(alfa, THING).text
    assert "7 of Beta" in show_page(beta, THING).text


@pytest.mark.parametrize(
    "forged", ["", "x", "a" * 3000, "0" * 43, "../../etc/passwd", "' OR 1=1 --", "\N{SNOWMAN}"]
)
def test_a_made_up_cookie_is_just_signed_out(client: FlaskClient, forged: str) -> None:
    client.set_cookie("portal_session", forged)

    assert client.get(THING).status_code == 302


def test_a_cookie_copied_before_sign_out_is_worth_nothing_after(
    app: Dash, signed_in: FlaskClient
) -> None:
    cookie = signed_in.get_cookie("portal_session")
    assert cookie is not None
    thief = app.server.test_client()
    thief.set_cookie("portal_session", cookie.value)
    assert is_signed_in(thief)

    sign_out(signed_in)

    assert not is_signed_in(thief)
    assert not is_signed_in(signed_in)


def test_a_session_ends_when_it_is_left_alone(signed_in: FlaskClient, clock: FixedClock) -> None:
    """ACC-21."""
    clock.move(minutes=59)
    assert is_signed_in(signed_in)
    clock.move(minutes=60)
    assert not is_signed_in(signed_in)
    clock.move(minutes=-60)
    assert not is_signed_in(signed_in)


def test_a_page_left_open_does_not_keep_its_session(
    signed_in: FlaskClient, clock: FixedClock
) -> None:
    """ACC-21: a timer on the page asks again and again, and nobody is there."""
    timer = {"id": "tiny-timer", "property": "n_intervals", "value": 1}
    output = {"id": "tiny-text", "property": "title"}
    for _ in range(59):
        clock.move(minutes=1)
        answer = call(signed_in, output="tiny-text.title", outputs=output, inputs=[timer])
        assert answer.status_code == 200

    clock.move(minutes=1)
    answer = call(signed_in, output="tiny-text.title", outputs=output, inputs=[timer])
    assert answer.status_code == 401
    assert not is_signed_in(signed_in)


def test_a_session_ends_after_half_a_day(signed_in: FlaskClient, clock: FixedClock) -> None:
    """ACC-21."""
    for _ in range(23):
        clock.move(minutes=30)
        assert is_signed_in(signed_in)
    clock.move(minutes=30)
    assert not is_signed_in(signed_in)


@pytest.mark.parametrize(
    "managers",
    [
        [{**ANNA, "status": "inactive"}, OTHER_ANNA],
        [{**ANNA, "status": "a new word"}, OTHER_ANNA],
        [{**ANNA, "reseller_id": "r2", "email": "moved@beta.example"}, OTHER_ANNA],
        [OTHER_ANNA],
    ],
    ids=["inactive", "unknown status", "at another reseller", "gone"],
)
def test_the_session_of_a_manager_who_may_not_sign_in_ends_at_the_next_request(
    tmp_path: Path, signed_in: FlaskClient, managers: list[dict[str, str]]
) -> None:
    """ACC-4."""
    publish(tmp_path / "warehouse", manager=managers)
    assert show_page(signed_in, THING).status_code == 401

    publish(tmp_path / "warehouse", manager=[ANNA, OTHER_ANNA])
    assert not is_signed_in(signed_in), "it has ended for good"


def test_without_a_warehouse_a_signed_in_manager_is_asked_to_wait(
    tmp_path: Path, signed_in: FlaskClient
) -> None:
    (tmp_path / "warehouse" / POINTER).unlink()

    assert signed_in.get(THING).status_code == 503
    assert show_page(signed_in, THING).status_code == 503


@pytest.mark.parametrize(
    "text",
    [
        None, "", "relative", "//evil.example", "///evil.example", "/\\evil.example",
        "\\\\evil.example", "https://evil.example", "javascript:alert(1)", "/\t/evil.example",
        "/\n/evil.example", "\t//evil.example", " //evil.example", "/ok\r\nSet-Cookie: a=b",
        "/" + "a" * 2_000,
    ],
)  # fmt: skip
def test_an_address_elsewhere_leads_to_the_main_page(text: str | None) -> None:
    assert safe_address(text) == "/"


@pytest.mark.parametrize("text", ["/", "/things/7", "/things/7?a=b&c=%2F%2Fd", "/клиенты?имя=Анна"])
def test_an_address_here_is_gone_on_to(text: str) -> None:
    assert safe_address(text) == text


def test_the_log_names_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, clock: FixedClock
) -> None:
    caplog.set_level(logging.DEBUG)
    client = make_app(tmp_path, clock=clock).server.test_client()
    sign_in(client, password="Wrong-Horse-1")
    sign_in(client, email="nobody@alfa.example")
    sign_in(client)
    client.get(THING + "?search=anna%40alfa.example")
    cookie = client.get_cookie("portal_session")
    assert cookie is not None
    sign_out(client)

    secrets = ("Horse", "anna@", "nobody@", "Anna Schmidt", cookie.value)
    assert "manager m1 signed in" in caplog.text
    assert [secret for secret in secrets if secret in caplog.text] == []
