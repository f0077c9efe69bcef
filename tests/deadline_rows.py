"""A few subscriptions with deadlines of every kind, as of 20 November 2026, 15:00 in Moscow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from domain.service_terms import DatedTerm, ServiceTerm, ServiceTerms

NCE = ServiceTerm(
    name="Microsoft New Commerce", cancellation_hours=168, delayed_order_days=15,
    is_singleton=False, is_auto_renew_locked=False, is_auto_renewed=False, trial_quantity=None,
    is_trial_changeable=False, grace_days=0, storage_days=90, auto_renew_point=1,
    manual_renew_point=30, manual_switch_point=-1, delayed_switch_point=30, is_stop_allowed=True,
    stop_needs_approval=False, deletion_needs_approval=False, counts_added_amounts_apart=True,
)  # fmt: skip
GRACE = ServiceTerm(
    name="Own data centre", cancellation_hours=0, delayed_order_days=15, is_singleton=False,
    is_auto_renew_locked=False, is_auto_renewed=False, trial_quantity=None,
    is_trial_changeable=False, grace_days=14, storage_days=60, auto_renew_point=7,
    manual_renew_point=30, manual_switch_point=-1, delayed_switch_point=30, is_stop_allowed=True,
    stop_needs_approval=False, deletion_needs_approval=False,
)  # fmt: skip
TERMS = ServiceTerms({"1": (DatedTerm(None, NCE),), "6": (DatedTerm(date(2020, 1, 1), GRACE),)})


def subscription(key: str, name: str, account: str, expires_on: str | None, **more: Any) -> Any:
    return {"subscription_id": key, "name": name, "account_id": account, "plan_period_id": "y",
            "expires_on": expires_on, **more}  # fmt: skip


def held(key: str, quantity: int, fee: str) -> dict[str, Any]:
    return {"subscription_id": key, "additional_quantity": quantity, "recurring_fee_amount": fee,
            "plan_resource_id": None}  # fmt: skip


def charge(key: str, start: str, last: str, amount: str, created_at: str, count: str) -> Any:
    return {"subscription_id": key, "period_start_on": start, "period_last_on": last,
            "gross_amount": amount, "status": "blocked", "resource_name": "License",
            "quantity": count, "created_at": created_at}  # fmt: skip


TABLES: dict[str, Sequence[Any]] = {
    "account": [
        {"account_id": "a1", "name": "Alfa Trade"},
        {"account_id": "a2", "name": "Ромашка"},
        {"account_id": "a9", "name": "Foreign", "reseller_id": "r2"},
    ],
    "plan": [
        {"plan_id": "p1", "name": "Microsoft 365 E3", "billing_type": "csp_annual",
         "service_term_id": "1"},
        {"plan_id": "p6", "name": "Virtual server", "billing_type": "csp_monthly",
         "service_term_id": "6"},
    ],
    "plan_period": [
        {"plan_period_id": "y", "duration": 1, "duration_unit": "year"},
    ],
    "subscription": [
        # Bought on the 14th, 3 licenses added on the 17th.
        subscription("s1", "Microsoft 365 E3", "a1", "2027-11-14"),
        subscription("s2", "Office 365 E1", "a2", "2026-11-25", is_auto_renewed=True),
        subscription("s3", "Virtual server", "a1", "2026-12-01", plan_id="p6"),
        subscription("s4", "Virtual server", "a2", "2026-11-10", plan_id="p6", status="graced"),
        subscription("s5", "Microsoft 365 E5", "a1", "2026-11-30", is_trial=True),
        subscription("s6", "Visio Plan 2", "a2", "2027-03-01", status="stopped",
                     updated_at="2026-09-01 12:00:00"),
        subscription("s7", "Project Plan 3", "a1", "2026-12-15", plan_id="unknown"),
        subscription("s8", "Azure Plan", "a1", None),
        subscription("s9", "Foreign", "a9", "2026-11-25", reseller_id="r2"),
    ],
    "subscription_resource": [
        held("s1", 13, "10"), held("s2", 5, "7.20"), held("s3", 2, "31"), held("s4", 1, "18.40"),
    ],
    "order": [
        {"order_id": "o1", "subscription_id": "s1", "order_type": "sales",
         "created_at": "2026-11-14 09:00:00", "closed_at": "2026-11-14 09:00:40"},
        {"order_id": "o2", "subscription_id": "s1", "order_type": "change", "total_amount": "351",
         "created_at": "2026-11-17 07:30:00", "closed_at": "2026-11-17 07:31:00"},
        {"order_id": "o3", "subscription_id": "s3", "order_type": "renewal",
         "status": "waiting_for_provisioning", "provisioned_on": "2026-12-01",
         "total_amount": "744", "created_at": "2026-11-19 07:30:00"},
    ],
    "charge": [
        charge("s1", "2026-11-14", "2026-12-13", "100.00", "2026-11-14 09:00:00", "10"),
        charge("s1", "2026-12-14", "2027-11-13", "1100.00", "2026-11-14 09:00:00", "10"),
        charge("s1", "2026-11-17", "2026-12-13", "27.00", "2026-11-17 07:30:00", "3"),
        charge("s1", "2026-12-14", "2027-11-13", "330.00", "2026-11-17 07:30:00", "3"),
    ],
}  # fmt: skip
