"""One subscription, order or account in types."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from domain.custom_attributes import CustomAttributes
from domain.details import Information, SubscribedPlan
from domain.errors import UnexpectedPayload
from tests.upstream.pages import page, record, subscription
from upstream.details import (
    read_account,
    read_orders,
    read_subscription,
)
from upstream.transport import Answer

RESOURCES = {"data": [{"type": "subscription_resources", "id": "7"}]}


def answer(body: bytes, broken: str | None = None) -> Answer:
    return Answer("GET /", body, None, None, broken)


def included(kind: str, own_id: str, **attributes: Any) -> dict[str, Any]:
    return {"type": kind, "id": own_id, "attributes": attributes}


def test_a_subscription_comes_with_what_it_holds_its_plan_and_its_account() -> None:
    body = page(
        subscription(relationships={"subscription_resources": RESOURCES}),
        included=[
            included("subscription_resources", "7", plan_resource_id=70, name="License",
                     included=1, additional=24, minimum=1, limit=300, recurring_fee="36.50"),
            included("accounts", "8", name="Ромашка", status="active"),
            included("plans", "9", name="E3", billing_type="csp_monthly", currency="USD",
                     product_id=4, status="active"),
        ],
    )  # fmt: skip

    told = read_subscription(answer(body), "1", "r1")

    assert told is not None
    assert told.subscription.status == "active"
    assert told.subscription.started_on == date(2025, 3, 1)
    assert told.subscription.expires_on is None
    assert told.subscription.updated_at == datetime(2025, 2, 28, 21, tzinfo=UTC)
    assert told.subscription.paid_to is None
    (held,) = told.resources
    assert (held.quantity, held.maximum_quantity) == (Decimal(25), Decimal(300))
    assert held.recurring_fee_amount == Decimal("36.50")
    assert told.plan == SubscribedPlan("9", "E3", "csp_monthly", "USD", "4", status="active")
    assert (told.account_name, told.account_status) == ("Ромашка", "active")
    assert told.information == Information()


def test_a_subscription_tells_what_may_be_done_with_it() -> None:
    settings = {"manual_renew_point": 30, "disable_autorenew": False, "autorenew_period_id": 77}
    sent = subscription()
    sent["attributes"] |= {
        "ability": {"stop": True, "renew": False, "adjust": "x"},
        "renewal_settings": settings,
    }

    told = read_subscription(answer(page(sent)), "1", "r1")

    assert told is not None
    found = told.subscription
    assert found.abilities == {"stop": True, "renew": False, "adjust": False}
    assert (found.plan_period_id, found.auto_renew_period_id) == ("5", "77")
    assert (found.manual_renew_point_days, found.is_auto_renew_locked) == (30, False)


@pytest.mark.parametrize("ability", [None, [], "stop", 3])
def test_a_subscription_that_does_not_say_so_may_do_nothing(ability: object) -> None:
    sent = subscription()
    sent["attributes"]["ability"] = ability

    told = read_subscription(answer(page(sent)), "1", "r1")

    assert told is not None
    assert told.subscription.abilities == {}


def test_a_subscription_may_come_alone() -> None:
    told = read_subscription(answer(page(subscription())), "1", "r1")

    assert told is not None
    assert (told.resources, told.plan, told.account_name) == ((), None, None)


@pytest.mark.parametrize(
    "body",
    [
        page(),
        page(subscription(), subscription()),
        page(record({"name": "E3"})),
        page(record({"status": "active", "account_id": 1, "plan_id": 1, "name": "x",
                     "start_date": "soon"})),
        b'{"data": null}',
        b'{"data": [',
        b"<html>",
        page({**subscription(), "id": "2"}),
    ],
)  # fmt: skip
def test_anything_but_the_subscription_that_was_asked_for_is_refused(body: bytes) -> None:
    with pytest.raises(UnexpectedPayload):
        read_subscription(answer(body), "1", "r1")


def test_what_says_that_it_is_another_resellers_is_none() -> None:
    """NFR-1: the platform's token may see the data of several resellers."""
    sent = subscription()
    sent["attributes"]["reseller_id"] = 99
    account = record({"name": "Foreign", "status": "active", "reseller_id": 99})

    assert read_subscription(answer(page(sent)), "1", "99") is not None
    assert read_subscription(answer(page(sent)), "1", "12") is None
    assert read_account(answer(page(account)), "1", "12") is None


def test_a_broken_answer_is_refused() -> None:
    with pytest.raises(UnexpectedPayload, match="500"):
        read_orders(answer(b"", broken="500"), "1")


def test_orders_are_those_of_the_subscription_and_say_why_they_failed() -> None:
    body = page(
        record({"type": "SalesOrder", "status": "provisioning_failed", "subscription_id": 1,
                "account_id": 8, "total": "18.250000", "currency_code": "EUR",
                "provisioning_date": "2026-03-18", "failure_message": "Domain is taken",
                "created_at": "2026-03-18T09:00:00+03:00"}),
        {**record({"type": "ChangeOrder", "status": "completed", "subscription_id": 5,
                   "account_id": 8}), "id": "2"},
        {**record({"type": "ChangeOrder", "status": "completed", "subscription_id": 1,
                   "created_at": "yesterday"}), "id": "3"},
    )  # fmt: skip

    (order,) = read_orders(answer(body), "1")

    assert (order.order_id, order.order_type, order.is_moving) == ("1", "sales", False)
    assert (order.total_amount, order.currency) == (Decimal("18.25"), "EUR")
    assert (order.failure, order.description, order.manager_id) == ("Domain is taken", None, None)
    assert order.created_at == datetime(2026, 3, 18, 6, tzinfo=UTC)


def test_an_order_tells_the_platform_from_a_manager() -> None:
    """HIST-6."""
    placed = {"type": "RenewalOrder", "status": "completed", "subscription_id": 1, "account_id": 8}
    body = page(
        record({**placed, "manager_id": 41}), {**record({**placed, "manager_id": None}), "id": "2"}
    )

    assert [order.manager_id for order in read_orders(answer(body), "1")] == ["41", ""]


def test_an_account_comes_with_its_tenant_and_agreement() -> None:
    body = page(
        record(
            {
                "name": "Ромашка", "status": "active", "email": "ada@engine.example",
                "country": "RU", "zip": 101000, "reseller_id": 12,
                "custom_attributes": {
                    "inn": "7701234567", "microsoft_tenant_name": "x.onmicrosoft.com",
                    "microsoft_agreement_accepted_on": "2026-03-01", "position": None,
                },
            }
        )
    )  # fmt: skip

    account = read_account(answer(body), "1", "12")

    assert account is not None
    assert (account.name, account.country, account.zip) == ("Ромашка", "RU", "101000")
    assert account.custom == CustomAttributes(
        itn="7701234567", tenant_name="x.onmicrosoft.com", agreement_accepted_on="2026-03-01"
    )


def test_a_subscription_tells_up_to_when_it_is_paid() -> None:
    paid = subscription()
    paid["attributes"]["paid_to_date"] = "2025-04-01"

    told = read_subscription(answer(page(paid)), "1", "r1")

    assert told is not None
    assert told.subscription.paid_to == date(2025, 4, 1)
