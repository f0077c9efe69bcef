"""What the customer store offers, and at which prices."""

from __future__ import annotations

from decimal import Decimal

from tests.sandbox.api.asking import FIRST, Api


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
