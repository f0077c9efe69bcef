"""My subscriptions over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import PAGES, ROUTES
from dashboard.context import Services, Viewer
from domain.access import Access
from domain.operation import OperationKind, PlatformIds
from domain.statuses import ManagerRole
from store.operations import Asking, begin, mark_sent
from tests.pages.lists.rows import TABLES
from tests.pages.lists.seen import (
    chips_of,
    heads_of,
    openers,
    page_of,
    parts,
    redraw,
    rows_of,
    text_in,
)
from tests.warehouse_builder import AS_OF
from tests.web import ANNA, make_app, portal_of, show_page, sign_in

ADDRESS = "/subscriptions"


def test_someone_signed_out_is_sent_to_sign_in_and_back(app: Dash) -> None:
    client = app.server.test_client()

    assert client.get(ADDRESS).location == "/sign-in?next=/subscriptions"
    assert show_page(client, ADDRESS).status_code == 401


def test_each_partner_sees_its_own(anna: FlaskClient, other_anna: FlaskClient) -> None:
    """P-3, NFR-1."""
    assert "999" not in rows_of(page_of(anna, ADDRESS))
    theirs = page_of(other_anna, ADDRESS)
    assert rows_of(theirs) == ["999"]
    assert "E3 office" not in text_in(theirs)


def test_all_but_deleted_ones_are_there_the_newest_first(anna: FlaskClient) -> None:
    """SUB-1, SUB-5, NAV-7."""
    drawn = page_of(anna, ADDRESS)

    assert rows_of(drawn) == ["103", "102", "101", "105"]
    assert "4 subscriptions" in text_in(drawn)
    assert chips_of(drawn) == []


def test_a_row_says_everything_of_a_subscription(anna: FlaskClient) -> None:
    """SUB-2, SUB-7, NAV-4."""
    drawn = page_of(anna, ADDRESS, "?q=office")
    text = text_in(drawn)

    for told in ("E3 office", "ID 101", "Active", "Ромашка", "ID a1", "31.12.2026",
                 "Auto-renew is on", "25"):  # fmt: skip
        assert told in text, told
    links = {one["href"] for one in parts(drawn) if "href" in one}
    assert {"/subscriptions/101", "/clients/a1"} <= links
    other = text_in(page_of(anna, ADDRESS, "?q=azure"))
    assert "Endless" in other
    assert "it is stopped when the grace period ends" in other
    trial = text_in(page_of(anna, ADDRESS, "?kind=trial"))
    assert "Trial" in trial
    assert "Try <b>it</b>" in trial


@pytest.mark.parametrize(
    ("search", "found", "chips"),
    [
        ("?status=deleted", ["104"], ["Status: Deleted"]),
        ("?status=graced,stopped", ["102", "105"], ["Status: Graced", "Status: Stopped"]),
        ("?client=a2", ["102", "105"], ["Client: =alfa()"]),
        ("?product=m365&sort=id", ["105", "101", "103"], ["Product: Microsoft 365"]),
        ("?plan=p2", ["102"], ["Plan: Azure plan"]),
        ("?billing=csp_annual&kind=paid", ["101", "105"], ["Billing type: Long-term", "Paid"]),
        ("?auto_renew=off", ["103"], ["Auto-renew: Off"]),
        ("?expires_from=2026-12-01&expires_to=2026-12-31", ["101"],
         ["Expires from 01.12.2026", "Expires to 31.12.2026"]),
        ("?activated_from=2026-01-01&activated_to=2026-01-01&status=graced", ["102"],
         ["Status: Graced", "Activated from 01.01.2026", "Activated to 01.01.2026"]),
        ("?q=Ромашка+off", ["101"], ["“Ромашка off”"]),
    ],
)  # fmt: skip
def test_filters_are_in_the_address_and_on_chips(
    anna: FlaskClient, search: str, found: list[str], chips: list[str]
) -> None:
    """SUB-4, NAV-7."""
    drawn = page_of(anna, ADDRESS, search)

    assert rows_of(drawn) == found
    assert chips_of(drawn) == chips
    assert "Clear filters" in text_in(drawn)


def test_a_chip_leads_to_the_list_without_it(anna: FlaskClient) -> None:
    """SUB-4: it keeps the order, and begins on the first page."""
    drawn = page_of(anna, ADDRESS, "?status=graced,active&q=a&sort=name&page=2")
    links = {one.get("aria-label") or text_in(one["children"]): one["href"]
             for one in parts(drawn) if "view-link" in (one.get("className") or "")}  # fmt: skip

    assert links["Remove the filter Status: Graced"] == "?q=a&status=active&sort=name"
    assert links["Remove the filter “a”"] == "?status=graced,active&sort=name"
    assert links["Clear filters"] == "?sort=name"


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("id", ["105", "101", "102", "103"]),
        ("name", ["102", "101", "105", "103"]),
        ("-client", ["103", "101", "102", "105"]),
        ("expiration", ["103", "101", "105", "102"]),
    ],
)
def test_the_order_is_in_the_address(anna: FlaskClient, sort: str, found: list[str]) -> None:
    """SUB-6, NAV-8."""
    drawn = page_of(anna, ADDRESS, f"?sort={sort}")

    assert rows_of(drawn) == found
    (current,) = [one for one in parts(drawn, scope="col")
                  if one.get("aria-sort") in ("ascending", "descending")]  # fmt: skip
    assert current["aria-sort"] == ("descending" if sort.startswith("-") else "ascending")


@pytest.mark.parametrize(
    ("search", "told", "count"),
    [
        ("?status=flying", "“flying” is not a value of “status”", 4),
        ("?sort=price", "“price” is not a value of “sort”", 4),
        ("?page=0", "“0” is not a value of “page”", 4),
        ("?size=1000000", "is not a value of “size”", 4),
        ("?expires_from=2026-13-40", "is not a value of “expires_from”", 4),
        ("?expires_from=2027-01-01&expires_to=2026-01-01", "ends before it starts", 4),
        ("?activated_to=never", "is not a value of “activated_to”", 4),
        ("?activated_from=2026-01-02", "Nothing matches these filters", 0),
        ("?expires_to=9999-12-31", "4 subscriptions", 4),
        ("?clinet=a1", "filters that are not known here: clinet", 4),
        ("?page=40", "4 subscriptions", 4),
        ("?client=a9", "Nothing is known of these filters' values: a9", 0),
        ("?client=a9,a1", "Nothing is known of these filters' values: a9", 2),
        ("?plan=%27%3B+DROP", "Nothing is known of these filters' values", 0),
        ("?q=" + "x" * 5000, "Nothing matches these filters", 0),
    ],
)
def test_bad_values_get_a_sentence_and_never_what_is_anothers(
    anna: FlaskClient, search: str, told: str, count: int
) -> None:
    """NFR-1."""
    drawn = page_of(anna, ADDRESS, search)

    assert told in text_in(drawn)
    assert len(rows_of(drawn)) == count
    assert "Foreign" not in text_in(drawn)
    assert "Theirs" not in text_in(drawn)


def test_pages_are_numbered(anna: FlaskClient) -> None:
    """NAV-7."""
    drawn = page_of(anna, ADDRESS, "?size=10")

    sizes = [text_in(one["children"]) for one in parts(drawn) if one.get("aria-current") == "true"]
    assert sizes == ["10"]


def test_an_empty_list_says_why_and_what_to_do(anna: FlaskClient, tmp_path: Any) -> None:
    """NAV-10."""
    nothing = text_in(page_of(anna, ADDRESS, "?q=zzz"))
    assert "Nothing matches these filters" in nothing
    assert "Clear filters" in nothing

    empty = make_app(tmp_path, pages=PAGES, routes=ROUTES).server.test_client()
    sign_in(empty)
    drawn = page_of(empty, ADDRESS)
    assert "No subscriptions yet" in text_in(drawn)
    assert any(one.get("href") == "/catalog?order=1" for one in parts(drawn))


def test_quick_actions_are_those_that_are_available(anna: FlaskClient) -> None:
    """SUB-8, SUB-9."""
    drawn = page_of(anna, ADDRESS)
    opens = [(one["data-operation"], one["data-subscription"]) for one in openers(drawn)]

    assert opens == [("stop", "101"), ("renew", "101"), ("activate", "105")]
    (amount,) = parts(drawn, className="amount-edit")
    limits = (amount["data-amount"], amount["data-least"], amount["data-most"])
    assert limits == ("25", "1", "300")
    refused = [one for one in parts(drawn) if "unavailable" in (one.get("className") or "")]
    assert refused
    assert all(one["title"] and one["aria-disabled"] == "true" for one in refused)


def test_what_was_sent_for_a_row_and_is_not_settled_is_waited_for(tmp_path: Any) -> None:
    """OP-7, OP-8: of the rows of this partner only, and one question for all of them."""
    app = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables=TABLES)
    portal = portal_of(app)
    for key, reseller_id, own_id in (("form1", "r1", "101"), ("form2", "r2", "105")):
        ids = PlatformIds("a1", None, own_id)
        asking = Asking(key, reseller_id, "m2", OperationKind.STOP, {}, ids)
        begun = begin(portal.store, asking, now=AS_OF)
        assert mark_sent(portal.store, begun.operation, now=AS_OF, platform_at=AS_OF)
    client = app.server.test_client()
    sign_in(client)

    drawn = page_of(client, ADDRESS)

    opens = [(one["data-operation"], one["data-subscription"]) for one in openers(drawn)]
    assert opens == [("activate", "105")]
    waits = "its result is not known yet"
    refused = [one for one in parts(drawn) if waits in (one.get("title") or "")]
    assert [one.get("aria-disabled") for one in refused] == [None, "true", "true"]
    assert not list(parts(drawn, className="amount-edit"))


def test_who_may_only_look_has_no_actions(tmp_path: Any) -> None:
    """MGR-9, OP-8."""
    marketing = [{**ANNA, "role_name": ManagerRole.MARKETING}]
    tables = {**TABLES, "manager": marketing}
    client = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables=tables).server.test_client()
    sign_in(client)
    drawn = page_of(client, ADDRESS)

    assert rows_of(drawn) == ["103", "102", "101", "105"]
    assert "Quick actions" not in heads_of(drawn)
    assert not [one for one in parts(drawn) if isinstance(one.get("id"), dict)]
    assert not list(parts(drawn, role="checkbox"))


def test_columns_are_chosen_and_kept(anna: FlaskClient, other_anna: FlaskClient) -> None:
    """NAV-6: the name can't be switched off, whatever is sent."""
    assert heads_of(page_of(anna, ADDRESS)) == [
        "Subscription name ID ↓", "Client", "Expiration date", "Next deadline",
        "Amount", "Quick actions",
    ]  # fmt: skip

    redraw(anna, "subscriptions", checked=["activation", "billing", "nonsense"], trigger="columns")

    assert heads_of(page_of(anna, ADDRESS)) == [
        "Subscription name ID ↓", "Activation date", "Billing type",
    ]  # fmt: skip
    assert "Client" in heads_of(page_of(other_anna, ADDRESS))
    redraw(anna, "subscriptions", trigger="columns",
           checked=["client", "expiration", "amount", "actions"])  # fmt: skip


def test_the_list_is_asked_for_again_only_while_something_moves(anna: FlaskClient) -> None:
    """SUB-3: what has not changed is not drawn again."""
    first = redraw(anna, "subscriptions")
    assert first["subscriptions-tick"]["disabled"] is True
    assert rows_of(first["subscriptions-content"]["children"]) == ["103", "102", "101", "105"]

    again = redraw(anna, "subscriptions", trigger="tick",
                   shown=first["subscriptions-shown"]["data"])  # fmt: skip
    assert "subscriptions-content" not in again
    assert "subscriptions-shown" not in again


def test_a_list_with_something_on_its_way_refreshes_itself(tmp_path: Any) -> None:
    """SUB-3."""

    moving = [{"subscription_id": "1", "status": "installing", "name": "New"}]
    tables = {"account": TABLES["account"], "subscription": moving}
    app = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables=tables)
    client = app.server.test_client()
    sign_in(client)

    (tick,) = parts(page_of(client, ADDRESS), id="subscriptions-tick")
    assert (tick["interval"], tick["disabled"]) == (10_000, False)
    drawn = redraw(client, "subscriptions")
    assert drawn["subscriptions-tick"]["disabled"] is False
    assert "1 subscription is changing" in drawn["subscriptions-said"]["children"]


def test_every_id_that_a_view_means_is_told(app: Dash, anna: FlaskClient) -> None:
    """For what is done with all of a selection."""
    role, access = ManagerRole.SYSTEM_ADMINISTRATOR, Access(is_administrator=True)
    viewer = Viewer("m1", "r1", "Alfa", "EUR", role, "Anna", "a", "en", None, access=access)
    with app.server.test_request_context():
        listing = Services(portal_of(app), viewer).subscription_list
        assert listing.matching_ids({"client": "a2"}) == ["102", "105"]
        assert listing.matching_ids({}, account_id="a1") == ["103", "101"]
        assert listing.matching_ids({}, account_id="a9") == []
