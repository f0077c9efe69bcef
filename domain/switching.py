"""Which billing types let a subscription have another plan, and when (portal.md section 19.2)."""

from __future__ import annotations

from domain.statuses import BillingType

MEASURED = frozenset({BillingType.PAYG, BillingType.PAYG_EXTERNAL})
NEVER_SWITCHED = frozenset({BillingType.NON_RECURRING, BillingType.ESET, *MEASURED})
SWITCHED_ON_RENEWAL = frozenset(
    {
        BillingType.LONG_TERM,
        BillingType.MONTHLY_COMMITMENT,
        BillingType.MONTHLY_COMMITMENT_INTERVAL,
    }
)
