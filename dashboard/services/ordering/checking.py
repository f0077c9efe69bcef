"""How far a vendor is with looking at what was entered (ORD-29)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from dashboard.services.ordering.draft import Checked
from dashboard.services.orders import Orders
from dashboard.texts import gettext
from domain.order import Validation, ValidationStatus

LONGEST_CHECK = timedelta(minutes=2)


def look_at(orders: Orders, checked: Checked, now: datetime) -> Validation:
    """Return what the vendor says by now; one that takes too long has failed (ORD-30).

    Raises:
        NotFound: the reseller has no such validation.
        UpstreamError: the platform can't be reached, or not be understood.
    """
    found = orders.validation(checked.task_id)
    if found.is_running and is_late(checked, now):
        says = gettext("The vendor has not answered within two minutes.")
        return replace(found, status=ValidationStatus.FAILED, failure=says)
    return found


def is_late(checked: Checked, now: datetime) -> bool:
    """Tell whether nobody waits for a validation any more."""
    return now - datetime.fromisoformat(checked.asked_at) > LONGEST_CHECK
