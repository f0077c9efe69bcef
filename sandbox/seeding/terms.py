"""The service terms: what the distributor allows under its plans, and when."""

from __future__ import annotations

from typing import Any

from sandbox.ability import AT_ANY_TIME
from sandbox.catalog_records import Term

WEEK_HOURS = 168


def _term(term_id: int, key: str, name: str, **rules: Any) -> Term:
    plain: dict[str, Any] = {
        "grace_days": 7,
        "auto_renew_point": 7,
        "manual_renew_point": 30,
        "manual_switch_point": AT_ANY_TIME,
        "delayed_switch_point": 30,
        "deletion_window_hours": 0,
        "storage_days": 30,
        "delayed_order_days": 15,
        "is_stop_allowed": True,
        "stop_needs_approval": False,
        "deletion_needs_approval": False,
        "is_auto_renew_locked": False,
        "is_trial_changeable": False,
        "is_singleton": False,
        "extended_renewal_days": 0,
    }
    return Term(term_id, key, name, **(plain | rules))


TERMS = (
    _term(1, "nce", "Microsoft New Commerce", auto_renew_point=1,
          deletion_window_hours=WEEK_HOURS, storage_days=90, grace_days=0),
    _term(2, "trial", "Trials", grace_days=0, storage_days=30, auto_renew_point=0,
          delayed_order_days=0),
    _term(3, "azure", "Azure Plan", grace_days=0, stop_needs_approval=True,
          deletion_needs_approval=True, delayed_order_days=0),
    _term(4, "software", "Software licences", grace_days=0, auto_renew_point=14,
          is_stop_allowed=False, delayed_order_days=0),
    _term(5, "legacy", "Office 365 legacy", auto_renew_point=0, manual_renew_point=60,
          deletion_window_hours=WEEK_HOURS, storage_days=90, grace_days=30, is_singleton=True,
          deletion_needs_approval=True),
    _term(6, "hosting", "Own data centre", auto_renew_point=7, grace_days=14, storage_days=60,
          is_trial_changeable=True, extended_renewal_days=5),
    _term(7, "monthly", "By the calendar month", auto_renew_point=3, manual_renew_point=14,
          grace_days=5),
    _term(8, "eset", "ESET", auto_renew_point=14),
    _term(9, "google", "Google Workspace", grace_days=10),
    _term(10, "annual", "Annual, closed at once", auto_renew_point=10, manual_renew_point=45,
          delayed_order_days=0),
)  # fmt: skip
