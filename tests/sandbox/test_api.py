"""Tokens, scope, paging, filters, sorting and includes of the documented reads."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sandbox.api import paging
from sandbox.api.wire import answer, number, text
from sandbox.app import create_app
from sandbox.platform import Platform
from sandbox.records import Manager
from sandbox.seeding.people import token_of
from tests.sandbox_fixtures import SeededStore

FIRST, SECOND, THIRD = 12, 13, 14


class Api:
    """The API as the distributor's token sees it."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self._client = client
        self._token = token

    def get(self, path: str, reseller: int = FIRST, token: str | None = None) -> TestResponse:
        address = path if path.startswith("/") else f"/api/v3/resellers/{reseller}/{path}"
        return self._client.get(address, headers={"X-Api-Token": token or self._token})

    def body(self, path: str, reseller: int = FIRST) -> dict[str, Any]:
        response = self.get(path, reseller)
        assert response.status_code == 200, response.text
        found: dict[str, Any] = json.loads(response.text, parse_float=Decimal)
        return found

    def data(self, path: str, reseller: int = FIRST) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.body(path, reseller)["data"]
        return found

    def ids(self, path: str, reseller: int = FIRST) -> list[int]:
        return [int(record["id"]) for record in self.data(path, reseller)]

    def all(self, path: str, reseller: int = FIRST) -> list[dict[str, Any]]:
        mark = "&" if "?" in path else "?"
        body = self.body(f"{path}{mark}page[size]=1000", reseller)
        found = list(body["data"])
        while body["links"]["next"]:
            body = self.body(body["links"]["next"].removeprefix("http://localhost"))
            found += body["data"]
        return found


@pytest.fixture
def api(platform: Platform, seeded_store: SeededStore) -> Api:
    return Api(create_app(platform).test_client(), seeded_store.seeded.token)


@pytest.mark.parametrize("token", ["", "wrong", " "])
def test_a_bad_token_is_not_let_in(api: Api, token: str) -> None:
    client = api._client
    assert client.get("/api/v3/resellers/12", headers={"X-Api-Token": token}).status_code == 401


def test_an_inactive_managers_token_is_not_let_in(api: Api) -> None:
    token = token_of("rolf.decker@blaufeld.example")

    assert api.get("", token=token).status_code == 401


def test_a_reseller_reaches_itself_and_nobody_else(api: Api) -> None:
    """NFR-1: another reseller's is as good as not there."""
    own = token_of("jana.albrecht@blaufeld.example")
    other_subscription = api.ids("subscriptions?page[size]=1", SECOND)[0]

    assert api.get("subscriptions", token=own).status_code == 200
    for path in ("", "subscriptions", "charges", "currency_rates", "nowhere"):
        assert api.get(path, SECOND, own).status_code == 404
        assert api.get(path, 11, own).status_code == 404
    assert api.get(f"subscriptions/{other_subscription}", token=own).status_code == 404
    analytics = f"/api/v3/analytics_daily?subscription_id={other_subscription}"
    assert (
        api.get(f"{analytics}&period_from=2026-01&period_to=2026-01", token=own).status_code == 404
    )


def test_the_distributor_reaches_all(api: Api) -> None:
    resellers = api.all("child_resellers", 11)
    own = {reseller: len(api.all("subscriptions", reseller)) for reseller in (12, 13, 14)}

    assert [int(reseller["id"]) for reseller in resellers] == [12, 13, 14]
    assert len(api.all("child_reseller_subscriptions", 11)) == sum(own.values())
    assert api.all("subscriptions", 11) == []


def test_a_record_is_found_under_its_own_reseller_only(api: Api) -> None:
    subscription = api.ids("subscriptions?page[size]=1")[0]

    assert api.get(f"subscriptions/{subscription}").status_code == 200
    assert api.get(f"subscriptions/{subscription}", SECOND).status_code == 404
    assert api.get("subscriptions/99999999999999999999").status_code == 404


def test_pages_hold_fifty_and_lead_to_each_other(api: Api) -> None:
    first = api.body("charges")
    second = api.body(first["links"]["next"].removeprefix("http://localhost"))
    last = api.body(first["links"]["last"].removeprefix("http://localhost"))

    assert len(first["data"]) == 50
    assert first["links"]["prev"] is None
    assert second["links"]["prev"] == first["links"]["self"] == first["links"]["first"]
    assert last["links"]["next"] is None
    ids = [int(record["id"]) for page in (first, second) for record in page["data"]]
    assert ids == sorted(set(ids))


def test_links_keep_the_filters(api: Api) -> None:
    link = api.body("charges?filter[status]=closed&page[size]=10")["links"]["next"]

    assert "filter%5Bstatus%5D=closed" in link
    assert "page%5Bnumber%5D=2" in link


def test_a_page_holds_only_so_many(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    assert paging.LARGEST_SIZE == 1000
    monkeypatch.setattr(paging, "LARGEST_SIZE", 120)

    assert len(api.data("charges?page[size]=5000")) == 120
    assert "=120" in api.body("charges?page[size]=5000")["links"]["self"]


def test_a_page_beyond_the_end_is_empty(api: Api) -> None:
    body = api.body("managers?page[number]=7")

    assert body["data"] == []
    assert body["links"]["next"] is None


def test_the_customer_store_pages_in_its_own_way(api: Api) -> None:
    base = f"/api/v3/customer_store/resellers/{FIRST}/products"
    body = api.body(f"{base}?per_page=7&page=2")

    assert len(body["data"]) == 7
    assert "per_page=7" in body["links"]["next"]
    assert "page=3" in body["links"]["next"]
    assert api.ids(f"{base}?per_page=7&page=2") == api.ids(f"{base}?per_page=14")[7:]


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


def test_reseller_charges_are_limited_by_close_date_both_days_included(api: Api) -> None:
    rows = api.all("reseller_charges")
    days = sorted({row["attributes"]["close_date"] for row in rows})
    first, last = days[3], days[-3]

    found = api.all(f"reseller_charges?date_from={first}&date_to={last}")

    expected = [row["id"] for row in rows if first <= row["attributes"]["close_date"] <= last]
    assert [row["id"] for row in found] == expected
    assert api.get("reseller_charges?date_from=soon").status_code == 422


def test_reseller_charges_are_limited_by_service_term(api: Api) -> None:
    plans = {int(p["id"]): p["attributes"]["plan_class_id"] for p in api.all("plans")}

    found = api.all("reseller_charges?plan_class_ids=1,5")

    assert {plans[row["attributes"]["plan_id"]] for row in found} == {1, 5}
    assert api.all("reseller_charges?account_types=2") == []
    assert api.get("reseller_charges?plan_class_ids=nce").status_code == 422


def test_prices_are_shown_in_the_resellers_currency_unless_asked_otherwise(api: Api) -> None:
    base = f"/api/v3/customer_store/resellers/{FIRST}/products?per_page=1000"
    converted = api.data(base)
    as_planned = api.data(f"{base}&plan_currency=true")
    rate = {
        rate["iso_code"]: Decimal(rate["rate"]) / rate["quantity"]
        for rate in api.body("currency_rates")["data"]["attributes"]["rates"]
    }  # fmt: skip

    pairs = [
        (one["attributes"], other["attributes"])
        for product, same in zip(converted, as_planned, strict=True)
        for one, other in zip(product["attributes"]["plans"]["data"],
                              same["attributes"]["plans"]["data"], strict=True)
    ]  # fmt: skip
    assert {one["currency"] for one, _ in pairs} == {"EUR"}
    assert {other["currency"] for _, other in pairs} == {"EUR", "USD", "CZK"}
    for one, other in pairs:
        price, planned = (p["plan_resources"][0]["recurring_fee"] for p in (one, other))
        assert abs(price - planned * rate.get(other["currency"], 1)) <= Decimal("0.0001")


def test_only_published_plans_are_shown_in_the_store(api: Api) -> None:
    store = api.data(f"/api/v3/customer_store/resellers/{FIRST}/products?per_page=1000")
    shown = {int(p["id"]) for product in store for p in product["attributes"]["plans"]["data"]}
    own = {int(plan["id"]): plan["attributes"]["status"] for plan in api.all("plans")}

    assert shown == {key for key, status in own.items() if status == "active"}
    assert "inactive" in own.values()


def test_products_are_filtered_and_sorted_as_the_store_does(api: Api) -> None:
    base = f"/api/v3/customer_store/resellers/{FIRST}/products"
    azure = api.data(f"{base}?filters[category]=Azure")
    backwards = api.data(f"{base}?sorting[field]=priority&sorting[reversed]=true&per_page=100")
    priorities = [product["attributes"]["priority"] for product in backwards]

    assert [product["attributes"]["name"] for product in azure] == [
        "Azure Plan", "Azure Reservations",
    ]  # fmt: skip
    assert priorities == sorted(priorities, reverse=True)
    assert api.get(f"{base}?sorting[field]=price").status_code == 422


def test_analytics_want_their_days(api: Api) -> None:
    subscription = api.ids("subscriptions?page[size]=1")[0]

    for path in ("analytics_daily", "analytics_monthly", "analytics_daily_drafts"):
        missing = f"/api/v3/{path}?subscription_id={subscription}"
        assert api.get(missing).status_code == 422
        assert api.get(f"{missing}&period_from=2026-01&period_to=soon").status_code == 422
        by_day = f"{missing}&date_from=2026-01-01&date_to=2026-01-31"
        by_month = f"{missing}&period_from=2026-01&period_to=2026-01"
        assert api.body(by_day) == api.body(by_month)
    assert api.get("reseller_analytics?date_from=2026-01-01").status_code == 422
    assert api.get("/api/v3/analytics_daily?subscription_id=x").status_code == 422


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


def test_tokens_differ_and_are_never_shown(api: Api, platform: Platform) -> None:
    with platform.reading() as books:
        tokens = [manager.token for manager in books.find(Manager)]

    assert len(set(tokens)) == len(tokens)
    assert not any(token in api.get("managers").text for token in tokens)


def test_the_first_version_takes_its_token_in_the_query(api: Api) -> None:
    own, other = token_of("jana.albrecht@blaufeld.example"), api.ids("subscriptions", SECOND)[0]
    subscription = api.ids("subscriptions?filter[status]=active&page[size]=1")[0]
    path = "/api/vendor/v1/subscriptions/{}/applications.json?api_token={}"
    client = api._client

    response = client.get(path.format(subscription, own))
    (service,) = json.loads(response.text)

    assert (service["subscription_id"], service["service_status"]) == (subscription, "running")
    assert service["origin_type"].startswith("Plugin::")
    assert client.get(path.format(other, own)).status_code == 404
    assert client.get(path.format(subscription, "x")).status_code == 401
    assert client.get(f"/api/v3/resellers/12?api_token={own}").status_code == 401
