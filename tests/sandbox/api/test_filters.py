"""Filters, sorting and includes of the documented lists."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.platform import Platform
from tests.sandbox.api.asking import Api


@pytest.mark.parametrize(
    "query",
    [
        "page[size]=0", "page[size]=-1", "page[size]=many", "page[number]=0",
        "page[number]=1.5", "page[number]=99999999999999", "page[size]=",
        "filter[nothing]=1", "filter[status][gt]=closed", "filter[created_at][gte]=2026-01-01",
        "filter[created_at]=yesterday", "filter[created_at][gt]=2026-01-01 10:00:00",
        "filter[created_at][gt]=2026-01-01T10:00:00 03:00", "filter[created_at][gt]=2026-13-01",
        "filter[subscription_id]=many", "filter=1", "filter[]=1", "sort=amount", "include=tea",
        "filter[subscription_id]=99999999999999999999",
    ],
)  # fmt: skip
def test_what_is_not_documented_is_refused(api: Api, query: str) -> None:
    response = api.get(f"charges?{query}")

    assert response.status_code == 422
    assert response.get_json(force=True)["errors"][0]["detail"]


def test_lists_are_filtered_by_any_of_several_values(api: Api) -> None:
    found = api.all("subscriptions?filter[status]=graced,stopped")
    accounts = {record["attributes"]["account_id"] for record in found}

    assert {record["attributes"]["status"] for record in found} == {"graced", "stopped"}
    wanted = ",".join(str(account) for account in accounts)
    by_account = api.all(f"subscriptions?filter[account_id]={wanted}&filter[status]=graced,stopped")
    assert by_account == found


def test_plans_are_found_by_name_and_stock_keeping_unit(api: Api) -> None:
    name = "Windows Server 2022 Standard, 16 Core License Pack"

    (plan,) = api.all(f"plans?filter[name]={name}")

    sku = plan["attributes"]["sku"]
    assert plan["attributes"]["name"] == name
    assert [found["id"] for found in api.all(f"plans?filter[sku]={sku},none")] == [plan["id"]]


def test_flags_and_payment_models_are_filters_too(api: Api) -> None:
    trials = api.all("subscriptions?filter[trial]=true")

    assert all(record["attributes"]["trial"] for record in trials)
    assert api.all("subscriptions?filter[payment_model]=postpay") == []
    assert len(api.all("subscriptions?filter[payment_model]=prepay")) > len(trials)


def test_ranges_are_strict(api: Api) -> None:
    """contract.md section 1: both `gt` and `lt` leave the value itself out."""
    dates = sorted(record["attributes"]["close_date"] for record in api.all("charges"))
    day = dates[len(dates) // 2]

    after = api.all(f"charges?filter[close_date][gt]={day}")
    before = api.all(f"charges?filter[close_date][lt]={day}")
    on_it = api.all(f"charges?filter[close_date]={day}")

    assert len(before) + len(on_it) + len(after) == len(dates)
    assert {record["attributes"]["close_date"] for record in on_it} == {day}


def test_instants_are_read_with_any_offset_or_in_the_platforms_zone(api: Api) -> None:
    orders = sorted(api.all("orders"), key=lambda order: order["attributes"]["updated_at"])
    moment = datetime.fromisoformat(orders[len(orders) // 2]["attributes"]["updated_at"])
    local = moment.replace(tzinfo=None).isoformat(timespec="milliseconds")
    utc = moment.astimezone(UTC).isoformat(timespec="milliseconds")

    later = [
        [order["id"] for order in api.all(f"orders?filter[updated_at][gt]={spelt}")]
        for spelt in (local, utc.replace("+00:00", "Z"), utc.replace("+", "%2B"))
    ]

    expected = {
        order["id"] for order in orders
        if datetime.fromisoformat(order["attributes"]["updated_at"]) > moment
    }  # fmt: skip
    assert set(later[0]) == expected
    assert later[0] == later[1] == later[2]


def test_a_day_is_the_platforms_day(api: Api) -> None:
    day = api.data("orders")[0]["attributes"]["created_at"][:10]

    found = api.all(f"orders?filter[created_at]={day}")

    assert found
    assert {order["attributes"]["created_at"][:10] for order in found} == {day}


def test_a_cursor_misses_nothing_and_repeats_nothing(api: Api, platform: Platform) -> None:
    """contract.md section 4."""
    cursor = platform.now().isoformat().replace("+", "%2B")
    before = {record["id"] for record in api.all("charges")}
    platform.advance(timedelta(days=15))

    changed = api.all(f"charges?filter[updated_at][gt]={cursor}")
    orders = api.all(f"orders?filter[updated_at][gt]={cursor}&sort=updated_at")

    new = {record["id"] for record in api.all("charges")} - before
    assert new <= {record["id"] for record in changed}
    stamps = [order["attributes"]["updated_at"] for order in orders]
    assert stamps == sorted(stamps)
    assert stamps


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("orders", "updated_at"), ("orders", "created_at"), ("orders", "provisioning_date"),
        ("subscriptions", "updated_at"), ("subscriptions", "created_at"),
    ],
)  # fmt: skip
def test_sorting_goes_both_ways(api: Api, path: str, field: str) -> None:
    up = [record["attributes"][field] for record in api.all(f"{path}?sort={field}")]
    down = [record["attributes"][field] for record in api.all(f"{path}?sort=-{field}")]

    assert up == sorted(up)
    assert down == sorted(up, reverse=True)


def test_orders_are_filtered_by_type_and_subscription(api: Api) -> None:
    renewals = api.all("orders?filter[type]=RenewalOrder,SwitchOrder")
    subscription = renewals[0]["attributes"]["subscription_id"]
    own = api.all(f"orders?filter[subscription_id]={subscription}")

    assert {order["attributes"]["type"] for order in renewals} == {"RenewalOrder", "SwitchOrder"}
    assert {order["attributes"]["subscription_id"] for order in own} == {subscription}
    assert api.get("orders?filter[type]=RefundOrder").status_code == 422


def test_includes_hold_what_the_relationships_name(api: Api) -> None:
    wanted = "account,plan,subscription_period,subscription_resources"
    body = api.body(f"subscriptions?include={wanted}&page[size]=30")
    included = {(record["type"], record["id"]) for record in body["included"]}

    for subscription in body["data"]:
        for related in subscription["relationships"].values():
            links = related["data"] if isinstance(related["data"], list) else [related["data"]]
            assert {(link["type"], link["id"]) for link in links} <= included
