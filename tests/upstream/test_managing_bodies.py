"""What is asked of a subscription, as it goes over the wire."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from domain.details import HeldResource
from domain.management import AutoRenewal, Change, Renewal, Stop, Switch
from upstream.managing_bodies import (
    auto_renewal_body,
    change_order_body,
    operation_body,
    renewal_order_body,
    stop_body,
    switch_order_body,
)


def held(resource_id: str, plan_resource_id: str | None, included: int, additional: int):  # type: ignore[no-untyped-def]
    return HeldResource(
        resource_id, plan_resource_id, "License", Decimal(included), Decimal(additional), None,
        None, None,
    )  # fmt: skip


LICENSES, STORAGE, EMPTY = held("71", "7", 2, 8), held("81", "8", 5, 0), held("91", "9", 0, 0)
HELD = (LICENSES, STORAGE, EMPTY, held("99", None, 1, 1))


def attributes(body: dict[str, dict[str, object]]) -> object:
    return body["data"]["attributes"]


def test_a_change_names_what_is_above_the_included_amount_and_nothing_that_stays() -> None:
    """10 of which 2 are included become 15: 13 above."""
    body = change_order_body("3", Change({"7": 15, "8": 5}), HELD, "303")

    assert attributes(body) == {
        "subscription_id": 3,
        "resources": {"data": [{"resource_id": 71, "additional": 13}]},
        "manager_id": 303,
    }


def test_a_change_down_to_the_included_amount_names_none_above_it() -> None:
    body = change_order_body("3", Change({"7": 2}), HELD, "303")

    assert body["data"]["attributes"]["resources"]["data"] == [{"resource_id": 71, "additional": 0}]


def test_a_renewal_names_whole_amounts_also_of_what_stays() -> None:
    body = renewal_order_body("3", Renewal("6", {"7": 15}), HELD, "303")

    assert attributes(body) == {
        "subscription_id": 3,
        "plan_period_id": 6,
        "resources": {
            "data": [
                {"plan_resource_id": 7, "quantity": 15},
                {"plan_resource_id": 8, "quantity": 5},
            ]
        },
        "manager_id": 303,
    }


def test_a_switch_names_whole_amounts_of_the_plan_it_leads_to() -> None:
    body = switch_order_body("3", Switch("5", "55", {"9": 4}), date(2026, 12, 1), "303")

    assert attributes(body) == {
        "subscription_id": 3,
        "plan_id": 5,
        "plan_period_id": 55,
        "resources": {"data": [{"plan_resource_id": 9, "quantity": 4}]},
        "manager_id": 303,
    }


def test_a_switch_on_renewal_names_the_day_of_the_expiration() -> None:
    """OP-40."""
    switch = Switch("5", "55", {}, is_on_renewal=True, async_task_id="t1")

    body = switch_order_body("3", switch, date(2026, 12, 1), "303")

    told = body["data"]["attributes"]
    assert (told["provisioning_date"], told["async_task_id"]) == ("2026-12-01", "t1")


def test_operations_that_are_no_orders() -> None:
    assert attributes(stop_body(Stop("other", "Bye"), "303")) == {
        "reason": "other", "comment": "Bye", "manager_id": 303,
    }  # fmt: skip
    assert attributes(operation_body("303")) == {"manager_id": 303}
    assert attributes(auto_renewal_body(AutoRenewal(False))) == {"autorenew": False}
    assert attributes(auto_renewal_body(AutoRenewal(True, "6"))) == {
        "autorenew": True, "autorenew_period_id": 6,
    }  # fmt: skip
