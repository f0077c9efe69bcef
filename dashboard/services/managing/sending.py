"""Sends what is asked of a subscription, and puts the platform's refusals into our words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.texts import gettext
from domain.errors import PortalError, UpstreamRejected
from domain.management import (
    Activation,
    AutoRenewal,
    Cancellation,
    Change,
    Deletion,
    Renewal,
    Request,
    Stop,
    Switch,
)
from domain.operation import PlatformIds
from upstream.actions import UpstreamActions

FORBIDDEN = 403
# Stands among the problems of an operation that the platform does not offer, with the status then.
STATUS_THEN = "status_then"
# Says how far an amount may be reduced.
SMALLEST = re.compile(r"resource change (\d+) is not available\. You can change up to (\d+)")


@dataclass(frozen=True, slots=True)
class Sending:
    """Sends for one manager of a reseller. `status_of` tells the status of a subscription now."""

    actions: UpstreamActions
    reseller_id: str
    manager_id: str
    status_of: Callable[[str], str]

    def send(self, screen: SubscriptionScreen, request: Request) -> PlatformIds:
        """Send a request and return what came of it.

        Raises:
            UpstreamRejected: the platform refused. Where it does not offer the operation, its
                `fields` hold the status of the subscription now.
            UpstreamUnavailable, OutcomeUnknown: as `upstream.writing` says.
        """
        subscription = screen.subscription
        try:
            order_id = self._send(screen, request)
        except UpstreamRejected as error:
            if error.status == FORBIDDEN:
                error.fields = {STATUS_THEN: self._status(screen)}
            else:
                error.fields = dict(error.fields) | _smallest(error.text, screen)
            raise
        return PlatformIds(subscription.account_id, order_id, subscription.subscription_id)

    def _send(self, screen: SubscriptionScreen, request: Request) -> str | None:
        to, by = self.reseller_id, self.manager_id
        subscription, held = screen.subscription, screen.resources
        key = subscription.subscription_id
        match request:
            case Change():
                return self.actions.place_change(to, key, request, held, by).order_id
            case Renewal():
                return self.actions.place_renewal(to, key, request, held, by).order_id
            case Switch():
                expires_on = subscription.expires_on
                return self.actions.place_switch(to, key, request, expires_on, by).order_id
            case AutoRenewal():
                self.actions.set_auto_renewal(to, key, request)
            case Stop():
                self.actions.stop(to, key, request, by)
            case Activation():
                self.actions.activate(to, key, by)
            case Deletion():
                self.actions.delete(to, key, by)
            case Cancellation(order_id=order_id):
                self.actions.cancel_order(to, order_id)
                return order_id
        return None

    def _status(self, screen: SubscriptionScreen) -> str:
        try:
            return self.status_of(screen.subscription.subscription_id)
        except PortalError:
            return screen.subscription.status


def _smallest(text: str, screen: SubscriptionScreen) -> dict[str, str]:
    """Return what is said of the smallest possible amount, by plan resource id (OP-33)."""
    keys = {one.resource_id: one.plan_resource_id for one in screen.resources}
    return {
        str(keys[resource_id]): gettext("The smallest possible amount is %(min)s.", min=amount)
        for resource_id, amount in SMALLEST.findall(text)
        if keys.get(resource_id) is not None
    }
