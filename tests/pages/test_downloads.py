"""What can be taken along, over HTTP."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.app import PAGES, ROUTES
from store.audit import Action, events
from tests.cost_rows import TABLES
from tests.warehouse_builder import publish
from tests.web import make_app, portal_of, sign_in

WINTER = "from=2026-01&to=2026-02"
CSV = ["/analytics/costs.csv", "/analytics/records.csv"]
REPORT = "/reports/charges.xlsx?from=2026-10-01&to=2026-10-31"
CLOSED = {
    "reseller_charge": [
        {"charge_id": "c1", "closed_on": "2026-10-31", "gross_amount": "20.20",
         "discount_amount": "0.20"},
    ],
    "charge": [{"charge_id": "c1"}],
}  # fmt: skip


def rows(answer: TestResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))


@pytest.mark.parametrize("address", [*CSV, REPORT, "/reports/charges/progress"])
def test_nothing_is_given_to_someone_signed_out(client: FlaskClient, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")
    assert client.get(address, headers={"Accept": "application/json"}).status_code == 401


@pytest.mark.parametrize("address", CSV)
@pytest.mark.parametrize("query", ["account=a1", "subscription=s1", "account=a9,a1"])
def test_ids_of_another_reseller_are_not_found(
    other_reseller: FlaskClient, address: str, query: str
) -> None:
    """NFR-1."""
    answer = other_reseller.get(f"{address}?{WINTER}&{query}")

    assert answer.status_code == 404
    assert "Alfa Trade" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("address", CSV)
def test_each_reseller_gets_its_own(other_reseller: FlaskClient, address: str) -> None:
    found = rows(other_reseller.get(f"{address}?{WINTER}"))

    assert {row["account"] for row in found} == {"Foreign"}
    assert sum(Decimal(row["gross"]) for row in found) == 1000


@pytest.mark.parametrize("address", CSV)
@pytest.mark.parametrize("query", ["from=abc", "measure=both", "acount=a1", "category=Compute"])
def test_a_filter_that_can_not_be_read_is_refused_in_a_sentence(
    signed_in: FlaskClient, address: str, query: str
) -> None:
    answer = signed_in.get(f"{address}?{query}")

    assert answer.status_code == 400
    assert "<html" in answer.get_data(as_text=True)


def test_costs_are_what_the_view_shows(signed_in: FlaskClient) -> None:
    answer = signed_in.get(f"/analytics/costs.csv?{WINTER}")
    found = rows(answer)

    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="costs_2026-01_2026-02.csv"'
    )
    assert [(row["period"], row["account_id"], row["gross"]) for row in found] == [
        ("2026-01", "a1", "10.100000"),
        ("2026-01", "a3", "7.000000"),
        ("2026-01", "a2", "3.500001"),
        ("2026-02", "a1", "20.200000"),
    ]


def test_records_are_what_costs_sum(signed_in: FlaskClient) -> None:
    costs = rows(signed_in.get(f"/analytics/costs.csv?{WINTER}"))
    records = rows(signed_in.get(f"/analytics/records.csv?{WINTER}"))

    for name in ("gross", "discount", "net"):
        assert sum(Decimal(row[name]) for row in records) == sum(
            Decimal(row[name]) for row in costs
        )
    assert {row["source"] for row in records} == {"charge", "consumption"}


def test_a_download_goes_on_while_a_new_version_is_published(tmp_path: Path) -> None:
    """Its rows are read as they are sent, from the version that it began with."""
    costs = [{"day": "2026-01-31", "gross_amount": "1"} for _ in range(3_000)]
    app = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables={**TABLES, "cost": costs})
    client = app.server.test_client()
    sign_in(client)

    answer = client.get(f"/analytics/records.csv?{WINTER}")
    pieces = answer.iter_encoded()
    begun = next(pieces)
    publish(tmp_path / "warehouse", load_id="load2", cost=costs[:5])
    other = app.server.test_client()
    sign_in(other)
    after = rows(other.get(f"/analytics/records.csv?{WINTER}"))
    text = b"".join([begun, *pieces]).decode()
    answer.close()

    assert len(after) == 5
    assert len(text.splitlines()) == 1 + 3_000


def test_the_report_is_a_spreadsheet_named_for_partner_and_period(tmp_path: Path) -> None:
    """REP-1, REP-7."""
    app = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables=CLOSED)
    client = app.server.test_client()
    sign_in(client)

    with client.get(REPORT) as answer:
        data = answer.data

    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=charges_Alfa_2026-10-01_2026-10-31.xlsx"
    )
    (sheet,) = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    assert [row[16] for row in sheet.iter_rows(min_row=2, values_only=True)] == [20]
    assert not list((tmp_path / "reports").iterdir())
    (event, *_) = events(portal_of(app).store, reseller_id="r1")
    assert (event.action, event.detail["kind"]) == (Action.DOWNLOADED, "report")


def test_progress_comes_before_the_same_file(tmp_path: Path) -> None:
    """REP-8."""
    app = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables=CLOSED)
    client = app.server.test_client()
    sign_in(client)

    data = client.get("/reports/charges/progress?from=2026-10-01&to=2026-10-31").data
    lines = []
    while not lines or "name" not in lines[-1]:
        line, _, data = data.partition(b"\n")
        lines.append(json.loads(line))

    assert lines[-1] == {
        "name": "charges_Alfa_2026-10-01_2026-10-31.xlsx",
        "size": len(data),
    }
    (sheet,) = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    assert sheet.max_row == 2


def test_without_closed_charges_there_is_a_message_and_no_file(signed_in: FlaskClient) -> None:
    """REP-8."""
    answer = signed_in.get(REPORT)

    assert answer.status_code == 400
    assert "No charge was closed from 01.10.2026 to 31.10.2026" in answer.get_data(as_text=True)


def test_another_resellers_charges_are_not_reported(tmp_path: Path) -> None:
    app = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables=CLOSED)
    client = app.server.test_client()
    sign_in(client, domain="beta.example")

    assert client.get(REPORT).status_code == 400


@pytest.mark.parametrize("query", ["from=2026-10-31&to=2026-10-01", "from=x", "from=2020-01-01"])
def test_a_period_that_can_not_be_reported_is_refused(signed_in: FlaskClient, query: str) -> None:
    assert signed_in.get(f"/reports/charges.xlsx?{query}").status_code == 400
