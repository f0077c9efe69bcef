"""A plan and the rates as they are at this moment."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from domain.errors import UnexpectedPayload
from domain.offer import Offer
from domain.statuses import BillingType
from upstream.offers import read_held_plan, read_offer, read_rate
from upstream.transport import Answer

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
KNOWN = Offer("7", "Old name", None, "Text", "p", "Product", "c", "USD", BillingType.MONTHLY,
              "csp_monthly", None, (), ())  # fmt: skip
PERIOD = {"id": "1", "name": "1 year", "duration": 1, "duration_unit": "year", "trial": False,
          "public": True, "setup_fee": 0.0, "recurring_fee": "4.50", "renewal_fee": 0.0,
          "position": 2}  # fmt: skip
RESOURCE = {"id": 9, "name": "License", "unit_of_measure": "pcs.", "primary": True,
            "measurable": False, "included": 1, "minimum": 2, "limit": 300,
            "unlimited_units": False, "setup_fee": 1, "recurring_fee": 4.5, "overuse_fee": 0,
            "renewal_fee": 0, "public": True, "status": "active",
            "application_template_name": "Office365"}  # fmt: skip
PLAN = {"name": "New name", "sku": "A-1", "status": "Active", "public": True, "currency": "EUR",
        "billing_type": "csp_annual", "plan_class_id": 5, "plan_periods": [PERIOD],
        "plan_resources": [RESOURCE]}  # fmt: skip


def answer(attributes: dict[str, Any], plan_id: str = "7") -> Answer:
    body = json.dumps({"data": {"id": plan_id, "type": "plans", "attributes": attributes}})
    return Answer("GET plan", body.encode(), NOW, None)


def rates(*entries: dict[str, Any]) -> Answer:
    body = json.dumps({"data": {"attributes": {"rates": entries}}}).encode()
    return Answer("GET rates", body, NOW, None)


def test_a_plan_is_as_it_is_now() -> None:
    offer = read_offer(answer(PLAN), KNOWN)

    assert offer is not None
    assert (offer.name, offer.sku, offer.currency) == ("New name", "A-1", "EUR")
    assert (offer.billing_type, offer.service_term_id) == (BillingType.LONG_TERM, "5")
    assert (offer.product_name, offer.category_id) == ("Product", "c")
    (period,) = offer.periods
    assert (period.months, period.recurring_fee) == (12, Decimal("4.50"))
    (resource,) = offer.resources
    assert (resource.included, resource.minimum, resource.maximum) == (1, 2, 300)
    assert (resource.recurring_fee, resource.template) == (Decimal("4.5"), "Office365")


@pytest.mark.parametrize(
    "change",
    [{"status": "archived"}, {"public": False}, {"plan_periods": []}, {"currency": None},
     {"plan_periods": [{**PERIOD, "public": False}]}],
)  # fmt: skip
def test_what_can_not_be_ordered_any_more_is_no_offer(change: dict[str, Any]) -> None:
    """CAT-13."""
    assert read_offer(answer({**PLAN, **change}), KNOWN) is None


def test_periods_stand_in_the_order_of_the_platform() -> None:
    first = {**PERIOD, "id": "2", "position": 1, "duration": 0, "duration_unit": "unlimited"}

    offer = read_offer(answer({**PLAN, "plan_periods": [PERIOD, first]}), KNOWN)

    assert offer is not None
    assert [(one.plan_period_id, one.months) for one in offer.periods] == [("2", None), ("1", 12)]


def test_another_plan_than_asked_for_is_not_read() -> None:
    with pytest.raises(UnexpectedPayload):
        read_offer(answer(PLAN, plan_id="8"), KNOWN)


@pytest.mark.parametrize("fee", ["abc", "NaN", {"amount": 1}])
def test_a_price_that_is_none_is_not_taken_for_nothing(fee: object) -> None:
    plan = {**PLAN, "plan_periods": [{**PERIOD, "recurring_fee": fee}]}

    with pytest.raises(UnexpectedPayload):
        read_offer(answer(plan), KNOWN)


def test_a_broken_answer_is_not_read() -> None:
    with pytest.raises(UnexpectedPayload):
        read_offer(replace(answer(PLAN), broken="500"), KNOWN)


def test_a_rate_is_for_one_unit() -> None:
    """CUR-3: `quantity 4, rate "6.0"` is 1.5 for one."""
    told = rates({"iso_code": "USD", "quantity": 4, "rate": "6.0"},
                 {"iso_code": "PLN", "quantity": 100, "rate": "23.1234567"})  # fmt: skip

    assert read_rate(told, "USD") == Decimal("1.5")
    assert read_rate(told, "PLN") == Decimal("0.231235")
    assert read_rate(told, "CZK") is None


@pytest.mark.parametrize("entry", [{"quantity": 0, "rate": "1"}, {"quantity": 1, "rate": "0"}])
def test_a_rate_of_nothing_is_none(entry: dict[str, Any]) -> None:
    """CUR-7."""
    assert read_rate(rates({"iso_code": "USD", **entry}), "USD") is None


def test_the_plan_of_a_subscription_is_read_though_it_is_offered_no_more() -> None:
    """OP-21: what is not public any more may still be in use."""
    hidden = PLAN | {
        "status": "Archived", "public": False, "plan_periods": [PERIOD | {"public": False}],
        "plan_resources": [RESOURCE | {"public": False}],
    }  # fmt: skip

    offer = read_held_plan(answer(hidden), "7")

    assert (offer.plan_id, offer.name, offer.currency) == ("7", "New name", "EUR")
    assert [one.plan_period_id for one in offer.periods] == ["1"]
    assert [one.plan_resource_id for one in offer.resources] == ["9"]


def test_without_a_currency_it_has_no_prices() -> None:
    with pytest.raises(UnexpectedPayload):
        read_held_plan(answer(PLAN | {"currency": None}), "7")
    with pytest.raises(UnexpectedPayload):
        read_held_plan(answer(PLAN, plan_id="8"), "7")
