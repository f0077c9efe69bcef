"""The deadlines taken along, as CSV and as a workbook."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from store.audit import events
from tests.web import portal_of


def rows(answer: TestResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))


def test_the_csv_has_just_what_the_page_means(app: Dash, signed_in: FlaskClient) -> None:
    answer = signed_in.get("/deadlines.csv?account=a1&within=7&page=2")

    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="deadlines_2026-11-20.csv"'
    )
    assert [
        (row["day"], row["until"], row["kind"], row["at_stake"], row["currency"])
        for row in rows(answer)
    ] == [
        ("2026-11-21", "2026-11-21T09:00:40+00:00", "cancellation", "1180.000000", "EUR"),
        ("2026-11-24", "2026-11-24T07:31:00+00:00", "added_cancellation", "354.000000", "EUR"),
    ]
    assert events(portal_of(app).store, reseller_id="r1")[0].detail["kind"] == "deadlines"


def test_the_csv_says_what_is_not_known_and_refuses_what_it_can_not_read(
    signed_in: FlaskClient,
) -> None:
    (trial,) = rows(signed_in.get("/deadlines.csv?kind=trial_end"))
    assert (trial["at_stake"], trial["why_unknown"]) == ("", "depends")
    (deletion,) = rows(signed_in.get("/deadlines.csv?kind=deletion"))
    assert (deletion["day"], deletion["at_latest"]) == ("2026-11-30", "yes")

    assert signed_in.get("/deadlines.csv?within=soon").status_code == 400


def test_the_workbook_has_the_same_rows(signed_in: FlaskClient) -> None:
    answer = signed_in.get("/deadlines.xlsx?account=a1&within=7")

    with answer:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.get_data())).active
    assert [(row[0].date(), row[1], row[6], row[10]) for row in sheet.iter_rows(2, values_only=True)
            ] == [
        (date(2026, 11, 21), "12:00", "Microsoft 365 E3", 1180),
        (date(2026, 11, 24), "10:31", "Microsoft 365 E3", 354),
    ]  # fmt: skip
