"""Lists of subscriptions and accounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from domain.custom_attributes import CustomAttributes
from domain.details import HeldResource, SubscribedPlan
from domain.listing import AccountFilter, Slice, SubscriptionFilter
from tests.warehouse_builder import make_warehouse
from warehouse.connection import Snapshot
from warehouse.listed import (
    ListedAccount,
    SubscribedPlanChoice,
    account_names,
    client_types,
    listed_accounts,
    listed_subscriptions,
    stream_accounts,
    stream_subscriptions,
    subscribed_plans,
)

ANYTHING = SubscriptionFilter()
ANYONE = AccountFilter()

# In the order of NAV-9: digits, Latin, Cyrillic, whatever the case.
NAMES = ["10 seats", "Äpfel GmbH", "apple", "Zebra", "елка", "Ёлка 2", "Жук", "Ромашка"]

TABLES: dict[str, list[dict[str, Any]]] = {
    "account": [
        {"account_id": "a1", "name": "Ромашка", "first_name": "Ada", "last_name": "Byron",
         "email": "ada@engine.example", "created_at": "2025-12-31 22:30:00",
         "custom_attributes": '{"inn": "7701", "client_type": "Education",'
                              ' "microsoft_tenant_name": "engine.onmicrosoft.com"}'},
        {"account_id": "a2", "name": "alfa", "status": "financial_hold",
         "created_at": "2026-02-01 10:00:00",
         "custom_attributes": '{"client_type": "Business"}'},
        {"account_id": "a3", "name": "Never bought",
         "custom_attributes": '{"client_type": "Club"}'},
        {"account_id": "a4", "name": "Gone", "status": "deleted"},
        {"account_id": "a9", "name": "Foreign", "reseller_id": "r2"},
    ],
    "product": [{"product_id": "m365", "name": "Microsoft 365"}],
    "plan": [
        {"plan_id": "p1", "name": "E3", "product_id": "m365", "billing_type": "csp_annual",
         "currency": "USD", "service_term_id": "t1"},
        {"plan_id": "p2", "name": "Azure", "billing_type": "payg_external"},
        {"plan_id": "p1", "name": "Foreign plan", "reseller_id": "r2"},
    ],
    "plan_resource": [
        {"plan_resource_id": "9", "name": "License", "unit": "pcs", "is_primary": True},
        {"plan_resource_id": "10", "name": "Storage", "unit": "GB", "is_primary": False},
    ],
    "subscription": [
        {"subscription_id": "9", "name": "E3 office", "created_at": "2026-01-01 10:00:00",
         "expires_on": "2026-12-31", "is_auto_renewed": True, "plan_period_id": "pp1",
         "is_auto_renew_locked": False, "manual_renew_point_days": 30,
         "abilities": '{"stop": true, "renew": false}', "updated_at": "2026-01-02 10:00:00"},
        {"subscription_id": "10", "name": "Azure", "plan_id": "p2", "account_id": "a2",
         "created_at": "2026-01-01 10:00:00", "started_on": None, "status": "installing"},
        {"subscription_id": "11", "name": "Old", "account_id": "a4", "status": "deleted",
         "created_at": "2025-06-01 10:00:00", "expires_on": "2026-02-01"},
        {"subscription_id": "12", "name": "Try", "plan_id": "gone", "is_trial": True,
         "created_at": "2026-03-01 10:00:00", "expires_on": "2026-04-01",
         "started_on": "2026-03-02", "is_auto_renewed": False},
        {"subscription_id": "99", "account_id": "a9", "reseller_id": "r2", "name": "Theirs"},
    ],
    "subscription_resource": [
        {"subscription_id": "9", "resource_id": "71", "plan_resource_id": "9",
         "included_quantity": 1, "additional_quantity": 24, "minimum_quantity": 1,
         "maximum_quantity": 300, "recurring_fee_amount": "20.5"},
        {"subscription_id": "9", "resource_id": "70", "plan_resource_id": "10", "name": "Storage"},
    ],
    "order": [
        {"order_id": "1", "subscription_id": "9", "created_at": "2026-01-01 10:00:00"},
        {"order_id": "2", "subscription_id": "9", "order_type": "renewal",
         "status": "waiting_for_provisioning", "provisioned_on": "2026-12-31",
         "created_at": "2026-11-01 10:00:00"},
        {"order_id": "3", "subscription_id": "9", "status": "cancelled",
         "created_at": "2026-11-02 10:00:00"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    with make_warehouse(tmp_path_factory.mktemp("listed"), **TABLES).snapshot() as snapshot:
        yield snapshot


def ids(snapshot: Snapshot, wanted: SubscriptionFilter, sort: str = "-id") -> list[str]:
    rows, count = listed_subscriptions(snapshot, wanted, Slice(sort), reseller_id="r1")
    assert count == len(rows)
    return [row.subscription.subscription_id for row in rows]


def accounts(snapshot: Snapshot, wanted: AccountFilter, sort: str = "-purchase") -> list[str]:
    rows, count = listed_accounts(snapshot, wanted, Slice(sort), reseller_id="r1")
    assert count == len(rows)
    return [row.account_id for row in rows]


def test_all_but_the_deleted_ones_are_listed_the_newest_first(snapshot: Snapshot) -> None:
    """SUB-1, SUB-5: of equal times the larger number is the newer one."""
    assert ids(snapshot, ANYTHING) == ["12", "10", "9"]


def test_a_row_says_what_the_list_shows(snapshot: Snapshot) -> None:
    """SUB-2."""
    rows, _ = listed_subscriptions(snapshot, ANYTHING, Slice("id"), reseller_id="r1")
    row = rows[0]

    assert row.subscription.name == "E3 office"
    assert row.subscription.abilities == {"stop": True, "renew": False}
    assert row.subscription.manual_renew_point_days == 30
    assert row.subscription.updated_at == datetime(2026, 1, 2, 10, tzinfo=UTC)
    assert (row.account_name, row.account_status) == ("Ромашка", "active")
    assert row.plan == SubscribedPlan("p1", "E3", "csp_annual", "USD", "m365", "t1", "active")
    assert row.product_name == "Microsoft 365"
    assert row.primary == HeldResource(
        "71", "9", "License", Decimal(1), Decimal(24), Decimal(1), Decimal(300), Decimal("20.5"),
        "pcs", is_primary=True,
    )  # fmt: skip
    assert row.primary.quantity == 25
    assert row.unfinished is not None
    assert (row.unfinished.order_id, row.unfinished.provisioned_on) == ("2", date(2026, 12, 31))


def test_what_the_mirror_does_not_know_is_none(snapshot: Snapshot) -> None:
    rows, _ = listed_subscriptions(snapshot, ANYTHING, Slice("-id"), reseller_id="r1")

    assert (rows[0].plan, rows[0].product_name, rows[0].primary, rows[0].unfinished) == (None,) * 4


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (SubscriptionFilter(text="office"), ["9"]),
        (SubscriptionFilter(text="РОМАШКА e3"), ["9"]),
        (SubscriptionFilter(text="12"), ["12"]),
        (SubscriptionFilter(text="'; DROP"), []),
        (SubscriptionFilter(statuses=("deleted",)), ["11"]),
        (SubscriptionFilter(statuses=("active", "installing")), ["12", "10", "9"]),
        (SubscriptionFilter(account_ids=("a2",)), ["10"]),
        (SubscriptionFilter(account_ids=("a9",)), []),
        (SubscriptionFilter(product_ids=("m365",)), ["9"]),
        (SubscriptionFilter(plan_ids=("p2", "gone")), ["12", "10"]),
        (SubscriptionFilter(billing_types=("payg_external",)), ["10"]),
        (SubscriptionFilter(is_auto_renewed=True), ["9"]),
        (SubscriptionFilter(is_auto_renewed=False), ["12"]),
        (SubscriptionFilter(is_trial=True), ["12"]),
        (SubscriptionFilter(is_trial=False), ["10", "9"]),
        (SubscriptionFilter(expires_from=date(2026, 4, 1)), ["12", "9"]),
        (SubscriptionFilter(expires_until=date(2026, 12, 31)), ["12"]),
        (SubscriptionFilter(started_from=date(2026, 3, 2)), ["12"]),
        (SubscriptionFilter(started_until=date(2026, 3, 2)), ["9"]),
        (SubscriptionFilter(expires_from=date(2026, 4, 2), expires_until=date(2027, 1, 1)), ["9"]),
    ],
)
def test_filters_limit_the_list(
    snapshot: Snapshot, wanted: SubscriptionFilter, found: list[str]
) -> None:
    """SUB-4."""
    assert ids(snapshot, wanted) == found


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("id", ["9", "10", "12"]),
        ("name", ["10", "9", "12"]),
        ("-name", ["12", "9", "10"]),
        ("client", ["10", "12", "9"]),
        ("-client", ["12", "9", "10"]),
        ("activation", ["9", "12", "10"]),
        ("-activation", ["12", "9", "10"]),
        ("expiration", ["12", "9", "10"]),
        ("-expiration", ["9", "12", "10"]),
    ],
)
def test_the_list_is_in_the_order_asked_for(
    snapshot: Snapshot, sort: str, found: list[str]
) -> None:
    """SUB-6: what has no date stands last in both directions."""
    assert ids(snapshot, ANYTHING, sort) == found


def test_texts_are_in_one_order_everywhere(tmp_path: Path) -> None:
    """NAV-9."""
    mixed = [{"subscription_id": f"s{at}", "name": name} for at, name in enumerate(NAMES)][::-1]
    with make_warehouse(
        tmp_path, subscription=mixed, account=[{"account_id": "a1"}]
    ).snapshot() as (snapshot):
        rows, _ = listed_subscriptions(snapshot, ANYTHING, Slice("name"), reseller_id="r1")
        found, _ = listed_subscriptions(
            snapshot, SubscriptionFilter(text="ЕЛКА"), Slice("name"), reseller_id="r1"
        )

    assert [row.subscription.name for row in rows] == NAMES
    assert [row.subscription.name for row in found] == ["елка", "Ёлка 2"]


def test_a_page_past_the_end_is_the_last_one(snapshot: Snapshot) -> None:
    """NAV-7."""
    for first, expected in ((0, ["12", "10"]), (2, ["9"]), (4_000, ["9"])):
        rows, count = listed_subscriptions(
            snapshot, ANYTHING, Slice("-id", first, 2), reseller_id="r1"
        )
        assert [row.subscription.subscription_id for row in rows] == expected
        assert count == 3


def test_pages_and_the_stream_say_the_same(snapshot: Snapshot) -> None:
    for sort in ("-id", "name", "-client", "expiration"):
        streamed = list(stream_subscriptions(snapshot, ANYTHING, sort, reseller_id="r1"))
        pages = [
            listed_subscriptions(snapshot, ANYTHING, Slice(sort, first, 1), reseller_id="r1")[0]
            for first in range(3)
        ]
        assert streamed == [row for page in pages for row in page]


def test_each_reseller_lists_its_own(snapshot: Snapshot) -> None:
    rows, count = listed_subscriptions(snapshot, ANYTHING, Slice("-id"), reseller_id="r2")

    assert count == 1
    assert [row.subscription.subscription_id for row in rows] == ["99"]
    assert rows[0].plan is not None
    assert rows[0].plan.name == "Foreign plan"


def test_clients_are_those_that_something_was_ordered_for(snapshot: Snapshot) -> None:
    """CLI-1, CLI-4: the most recent purchase first; the deleted ones as well."""
    assert accounts(snapshot, ANYONE) == ["a1", "a2", "a4"]


def test_a_client_is_listed_with_what_is_known(snapshot: Snapshot) -> None:
    """CLI-2."""
    (row,) = listed_accounts(snapshot, AccountFilter(text="7701"), Slice("name"),
                             reseller_id="r1")[0]  # fmt: skip

    assert row == ListedAccount(
        account_id="a1",
        name="Ромашка",
        status="active",
        first_name="Ada",
        last_name="Byron",
        email="ada@engine.example",
        created_at=datetime(2025, 12, 31, 22, 30, tzinfo=UTC),
        custom=CustomAttributes(
            itn="7701", client_type="Education", tenant_name="engine.onmicrosoft.com"
        ),
        subscription_count=2,
        last_bought_at=datetime(2026, 3, 1, 10, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (AccountFilter(text="ромашка"), ["a1"]),
        (AccountFilter(text="byron ada"), ["a1"]),
        (AccountFilter(text="engine.onmicrosoft"), ["a1"]),
        (AccountFilter(text="ADA@ENGINE"), ["a1"]),
        (AccountFilter(text="a2"), ["a2"]),
        (AccountFilter(statuses=("financial_hold", "deleted")), ["a2", "a4"]),
        (AccountFilter(client_types=("Business",)), ["a2"]),
        (AccountFilter(created_from=datetime(2026, 1, 1, tzinfo=UTC)), ["a2"]),
        (AccountFilter(created_until=datetime(2026, 1, 1, tzinfo=UTC)), ["a1"]),
    ],
)
def test_filters_limit_the_clients(
    snapshot: Snapshot, wanted: AccountFilter, found: list[str]
) -> None:
    """CLI-5."""
    assert accounts(snapshot, wanted) == found


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("purchase", ["a4", "a2", "a1"]),
        ("name", ["a2", "a4", "a1"]),
        ("-name", ["a1", "a4", "a2"]),
        ("creation", ["a1", "a2", "a4"]),
        ("-creation", ["a2", "a1", "a4"]),
    ],
)
def test_clients_are_in_the_order_asked_for(
    snapshot: Snapshot, sort: str, found: list[str]
) -> None:
    """CLI-4."""
    assert accounts(snapshot, ANYONE, sort) == found
    streamed = stream_accounts(snapshot, ANYONE, sort, reseller_id="r1")
    assert [row.account_id for row in streamed] == found


def test_a_page_of_clients_past_the_end_is_the_last_one(snapshot: Snapshot) -> None:
    rows, count = listed_accounts(snapshot, ANYONE, Slice("name", 90, 2), reseller_id="r1")

    assert ([row.account_id for row in rows], count) == (["a1"], 3)


def test_what_can_be_chosen_is_what_there_is(snapshot: Snapshot) -> None:
    assert subscribed_plans(snapshot, reseller_id="r1") == [
        SubscribedPlanChoice("p1", "E3", "m365", "Microsoft 365", "csp_annual", 2),
        SubscribedPlanChoice("p2", "Azure", None, None, "payg_external", 1),
    ]
    assert [one.plan_id for one in subscribed_plans(snapshot, account_id="a2", reseller_id="r1")] \
        == ["p2"]  # fmt: skip
    assert client_types(snapshot, reseller_id="r1") == ["Business", "Education"]


def test_names_of_another_resellers_clients_are_not_told(snapshot: Snapshot) -> None:
    assert account_names(snapshot, ("a1", "a9"), reseller_id="r1") == {"a1": "Ромашка"}
