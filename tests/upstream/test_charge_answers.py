"""The charges of one subscription in types."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.errors import UnexpectedPayload
from domain.statuses import ChargeStatus, ChargeType
from upstream.charge_answers import read_charges

CHARGE = {
    "type": "Charge::Recurring", "status": "Waiting for refund", "subscription_id": 7,
    "plan_id": 3, "order_id": 11, "plan_resource_id": 5, "subscription_resource_name": "License",
    "quantity": 10, "unit_price": 4.1, "operate_from": "2025-08-20", "operate_to": "2025-08-31",
    "plan_currency": "USD", "amount_in_plan_currency": "15.48", "amount": 14.24,
    "discount_amount": None, "close_date": "2025-09-01",
}  # fmt: skip


def page(*charges: dict[str, Any]) -> bytes:
    """Return a page of charges that differ from the usual one."""
    rows = [
        {"id": str(number), "type": "charges", "attributes": CHARGE | charge}
        for number, charge in enumerate(charges, start=1)
    ]
    return json.dumps({"data": rows}).encode()


def test_a_charge_is_read_to_the_last_digit() -> None:
    (charge,) = read_charges(page({}), "7")

    assert (charge.charge_id, charge.order_id, charge.plan_id) == ("1", "11", "3")
    assert (charge.kind, charge.status) == (ChargeType.RECURRING, ChargeStatus.WAITING_FOR_REFUND)
    assert (charge.plan_resource_id, charge.name, charge.quantity) == ("5", "License", 10)
    assert (charge.start_on, charge.end_on) == (date(2025, 8, 20), date(2025, 9, 1))
    assert (charge.unit_price, charge.plan_amount, charge.amount) == (
        Decimal("4.1"), Decimal("15.48"), Decimal("14.24"),
    )  # fmt: skip
    assert (charge.currency, charge.close_on) == ("USD", date(2025, 9, 1))
    assert charge.discount_amount is None


def test_charges_of_others_on_the_page_are_left_out() -> None:
    """The filter may not have been understood."""
    assert [one.charge_id for one in read_charges(page({}, {"subscription_id": 8}), "7")] == ["1"]


def test_a_charge_of_the_plan_itself_has_no_resource() -> None:
    (charge,) = read_charges(
        page({"plan_resource_id": None, "subscription_resource_name": None, "order_id": None,
              "close_date": None}), "7"
    )  # fmt: skip

    assert (charge.plan_resource_id, charge.name, charge.order_id) == (None, None, None)
    assert charge.close_on is None


@pytest.mark.parametrize(
    "broken", [{"amount": "abc"}, {"operate_to": None}, {"quantity": None}, {"plan_currency": ""}]
)
def test_what_cannot_be_read_is_no_charge(broken: dict[str, Any]) -> None:
    """A price without it would be wrong."""
    with pytest.raises(UnexpectedPayload):
        read_charges(page({}, broken), "7")
