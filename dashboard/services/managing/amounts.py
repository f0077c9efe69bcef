"""The amounts of a subscription as they can be changed: their limits, what they cost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dashboard import formats
from dashboard.services.managing.conditions import MAY_REDUCE
from dashboard.services.managing.unit_prices import unit_price
from dashboard.services.ordering.configuration import limits_text
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.texts import gettext
from domain.details import HeldResource
from domain.money import Money, round_half_up
from domain.offer import Amounts, Offer, OfferResource
from domain.pricing.lines import MONEY_PLACES

WHOLE = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that can be chosen: `current` is what it is, the limits what it may become.

    `most` is None without a limit. `key` is the plan's id of the resource.
    """

    key: str
    name: str
    unit: str | None
    is_primary: bool
    current: int
    least: int
    most: int | None

    @property
    def limits(self) -> Amounts:
        return Amounts(self.least, self.most, self.current)

    def read(self, text: Any) -> tuple[int | None, str]:
        """Return the amount that was typed, or None and what is wrong with it (MSG-6)."""
        written = str(text).strip()
        quantity = int(written) if WHOLE.fullmatch(written) else None
        if quantity is not None and self.limits.problem_of(quantity) is None:
            return quantity, ""
        return None, limits_text(self.limits)


@dataclass(frozen=True, slots=True)
class AmountLine:
    """One line of the resource table; `amount` is None where there is nothing to change, and
    `why_fixed` says why. `fee` is for a month of one unit, in the plan's currency; `price` is what
    a unit is charged at, None where that is not known, and `charged_for` says when: both are of a
    trial nothing but that it is free.
    """

    held: HeldResource
    amount: Amount | None
    fee: Decimal | None
    price: Decimal | None
    currency: str | None
    charged_for: str
    why_fixed: str

    @property
    def key(self) -> str:
        return self.held.plan_resource_id or self.held.resource_id

    @property
    def is_free(self) -> bool:
        """Tell whether nothing is charged, as for a trial."""
        return self.price is None and self.fee is not None

    @property
    def current(self) -> int:
        return int(self.held.quantity or 0)

    def cost_text(self, quantity: int | None, locale: str) -> str:
        """Write what an amount costs for a full month: what the plan includes is free."""
        included = int(self.held.included_quantity or 0)
        return cost_text(self.fee, self.currency, included, quantity, locale)


def cost_text(
    fee: Decimal | None, currency: str | None, included: int, quantity: int | None, locale: str
) -> str:
    """Write what an amount costs for a full month, where that is known."""
    if quantity is None or fee is None or currency is None:
        return formats.NOTHING
    cost = Money(round_half_up(fee * max(quantity - included, 0), MONEY_PLACES), currency)
    return formats.amount(cost.amount, cost.currency, locale)


def amount_lines(
    screen: SubscriptionScreen, offer: Offer | None = None, *, can_change: bool
) -> tuple[AmountLine, ...]:
    """Return the resources of a subscription, the primary one first.

    `offer` is its plan as it can be ordered now: it knows the prices that are not told with what
    is held.
    """
    return tuple(_line(screen, held, offer, can_change=can_change) for held in screen.resources)


def changeable(screen: SubscriptionScreen) -> tuple[Amount, ...]:
    """Return the amounts that a change order may change."""
    lines = amount_lines(screen, can_change=True)
    return tuple(line.amount for line in lines if line.amount is not None)


def next_amount(resource: OfferResource, current: int) -> Amount:
    """Return an amount of a plan as it may be from the next period on, or on another plan."""
    return Amount(
        key=resource.plan_resource_id,
        name=resource.name,
        unit=resource.unit,
        is_primary=resource.is_primary,
        current=current,
        least=resource.initial_quantity,
        most=resource.maximum,
    )


def read_amounts(
    amounts: Iterable[Amount], typed: Mapping[str, Any]
) -> tuple[dict[str, int], dict[str, str]]:
    """Return the amounts that were typed, and what is wrong with the others; both by resource.

    One that nothing was typed for stays as it is, which may be wrong for what is planned.
    """
    quantities, problems = {}, {}
    for amount in amounts:
        quantity, problem = amount.read(typed.get(amount.key, amount.current))
        if quantity is None:
            problems[amount.key] = problem
        else:
            quantities[amount.key] = quantity
    return quantities, problems


def _line(
    screen: SubscriptionScreen, held: HeldResource, offer: Offer | None, *, can_change: bool
) -> AmountLine:
    amount = _amount(screen, held)
    is_fixed = amount.most is not None and amount.least >= amount.most
    is_told = held.is_measured or held.quantity is None
    is_open = can_change and held.plan_resource_id is not None and not is_fixed and not is_told
    why = gettext("measured by the vendor") if is_told else gettext("fixed") if is_fixed else ""
    priced = unit_price(screen, held, offer)
    return AmountLine(
        held=held,
        amount=amount if is_open else None,
        fee=priced.fee,
        price=priced.price,
        currency=screen.plan.currency if screen.plan else None,
        charged_for=priced.charged_for,
        why_fixed=why,
    )


def held_amounts(screen: SubscriptionScreen) -> dict[str, int]:
    """Return how much is held of each resource of the plan, by the plan's ids."""
    return {
        one.plan_resource_id: int(one.quantity)
        for one in screen.resources
        if one.plan_resource_id and one.quantity is not None and not one.is_measured
    }


def limits_of(held: HeldResource) -> Amounts:
    """Return which amounts there may be of a resource from the next period on (OP-33)."""
    least = max(int(held.included_quantity or 0), int(held.minimum_quantity or 0))
    most = None if held.maximum_quantity is None else int(held.maximum_quantity)
    return Amounts(least, most, int(held.quantity or 0))


def change_limits(held: HeldResource, abilities: Mapping[str, bool]) -> Amounts:
    """Return which amounts a change order may ask for now: less than now only where the platform
    allows it (OP-33), and never less than the vendor says to be in use.
    """
    limits = limits_of(held)
    least = max(limits.least, int(held.used_quantity or 0))
    if not may_reduce(abilities):
        least = max(least, limits.initial)
    return Amounts(least, limits.most, limits.initial)


def may_reduce(abilities: Mapping[str, bool]) -> bool:
    return abilities.get(MAY_REDUCE, False)


def _amount(screen: SubscriptionScreen, held: HeldResource) -> Amount:
    limits = change_limits(held, screen.subscription.abilities)
    return Amount(
        key=held.plan_resource_id or held.resource_id,
        name=held.name,
        unit=held.unit,
        is_primary=held.is_primary,
        current=int(held.quantity or 0),
        least=limits.least,
        most=limits.most,
    )
