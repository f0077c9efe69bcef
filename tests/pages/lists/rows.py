"""Subscriptions and clients of two resellers, few enough to be looked through by eye."""

from __future__ import annotations

from typing import Any

Rows = list[dict[str, Any]]

ALL = '{"stop": true, "renew": true, "adjust": true, "decrease_resources_change_order": true}'

ACCOUNTS: Rows = [
    {"account_id": "a1", "name": "Ромашка", "first_name": "Ada", "last_name": "Byron",
     "email": "ada@engine.example", "created_at": "2025-12-31 22:30:00",
     "custom_attributes": '{"inn": "7701234567", "client_type": "Education",'
                          ' "microsoft_tenant_name": "engine.onmicrosoft.com"}'},
    {"account_id": "a2", "name": "=alfa()", "status": "financial_hold",
     "created_at": "2026-02-01 10:00:00", "custom_attributes": '{"client_type": "Business"}'},
    {"account_id": "a3", "name": "Never bought"},
    {"account_id": "a9", "name": "Foreign", "reseller_id": "r2"},
]  # fmt: skip
PLANS: Rows = [
    {"plan_id": "p1", "name": "E3 a year", "product_id": "m365", "billing_type": "csp_annual",
     "currency": "USD"},
    {"plan_id": "p2", "name": "Azure plan", "product_id": "azure",
     "billing_type": "payg_external"},
]  # fmt: skip
SUBSCRIPTIONS: Rows = [
    {"subscription_id": "101", "name": "E3 office", "created_at": "2026-01-01 10:00:00",
     "expires_on": "2026-12-31", "is_auto_renewed": True, "abilities": ALL},
    {"subscription_id": "102", "name": "Azure", "plan_id": "p2", "account_id": "a2",
     "created_at": "2026-02-01 10:00:00", "status": "graced"},
    {"subscription_id": "103", "name": "Try <b>it</b>", "is_trial": True,
     "created_at": "2026-03-01 10:00:00", "expires_on": "2026-11-30", "is_auto_renewed": False},
    {"subscription_id": "104", "name": "Gone", "status": "deleted",
     "created_at": "2025-01-01 10:00:00"},
    {"subscription_id": "105", "name": "Off", "status": "stopped", "account_id": "a2",
     "created_at": "2025-02-01 10:00:00", "expires_on": "2027-01-31",
     "abilities": '{"activate": true}'},
    {"subscription_id": "999", "name": "Theirs", "account_id": "a9", "reseller_id": "r2",
     "created_at": "2026-01-01 10:00:00"},
]  # fmt: skip

COSTS: Rows = [
    {"source_id": "c1", "subscription_id": "101", "day": "2026-05-31", "gross_amount": "7"},
    {"source_id": "c2", "subscription_id": "101", "day": "2026-10-01", "gross_amount": "20.20"},
    {"source_id": "c3", "subscription_id": "103", "day": "2026-10-31", "gross_amount": "5.000001"},
    {"source_id": "c4", "subscription_id": "103", "day": "2026-11-01", "gross_amount": "1.50"},
    {"source_id": "c9", "subscription_id": "999", "account_id": "a9", "reseller_id": "r2",
     "day": "2026-11-01", "gross_amount": "1000"},
]  # fmt: skip

TABLES: dict[str, Rows] = {
    "account": ACCOUNTS,
    "product": [{"product_id": "m365", "name": "Microsoft 365"},
                {"product_id": "azure", "name": "Azure"}],
    "plan": PLANS,
    "plan_resource": [{"plan_resource_id": "9", "name": "License", "unit": "pcs",
                       "is_primary": True}],
    "subscription": SUBSCRIPTIONS,
    "cost": COSTS,
    "subscription_resource": [
        {"subscription_id": "101", "plan_resource_id": "9", "included_quantity": 0,
         "additional_quantity": 25, "minimum_quantity": 1, "maximum_quantity": 300,
         "recurring_fee_amount": "20.123456"},
    ],
}  # fmt: skip
