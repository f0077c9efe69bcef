"""A deadline: when, what happens then, what is possible until then, and the money at stake."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from domain.money import Money


class DeadlineKind(StrEnum):
    """What a day or an instant is for a subscription."""

    CANCELLATION = "cancellation"  # the last moment to give a whole period back (OP-42)
    ADDED_CANCELLATION = "added_cancellation"  # the same, of an amount that was added
    AUTO_RENEWAL = "auto_renewal"  # the platform orders the next period by itself (OP-23)
    RENEWAL = "renewal"  # the period that runs is over
    TRIAL_END = "trial_end"
    GRACE_END = "grace_end"
    DELETION = "deletion"  # what is stopped is deleted with its data (DET-11)
    ORDER = "order"  # an order that waits is carried out (OP-18)
    RENEW_POINT = "renew_point"  # renewing becomes possible
    SWITCH_POINT = "switch_point"  # so does another plan
    DELAYED_SWITCH_POINT = "delayed_switch_point"  # and another plan on renewal


class Outcome(StrEnum):
    """What happens when nothing is done."""

    OWED = "owed"
    ORDERED = "ordered"
    RENEWED = "renewed"
    EXPIRED = "expired"  # what follows is not known
    GRACED = "graced"
    STOPPED = "stopped"
    DELETED = "deleted"
    CARRIED_OUT = "carried_out"
    POSSIBLE = "possible"


class Remedy(StrEnum):
    """What a manager can do until then; of a point, from then on."""

    DELETE = "delete"
    REDUCE = "reduce"
    TURN_OFF_AUTO_RENEWAL = "turn_off_auto_renewal"
    TURN_OFF_BEFORE = "turn_off_before"  # the same, but only until the platform has ordered
    RENEW = "renew"
    RENEW_OR_SWITCH = "renew_or_switch"
    ACTIVATE = "activate"
    CANCEL_ORDER = "cancel_order"
    SWITCH = "switch"
    SWITCH_ON_RENEWAL = "switch_on_renewal"
    NOTHING = "nothing"


class Unknown(StrEnum):
    """Why no amount is told."""

    NOTHING_OWED = "nothing_owed"  # there is none: it is about data, or about a possibility
    NO_CHARGES = "no_charges"  # the last load knows no charges of it
    NO_PRICE = "no_price"  # the plan's prices, or how it charges, are not known
    NO_RATE = "no_rate"
    CONSUMPTION = "consumption"  # it is charged for what will be used
    DEPENDS = "depends"  # on the period that is chosen


@dataclass(frozen=True, slots=True)
class Stake:
    """Money in the reseller's currency before discounts; where it is None, `unknown` says why.

    `later` is the part of it that has not been paid yet: it is due up to the end of the period.
    """

    money: Money | None
    unknown: Unknown | None = None
    later: Money | None = None

    @property
    def is_money(self) -> bool:
        """Tell whether letting the deadline pass costs something."""
        return bool(self.money)


NO_STAKE = Stake(None, Unknown.NOTHING_OWED)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline of a subscription.

    `on` is a day of the platform's zone, and `at` the exact instant where hours are counted; what
    has none happens in the course of the day. `is_at_latest` tells that it may come earlier: when
    its time began is not known exactly.

    `order_id` is the order that waits, or that added an amount; `added` is that amount with the
    name of what it is of. `grace_days` are those that follow where the outcome is grace.
    """

    subscription_id: str
    account_id: str
    kind: DeadlineKind
    on: date
    outcome: Outcome
    remedy: Remedy
    stake: Stake = NO_STAKE
    at: datetime | None = None
    is_at_latest: bool = False
    order_id: str | None = None
    order_type: str | None = None
    added: tuple[Decimal, str] | None = None
    grace_days: int = 0

    @property
    def key(self) -> str:
        """What it is the deadline of: the same however its day moves."""
        parts = (self.kind.value, self.subscription_id, self.order_id)
        return "-".join(part for part in parts if part)

    @property
    def counted_as(self) -> tuple[str, str, str]:
        """Name the money at stake: of deadlines about the same money it is summed once."""
        about = {
            DeadlineKind.AUTO_RENEWAL: "next period",
            DeadlineKind.RENEWAL: "next period",
            DeadlineKind.GRACE_END: "next period",
        }
        return self.subscription_id, about.get(self.kind, self.kind.value), self.order_id or ""
