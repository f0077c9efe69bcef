"""What billing types are called (BIL-12, BIL-14)."""

from __future__ import annotations

from dashboard.texts import gettext
from domain.statuses import BillingType


def billing_type_name(code: str) -> str:
    """Return a billing type's name; one that is not known is called by its code."""
    names = {
        BillingType.MONTHLY: gettext("Monthly"),
        BillingType.LONG_TERM: gettext("Long-term"),
        BillingType.MONTHLY_COMMITMENT: gettext("Monthly Commitment"),
        BillingType.MONTHLY_COMMITMENT_INTERVAL: gettext("Monthly Commitment (monthly interval)"),
        BillingType.LICENSE_BASED: gettext("License-based (Monthly)"),
        BillingType.PAY_IN_FULL: gettext("Pay in full"),
        BillingType.PAYG: gettext("PAYG"),
        BillingType.PAYG_EXTERNAL: gettext("PAYG external"),
        BillingType.NON_RECURRING: gettext("Non-Recurring"),
        BillingType.ESET: gettext("Monthly for ESET"),
    }
    return names.get(BillingType.read(code), code)
