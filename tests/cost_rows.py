"""A few costs of two resellers: small enough to be summed by hand.

January of r1: Alfa Trade 10.10 (0.10 off), the two accounts called Beta 5.000001 - 1.5 + 7.
February of r1: Alfa Trade 20.20. March of r1: Alfa Trade 99. r2: 1000 in January.
"""

from __future__ import annotations

from typing import Any

Rows = list[dict[str, Any]]

ACCOUNTS: Rows = [
    {"account_id": "a1", "name": "Alfa Trade"},
    {"account_id": "a2", "name": "Beta"},
    {"account_id": "a3", "name": "Beta"},
    {"account_id": "a9", "name": "Foreign", "reseller_id": "r2"},
]
SUBSCRIPTIONS: Rows = [
    {"subscription_id": "s1", "account_id": "a1", "name": "Microsoft 365 E3"},
    {"subscription_id": "s2", "account_id": "a2", "name": "Azure plan", "plan_id": "azure"},
    {"subscription_id": "s3", "account_id": "a3", "name": "Teams trial", "is_trial": True},
    {"subscription_id": "s9", "account_id": "a9", "reseller_id": "r2"},
]
COSTS: Rows = [
    {"source_id": "c1", "day": "2026-01-31", "gross_amount": "10.10", "discount_amount": "0.10"},
    {"source_id": "c2", "day": "2026-02-01", "gross_amount": "20.20"},
    {"source_id": "c3", "day": "2026-03-01", "gross_amount": "99.00"},
    {
        "source_id": "c4", "day": "2026-01-05", "gross_amount": "5.000001", "account_id": "a2",
        "subscription_id": "s2", "category": "Compute", "resource": "D2 v5",
        "source": "consumption",
    },
    {
        "source_id": "c5", "day": "2026-01-06", "gross_amount": "-1.5", "account_id": "a2",
        "subscription_id": "s2", "category": "Storage", "resource": "Blob",
        "source": "consumption", "is_final": False,
    },
    {
        "source_id": "c6", "day": "2026-01-06", "gross_amount": "7", "account_id": "a3",
        "subscription_id": "s2", "resource": "Setup",
    },
    {"source_id": "c7", "day": "2026-01-07", "gross_amount": "0", "account_id": "a3",
     "subscription_id": "s3"},
    {"source_id": "c9", "day": "2026-01-07", "gross_amount": "1000", "account_id": "a9",
     "subscription_id": "s9", "reseller_id": "r2"},
]  # fmt: skip
PLANS: Rows = [
    {"plan_id": "p1", "billing_type": "csp_monthly"},
    {"plan_id": "azure", "billing_type": "payg_external"},
]

TABLES: dict[str, Rows] = {
    "account": ACCOUNTS,
    "subscription": SUBSCRIPTIONS,
    "plan": PLANS,
    "cost": COSTS,
    "charge": [{"charge_id": "c1", "description": "License, January", "quantity": "2"}],
}
