"""What a manager may ask for, and in which statuses and of which billing types (portal.md 10.2)."""

from __future__ import annotations

from enum import StrEnum

from domain.statuses import BillingType, SubscriptionStatus
from domain.switching import MEASURED, NEVER_SWITCHED, SWITCHED_ON_RENEWAL


class Action(StrEnum):
    """What a manager may ask for."""

    CHANGE = "change"
    RENEW = "renew"
    CHANGE_RENEWAL = "change_renewal"
    AUTO_RENEW = "auto_renew"
    SWITCH = "switch"
    SWITCH_ON_RENEWAL = "switch_on_renewal"
    STOP = "stop"
    ACTIVATE = "activate"
    DELETE = "delete"
    CANCEL = "cancel"


# The platform's words for them. It has none for cancelling an order, and one for both switches.
ABILITIES = {
    Action.CHANGE: "adjust",
    Action.RENEW: "renew",
    Action.CHANGE_RENEWAL: "change_resources_renewal_order",
    Action.AUTO_RENEW: "change_auto_renew_option",
    Action.SWITCH: "switch_plan",
    Action.SWITCH_ON_RENEWAL: "switch_plan",
    Action.STOP: "stop",
    Action.ACTIVATE: "activate",
    Action.DELETE: "destroy",
}
# Whether amounts may become smaller by a change order.
MAY_REDUCE = "decrease_resources_change_order"

_ACTIVE, _GRACED = SubscriptionStatus.ACTIVE, SubscriptionStatus.GRACED
_STOPPED, _DELIVERED = SubscriptionStatus.STOPPED, SubscriptionStatus.DELIVERED
_RENEWABLE = frozenset({_ACTIVE, _GRACED, _DELIVERED, _STOPPED})
STATUSES = {
    Action.CHANGE: frozenset({_ACTIVE}),
    Action.RENEW: _RENEWABLE,
    Action.CHANGE_RENEWAL: frozenset({_ACTIVE}),
    Action.AUTO_RENEW: _RENEWABLE,
    Action.SWITCH: frozenset({_ACTIVE}),
    Action.SWITCH_ON_RENEWAL: frozenset({_ACTIVE}),
    Action.STOP: frozenset({_ACTIVE, _GRACED}),
    Action.ACTIVATE: frozenset({_STOPPED}),
    Action.DELETE: frozenset({_ACTIVE, _STOPPED}),
    Action.CANCEL: frozenset({SubscriptionStatus.ORDERED, _ACTIVE}),
}

_ONCE = BillingType.NON_RECURRING
_KNOWN = frozenset(BillingType) - {BillingType.UNKNOWN}
# What is not for subscriptions of a billing type at all. What is not known is not held against one.
NOT_FOR = {
    Action.CHANGE: frozenset({_ONCE, *MEASURED}),
    Action.CHANGE_RENEWAL: frozenset({_ONCE, *MEASURED, BillingType.ESET}),
    Action.SWITCH: NEVER_SWITCHED,
    Action.SWITCH_ON_RENEWAL: _KNOWN - SWITCHED_ON_RENEWAL,
    Action.STOP: frozenset({_ONCE}),
    Action.ACTIVATE: frozenset({_ONCE}),
    Action.DELETE: frozenset({_ONCE}),
}
# What an account on hold gets no more (MSG-10), and what waits for other orders (OP-3).
NEEDS_ACCOUNT = frozenset(
    {
        Action.CHANGE,
        Action.RENEW,
        Action.CHANGE_RENEWAL,
        Action.SWITCH,
        Action.SWITCH_ON_RENEWAL,
        Action.ACTIVATE,
    }
)
NEEDS_NO_ORDER = NEEDS_ACCOUNT - {Action.ACTIVATE}
# What there is only before a period ends.
NEEDS_END = frozenset(
    {
        Action.RENEW,
        Action.CHANGE_RENEWAL,
        Action.AUTO_RENEW,
        Action.SWITCH,
        Action.SWITCH_ON_RENEWAL,
    }
)
