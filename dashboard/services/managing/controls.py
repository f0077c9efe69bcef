"""What the management tab offers: which operations it names, and what auto-renew may be set to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.services.managing.amounts import AmountLine, amount_lines
from dashboard.services.managing.availability import Availability
from dashboard.services.managing.conditions import NEEDS_END, NOT_FOR, Action
from dashboard.services.managing.revision import revision_of
from dashboard.services.subscription_screen import SubscriptionScreen
from domain.offer import Offer, OfferPeriod
from domain.statuses import BillingType, SubscriptionStatus

ENDED = (SubscriptionStatus.DELETING, SubscriptionStatus.DELETED)
# What stands in the place of the other, depending on whether the service runs.
ONLY_STOPPED = {Action.ACTIVATE: True, Action.STOP: False}


@dataclass(frozen=True, slots=True)
class Controls:
    """What the tab shows to somebody who may use it.

    `named` are the operations that this subscription knows, available or not. `seen` tells the
    subscription as it is shown from what it may be later. `periods` are those that auto-renew may
    renew for, `period_id` the one it does. `is_at_microsoft` tells that it is set at
    Microsoft, too.
    """

    available: Mapping[Action, Availability]
    named: frozenset[Action]
    seen: str
    lines: tuple[AmountLine, ...]
    periods: tuple[OfferPeriod, ...]
    period_id: str | None
    is_at_microsoft: bool

    @property
    def why_nothing(self) -> str | None:
        """The one reason why none of them is available, where it is one (OP-2)."""
        reasons = {self.available[action].reason for action in self.named}
        is_any = any(self.available[action].is_available for action in self.named)
        return next(iter(reasons)) if len(reasons) == 1 and not is_any else None

    @property
    def can_change(self) -> bool:
        return any(line.amount is not None for line in self.lines)


def controls_of(
    screen: SubscriptionScreen, available: Mapping[Action, Availability], offer: Offer | None
) -> Controls:
    """Return what the tab shows; `offer` is the plan as it can be ordered now, if it can."""
    subscription = screen.subscription
    period_id = subscription.auto_renew_period_id or subscription.plan_period_id
    return Controls(
        available=available,
        named=frozenset(action for action in Action if _is_named(action, screen, available)),
        seen=revision_of(screen),
        lines=amount_lines(screen, offer, can_change=available[Action.CHANGE].is_available),
        periods=renewed_for(offer),
        period_id=period_id,
        is_at_microsoft=offer is not None and offer.is_microsoft,
    )


def renewed_for(offer: Offer | None) -> tuple[OfferPeriod, ...]:
    """Return the periods that a subscription can be renewed for: paid ones that end (OP-16)."""
    periods = offer.periods if offer else ()
    return tuple(one for one in periods if one.months is not None and not one.is_trial)


def _is_named(
    action: Action, screen: SubscriptionScreen, available: Mapping[Action, Availability]
) -> bool:
    """Tell whether an operation is named at all: not where it never applies (E2E-11, OP-46)."""
    subscription = screen.subscription
    if available[action].is_available:
        return True
    if subscription.kind in ENDED or action is Action.CANCEL:
        return False
    billing = screen.plan.kind if screen.plan else BillingType.UNKNOWN
    if billing in NOT_FOR.get(action, ()):
        return False
    if subscription.expires_on is None and action in NEEDS_END:
        return False
    is_stopped = subscription.kind is SubscriptionStatus.STOPPED
    return ONLY_STOPPED.get(action, is_stopped) == is_stopped
