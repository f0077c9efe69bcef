"""How answers are written: numbers, the platform's time, and what a test has put in a record."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from sandbox.api.wire import answer, number, text
from sandbox.platform import Platform
from tests.sandbox.api.asking import Api


def test_every_answer_tells_the_platforms_time(api: Api, platform: Platform) -> None:
    platform.advance(timedelta(days=3))

    for path in ("", "nowhere", "charges?sort=x"):
        sent_at = api.get(path).date
        assert sent_at == platform.now().replace(microsecond=0)


@pytest.mark.parametrize(
    ("amount", "spelt"),
    [("437", "437.0"), ("0.898459", "0.898459"), ("15.480000", "15.48"), ("-0.50", "-0.5"),
     ("0", "0.0"), ("0E-6", "0.0"), ("0.000001", "0.000001"), ("1E+2", "100.0")],
)  # fmt: skip
def test_amounts_are_spelt_with_trimmed_zeros(amount: str, spelt: str) -> None:
    assert text(Decimal(amount)) == spelt


def test_numbers_are_exact_on_the_wire(api: Api) -> None:
    with api._client.application.app_context():
        response = answer({"amount": number(Decimal("123456789012.345678"))})

    assert response.data == b'{"amount":123456789012.345678}'


def test_records_show_what_a_test_wants_to_see(api: Api, platform: Platform) -> None:
    charge = api.data("charges?page[size]=1")[0]
    platform.overrides.set("charges", charge["id"], {"amount": "abc", "status": "melted"})

    (shown,) = (c for c in api.data("charges") if c["id"] == charge["id"])
    assert shown["attributes"]["amount"] == "abc"
    assert shown["attributes"] == charge["attributes"] | {"amount": "abc", "status": "melted"}
    one = api.body(f"charges/{charge['id']}")["data"]
    assert one["attributes"]["status"] == "melted"

    platform.overrides.clear()
    assert api.data("charges?page[size]=1")[0] == charge
