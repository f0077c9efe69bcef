"""What tells the billing types apart (docs/portal.md section 19.2), one row each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from domain.statuses import BillingType


class Span(Enum):
    """What one recurring charge of a billing type covers."""

    BILLING_PERIOD = "from billing day to billing day, parts prorated"
    MONTHS_AHEAD = "each month from the start, all of them paid at the order"
    MONTHS_IN_TURN = "each month from the start, each paid in its turn"
    CALENDAR_MONTH = "a calendar month, always in full"
    NOTHING = "no recurring charges"


class Reduction(Enum):
    """What becomes of the money when amounts are reduced within a paid period."""

    REFUNDED = "the unused part is released"
    REFUNDED_WHILE_OPEN = "released while the charges are not closed; nothing afterwards"
    REFUNDED_IN_WINDOW = "released while the subscription may still be deleted"
    NEXT_PERIOD = "the paid period stays as it is; the next one is lower"


class Stop(Enum):
    """What becomes of the running charges when a subscription is stopped."""

    SPLIT = "the used part closes; the rest waits, and is released if it stays stopped"
    KEPT = "the running charges close as they would have"
    CHARGED_ON = "charging goes on: the account has committed itself"


@dataclass(frozen=True, slots=True)
class Rules:
    """How one billing type charges."""

    span: Span
    reduction: Reduction
    stop: Stop
    has_plan_fees: bool = True
    has_setup_fees: bool = True
    is_prolonged: bool = False  # the platform orders each next period by itself
    has_free_start: bool = False
    is_changeable: bool = True
    is_commitment: bool = False
    is_switchable: bool = False
    is_endless_switchable: bool = False
    is_switchable_on_renewal: bool = False
    is_renewal_delayed: bool = False


RULES = {
    BillingType.MONTHLY: Rules(
        Span.BILLING_PERIOD, Reduction.REFUNDED, Stop.SPLIT, has_setup_fees=False,
        is_prolonged=True, is_switchable=True, is_endless_switchable=True,
        is_renewal_delayed=True,
    ),
    BillingType.LONG_TERM: Rules(
        Span.MONTHS_AHEAD, Reduction.REFUNDED_WHILE_OPEN, Stop.SPLIT, is_switchable=True,
        is_switchable_on_renewal=True, is_renewal_delayed=True,
    ),
    BillingType.MONTHLY_COMMITMENT: Rules(
        Span.BILLING_PERIOD, Reduction.REFUNDED_IN_WINDOW, Stop.CHARGED_ON, has_plan_fees=False,
        has_setup_fees=False, is_prolonged=True, is_commitment=True, is_switchable=True,
        is_switchable_on_renewal=True, is_renewal_delayed=True,
    ),
    BillingType.MONTHLY_COMMITMENT_INTERVAL: Rules(
        Span.MONTHS_IN_TURN, Reduction.REFUNDED_IN_WINDOW, Stop.CHARGED_ON, has_plan_fees=False,
        has_setup_fees=False, is_commitment=True, is_switchable=True,
        is_switchable_on_renewal=True, is_renewal_delayed=True,
    ),
    BillingType.LICENSE_BASED: Rules(
        Span.CALENDAR_MONTH, Reduction.NEXT_PERIOD, Stop.KEPT, is_prolonged=True,
        is_switchable=True, is_renewal_delayed=True,
    ),
    BillingType.PAY_IN_FULL: Rules(
        Span.CALENDAR_MONTH, Reduction.NEXT_PERIOD, Stop.KEPT, is_prolonged=True,
        has_free_start=True, is_switchable=True, is_renewal_delayed=True,
    ),
    BillingType.PAYG: Rules(
        Span.NOTHING, Reduction.NEXT_PERIOD, Stop.KEPT, has_plan_fees=False,
        has_setup_fees=False, is_changeable=False,
    ),
    BillingType.PAYG_EXTERNAL: Rules(
        Span.NOTHING, Reduction.NEXT_PERIOD, Stop.KEPT, has_plan_fees=False,
        has_setup_fees=False, is_changeable=False,
    ),
    BillingType.NON_RECURRING: Rules(
        Span.NOTHING, Reduction.NEXT_PERIOD, Stop.KEPT, is_changeable=False,
    ),
    BillingType.ESET: Rules(
        Span.BILLING_PERIOD, Reduction.NEXT_PERIOD, Stop.KEPT, has_setup_fees=False,
        is_prolonged=True,
    ),
}  # fmt: skip
