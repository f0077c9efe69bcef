"""Resellers, managers and exchange rates, as the platform sends them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.upstream.pages import Json, page, record, rows, the_row
from upstream.parse import parse_page


def test_exchange_rates_are_rows_of_one_document() -> None:
    attributes = {
        "reseller_currency_iso_code": "EUR",
        "updated_at": "2025-03-01T00:00:00.000+03:00",
        "rates": [
            {"iso_code": "HUF", "unit": "Ft", "quantity": 100, "rate": "0.25"},
            {"iso_code": "USD", "unit": "$", "quantity": 1, "rate": "0.93"},
        ],
    }
    body = json.dumps({"data": record(attributes)}).encode()

    assert rows(parse_page("exchange_rates", body), "exchange_rate") == [
        {"currency": "HUF", "unit_quantity": 100, "rate": "0.25", "sign": "Ft",
         "updated_at": "2025-03-01T00:00:00.000+03:00"},
        {"currency": "USD", "unit_quantity": 1, "rate": "0.93", "sign": "$",
         "updated_at": "2025-03-01T00:00:00.000+03:00"},
    ]  # fmt: skip


def test_one_unreadable_rate_does_not_hide_the_others() -> None:
    rates = [{"iso_code": "USD", "rate": "1.0"}, {"iso_code": "PLN", "unit": ["zł"]}]
    body = json.dumps({"data": [record({"rates": rates})]}).encode()

    parsed = parse_page("exchange_rates", body)

    assert [row["currency"] for row in rows(parsed, "exchange_rate")] == ["USD"]
    assert parsed.quarantined[0].record_id != "PLN"  # Its id can't be read either.
    assert '"PLN"' in parsed.quarantined[0].record


@pytest.mark.parametrize(
    "contacts",
    [
        {"first-name": "Anna", "last-name": "Schmidt", "email": "anna@alfa.example"},
        {"first_name": "Anna", "last_name": "Schmidt", "email": "anna@alfa.example"},
    ],
)
def test_a_resellers_contact_is_read_with_dashes_or_without(contacts: Json) -> None:
    body = page(
        record(
            {
                "general": {"name": "Alfa", "domain": " Alfa.Example ", "currency": "EUR"},
                "company": {
                    "name": "Alfa GmbH", "address_line_1": "Am Hof 1", "address_line_2": None,
                    "city": "Wien", "state": "", "zip": 1010, "country": "AT", "phone": "+431",
                    "email": None,
                },
                "contacts": contacts,
                "updated_at": "2025-03-01T00:00:00.000+03:00",
            }
        )
    )  # fmt: skip

    assert the_row("resellers", "reseller", body) == {
        "reseller_id": "1", "name": "Alfa", "domain": "alfa.example", "currency": "EUR",
        "company_name": "Alfa GmbH", "address": "Am Hof 1, Wien, 1010", "country": "AT",
        "email": "anna@alfa.example", "phone": "+431", "contact_name": "Anna Schmidt",
        "updated_at": "2025-03-01T00:00:00.000+03:00",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "role"),
    [
        ({"manager_role": {"id": 2, "name": "Sales person"}}, (2, "Sales person")),
        ({"role": "Sales person"}, (None, "Sales person")),
        ({"manager_role": {"id": None, "name": None}}, (None, None)),
    ],
)
def test_a_managers_role_is_read_as_new_and_old_platforms_send_it(sent: Json, role: Any) -> None:
    body = page(record({"name": "Anna", "email": " Anna@Alfa.Example", "status": "Active", **sent}))

    row = the_row("managers", "manager", body)

    assert (row["role_id"], row["role_name"]) == role
    assert (row["email"], row["status"]) == ("anna@alfa.example", "active")
