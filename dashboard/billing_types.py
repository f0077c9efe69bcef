"""What billing types are called (BIL-12, BIL-14)."""

from __future__ import annotations

from flask_babel import lazy_gettext

from dashboard.texts import gettext
from domain.statuses import BillingType

_NAMES = {
    BillingType.MONTHLY: lazy_gettext("Monthly"),
    BillingType.LONG_TERM: lazy_gettext("Long-term"),
    BillingType.MONTHLY_COMMITMENT: lazy_gettext("Monthly Commitment"),
    BillingType.MONTHLY_COMMITMENT_INTERVAL: lazy_gettext("Monthly Commitment (monthly interval)"),
    BillingType.LICENSE_BASED: lazy_gettext("License-based (Monthly)"),
    BillingType.PAY_IN_FULL: lazy_gettext("Pay in full"),
    BillingType.PAYG: lazy_gettext("PAYG"),
    BillingType.PAYG_EXTERNAL: lazy_gettext("PAYG external"),
    BillingType.NON_RECURRING: lazy_gettext("Non-Recurring"),
    BillingType.ESET: lazy_gettext("Monthly for ESET"),
}


def billing_type_name(code: str) -> str:
    """Return a billing type's name; one that is not known is called by its code."""
    return str(_NAMES.get(BillingType.read(code), code))


def billing_type_tip(code: str) -> str:
    """Return how often the partner is charged, for what, whether amounts can be reduced and
    whether unused time is refunded (BIL-12); nothing for a type that is not known.
    """
    tips = {
        BillingType.MONTHLY: gettext(
            "Charged every month on the billing day; the first and the last month by days."
            " Amounts can be reduced, and unused time is refunded by days."
        ),
        BillingType.LONG_TERM: gettext(
            "The whole period is charged at its start. Amounts can be reduced, and unused time is"
            " refunded, only until these charges are closed."
        ),
        BillingType.MONTHLY_COMMITMENT: gettext(
            "Charged every month on the billing day, for a commitment to the whole period. Amounts"
            " can be increased only, and unused time is not refunded."
        ),
        BillingType.MONTHLY_COMMITMENT_INTERVAL: gettext(
            "Charged every month counted from the start date, for a commitment to the whole"
            " period. Amounts can be increased only, and unused time is not refunded."
        ),
        BillingType.LICENSE_BASED: gettext(
            "Charged for whole calendar months, by the largest amount of the month. A reduction"
            " counts from the next month on, and unused time is not refunded."
        ),
        BillingType.PAY_IN_FULL: gettext(
            "Free until the first billing day, then charged for whole calendar months by the"
            " largest amount of the month. A reduction counts from the next month on, and unused"
            " time is not refunded."
        ),
        BillingType.PAYG: gettext(
            "Charged every month for what was used, within the quota that was ordered. The quota"
            " can't be changed; there is no unused time to refund."
        ),
        BillingType.PAYG_EXTERNAL: gettext(
            "Charged every month for what the vendor measured. There are no amounts to change;"
            " what the vendor gives back lowers the charge."
        ),
        BillingType.NON_RECURRING: gettext(
            "Charged once for the whole period, when the order completes. Amounts can't be"
            " reduced, and nothing is refunded."
        ),
        BillingType.ESET: gettext(
            "Charged every month for the current period. Whether amounts can be reduced and unused"
            " time is refunded depends on the vendor."
        ),
    }
    return tips.get(BillingType.read(code), "")
