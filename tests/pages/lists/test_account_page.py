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
    text = text_in(page_of(anna, "/clients/a1"))

    for told in ("Client type Education", "Creation date 01.01.2026",
                 "Last purchase date 01.03.2026", "ITN 7701234567", "Ada Byron",
                 "Microsoft Tenant Name engine.onmicrosoft.com"):  # fmt: skip
        assert told in text, told
    assert "Microsoft Tenant" not in text_in(page_of(anna, "/clients/a2"))


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
