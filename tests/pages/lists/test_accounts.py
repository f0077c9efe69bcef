"""The list of clients over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import PAGES, ROUTES
from tests.pages.lists.seen import chips_of, heads_of, page_of, parts, redraw, rows_of, text_in
from tests.web import make_app, show_page, sign_in

ADDRESS = "/clients"


def test_someone_signed_out_is_sent_to_sign_in_and_back(app: Dash) -> None:
    client = app.server.test_client()

    assert client.get(ADDRESS).location == "/sign-in?next=/clients"
    assert show_page(client, ADDRESS).status_code == 401


def test_each_partner_sees_its_own(anna: FlaskClient, other_anna: FlaskClient) -> None:
    """NFR-1."""
    assert "Foreign" not in text_in(page_of(anna, ADDRESS))
    assert rows_of(page_of(other_anna, ADDRESS)) == ["a9"]


def test_clients_that_bought_something_are_there_the_last_purchase_first(
    anna: FlaskClient,
) -> None:
    """CLI-1, CLI-2, CLI-4, CLI-11."""
    drawn = page_of(anna, ADDRESS)
    text = text_in(drawn)

    assert rows_of(drawn) == ["a1", "a2"]
    assert heads_of(drawn) == [
        "Client name", "Contact person", "ITN", "Creation date",
        "Last purchase date ↓", "Client type",
    ]  # fmt: skip
    for told in ("Ромашка", "ID a1", "Ada Byron", "ada@engine.example", "7701234567",
                 "01.01.2026", "01.03.2026", "Education", "Financial hold",
                 "2 clients"):  # fmt: skip
        assert told in text, told
    assert "Never bought" not in text
    assert "engine.onmicrosoft.com" not in text


@pytest.mark.parametrize(
    ("search", "found", "chips"),
    [
        ("?q=byron", ["a1"], ["“byron”"]),
        ("?status=financial_hold", ["a2"], ["Status: Financial hold"]),
        ("?type=Business", ["a2"], ["Client type: Business"]),
        # In the platform's zone Ромашка was created on the first of January.
        ("?created_from=2026-01-01&created_to=2026-01-01", ["a1"],
         ["Created from 01.01.2026", "Created to 01.01.2026"]),
        ("?sort=name", ["a2", "a1"], []),
        ("?sort=-creation", ["a2", "a1"], []),
    ],
)  # fmt: skip
def test_filters_and_order_are_in_the_address(
    anna: FlaskClient, search: str, found: list[str], chips: list[str]
) -> None:
    """CLI-4, CLI-5."""
    drawn = page_of(anna, ADDRESS, search)

    assert rows_of(drawn) == found
    assert chips_of(drawn) == chips


@pytest.mark.parametrize(
    ("search", "told"),
    [
        ("?status=asleep", "“asleep” is not a value of “status”"),
        ("?type=Club", "Nothing is known of these filters' values: Club"),
        ("?created_from=yesterday", "is not a value of “created_from”"),
        ("?created_from=0001-01-01", "is not a value of “created_from”"),
        ("?created_to=9999-12-31", "is not a value of “created_to”"),
        ("?product=m365", "filters that are not known here: product"),
        ("?page=9", "2 clients"),
    ],
)
def test_bad_values_get_a_sentence(anna: FlaskClient, search: str, told: str) -> None:
    assert told in text_in(page_of(anna, ADDRESS, search))


@pytest.mark.parametrize("about", [None, [], "x", {"account_id": 5}, {"account_id": ["a1"]}])
def test_what_a_browser_makes_up_is_no_error(anna: FlaskClient, about: object) -> None:
    assert redraw(anna, "clients", shown={"about": about}) == {}


def test_columns_are_chosen_and_kept_apart_from_those_of_subscriptions(
    anna: FlaskClient,
) -> None:
    """NAV-6."""
    redraw(anna, "clients", checked=["tenant", "subscriptions"], trigger="columns")

    assert heads_of(page_of(anna, ADDRESS)) == [
        "Client name", "Subscriptions", "Microsoft Tenant Name",
    ]  # fmt: skip
    assert "engine.onmicrosoft.com" in text_in(page_of(anna, ADDRESS))
    assert "Client" in heads_of(page_of(anna, "/subscriptions"))
    redraw(anna, "clients", trigger="columns",
           checked=["contact", "itn", "created", "bought", "type"])  # fmt: skip


def test_an_empty_list_says_why_and_what_to_do(anna: FlaskClient, tmp_path: Path) -> None:
    """NAV-10."""
    assert "Nothing matches these filters" in text_in(page_of(anna, ADDRESS, "?q=zzz"))

    empty = make_app(tmp_path, pages=PAGES, routes=ROUTES).server.test_client()
    sign_in(empty)
    drawn = page_of(empty, ADDRESS)
    assert "No clients yet" in text_in(drawn)
    assert any(one.get("href") == "/catalog?order=1" for one in parts(drawn))
