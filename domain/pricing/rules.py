"""What tells the billing types apart (docs/portal.md section 19.2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from domain.service_terms import ServiceTerm
from domain.statuses import BillingType


class ChargingPeriod(StrEnum):
    """What the price of a plan is for."""

    MONTH = "month"
    WHOLE = "period"  # All of the plan period, at its start.
    ONCE = "once"
    CONSUMPTION = "consumption"


class Rhythm(Enum):
    """How the time of a plan period is cut into charges, and when each is paid."""

    BILLING_PERIODS = "from billing day to billing day, each as it begins; parts are prorated"
    PERIOD_AHEAD = "by months from the start, all of them at the order"
    MONTHS_IN_TURN = "by months from the start, all of them ordered, each paid as it begins"
    CALENDAR_MONTHS = "by calendar months, in full whichever of their days are used"
    NONE = "not at all"


class Leaving(Enum):
    """What becomes of the money for the rest of a paid period once less is used, or nothing."""

    GIVEN_BACK = "it comes back"
    KEPT = "the period stays as it is charged; the next ones cost less"


class Stopping(Enum):
    """What becomes of the running charges when a subscription is stopped."""

    SPLIT = "the used part closes; the rest waits, and is let go if the stop lasts"
    KEPT = "they close as they would have, and nothing follows them"
    CHARGED_ON = "charging goes on: the account has committed itself"


@dataclass(frozen=True, slots=True)
class Rules:
    """How one billing type charges."""

    rhythm: Rhythm
    charged: ChargingPeriod = ChargingPeriod.MONTH
    has_plan_fees: bool = True
    has_setup_fees: bool = True
    starts_free: bool = False  # up to the first of the next month
    leaving: Leaving = Leaving.KEPT
    stopping: Stopping = Stopping.KEPT
    is_changeable: bool = True
    is_commitment: bool = False  # to the amounts, for the whole period
    is_renewal_delayed: bool = True  # up to the expiration


RULES = {
    BillingType.MONTHLY: Rules(
        Rhythm.BILLING_PERIODS, has_setup_fees=False, leaving=Leaving.GIVEN_BACK,
        stopping=Stopping.SPLIT,
    ),
    BillingType.LONG_TERM: Rules(
        Rhythm.PERIOD_AHEAD, ChargingPeriod.WHOLE, leaving=Leaving.GIVEN_BACK,
        stopping=Stopping.SPLIT,
    ),
    BillingType.MONTHLY_COMMITMENT: Rules(
        Rhythm.BILLING_PERIODS, has_plan_fees=False, has_setup_fees=False,
        leaving=Leaving.GIVEN_BACK, stopping=Stopping.CHARGED_ON, is_commitment=True,
    ),
    BillingType.MONTHLY_COMMITMENT_INTERVAL: Rules(
        Rhythm.MONTHS_IN_TURN, has_plan_fees=False, has_setup_fees=False,
        leaving=Leaving.GIVEN_BACK, stopping=Stopping.CHARGED_ON, is_commitment=True,
    ),
    BillingType.LICENSE_BASED: Rules(Rhythm.CALENDAR_MONTHS),
    BillingType.PAY_IN_FULL: Rules(Rhythm.CALENDAR_MONTHS, starts_free=True),
    BillingType.PAYG: Rules(
        Rhythm.NONE, ChargingPeriod.CONSUMPTION, has_plan_fees=False, has_setup_fees=False,
        is_changeable=False, is_renewal_delayed=False,
    ),
    BillingType.PAYG_EXTERNAL: Rules(
        Rhythm.NONE, ChargingPeriod.CONSUMPTION, has_plan_fees=False, has_setup_fees=False,
        is_changeable=False, is_renewal_delayed=False,
    ),
    BillingType.NON_RECURRING: Rules(
        Rhythm.NONE, ChargingPeriod.ONCE, is_changeable=False, is_renewal_delayed=False
    ),
    BillingType.ESET: Rules(
        Rhythm.BILLING_PERIODS, has_setup_fees=False, is_renewal_delayed=False
    ),
}  # fmt: skip


def is_bound(billing_type: BillingType, term: ServiceTerm | None) -> bool:
    """Tell whether only what a vendor takes back within a window can be given up (OP-33).

    It counts each amount that is added apart then, and gives all its money back.
    """
    rules = RULES.get(billing_type)
    is_commitment = rules is not None and rules.is_commitment
    return is_commitment or (term is not None and term.counts_added_amounts_apart)


def rules_of(billing_type: BillingType, months: int | None) -> Rules | None:
    """Return how a billing type charges for a period of so many months (None: endless).

    None where that is not known: a type we have never heard of (BIL-14), or one that charges a
    whole period at the order, for a period without an end.
    """
    rules = RULES.get(billing_type)
    needs_end = (Rhythm.PERIOD_AHEAD, Rhythm.MONTHS_IN_TURN)
    if rules is not None and months is None and rules.rhythm in needs_end:
        return None
    return rules
