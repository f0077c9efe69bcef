"""One subscription: as the platform says it is now, else as the last load knew it."""

from __future__ import annotations

import logging
from dataclasses import replace

from dashboard.platform import LiveReads
from dashboard.services.reading import Origin, Reading, is_id, live_reading, unless_refused
from dashboard.services.subscription_screen import SubscriptionScreen
from domain.details import (
    Fact,
    HeldResource,
    OrderDetails,
    SubscribedPlan,
    SubscriptionDetails,
)
from domain.errors import NotFound, UpstreamError, UpstreamUnavailable
from upstream.client import UpstreamClient
from upstream.details import TypedSubscription, read_orders, read_subscription, tells_all_orders
from upstream.transport import Answer
from warehouse.catalog import offered_plans
from warehouse.connection import Snapshot
from warehouse.managers import manager
from warehouse.subscriptions import (
    KnownSubscription,
    held_resources,
    resource_kinds,
    subscription_details,
    subscription_orders,
)

log = logging.getLogger(__name__)


class Subscriptions:
    """Answers about single subscriptions of one reseller."""

    def __init__(self, snapshot: Snapshot, live: LiveReads, *, reseller_id: str) -> None:
        self._snapshot = snapshot
        self._live = live
        self._reseller_id = reseller_id

    def exists(self, subscription_id: str) -> bool:
        """Tell whether the reseller has this subscription; also where nobody can say so now."""
        if self._known(subscription_id) is not None:
            return True
        if not (is_id(subscription_id) and self._live.is_connected):
            return False
        try:
            (found,) = self._live.ask(
                lambda client: client.fetch_subscription(self._reseller_id, subscription_id)
            )
        except UpstreamError:
            return True
        return found is not None

    def screen(self, subscription_id: str) -> SubscriptionScreen:
        """Return what there is to show of a subscription.

        Raises:
            NotFound: the reseller has none of this id (DET-7).
            UpstreamError: the platform can't tell now, and the last load does not know it.
        """
        known = self._known(subscription_id)
        if not is_id(subscription_id):
            raise NotFound(f"no subscription {subscription_id}")
        try:
            found = self._read(subscription_id, known)
        except UpstreamError as error:
            if known is None and self._live.is_connected:
                raise
            origin = Origin.UNREACHABLE if self._live.is_connected else Origin.NOT_CONNECTED
            log.warning("subscription %s is shown as last loaded: %s", subscription_id, error)
        else:
            if found is not None:
                return found
            origin = Origin.NOT_SHOWN
        if known is None:
            raise NotFound(f"no subscription {subscription_id}")
        return self._as_loaded(known, origin)

    def who_ordered(self, screen: SubscriptionScreen) -> dict[str, str]:
        """Return the names of the managers who placed a subscription's orders, by their ids."""
        ids = {order.manager_id for order in screen.orders if order.manager_id}
        found = (manager(self._snapshot, own_id, reseller_id=self._reseller_id) for own_id in ids)
        return {one.manager_id: one.name for one in found if one is not None}

    def secret(self, subscription_id: str, key: str) -> Fact:
        """Return one of the values that a vendor tells, as the platform says it now (INFO-2).

        Raises:
            NotFound: there is none.
            UpstreamError: the platform can't tell now.
        """
        if is_id(subscription_id):
            (answer,) = self._live.ask(lambda client: self._fetch(client, subscription_id))
            if answer is not None:
                told = read_subscription(answer, subscription_id, self._reseller_id)
                for fact in told.information.facts if told else ():
                    if fact.key == key:
                        return fact
        raise NotFound(f"nothing of this name is told for subscription {subscription_id}")

    def _is_loaded(self, orders: tuple[OrderDetails, ...]) -> bool:
        """Tell whether the last load was after the first of these orders, the oldest last.

        The mirror follows an order within seconds; what it costs comes with a load.
        """
        sold_at = orders[-1].created_at if orders else None
        return sold_at is None or sold_at <= self._snapshot.published.as_of

    def _known(self, subscription_id: str) -> KnownSubscription | None:
        return subscription_details(self._snapshot, subscription_id, reseller_id=self._reseller_id)

    def _fetch(self, client: UpstreamClient, subscription_id: str) -> Answer | None:
        return client.fetch_subscription_details(self._reseller_id, subscription_id)

    def _read(
        self, subscription_id: str, known: KnownSubscription | None
    ) -> SubscriptionScreen | None:
        """Return what the platform says now; None when it shows no such subscription."""
        answer, orders = self._live.ask(
            lambda client: self._fetch(client, subscription_id),
            unless_refused(
                lambda client: client.fetch_orders_of_subscription(
                    self._reseller_id, subscription_id
                )
            ),
        )
        if answer is None:
            return None
        told = read_subscription(answer, subscription_id, self._reseller_id)
        if told is None:
            return None
        subscription = told.subscription
        plan = told.plan or self._known_plan(known, subscription.plan_id)
        now, found = live_reading(answer), self._orders(orders, subscription)
        if found is None:
            found = self._loaded_orders(subscription_id)
            now = Reading(Origin.WITHOUT_ORDERS, now.as_of)
        return SubscriptionScreen(
            subscription=subscription,
            account_name=told.account_name or (known.account_name if known else None),
            plan=plan,
            is_offered=self._is_offered(subscription.plan_id),
            resources=self._with_kinds(told),
            orders=found,
            information=told.information,
            has_costs=known is not None and self._is_loaded(found),
            reading=now,
            account_status=told.account_status or (known.account_status if known else None),
            loaded_at=self._snapshot.published.as_of,
        )

    def _as_loaded(self, known: KnownSubscription, origin: Origin) -> SubscriptionScreen:
        subscription = known.subscription
        subscription_id = subscription.subscription_id
        orders = self._loaded_orders(subscription_id)
        return SubscriptionScreen(
            subscription=subscription,
            account_name=known.account_name,
            plan=known.plan,
            is_offered=self._is_offered(subscription.plan_id),
            resources=tuple(
                held_resources(self._snapshot, subscription_id, reseller_id=self._reseller_id)
            ),
            orders=orders,
            information=None,
            has_costs=self._is_loaded(orders),
            reading=Reading(origin, self._snapshot.published.as_of),
            account_status=known.account_status,
        )

    def _orders(
        self, answer: Answer | None, told: SubscriptionDetails
    ) -> tuple[OrderDetails, ...] | None:
        """Return the orders, the newest first; None where the platform does not tell all."""
        own_id = told.subscription_id
        try:
            if answer is None:
                raise UpstreamUnavailable("the orders are refused")
            pages = [answer]
            if not tells_all_orders(answer, own_id):
                pages = self._orders_of_account(told.account_id)
            found = {one.order_id: one for page in pages for one in read_orders(page, own_id)}
        except UpstreamError as error:
            log.warning("orders of %s are shown as last loaded: %s", own_id, error)
            return None
        return tuple(sorted(found.values(), key=_age, reverse=True))

    def _orders_of_account(self, account_id: str) -> list[Answer]:
        (pages,) = self._live.ask(
            lambda client: client.buying.fetch_orders_of_account(self._reseller_id, account_id)
        )
        return pages

    def _loaded_orders(self, subscription_id: str) -> tuple[OrderDetails, ...]:
        return tuple(
            subscription_orders(self._snapshot, subscription_id, reseller_id=self._reseller_id)
        )

    def _with_kinds(self, told: TypedSubscription) -> tuple[HeldResource, ...]:
        """Add what only the plan tells of each resource; the primary one comes first."""
        kinds = resource_kinds(
            self._snapshot, told.subscription.plan_id, reseller_id=self._reseller_id
        )
        found = []
        for held in told.resources:
            kind = kinds.get(held.plan_resource_id or "")
            if kind is not None:
                held = replace(
                    held,
                    unit=kind.unit,
                    is_measured=kind.is_measured,
                    is_primary=kind.is_primary,
                )
            found.append(held)
        return tuple(sorted(found, key=lambda held: not held.is_primary))

    def _known_plan(self, known: KnownSubscription | None, plan_id: str) -> SubscribedPlan | None:
        plan = known.plan if known else None
        return plan if plan is not None and plan.plan_id == plan_id else None

    def _is_offered(self, plan_id: str) -> bool:
        """Tell whether the plan has a page: the product page lists what may be ordered now."""
        found = offered_plans(self._snapshot, plan_id=plan_id, reseller_id=self._reseller_id)
        return bool(found)


def _age(order: OrderDetails) -> tuple[float, int, str]:
    created = order.created_at.timestamp() if order.created_at else 0.0
    number = int(order.order_id) if order.order_id.isdecimal() else 0
    return created, number, order.order_id
