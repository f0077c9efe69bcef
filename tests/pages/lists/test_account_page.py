"""The subscriptions on the page of a client, over HTTP."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.pages.lists.seen import chips_of, heads_of, page_of, parts, redraw, rows_of, text_in

LIST = "account-subscriptions"


def test_a_clients_subscriptions_are_a_list_without_the_client(anna: FlaskClient) -> None:
    """CLI-8."""
    drawn = page_of(anna, "/clients/a2")

    assert rows_of(drawn) == ["102", "105"]
    assert heads_of(drawn) == [
        "Subscription name ID ↓", "Expiration date", "Next deadline", "Amount",
        "Quick actions",
    ]  # fmt: skip
    downloads = [one["href"] for one in parts(drawn) if ".csv?" in str(one.get("href"))]
    assert downloads == ["/subscriptions.csv?client=a2"]


def test_what_is_known_of_a_client_stands_above(anna: FlaskClient) -> None:
    """CLI-6, CLI-7."""
    for search in ("", "?tab=costs", "?tab=information"):
        text = text_in(page_of(anna, "/clients/a1", search))
        for told in ("Client type Education", "Creation date 01.01.2026",
                     "Last purchase date 01.03.2026", "Ada Byron"):  # fmt: skip
            assert told in text, told


def test_each_tab_has_an_address_and_shows_its_own(anna: FlaskClient) -> None:
    """CLI-7, CLI-8."""
    information = page_of(anna, "/clients/a1", "?tab=information")
    for told in ("ITN 7701234567", "Microsoft Tenant Name engine.onmicrosoft.com"):
        assert told in text_in(information), told
    assert "Microsoft Tenant" not in text_in(page_of(anna, "/clients/a2", "?tab=information"))
    assert rows_of(information) == rows_of(page_of(anna, "/clients/a1", "?tab=costs")) == []

    addresses = ["/clients/a1", "/clients/a1?tab=costs", "/clients/a1?tab=information"]
    for search in ("", "?tab=subscriptions", "?tab=costs", "?tab=information"):
        drawn = page_of(anna, "/clients/a1", search)
        links = [one["href"] for one in parts(drawn) if one.get("href") in addresses]
        assert links == addresses, search


def test_what_a_client_cost_stands_by_subscription_and_month(anna: FlaskClient) -> None:
    """P-1, NAV-4: of the last six months, each amount the way to its records."""
    drawn = page_of(anna, "/clients/a1", "?tab=costs")
    (table,) = (one for one in parts(drawn) if "account-months" in str(one.get("className")))
    rows = [text_in(row).split() for row in table["children"][1]["props"]["children"]]

    assert rows == [
        "E3 office ID 101 0.00 0.00 0.00 0.00 20.20 0.00 20.20".split(),
        "Try <b>it</b> ID 103 0.00 0.00 0.00 0.00 5.00 1.50 6.50".split(),
    ]
    assert text_in(table["children"][2]).endswith("25.20 1.50 26.70")
    links = [one["href"] for one in parts(table["children"]) if one.get("href")]
    assert "/subscriptions/101" in links
    assert "/analytics/records?from=2026-10&to=2026-10&account=a1&subscription=101" in links
    assert "/analytics?account=a1" in [one.get("href") for one in parts(drawn)]
    assert "No costs in the last months" in text_in(page_of(anna, "/clients/a2", "?tab=costs"))


@pytest.mark.parametrize(
    ("search", "found"),
    [("?status=stopped", ["105"]), ("?sort=name", ["102", "105"]), ("?q=zzz", [])],
)
def test_it_has_filters_and_an_order(anna: FlaskClient, search: str, found: list[str]) -> None:
    assert rows_of(page_of(anna, "/clients/a2", search)) == found


def test_another_client_can_not_be_asked_for(anna: FlaskClient) -> None:
    """NFR-1: not in the address, and not by what the browser sends."""
    drawn = page_of(anna, "/clients/a2", "?client=a1&sort=client")
    assert rows_of(drawn) == ["102", "105"]
    assert chips_of(drawn) == []
    assert "filters that are not known here: client" in text_in(drawn)
    assert "“client” is not a value of “sort”" in text_in(drawn)

    shown = {"about": {"account_id": "a9"}, "asked": None, "digest": "", "sentence": ""}
    parts_of = redraw(anna, LIST, shown=shown)[f"{LIST}-content"]["children"]
    assert rows_of(parts_of) == []
