"""A few things to sell: two products of one category, a trial, a withdrawn plan."""

from __future__ import annotations

from typing import Any

CATALOG: dict[str, list[dict[str, Any]]] = {
    "category": [
        {"category_id": "office", "name": "Office", "description": "Mail and documents."},
        {"category_id": "empty", "name": "Nothing here"},
    ],
    "product": [
        {"product_id": "m365", "category_id": "office", "name": "Microsoft 365 <E3>",
         "short_description": "For the whole company.", "vendor": "Microsoft",
         "description": "<p>Includes <b>Teams</b>.</p><script>alert(1)</script>"},
        {"product_id": "azure", "category_id": "office", "name": "Azure plan"},
    ],
    "plan": [
        {"plan_id": "yearly", "product_id": "m365", "name": "E3, 1 year", "sku": "CFQ7-1",
         "billing_type": "csp_annual", "currency": "USD"},
        {"plan_id": "monthly", "product_id": "m365", "name": "E3, 1 month", "sku": "CFQ7-2",
         "billing_type": "csp_monthly"},
        {"plan_id": "azure", "product_id": "azure", "billing_type": "payg_external"},
        {"plan_id": "trial", "product_id": "m365", "name": "E3 Trial"},
        {"plan_id": "gone", "product_id": "m365", "name": "E3, withdrawn", "status": "inactive"},
    ],
    "exchange_rate": [{"currency": "USD", "rate": "0.9"}],
    "plan_period": [
        {"plan_id": "yearly", "duration": 1, "duration_unit": "year"},
        {"plan_id": "monthly", "duration": 1, "duration_unit": "month"},
        {"plan_id": "monthly", "duration": 1, "duration_unit": "month", "is_trial": True},
        {"plan_id": "trial", "duration": 1, "duration_unit": "month", "is_trial": True},
        {"plan_id": "azure", "duration": None, "duration_unit": "unlimited"},
    ],
    "plan_resource": [
        {"plan_id": "yearly", "name": "License", "minimum_quantity": 1,
         "recurring_fee_amount": "30"},
        {"plan_id": "monthly", "name": "License", "minimum_quantity": 2, "included_quantity": 1,
         "recurring_fee_amount": "36.5"},
    ],
}  # fmt: skip
