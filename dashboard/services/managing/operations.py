"""Operations on subscriptions, each carried out once however often its form is sent.

The subscription is read from the platform first, and compared with what the form was drawn from;
then the operation is written into the journal, sent, once, and its answer written down. Of each
subscription there is one operation at a time, whoever asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from dashboard.refusal_texts import refusal_text
from dashboard.services.journal import Journal
from dashboard.services.managing.availability import Action, Availability, available
from dashboard.services.managing.checks import action_of, against
from dashboard.services.managing.facts import facts_of
from dashboard.services.managing.outcomes import (
    Changed,
    Done,
    InProgress,
    NotAvailable,
    NotSent,
    Outcome,
    Refused,
    Unknown,
)
from dashboard.services.managing.price_check import PriceOf, price_changed
from dashboard.services.managing.reasons import being_checked, no_right, not_now, not_offered
from dashboard.services.managing.revision import revision_of
from dashboard.services.managing.sending import STATUS_THEN, Sending
from dashboard.services.reading import Origin
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.services.subscriptions import Subscriptions
from dashboard.texts import gettext
from domain.errors import NotAllowed, UpstreamError
from domain.management import Cancellation, Request
from domain.operation import Operation, OperationState
from domain.pricing.shown_price import ShownPrice
from domain.request_record import asked_request, asks_for, kind_of
from domain.service_terms import ServiceTerms
from store.database import Store
from store.one_at_a_time import under_way
from store.operations import Begun

if TYPE_CHECKING:
    from dashboard.context import Clock
    from upstream.actions import UpstreamActions


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts: a manager of a reseller, and whether this one may (MGR-9)."""

    reseller_id: str
    manager_id: str
    may_act: bool


class Managing:
    """Says what may be done with subscriptions, and does it, for one manager.

    `actions` is None where the settings name no platform: then nothing can be done.
    """

    def __init__(
        self,
        subscriptions: Subscriptions,
        actions: UpstreamActions | None,
        store: Store,
        clock: Clock,
        acting: Acting,
        *,
        terms: ServiceTerms,
        zone: ZoneInfo,
        price_of: PriceOf,
    ) -> None:
        self._subscriptions = subscriptions
        self._actions = actions
        self._store = store
        self._clock = clock
        self._acting = acting
        self._terms = terms
        self._zone = zone
        self._price_of = price_of
        # The platform's time as it read the subscription last: a moment before anything is sent.
        self._platform_at: datetime | None = None
        self._journal = Journal(
            store,
            clock,
            lambda: self._platform_at,
            reseller_id=acting.reseller_id,
            manager_id=acting.manager_id,
        )

    def available(self, screen: SubscriptionScreen) -> Mapping[Action, Availability]:
        """Return of every action whether it is offered for a subscription, and why not (OP-1)."""
        busy = under_way(
            self._store, (self._acting.reseller_id, screen.subscription.subscription_id)
        )
        return self._available(screen, is_busy=busy is not None)

    def carry_out(
        self,
        key: str,
        subscription_id: str,
        seen: str | None,
        request: Request,
        *,
        shown: ShownPrice | None = None,
    ) -> Outcome:
        """Do what a confirmation form asks for, once.

        `key` is that of the form: whoever sends it again gets what came of it the first time, and
        nothing is sent. `seen` is the `revision_of` what the form was drawn from; None where it
        shows nothing that may change. `shown` is what the form said that it costs; None where it
        said that this can't be told.

        Raises:
            NotFound: the reseller has no such subscription.
            NotAllowed: this manager may not do it.
        """
        if not self._acting.may_act:
            raise NotAllowed(no_right())
        known = self._journal.find(key)
        if known is not None and not self._journal.is_not_sent(known):
            is_same = asks_for(known, subscription_id, request)
            if known.state is not OperationState.REFUSED or is_same:
                return self._outcome(known) if is_same else _sent_before()
        seen_at = self._clock()
        screen = self._read(subscription_id)
        if screen is None:
            return _not_reached()
        if screen.reading.origin is Origin.WITHOUT_ORDERS:
            return _orders_untold()
        standing = self._against(screen, seen, request, shown)
        if standing is not None:
            return standing
        return self._carry_out(key, screen, request, seen_at)

    def outcome(self, key: str) -> Outcome | None:
        """Return what came of a form so far, without sending; None when it was never sent."""
        found = self._journal.find(key)
        return None if found is None else self._outcome(found)

    def _available(
        self, screen: SubscriptionScreen, *, is_busy: bool = False
    ) -> Mapping[Action, Availability]:
        facts = facts_of(
            screen, self._terms, self._zone, may_act=self._acting.may_act, is_busy=is_busy
        )
        return available(screen.subscription.abilities, facts)

    def _read(self, subscription_id: str) -> SubscriptionScreen | None:
        """Return a subscription as it is at the platform now; None where that can't be told."""
        try:
            screen = self._subscriptions.screen(subscription_id)
        except UpstreamError:
            return None
        origin = screen.reading.origin
        if self._actions is None or origin not in (Origin.LIVE, Origin.WITHOUT_ORDERS):
            return None
        self._platform_at = screen.reading.as_of
        return screen

    def _against(
        self,
        screen: SubscriptionScreen,
        seen: str | None,
        request: Request,
        shown: ShownPrice | None,
    ) -> Outcome | None:
        """Return why a request is not to be sent at all."""
        if seen is not None and seen != revision_of(screen):
            return _changed()
        offered = self._available(screen)[action_of(request, screen)]
        if not offered.is_available:
            return NotAvailable(offered.reason or not_offered())
        if isinstance(request, Cancellation) and not _waits(request.order_id, screen):
            return NotAvailable(gettext("The order does not wait any more."))
        return against(request, screen) or price_changed(shown, request, screen, self._price_of)

    def _carry_out(
        self, key: str, screen: SubscriptionScreen, request: Request, seen_at: datetime
    ) -> Outcome:
        subscription, sending = screen.subscription, self._sending()
        begun = self._journal.begin(
            key,
            kind_of(request),
            asked_request(subscription.subscription_id, request, _before(screen)),
            account_id=subscription.account_id,
            subscription_id=subscription.subscription_id,
            seen_at=seen_at,
        )
        if not begun.is_sender:
            return self._instead(begun, request, subscription.subscription_id)
        operation = self._journal.send(begun.operation, lambda: sending.send(screen, request))
        return self._outcome(operation)

    def _instead(self, begun: Begun, request: Request, subscription_id: str) -> Outcome:
        """Return what is to be said of a form that somebody else was faster than."""
        operation = begun.operation
        if not begun.is_other:
            is_same = asks_for(operation, subscription_id, request)
            return self._outcome(operation) if is_same else _sent_before()
        is_known = operation.state is OperationState.ACCEPTED
        if is_known or self._journal.is_being_sent(operation):
            return _changed()
        return NotAvailable(being_checked())

    def _sending(self) -> Sending:
        if self._actions is None:
            raise LookupError("no platform is named")
        acting = self._acting
        return Sending(self._actions, acting.reseller_id, acting.manager_id, self._status_of)

    def _status_of(self, subscription_id: str) -> str:
        return self._subscriptions.screen(subscription_id).subscription.status

    def _outcome(self, operation: Operation) -> Outcome:
        if operation.state is OperationState.ACCEPTED:
            return Done(operation.operation_id, operation.ids.order_id)
        if operation.state is OperationState.REFUSED:
            return _refused(operation)
        if self._journal.is_not_sent(operation):
            return _not_reached()
        if self._journal.is_being_sent(operation):
            return InProgress(operation.operation_id)
        return Unknown(operation.operation_id)


def _before(screen: SubscriptionScreen) -> dict[str, Any]:
    """Return what a subscription was before, for the journal and the audit."""
    subscription = screen.subscription
    expires_on = subscription.expires_on
    return {
        "status": subscription.status,
        "plan_id": subscription.plan_id,
        "plan_period_id": subscription.plan_period_id,
        "expires_on": expires_on and expires_on.isoformat(),
        "is_auto_renewed": subscription.is_auto_renewed,
        "quantities": {
            one.plan_resource_id: int(one.quantity or 0)
            for one in screen.resources
            if one.plan_resource_id is not None
        },
    }


def _waits(order_id: str, screen: SubscriptionScreen) -> bool:
    return any(order.order_id == order_id and order.is_waiting for order in screen.orders)


def _refused(operation: Operation) -> Refused | NotAvailable:
    problems = dict(operation.problems)
    status = problems.pop(STATUS_THEN, None)
    if status is not None:
        return NotAvailable(not_now(status))
    text = refusal_text(operation.message)
    text = text or gettext("The platform refuses it, and does not say why.")
    return Refused(text, problems)


def _changed() -> Changed:
    """MSG-15."""
    says = gettext("The subscription has been changed by another user. The page is refreshed.")
    return Changed(says)


def _sent_before() -> Changed:
    says = gettext("This form was sent before, with other values. Open it again.")
    return Changed(says)


def _orders_untold() -> NotSent:
    says = gettext(
        "The platform does not tell the orders of this subscription at the moment, so that nothing"
        " can be done. Nothing has been done. Try again later."
    )
    return NotSent(says)


def _not_reached() -> NotSent:
    says = gettext("The platform can't be reached. Nothing has been done. Try again.")
    return NotSent(says)
