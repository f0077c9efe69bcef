"""A manager who looks after subscriptions: the sandbox over HTTP, and a portal store of its own.

A `conftest.py` makes the fixture its own by importing it, beside `tests.shop.shop`:

    from tests.desk import desk  # noqa: F401
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dashboard.platform import LiveReads
from dashboard.services.managing.availability import Action
from dashboard.services.managing.conditions import ABILITIES
from dashboard.services.managing.operations import Acting, Managing
from dashboard.services.managing.outcomes import Outcome
from dashboard.services.managing.price_check import PriceOf
from dashboard.services.managing.revision import revision_of
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.services.subscriptions import Subscriptions
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
from domain.service_term_file import terms_in
from domain.service_terms import ServiceTerms
from sandbox.catalog_records import Plan, SwitchTarget
from sandbox.holdings import totals_of
from sandbox.offers import periods_of, resources_of
from sandbox.records import Order, Subscription
from sandbox.standing import is_countable, is_offered
from tests.sandbox.buyer import totals_of as totals_within
from tests.shop import KEY, MANAGER, RESELLER, Shop
from tests.warehouse_builder import make_warehouse
from upstream.client import UpstreamClient

PLATFORM_ZONE = ZoneInfo("Europe/Berlin")
STOP = Stop("no_longer_needed", "They have moved on")


def service_terms() -> ServiceTerms:
    path = Path(__file__).parents[1] / "service_terms.toml"
    return terms_in(tomllib.loads(path.read_text("utf-8")), path.name)


def untold(_: SubscriptionScreen, __: Request) -> None:
    """No price can be told in advance."""


@dataclass
class Desk:
    """The portal as it manages. Nothing was loaded: everything comes from the platform."""

    shop: Shop
    folder: Path
    terms: ServiceTerms = field(default_factory=service_terms)
    _clients: list[UpstreamClient] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.warehouse = make_warehouse(self.folder)

    def subscriptions(
        self, *, url: str | None = None, reseller_id: str = RESELLER
    ) -> Subscriptions:
        client = UpstreamClient(
            url or self.shop.url, self.shop.token, timeout=5, attempts=1, concurrency=64
        )
        self._clients.append(client)
        snapshot = self.warehouse.snapshot().__enter__()
        return Subscriptions(snapshot, LiveReads(client), reseller_id=reseller_id)

    def managing(
        self,
        *,
        manager_id: str = MANAGER,
        reseller_id: str = RESELLER,
        may_act: bool = True,
        url: str | None = None,
        reads_at: str | None = None,
        price_of: PriceOf = untold,
    ) -> Managing:
        return Managing(
            self.subscriptions(url=reads_at or url, reseller_id=reseller_id),
            self.shop.actions(url or self.shop.url),
            self.shop.store,
            self.shop.clock,
            Acting(reseller_id, manager_id, may_act),
            terms=self.terms,
            zone=PLATFORM_ZONE,
            price_of=price_of,
        )

    def screen(self, subscription_id: str) -> SubscriptionScreen:
        return self.subscriptions().screen(subscription_id)

    def carry_out(
        self, request: Request, subscription_id: str, key: str = KEY, **more: object
    ) -> Outcome:
        """Confirm a form that was drawn a moment ago, and some time after the one before."""
        self.shop.clock.advance(seconds=1)
        seen = revision_of(self.screen(subscription_id))
        managing = self.managing(**more)  # type: ignore[arg-type]
        return managing.carry_out(key, subscription_id, seen, request)

    def one_for(self, action: Action, **like: object) -> str:
        """Return the id of a subscription that an action is offered for."""
        with self.shop.platform.reading() as books:
            found = books.find(Subscription, "reseller_id = 12 ORDER BY subscription_id")
            return next(
                str(one.subscription_id)
                for one in found
                if is_offered(books, one, ABILITIES[action])
                and all(getattr(one, name) == value for name, value in like.items())
            )

    def known(self, subscription_id: str) -> Subscription:
        with self.shop.platform.reading() as books:
            return books.get(Subscription, int(subscription_id))

    def orders(self, subscription_id: str) -> list[Order]:
        """Return the orders of a subscription placed since the beginning of the test."""
        where = "subscription_id = ? AND created_at >= ? ORDER BY order_id"
        with self.shop.platform.reading() as books:
            return books.find(Order, where, int(subscription_id), self.shop.began_at)

    def request_for(self, action: Action, subscription_id: str) -> Request:
        """Return a request that the platform would accept, were the action offered."""
        match action:
            case Action.CHANGE:
                return Change(self.totals(subscription_id, more=1))
            case Action.RENEW:
                return Renewal(self.paid_period(subscription_id), self.totals(subscription_id))
            case Action.CHANGE_RENEWAL:
                totals = self.totals(subscription_id, more=1)
                return Renewal(self.paid_period(subscription_id), totals)
            case Action.SWITCH | Action.SWITCH_ON_RENEWAL:
                is_on_renewal = action is Action.SWITCH_ON_RENEWAL
                return self.switch(subscription_id, is_on_renewal=is_on_renewal)
            case Action.AUTO_RENEW:
                return AutoRenewal(not self.known(subscription_id).is_auto_renewed)
            case Action.STOP:
                return STOP
            case Action.ACTIVATE:
                return Activation()
            case Action.DELETE:
                return Deletion()
            case Action.CANCEL:
                return Cancellation("1")

    def totals(self, subscription_id: str, more: int = 0) -> dict[str, int]:
        """Return what is held of each resource, and more of the primary one."""
        with self.shop.platform.reading() as books:
            subscription = books.get(Subscription, int(subscription_id))
            held = totals_of(books, subscription)
            offered = {r.plan_resource_id: r for r in resources_of(books, subscription.plan_id)}
        counted = [key for key in held if is_countable(offered[key])]
        primary = next((key for key in counted if offered[key].is_primary), None)
        return {str(key): total + (more if key == primary else 0) for key, total in held.items()}

    def paid_period(self, subscription_id: str) -> str:
        subscription = self.known(subscription_id)
        with self.shop.platform.reading() as books:
            paid = [p for p in periods_of(books, subscription.plan_id) if not p.is_trial]
        own = [p for p in paid if p.plan_period_id == subscription.plan_period_id]
        return str((own or paid)[0].plan_period_id)

    def switch(self, subscription_id: str, *, is_on_renewal: bool = False) -> Switch:
        """Return a switch to the first target there is; to nowhere where there is none."""
        subscription = self.known(subscription_id)
        with self.shop.platform.reading() as books:
            targets = books.find(SwitchTarget, "plan_id = ?", subscription.plan_id)
            if not targets:
                return Switch("1", "1", {}, is_on_renewal)
            plan_id = targets[0].target_plan_id
            period = next(p for p in periods_of(books, plan_id) if not p.is_trial)
            totals = totals_within(books, books.get(Plan, plan_id), 5)
        quantities = {str(key): total for key, total in totals.items()}
        return Switch(str(plan_id), str(period.plan_period_id), quantities, is_on_renewal)

    def close(self) -> None:
        for client in self._clients:
            client.close()


@pytest.fixture
def desk(shop: Shop, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(shop, tmp_path / "warehouse")
    yield desk
    desk.close()
