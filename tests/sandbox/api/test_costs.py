"""The days and terms that a reseller's charges and analytics are limited to."""

from __future__ import annotations

from tests.sandbox.api.asking import Api


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
