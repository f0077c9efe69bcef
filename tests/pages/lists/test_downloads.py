"""Every row of a list, taken along."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from store.audit import Action, events
from tests.pages.lists.seen import page_of, rows_of
from tests.web import portal_of

ADDRESSES = ["/clients.csv", "/clients.xlsx", "/subscriptions.csv", "/subscriptions.xlsx"]


def rows(answer: TestResponse) -> list[dict[str, str]]:
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))


def sheet(answer: TestResponse) -> list[tuple[Any, ...]]:
    assert answer.status_code == 200
    return [tuple(cell.value for cell in row) for row in cells(answer)]


def cells(answer: TestResponse) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(answer.get_data()))
    answer.close()
    assert book.active is not None
    return list(book.active.iter_rows())


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_given_to_someone_signed_out(app: Dash, address: str) -> None:
    answer = app.server.test_client().get(address)

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_partner_gets_its_own(other_anna: FlaskClient, address: str) -> None:
    """NFR-1."""
    answer = other_anna.get(address)

    found = (
        [row["client_id"] for row in rows(answer)]
        if address.endswith("csv")
        else [row[3 if "subscriptions" in address else 0] for row in sheet(answer)[1:]]
    )

    assert found == ["a9"]


@pytest.mark.parametrize("query", ["client=a9", "client=a1,a9", "plan=p9", "product=none"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_ids_of_others_are_not_found(anna: FlaskClient, kind: str, query: str) -> None:
    answer = anna.get(f"/subscriptions.{kind}?{query}")

    assert answer.status_code == 404
    assert "Foreign" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("query", ["status=flying", "sort=x", "nonsense=1", "page=x"])
def test_what_can_not_be_read_is_refused_in_a_sentence(
    anna: FlaskClient, address: str, query: str
) -> None:
    assert anna.get(f"{address}?{query}").status_code == 400


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"])
def test_a_day_that_nothing_can_be_of_is_refused(anna: FlaskClient, kind: str, day: str) -> None:
    for query in (f"clients.{kind}?created_from={day}", f"clients.{kind}?created_to={day}",
                  f"subscriptions.{kind}?expires_from={day}"):  # fmt: skip
        assert anna.get(f"/{query}").status_code == 400


@pytest.mark.parametrize(
    "search",
    ["", "?sort=name", "?status=graced,stopped&sort=expiration", "?client=a1&page=7&size=10",
     "?q=e3&billing=csp_annual"],
)  # fmt: skip
def test_it_is_what_the_list_shows_on_all_its_pages(anna: FlaskClient, search: str) -> None:
    shown = rows_of(page_of(anna, "/subscriptions", search))

    assert [
        row["subscription_id"] for row in rows(anna.get(f"/subscriptions.csv{search}"))
    ] == shown
    found = sheet(anna.get(f"/subscriptions.xlsx{search}"))
    assert [str(int(row[0])) for row in found[1:]] == shown


def test_amounts_are_exact_and_days_are_days(anna: FlaskClient) -> None:
    (row,) = rows(anna.get("/subscriptions.csv?q=office"))
    assert row == {
        "subscription_id": "101", "subscription": "E3 office", "status": "active",
        "client_id": "a1", "client": "Ромашка", "plan_id": "p1", "plan": "E3 a year",
        "product_id": "m365", "product": "Microsoft 365", "billing_type": "csp_annual",
        "trial": "no", "activation_date": "2026-01-01", "expiration_date": "2026-12-31",
        "auto_renew": "yes", "amount": "25", "unit": "pcs", "unit_price": "20.123456",
        "currency": "USD",
    }  # fmt: skip

    head, written = sheet(anna.get("/subscriptions.xlsx?q=office"))
    days = [value.date() for value in written[11:13]]
    assert days == [date(2026, 1, 1), date(2026, 12, 31)]
    assert (*written[:11], *written[13:]) == (
        101, "E3 office", "Active", "a1", "Ромашка", "p1", "E3 a year", "m365", "Microsoft 365",
        "Long-term", "no", "yes", 25, "pcs",
        20.123456, "USD",
    )  # fmt: skip
    assert len(set(head)) == len(written)


def test_no_name_is_a_formula(anna: FlaskClient) -> None:
    assert {row["client"] for row in rows(anna.get("/clients.csv"))} == {"Ромашка", "'=alfa()"}
    kinds = {cell.data_type for row in cells(anna.get("/clients.xlsx")) for cell in row}
    assert "f" not in kinds


def test_nothing_that_fits_is_a_head_without_rows(anna: FlaskClient) -> None:
    assert rows(anna.get("/clients.csv?q=zzz")) == []
    assert len(anna.get("/clients.csv?q=zzz").get_data(as_text=True).splitlines()) == 1
    (head,) = sheet(anna.get("/subscriptions.xlsx?q=zzz"))
    assert head[0] == "Subscription ID"


def test_downloads_are_in_the_audit(app: Dash, anna: FlaskClient) -> None:
    anna.get("/subscriptions.xlsx?q=office").close()

    last = events(portal_of(app).store, reseller_id="r1")[0]
    assert last.action == Action.DOWNLOADED
    assert last.detail == {"kind": "subscriptions", "query": "q=office"}
