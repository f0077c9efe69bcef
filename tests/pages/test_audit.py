"""The audit over HTTP: who may see it, what it tells, and its CSV (NFR-3)."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import PAGES, ROUTES
from dashboard.audit_texts import ACTIONS
from dashboard.audit_view import choose
from domain.operation import OperationKind, OperationState, PlatformIds
from screenshots.faults import fits
from store.audit import OPERATOR, Action, record_event
from store.journal_rows import Answer
from store.models import Credential
from store.operations import Asking, begin, mark_sent, record_answer
from tests.browser import DESKTOP, PHONE, browse, serve, shoot
from tests.cost_rows import TABLES
from tests.web import (
    ANNA,
    OTHER_ANNA,
    PASSWORD,
    PASSWORD_HASH,
    FixedClock,
    browser_of,
    make_app,
    portal_of,
    show_frame,
    show_page,
    sign_in,
    text_of,
)

SALES = {"manager_id": "m3", "reseller_id": "r1", "email": "sam@alfa.example",
         "name": "Sam Seller", "role_name": "Sales person"}  # fmt: skip
PEOPLE = {
    "manager": [ANNA, OTHER_ANNA, SALES],
    "plan_resource": [{"plan_resource_id": "7", "name": "License"}],
}
CHANGE = {
    "subscription_id": "s1",
    "request": {"quantities": {"7": 15}},
    "before": {"status": "active", "quantities": {"7": 12}},
}
REFUSAL = "=The vendor refuses <b>this</b>"
ADDRESSES = ("/audit", "/audit.csv")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    """A portal in which Sam changed an amount, was refused, and Anna looked at a secret."""
    app = make_app(
        tmp_path_factory.mktemp("audit"), pages=PAGES, routes=ROUTES, tables=TABLES | PEOPLE,
        clock=FixedClock(),
    )  # fmt: skip
    portal = portal_of(app)
    now = portal.clock()
    with portal.store.writing() as session:
        session.add(Credential(manager_id="m3", reseller_id="r1", password_hash=PASSWORD_HASH,
                               changed_at=now))  # fmt: skip
    for days, key, answer in (
        (3, "f1", Answer(OperationState.ACCEPTED, PlatformIds("a1", "o7", "s1"))),
        (2, "f2", Answer(OperationState.REFUSED, message=REFUSAL)),
    ):
        then = now - timedelta(days=days)
        asking = Asking(key, "r1", "m3", OperationKind.CHANGE_ORDER, CHANGE,
                        PlatformIds("a1", None, "s1"))  # fmt: skip
        begun = begin(portal.store, asking, now=then)
        assert mark_sent(portal.store, begun.operation, now=then, platform_at=then)
        record_answer(portal.store, begun.operation, answer, now=then)
    record_event(portal.store, Action.SIGNED_IN, reseller_id="r1", manager_id="m3",
                 now=now - timedelta(days=4))  # fmt: skip
    # Who runs the portal did it, by the command line.
    record_event(portal.store, Action.SECOND_FACTOR_RESET, reseller_id="r1", manager_id=OPERATOR,
                 now=now - timedelta(days=9), detail={"of_manager_id": "m3"})  # fmt: skip
    for reseller_id, manager_id, name in (("r1", "m1", "keys"), ("r2", "m2", "beta-secret")):
        record_event(portal.store, Action.SECRET_SHOWN, reseller_id=reseller_id,
                     manager_id=manager_id, now=now - timedelta(days=1),
                     detail={"subscription_id": "s1", "key": name})  # fmt: skip
    return app


@pytest.fixture
def anna(app: Dash) -> FlaskClient:
    return browser_of(app)


@pytest.fixture
def sam(app: Dash) -> FlaskClient:
    return browser_of(app, email="sam@alfa.example")


def drawn(client: FlaskClient, search: str = "") -> str:
    return text_of(show_page(client, "/audit", search))


def lines(client: FlaskClient, search: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/audit.csv{search}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))


def test_every_action_has_its_words() -> None:
    """Whatever is added to store/audit.py or to the kinds of operations gets words as well."""
    assert {*Action, *OperationKind} <= ACTIONS.keys()


@pytest.mark.parametrize("address", ADDRESSES)
def test_someone_signed_out_is_sent_to_sign_in(app: Dash, address: str) -> None:
    answer = app.server.test_client().get(address)

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=/audit")


def test_only_administrators_see_it(anna: FlaskClient, sam: FlaskClient) -> None:
    for address in ADDRESSES:
        assert anna.get(address).status_code == 200
        assert sam.get(address).status_code == 403
    assert "Changed amounts" not in drawn(sam)
    assert "/audit" in show_frame(anna)
    assert "/audit" not in show_frame(sam)


def test_a_manager_of_another_reseller_is_not_found(anna: FlaskClient) -> None:
    """NFR-1."""
    for address in ADDRESSES:
        assert anna.get(f"{address}?manager=m2").status_code == 404
        assert anna.get(f"{address}?manager=m1,nobody").status_code == 404


def test_a_reseller_sees_its_own(app: Dash, anna: FlaskClient) -> None:
    """P-3."""
    other = app.server.test_client()
    assert sign_in(other, domain="beta.example").status_code == 303

    assert "beta-secret" not in drawn(anna)
    assert "beta-secret" in drawn(other)
    assert "Sam Seller" not in drawn(other)
    # Its own entry names a subscription that is not its own: its name is not told.
    assert "Microsoft 365 E3" not in drawn(other)


def test_an_entry_tells_who_what_before_after_and_result(anna: FlaskClient) -> None:
    page = drawn(anna, "?manager=m3&action=change_order")

    for said in (
        *("Sam Seller", "Changed amounts", "17.11.2026", "15:00:00", "License", '"12"', '"15"'),
        *("Accepted", "Refused", "The vendor refuses", "Order o7", "Alfa Trade"),
        *("/subscriptions/s1", "/subscriptions/s1?tab=history", "/clients/a1"),
    ):
        assert said in page, said
    rows = page.partition("audit-filters")[2]
    assert "Changed amounts" in rows
    assert "Looked at a secret" not in rows


def test_filters_are_in_the_address(anna: FlaskClient) -> None:
    assert {row["manager_id"] for row in lines(anna, "?manager=m3")} == {"m3"}
    assert [row["action"] for row in lines(anna, "?action=secret_shown")] == ["secret_shown"]
    days = lines(anna, "?day_from=2026-11-17&day_to=2026-11-18")
    assert [row["result"] for row in days] == ["refused", "accepted"]
    assert "Nothing matches these filters" in drawn(anna, "?day_to=2020-01-01")


@pytest.mark.parametrize(
    "search", ["?action=flew", "?day_from=x", "?page=0", "?size=7", "?day_from=2026-2-30", "?q=1"]
)
def test_what_cant_be_read_is_named(anna: FlaskClient, search: str) -> None:
    assert "notice warn" in drawn(anna, search)
    assert anna.get(f"/audit.csv{search}").status_code == 400


def test_who_runs_the_portal_is_named(anna: FlaskClient) -> None:
    # What stands after the filters, whose lists name everybody and everything.
    page = drawn(anna, "?manager=operator").partition("audit-filters")[2]

    for said in ("The portal's operator", "Reset a second factor", "Sam Seller", "11.11.2026"):
        assert said in page, said
    (row,) = lines(anna, "?action=second_factor_reset")
    assert (row["manager_id"], row["manager"]) == ("operator", "The portal's operator")


def test_a_page_past_the_end_is_the_last(anna: FlaskClient) -> None:
    assert "Looked at a secret" in drawn(anna, "?page=1000&size=50")


def test_the_csv_has_exactly_what_is_filtered(anna: FlaskClient) -> None:
    refused, accepted = lines(anna, "?action=change_order")

    assert accepted == {
        "happened_at": "2026-11-17T12:00:00+00:00",
        "manager_id": "m3",
        "manager": "Sam Seller",
        "action": "change_order",
        "action_name": "Changed amounts",
        "client_id": "a1",
        "client": "Alfa Trade",
        "subscription_id": "s1",
        "subscription": "Microsoft 365 E3",
        "order_id": "o7",
        "before": '{"7": 12, "status": "active"}',
        "after": '{"7": 15}',
        "result": "accepted",
        "message": "",
        "more": accepted["more"],
    }
    # A spreadsheet must not take it for a formula.
    assert refused["message"] == "'" + REFUSAL


def test_downloading_it_is_in_it(anna: FlaskClient) -> None:
    lines(anna, "?manager=m3")

    newest = lines(anna)[0]
    assert newest["action"] == "downloaded"
    assert json.loads(newest["more"]) == {"kind": "audit", "query": ""}


def test_fields_make_an_address() -> None:
    assert choose({}, "", "", None, None) is None
    assert choose({"page": "3"}, "", "", None, None) is None
    assert choose({"page": "3", "size": "50"}, "m1", "", None, None) == "?manager=m1&size=50"
    chosen = choose({"manager": "m1"}, "", "stop", "2026-11-01", "2026-11-02")
    assert chosen == "?action=stop&day_from=2026-11-01&day_to=2026-11-02"


@pytest.mark.browser
def test_it_is_filtered_and_left_by_a_door(app: Dash) -> None:
    with serve(app) as url:
        for width in (DESKTOP, PHONE):
            with browse(url, width=width) as page:
                page.goto(f"{url}/audit")
                page.get_by_label("Domain").fill("alfa.example")
                page.get_by_label("Email").fill("anna@alfa.example")
                page.get_by_label("Password", exact=True).fill(PASSWORD)
                page.get_by_role("button", name="Sign in").click()
                page.get_by_label("Manager").select_option("Sam Seller")
                page.wait_for_url("**/audit?manager=m3")
                page.get_by_label("Action", exact=True).select_option("Changed amounts")
                page.wait_for_url("**/audit?manager=m3&action=change_order")
                page.get_by_text("2 entries").wait_for()
                assert page.get_by_label("Action", exact=True).input_value() == "change_order"
                shoot(page, f"audit-{width}")
                assert fits(page)
                page.get_by_role("link", name="Order o7").click()
                page.wait_for_url("**/subscriptions/s1?tab=history")
