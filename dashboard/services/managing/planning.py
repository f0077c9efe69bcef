"""What a manager plans in the dialog of an operation: what there is to choose, and what is chosen.

Pure: what the browser sends is read against the subscription and the plans as they are now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dashboard.services.managing.amounts import (
    Amount,
    changeable,
    held_amounts,
    next_amount,
    read_amounts,
)
from dashboard.services.managing.checks import beyond_limits
from dashboard.services.managing.controls import renewed_for
from dashboard.services.managing.questions import Questions
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.stop_reasons import STOP_REASONS
from dashboard.texts import gettext
from dashboard.typed import one_line, text_problem
from domain.details import OrderDetails
from domain.management import (
    Activation,
    Cancellation,
    Change,
    Deletion,
    Renewal,
    Request,
    Stop,
    Switch,
)
from domain.offer import Offer, OfferPeriod
from domain.pricing.listing import list_prices
from domain.statuses import BillingType, OrderStatus, OrderType

AMOUNT, PERIOD, PLAN = "amount", "period", "plan"
REASON, COMMENT, TYPED_ID = "reason", "comment", "typed_id"
LONGEST_COMMENT = 1000
WAITING = (OrderStatus.WAITING_FOR_PAYMENT, OrderStatus.WAITING_FOR_PROVISIONING)
STOPPED_WITH = (OrderType.RENEWAL, OrderType.PROLONG, OrderType.SWITCH)  # OP-11

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Planned:
    """What there is to choose, and what is chosen; `request` is None while that is not complete.

    `problems` go by the names of fields, `ends` are the orders that it cancels or replaces.
    `loses_data` tells that the chosen plan is made from something else (OP-38), and `questions`
    is what its vendor wants to know first. `hindrance` says what no field is to blame for.
    """

    request: Request | None = None
    amounts: tuple[Amount, ...] = ()
    quantities: Mapping[str, int] = field(default_factory=dict)
    periods: tuple[OfferPeriod, ...] = ()
    period_id: str | None = None
    targets: tuple[Offer, ...] = ()
    target: Offer | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    ends: tuple[OrderDetails, ...] = ()
    loses_data: bool = False
    questions: Questions | None = None
    hindrance: str = ""

    @property
    def period(self) -> OfferPeriod | None:
        return next((one for one in self.periods if one.plan_period_id == self.period_id), None)


def plan_change(screen: SubscriptionScreen, values: Values) -> Planned:
    """Plan other amounts (OP-28 to OP-33)."""
    amounts = changeable(screen)
    chosen, problems = _amounts(amounts, values)
    before = {one.key: one.current for one in amounts}
    new = {key: count for key, count in chosen.items() if count != before[key]}
    request = Change(new) if new and not problems else None
    return Planned(request, amounts, chosen, problems=problems)


def plan_renewal(
    screen: SubscriptionScreen, values: Values, offer: Offer | None, *, with_amounts: bool
) -> Planned:
    """Plan the next period, with other amounts where they may be chosen (OP-16, OP-17)."""
    if offer is None:
        return Planned()
    periods = _next_periods(screen, offer)
    period_id = _period_id(values, periods, screen.subscription.plan_period_id)
    held = held_amounts(screen)
    amounts = [
        next_amount(one, held.get(one.plan_resource_id, one.initial_quantity))
        for one in offer.asked
    ]
    chosen, problems = _amounts(amounts, values if with_amounts else {})
    replaced = _waiting(screen, (OrderType.RENEWAL,)) if with_amounts else ()
    # What is not held yet is not renewed: a plan may have been given more since.
    kept = {one.key: one.current for one in amounts if one.key in held}
    quantities = chosen if with_amounts else kept
    hindrance = "" if with_amounts else _not_kept(screen, quantities)
    request = None
    if period_id and not (with_amounts and problems) and not hindrance:
        replaces = replaced[0].order_id if replaced else None
        request = Renewal(period_id, quantities, replaces)
    return Planned(
        request,
        tuple(amounts) if with_amounts else (),
        quantities,
        periods,
        period_id,
        problems=problems if with_amounts else {},
        ends=replaced,
        hindrance=hindrance,
    )


def _not_kept(screen: SubscriptionScreen, quantities: Mapping[str, int]) -> str:
    """Say which amounts can't be kept for the next period; nothing where all can."""
    beyond = beyond_limits(quantities, screen)
    names = [one.name for one in screen.resources if one.plan_resource_id in beyond]
    if not names:
        return ""
    return gettext(
        "The plan does not offer the present amount any more: %(names)s. Choose another one with"
        " “Change renewal options”.",
        names=", ".join(names),
    )


def plan_switch(
    screen: SubscriptionScreen,
    values: Values,
    offer: Offer | None,
    targets: Iterable[Offer],
    *,
    is_on_renewal: bool,
) -> Planned:
    """Plan another plan: amounts of resources that both have carry over (OP-36, OP-37)."""
    held = {one.name: int(one.quantity or 0) for one in screen.resources}
    possible = sorted(
        (one for one in targets if _paid(one, is_on_renewal=is_on_renewal)),
        key=lambda one: (_price(one, held), one.name),
    )
    target = next((one for one in possible if one.plan_id == values.get(PLAN)), None)
    if target is None:
        return Planned(targets=tuple(possible))
    periods = _paid(target, is_on_renewal=is_on_renewal)
    period_id = _period_id(values, periods, _same_length(screen, offer, periods))
    amounts = [
        next_amount(one, max(held.get(one.name, 0), one.initial_quantity)) for one in target.asked
    ]
    chosen, problems = _amounts(amounts, values)
    request = None
    if period_id and not problems:
        request = Switch(target.plan_id, period_id, chosen, is_on_renewal)
    return Planned(
        request,
        tuple(amounts),
        chosen,
        periods,
        period_id,
        tuple(possible),
        target,
        problems,
        loses_data=offer is not None and _templates(offer) != _templates(target),
    )


def plan_stop(screen: SubscriptionScreen, values: Values) -> Planned:
    """Plan a stop; the platform wants to know why (OP-10, OP-11)."""
    stop, problems = read_stop(values)
    return Planned(stop, problems=problems, ends=_waiting(screen, STOPPED_WITH))


def read_stop(values: Values) -> tuple[Stop | None, dict[str, str]]:
    """Return why it is stopped, as far as that is told, and what is wrong with it by field."""
    reason, comment = (one_line(values.get(name)) for name in (REASON, COMMENT))
    problems = {}
    if reason not in STOP_REASONS:
        problems[REASON] = gettext("Choose a reason.")
    if not comment:
        problems[COMMENT] = gettext("Say in a few words why.")
    elif problem := text_problem(comment, LONGEST_COMMENT):
        problems[COMMENT] = problem
    return None if problems else Stop(reason, comment), problems


def plan_deletion(screen: SubscriptionScreen, values: Values) -> Planned:
    """Plan a deletion: whoever types the id means this subscription (OP-43)."""
    typed = str(values.get(TYPED_ID) or "").strip()
    if typed == screen.subscription.subscription_id:
        return Planned(Deletion())
    wrong = gettext("Type the ID of this subscription: %(id)s.",
                    id=screen.subscription.subscription_id)  # fmt: skip
    return Planned(problems={TYPED_ID: wrong})


def plan_activation(screen: SubscriptionScreen, values: Values) -> Planned:
    return Planned(Activation())


def plan_cancellation(screen: SubscriptionScreen, values: Values) -> Planned:
    """Plan that an order which waits is not carried out."""
    waiting = [one for one in screen.orders if one.is_waiting]
    if not waiting:
        return Planned()
    return Planned(Cancellation(waiting[0].order_id), ends=(waiting[0],))


def named(kind: str, own_id: str) -> str:
    """Return the name of a field of which there are several."""
    return f"{kind}:{own_id}"


def _amounts(amounts: Iterable[Amount], values: Values) -> tuple[dict[str, int], dict[str, str]]:
    typed = {name.partition(":")[2]: value for name, value in values.items()
             if name.startswith(f"{AMOUNT}:")}  # fmt: skip
    chosen, problems = read_amounts(amounts, typed)
    return chosen, {named(AMOUNT, key): text for key, text in problems.items()}


def _next_periods(screen: SubscriptionScreen, offer: Offer) -> tuple[OfferPeriod, ...]:
    periods = renewed_for(offer)
    if offer.billing_type is not BillingType.NON_RECURRING:
        return periods
    return tuple(one for one in periods if one.plan_period_id == screen.subscription.plan_period_id)


def _period_id(values: Values, periods: tuple[OfferPeriod, ...], usual: str | None) -> str | None:
    ids = [one.plan_period_id for one in periods]
    chosen = values.get(PERIOD) or usual
    return chosen if chosen in ids else ids[0] if ids else None


def _same_length(
    screen: SubscriptionScreen, offer: Offer | None, periods: tuple[OfferPeriod, ...]
) -> str | None:
    """Return the period of a new plan that is as long as the one that runs."""
    own = offer.period(screen.subscription.plan_period_id or "") if offer else None
    same = (one.plan_period_id for one in periods if own is not None and one.months == own.months)
    return next(same, None)


def _paid(offer: Offer, *, is_on_renewal: bool) -> tuple[OfferPeriod, ...]:
    """Return the periods to switch to: a trial never is, and what renews has an end (OP-36)."""
    return tuple(
        one
        for one in offer.periods
        if not one.is_trial and not (is_on_renewal and one.months is None)
    )


def _price(offer: Offer, held: Mapping[str, int]) -> Decimal:
    """Return what a plan costs a month at least, with the amounts that are held."""
    quantities = {
        one.plan_resource_id: max(held.get(one.name, 0), one.initial_quantity)
        for one in offer.asked
    }
    prices = []
    for period in offer.periods:
        listing = None if period.is_trial else list_prices(offer, period, quantities)
        if listing is not None:
            total = listing.total.recurring.amount or listing.total.one_time.amount
            prices.append(total / (period.months or 1) if listing.charged == "period" else total)
    return min(prices, default=Decimal(0))


def _templates(offer: Offer) -> set[str]:
    return {one.template for one in offer.resources if one.template}


def _waiting(screen: SubscriptionScreen, kinds: tuple[OrderType, ...]) -> tuple[OrderDetails, ...]:
    return tuple(
        one
        for one in screen.orders
        if one.kind in WAITING and OrderType.read(one.order_type) in kinds
    )
