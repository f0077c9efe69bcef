"""A document brings along the answers that its scripts would ask for, and its page as HTML."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from dash import Dash, dcc, html
from flask.testing import FlaskClient

from dashboard.components.gradual import gradual
from tests import tiny_page
from tests.web import browser_of, make_app

ANSWER = r'<script type="application/json" id="brought-{}"([^>]*)>(.*?)</script>'


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dash:
    monkeypatch.setitem(tiny_page.PAGE, "at_once", True)
    return make_app(tmp_path)


@pytest.fixture
def signed_in(app: Dash) -> FlaskClient:
    return browser_of(app)


def brought(document: str, name: str) -> Any:
    found = re.search(ANSWER.format(name), document, re.DOTALL)
    return json.loads(found[2]) if found else None


def view(document: str) -> str:
    found = re.search(r'<div id="first-view"[^>]*>(.*)</div>\s*<div id="react', document, re.DOTALL)
    assert found, document
    return found[1]


def asked(client: FlaskClient, pathname: str, search: str = "") -> Any:
    """Ask for a page as Dash does, and return its answer as it comes."""
    cookie = client.get_cookie("_csrf_token")
    assert cookie
    inputs = {"pathname": pathname, "search": search}
    body = {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": [
            {"id": "_pages_content", "property": "children"},
            {"id": "_pages_store", "property": "data"},
        ],
        "inputs": [
            {"id": "_pages_location", "property": name, "value": value}
            for name, value in inputs.items()
        ],
        "changedPropIds": ["_pages_location.pathname", "_pages_location.search"],
    }
    headers = {"X-CSRFToken": cookie.value}
    return client.post("/_dash-update-component", json=body, headers=headers).get_json()


def test_what_is_brought_is_what_would_be_answered(signed_in: FlaskClient) -> None:
    document = signed_in.get("/things/7?a=1").text

    assert brought(document, "layout") == signed_in.get("/_dash-layout").get_json()
    assert brought(document, "dependencies") == signed_in.get("/_dash-dependencies").get_json()
    page = asked(signed_in, "/things/7", "?a=1")
    content = page["response"]["_pages_content"]
    assert brought(document, "page") != page
    content["children"] = gradual(content["children"])
    assert brought(document, "page") == page
    assert 'data-pathname="/things/7" data-search="?a=1"' in document


def test_the_page_is_seen_in_its_frame_and_can_not_be_used_yet(signed_in: FlaskClient) -> None:
    document = signed_in.get("/things/7").text

    assert '<div id="first-view" aria-hidden="true" inert>' in document
    drawn = view(document)
    assert "<h1>7 of Alfa</h1>" in drawn
    assert 'class="sidebar"' in drawn
    assert not re.search(r"\sid=", drawn)
    assert re.search(r'<div id="waiting"[^>]* hidden>', document)


def test_scripts_wait_for_the_page_to_be_painted(signed_in: FlaskClient) -> None:
    document = signed_in.get("/things/7").text
    waiting = re.search(r'<template id="scripts">(.*?)</template>', document, re.DOTALL)
    assert waiting

    assert "dash_renderer" in waiting[1]
    assert "dash_renderer" not in document.replace(waiting[1], "")


def test_a_page_that_is_not_drawn_at_once_is_asked_for(tmp_path: Path) -> None:
    document = browser_of(make_app(tmp_path)).get("/things/7").text

    assert brought(document, "layout")
    assert brought(document, "dependencies")
    assert brought(document, "page") is None
    assert 'id="first-view"' not in document
    assert "7 of Alfa" not in document
    assert "<template" not in document


def test_each_partner_is_brought_their_own(app: Dash) -> None:
    own = browser_of(app).get("/things/7").text
    others = browser_of(app, domain="beta.example").get("/things/7").text

    assert "7 of Alfa" in own
    assert "Alfa" not in view(others)
    assert "7 of Alfa" not in others


def test_nothing_is_brought_to_who_is_not_signed_in(app: Dash) -> None:
    answer = app.server.test_client().get("/things/7")

    assert answer.status_code == 302
    assert "brought" not in answer.text


@pytest.mark.parametrize("typed", ["</script><script>alert(1)</script>", "<!--", "\u2028"])
def test_what_is_typed_ends_no_tag(signed_in: FlaskClient, typed: str) -> None:
    answer = signed_in.get(f"/things/{typed.replace('/', '%2F')}", query_string={"q": typed})

    assert "<script>alert" not in answer.text
    assert "<!--" not in answer.text
    assert brought(answer.text, "layout")


def test_a_document_holds_no_token(signed_in: FlaskClient) -> None:
    """What was asked for stands in it as well: compressed, the two would tell the token."""
    document = signed_in.get("/things/7").text
    cookie = signed_in.get_cookie("_csrf_token")
    assert cookie
    secret = cookie.value.partition(".")[0]

    assert len(secret) > 20
    assert secret not in document


def test_a_page_that_fails_brings_the_notice_of_it(signed_in: FlaskClient) -> None:
    answer = signed_in.get("/things/broken")

    assert "Something went wrong" in view(answer.text)
    assert "typed a secret" not in answer.text
    assert "Something went wrong" in json.dumps(brought(answer.text, "page"))


def test_what_does_not_exist_is_said_at_once(signed_in: FlaskClient) -> None:
    answer = signed_in.get("/things/missing")

    assert answer.status_code == 404


def test_a_page_that_can_not_be_seen_at_once_is_told_of_and_asked_for(
    signed_in: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(
        "dashboard.addresses.Addresses.draw", lambda *_: html.Div(dcc.Slider(0, 10))
    )
    with caplog.at_level(logging.WARNING, logger="dashboard.beginnings"):
        document = signed_in.get("/things/7").text

    assert brought(document, "layout")
    assert brought(document, "page") is None
    assert "/things/7 is not drawn at once: KeyError('Slider')" in caplog.text


def test_a_page_comes_along_for_who_follows_a_link_from_elsewhere(signed_in: FlaskClient) -> None:
    """Over TLS a change is refused where no page of ours is told to have asked for it."""
    for referer in ({}, {"Referer": "https://mail.example/"}):
        cookies = {name: signed_in.get_cookie(name) for name in ("session", "_csrf_token")}
        told = "; ".join(f"{name}={found.value}" for name, found in cookies.items() if found)
        document = signed_in.get(
            "/things/7", base_url="https://localhost", headers={**referer, "Cookie": told}
        ).text

        assert "<h1>7 of Alfa</h1>" in view(document)


def test_an_address_is_brought_as_a_browser_writes_it(signed_in: FlaskClient) -> None:
    document = signed_in.get("/things/%D1%88 ~'x").text

    assert 'data-pathname="/things/%D1%88%20~&#39;x"' in document
    assert "ш ~" in view(document)


def test_a_document_counts_as_one_and_its_page_as_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, str, int]] = []

    class Counter:
        def answered(self, kind: str, route: str, status: int, seconds: float) -> None:
            assert seconds >= 0
            told.append((kind, route, status))

        def failed(self) -> None: ...
        def signed_in(self, outcome: str) -> None: ...

    monkeypatch.setitem(tiny_page.PAGE, "at_once", True)
    app = make_app(tmp_path)
    client = browser_of(app)
    app.server.extensions["observer"] = Counter()
    client.get("/things/7")

    assert [one for one in told if one[0] in ("page", "document")] == [
        ("page", "/things/<thing_id>", 200),
        ("document", "/things/<thing_id>", 200),
    ]
