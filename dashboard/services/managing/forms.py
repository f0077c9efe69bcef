"""The form of an operation: the subscription as it is, what is planned, and what that costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Protocol

from dashboard.services.managing.availability import Availability
from dashboard.services.managing.conditions import Action
from dashboard.services.managing.planning import (
    PLAN,
    Planned,
    Values,
    plan_activation,
    plan_cancellation,
    plan_change,
    plan_deletion,
    plan_renewal,
    plan_stop,
    plan_switch,
)
from dashboard.services.managing.questions import Asked, read_questions
from dashboard.services.managing.revision import revision_of
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.texts import gettext
from domain.errors import UpstreamError
from domain.management import Change, Renewal, Request, Switch
from domain.offer import Offer
from domain.pricing.operation_quote import OperationQuote
from domain.pricing.shown_price import ShownPrice
from domain.pricing.untold import Untold
from domain.service_terms import ServiceTerm, ServiceTerms

PRICED = (Change, Renewal, Switch)
ENDING = frozenset({Action.STOP, Action.DELETE})
# What becomes of charges that are there is part of their price.
SETTLING = frozenset({Action.CHANGE, Action.SWITCH, Action.ACTIVATE, *ENDING})
PRICED_ACTIONS = frozenset(
    {
        Action.RENEW,
        Action.CHANGE_RENEWAL,
        Action.SWITCH_ON_RENEWAL,
        *SETTLING,
    }
)


def unreachable() -> str:
    return gettext("The platform does not answer at the moment. Nothing was changed.")


def price_untold(screen: SubscriptionScreen, why: Untold | None = None) -> str:
    """Say that a price can't be told and why, and when it can."""
    if why not in (None, Untold.NO_HISTORY):
        says = gettext("The portal can't tell what this will cost.")
        return f"{says} {why_untold(why)}"
    if screen.is_ahead_of_load:
        return gettext(
            "The portal can't tell yet what this will cost: the subscription has just been ordered"
            " or changed. The next load tells, in a few minutes."
        )
    return gettext("The portal can't tell what this will cost. Contact support.")


def why_untold(why: Untold) -> str:
    """Say what is not known, and what to do about it."""
    return {
        Untold.NO_PLAN: gettext("The platform does not show its plan any more. Contact support."),
        Untold.NO_RATE: gettext("There is no exchange rate for the plan's currency."
                                " Contact support."),
        Untold.NO_RULES: gettext("How its billing type is charged is not known. Contact support."),
        Untold.NO_START: gettext("When the period that runs began is not known. Contact support."),
        Untold.NO_ORDERS: gettext("The platform does not say which orders its charges belong to,"
                                  " so that what comes back can't be worked out."
                                  " Contact support."),
        Untold.NO_HISTORY: gettext("At which exchange rate and discount it was charged is not"
                                   " known. Contact support."),
    }[why]  # fmt: skip


class Pricing(Protocol):
    """What tells what operations cost."""

    def change(
        self, screen: SubscriptionScreen, quantities: Mapping[str, int]
    ) -> OperationQuote | None: ...
    def renewal(
        self, screen: SubscriptionScreen, plan_period_id: str, quantities: Mapping[str, int]
    ) -> OperationQuote | None: ...
    def switch(
        self,
        screen: SubscriptionScreen,
        plan_id: str,
        plan_period_id: str,
        quantities: Mapping[str, int],
        is_on_renewal: bool,
    ) -> OperationQuote | None: ...
    def deletion(self, screen: SubscriptionScreen) -> OperationQuote | None: ...
    def stop(self, screen: SubscriptionScreen) -> OperationQuote | None: ...
    def activation(self, screen: SubscriptionScreen) -> OperationQuote | None: ...
    def why_untold(self, screen: SubscriptionScreen, *, settles: bool) -> Untold: ...


@dataclass(frozen=True, slots=True)
class OperationForm:
    """What the dialog of an operation shows.

    `seen` tells the subscription as it is shown from what it may be later. `quote` is None where
    there is nothing to price yet, or it can't be told; then `is_price_unreachable` says whether
    that is because the platform does not answer, and `untold` what else it is because of.
    """

    action: Action
    screen: SubscriptionScreen
    availability: Availability
    planned: Planned
    quote: OperationQuote | None
    is_price_unreachable: bool
    term: ServiceTerm | None
    untold: Untold | None = None

    @property
    def seen(self) -> str:
        return revision_of(self.screen)

    @property
    def price(self) -> ShownPrice | None:
        """The price that is confirmed."""
        return ShownPrice.of(self.quote) if self.quote else None

    @property
    def is_price_lacking(self) -> bool:
        """Tell whether an operation that costs money can't be confirmed without its price."""
        return isinstance(self.planned.request, PRICED) and self.quote is None

    @property
    def can_confirm(self) -> bool:
        """Tell whether there is something to confirm. Reasons and typed ids are read when it is."""
        is_open = self.availability.is_available and self.screen.reading.is_live
        is_planned = self.planned.request is not None or self.action in ENDING
        return is_open and is_planned and not self.is_price_lacking


@dataclass(frozen=True, slots=True)
class Sources:
    """What a form is made from: each answers for one reseller."""

    screen: Callable[[str], SubscriptionScreen]
    available: Callable[[SubscriptionScreen], Mapping[Action, Availability]]
    offer: Callable[[str], Offer | None]
    targets: Callable[[str, bool], Sequence[Offer]]
    asked: Callable[[Offer, str, Mapping[str, int]], Asked]
    prices: Pricing
    terms: ServiceTerms
    zone: tzinfo


class OperationForms:
    """Makes the forms of operations, for one manager."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def form(self, action: Action, subscription_id: str, values: Values) -> OperationForm:
        """Return the form of an operation with what is typed in it.

        Raises:
            NotFound: the reseller has no such subscription.
            UpstreamError: neither the platform nor the last load can tell of it.
        """
        return self.form_of(action, self.screen(subscription_id), values)

    def screen(self, subscription_id: str) -> SubscriptionScreen:
        """Return the subscription that forms are about.

        Raises:
            NotFound, UpstreamError: as `form` says.
        """
        return self._sources.screen(subscription_id)

    def form_of(self, action: Action, screen: SubscriptionScreen, values: Values) -> OperationForm:
        """Return the form of an operation on a subscription that was read a moment ago."""
        availability = self._sources.available(screen)[action]
        planned = self._planned(action, screen, values) if availability.is_available else Planned()
        quote, is_unreachable = self._quote(screen, planned.request, action)
        form = OperationForm(
            action, screen, availability, planned, quote, is_unreachable, self._term(screen)
        )
        return replace(form, untold=self._why_untold(form))

    def _planned(self, action: Action, screen: SubscriptionScreen, values: Values) -> Planned:
        plan_id = screen.subscription.plan_id
        match action:
            case Action.CHANGE:
                return plan_change(screen, values)
            case Action.RENEW | Action.CHANGE_RENEWAL:
                with_amounts = action is Action.CHANGE_RENEWAL
                offer = self._sources.offer(plan_id)
                return plan_renewal(screen, values, offer, with_amounts=with_amounts)
            case Action.SWITCH | Action.SWITCH_ON_RENEWAL:
                later = action is Action.SWITCH_ON_RENEWAL
                offer, targets = (
                    self._sources.offer(plan_id), self._sources.targets(plan_id, later),
                )  # fmt: skip
                planned = plan_switch(screen, values, offer, targets, is_on_renewal=later)
                return self._with_questions(screen, planned, values)
            case Action.STOP:
                return plan_stop(screen, values)
            case Action.DELETE:
                return plan_deletion(screen, values)
            case Action.ACTIVATE:
                return plan_activation(screen, values)
            case Action.CANCEL:
                return plan_cancellation(screen, values)
        return Planned()

    def _with_questions(
        self, screen: SubscriptionScreen, planned: Planned, values: Values
    ) -> Planned:
        """Add what the vendor of the chosen plan wants to know of the client (OP-36).

        What the account has told before is not asked again, so that this is rare.
        """
        target = planned.target
        if target is None or not target.asks_vendor:
            return planned
        try:
            asked = self._sources.asked(target, screen.subscription.account_id, planned.quantities)
        except UpstreamError:
            problems = {**planned.problems, PLAN: unreachable()}
            return replace(planned, request=None, problems=problems)
        return replace(planned, questions=read_questions(asked, values))

    def _quote(
        self, screen: SubscriptionScreen, request: Request | None, action: Action
    ) -> tuple[OperationQuote | None, bool]:
        try:
            return self._price(screen, request, action), False
        except UpstreamError:
            return None, True

    def _why_untold(self, form: OperationForm) -> Untold | None:
        """Return why a price is lacking; None where it is not, or nobody can say so now."""
        is_open = form.availability.is_available and form.screen.reading.is_live
        is_meant = form.planned.request is not None or form.action in ENDING
        if form.quote is not None or form.is_price_unreachable or not (is_open and is_meant):
            return None
        if form.action not in PRICED_ACTIONS:
            return None
        try:
            settles = form.action in SETTLING
            return self._sources.prices.why_untold(form.screen, settles=settles)
        except UpstreamError:
            return None

    def _price(
        self, screen: SubscriptionScreen, request: Request | None, action: Action
    ) -> OperationQuote | None:
        prices = self._sources.prices
        match request:
            case Change():
                return prices.change(screen, request.quantities)
            case Renewal():
                return prices.renewal(screen, request.plan_period_id, request.quantities)
            case Switch():
                return prices.switch(
                    screen, request.plan_id, request.plan_period_id, request.quantities,
                    request.is_on_renewal,
                )  # fmt: skip
        if action is Action.STOP:
            return prices.stop(screen)
        if action is Action.ACTIVATE and request is not None:
            return prices.activation(screen)
        return prices.deletion(screen) if action is Action.DELETE else None

    def _term(self, screen: SubscriptionScreen) -> ServiceTerm | None:
        day = screen.reading.as_of.astimezone(self._sources.zone).date()
        return self._sources.terms.term(screen.plan.service_term_id, day) if screen.plan else None
