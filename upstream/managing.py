"""What is done with a subscription that is there. `upstream.writing` says what each raises."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from domain.details import HeldResource
from domain.errors import OutcomeUnknown, UnexpectedPayload
from domain.management import AutoRenewal, Change, Renewal, Stop, Switch
from domain.order import PlacedOrder
from domain.statuses import OrderType
from upstream.answers import any_document
from upstream.bodies import Body
from upstream.buying import path_of
from upstream.managing_bodies import (
    auto_renewal_body,
    change_order_body,
    operation_body,
    renewal_order_body,
    stop_body,
    switch_order_body,
)
from upstream.order_answers import read_orders
from upstream.writing import Writes


class ManagingWrites(Writes):
    """The platform's API as far as it changes what a subscription is. `manager_id` is who asks."""

    def place_change(
        self,
        reseller_id: str,
        subscription_id: str,
        change: Change,
        held: Iterable[HeldResource],
        manager_id: str,
    ) -> PlacedOrder:
        """Order other amounts than are held now. Source: createChangeOrder."""
        body = change_order_body(subscription_id, change, held, manager_id)
        return self._order(reseller_id, "change_order", body, OrderType.CHANGE)

    def place_renewal(
        self,
        reseller_id: str,
        subscription_id: str,
        renewal: Renewal,
        held: Iterable[HeldResource],
        manager_id: str,
    ) -> PlacedOrder:
        """Order the next period; a renewal that waits is replaced. Source: createRenewalOrder."""
        body = renewal_order_body(subscription_id, renewal, held, manager_id)
        return self._order(reseller_id, "renewal_order", body, OrderType.RENEWAL)

    def place_switch(
        self,
        reseller_id: str,
        subscription_id: str,
        switch: Switch,
        expires_on: date | None,
        manager_id: str,
    ) -> PlacedOrder:
        """Order another plan: now, or on the day of the expiration. Source: createSwitchOrder."""
        body = switch_order_body(subscription_id, switch, expires_on, manager_id)
        return self._order(reseller_id, "switch_order", body, OrderType.SWITCH)

    def set_auto_renewal(
        self, reseller_id: str, subscription_id: str, renewal: AutoRenewal
    ) -> None:
        """Have a subscription renew by itself, or not. Source: updateSubscription."""
        path = path_of(reseller_id, "subscriptions", subscription_id)
        self._do("PATCH", path, auto_renewal_body(renewal))

    def stop(self, reseller_id: str, subscription_id: str, stop: Stop, manager_id: str) -> None:
        """Source: stopSubscription."""
        self._operate(reseller_id, subscription_id, "stop", stop_body(stop, manager_id))

    def activate(self, reseller_id: str, subscription_id: str, manager_id: str) -> None:
        """Source: activateSubscription."""
        self._operate(reseller_id, subscription_id, "activate", operation_body(manager_id))

    def delete(self, reseller_id: str, subscription_id: str, manager_id: str) -> None:
        """Source: deleteSubscription."""
        self._operate(reseller_id, subscription_id, "delete", operation_body(manager_id))

    def cancel_order(self, reseller_id: str, order_id: str) -> None:
        """Have an order that waits not be carried out. Source: cancelOrder."""
        path = path_of(reseller_id, "orders", order_id, "cancel_operation")
        self._do("POST", path, {})

    def _order(self, reseller_id: str, kind: str, body: Body, wanted: OrderType) -> PlacedOrder:
        read = partial(read_orders, wanted=wanted)
        return self._write("POST", path_of(reseller_id, kind), body, read)

    def _operate(self, reseller_id: str, subscription_id: str, operation: str, body: Body) -> None:
        path = path_of(reseller_id, "subscriptions", subscription_id, f"{operation}_operation")
        self._do("POST", path, body)

    def _do(self, method: str, path: str, body: Body) -> None:
        """Send a request whose answer says nothing but that it was done.

        An answer that is no answer of the platform's, such as a page of somebody between us, does
        not even say that.
        """
        answer = self._sender.send(method, path, body)
        try:
            any_document(answer)
        except UnexpectedPayload as error:
            raise OutcomeUnknown(f"{method} {path}: {error}") from error
