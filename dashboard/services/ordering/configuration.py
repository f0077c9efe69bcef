"""Step 1 of an order: for how long, how much, from when, and whether it renews itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard import formats
from dashboard.services.ordering.draft import (
    PERIOD,
    PROVISIONING,
    QUANTITY,
    OrderDraft,
    named,
)
from dashboard.texts import gettext
from domain.offer import Amounts, Offer, OfferPeriod, OfferResource
from domain.pricing.listing import Listing, list_prices
from domain.service_terms import ServiceTerm

NOW = "now"  # What stands for "at once" among the days.
WHOLE = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class QuantityField:
    """One line of the resource table; `quantity` is None while the text is no amount."""

    resource: OfferResource
    amounts: Amounts
    text: str
    quantity: int | None
    problem: str | None

    @property
    def name(self) -> str:
        return named(QUANTITY, self.resource.plan_resource_id)


@dataclass(frozen=True, slots=True)
class Configuration:
    """What is chosen in step 1; `quantities` is complete when there is no problem."""

    period: OfferPeriod | None
    fields: tuple[QuantityField, ...]
    days: tuple[date, ...]  # on which it may start, today the first
    start_on: date
    can_renew_itself: bool
    is_auto_renewed: bool
    problems: Mapping[str, str]

    @property
    def is_delayed(self) -> bool:
        return self.start_on != self.days[0]

    def listing(self, offer: Offer) -> Listing | None:
        """Return what is chosen at list prices; None where they can't be told."""
        if self.period is None:
            return None
        return list_prices(offer, self.period, self.quantities)

    @property
    def ordered(self) -> list[str]:
        """The resources of which some are ordered."""
        return [key for key, count in self.quantities.items() if count]

    @property
    def quantities(self) -> dict[str, int]:
        return {
            one.resource.plan_resource_id: one.quantity
            for one in self.fields
            if one.quantity is not None
        }


def configuration(
    offer: Offer, draft: OrderDraft, term: ServiceTerm | None, today: date
) -> Configuration:
    """Return what a draft says of a plan, and what is wrong with it.

    `term` is None where nothing is known of the plan's service term: then an order starts today.
    """
    period = _period(offer, draft)
    fields = () if period is None else tuple(_fields(offer, period, draft, term))
    days = _days(period, term, today)
    start_on, problem = _start(draft, days)
    problems = {one.name: one.problem for one in fields if one.problem}
    if period is None:
        problems[PERIOD] = _period_problem(draft)
    if problem:
        problems[PROVISIONING] = problem
    can_renew = _can_renew(period, term)
    proposed = term is not None and term.is_auto_renewed
    chosen = proposed if draft.is_auto_renewed is None else draft.is_auto_renewed
    return Configuration(period, fields, days, start_on, can_renew, can_renew and chosen, problems)


def _period(offer: Offer, draft: OrderDraft) -> OfferPeriod | None:
    """Return the chosen period; one that is alone is chosen already (ORD-7)."""
    if len(offer.periods) == 1:
        return offer.periods[0]
    return offer.period(draft.period_id) if draft.period_id else None


def _period_problem(draft: OrderDraft) -> str:
    if draft.period_id:
        return gettext("This period is not offered any more. Choose another one.")
    return gettext("Choose a period.")


def _fields(
    offer: Offer, period: OfferPeriod, draft: OrderDraft, term: ServiceTerm | None
) -> list[QuantityField]:
    return [
        _field(resource, offer.amounts(resource, period, term), draft) for resource in offer.asked
    ]


def _field(resource: OfferResource, amounts: Amounts, draft: OrderDraft) -> QuantityField:
    typed = draft.quantities.get(resource.plan_resource_id)
    text = str(amounts.initial) if typed is None or amounts.is_fixed else typed
    quantity = int(text) if WHOLE.fullmatch(text) else None
    if quantity is not None and amounts.problem_of(quantity) is None:
        return QuantityField(resource, amounts, text, quantity, None)
    return QuantityField(resource, amounts, text, None, limits_text(amounts))


def limits_text(amounts: Amounts) -> str:
    """Say which amounts are possible (MSG-6)."""
    least = formats.whole(amounts.least)
    if amounts.most is None:
        return gettext("Enter a whole number, %(least)s or more.", least=least)
    return gettext(
        "Enter a whole number from %(least)s to %(most)s.",
        least=least,
        most=formats.whole(amounts.most),
    )


def _days(period: OfferPeriod | None, term: ServiceTerm | None, today: date) -> tuple[date, ...]:
    """Return the days an order may start on; a trial starts at once (ORD-15)."""
    can_wait = term is not None and period is not None and not period.is_trial
    count = term.delayed_order_days if can_wait and term is not None else 0
    return tuple(today + timedelta(days=day) for day in range(count + 1))


def _start(draft: OrderDraft, days: tuple[date, ...]) -> tuple[date, str | None]:
    if draft.provisioning_on in ("", NOW) or len(days) == 1:
        return days[0], None
    try:
        chosen = date.fromisoformat(draft.provisioning_on)
    except ValueError:
        chosen = None
    if chosen in days:
        return chosen, None
    return days[0], gettext("Choose a day from the list.")


def _can_renew(period: OfferPeriod | None, term: ServiceTerm | None) -> bool:
    """Tell whether an order may say that it renews itself (ORD-16); a trial is not renewed so."""
    if period is None or period.months is None or period.is_trial:
        return False
    return not (term is not None and term.is_auto_renew_locked)
