"""A manager who orders: the sandbox over HTTP, a portal store of its own, and what comes of it.

A `conftest.py` makes the fixture its own by importing it:

    from tests.shop import shop  # noqa: F401
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.services.orders import Orders
from domain.account import AccountData, ExistingAccount
from domain.operation import Operation
from domain.order import SalesOrder
from etl.settle import settle_operations
from sandbox.catalog_records import Plan
from sandbox.faults import parse_fault
from sandbox.offers import periods_of
from sandbox.platform import Platform
from sandbox.records import Account, Order
from sandbox.server import running
from store.database import Store
from store.operations import find_operation
from store.settling import unsettled
from tests.laid import lay_store
from tests.sandbox.buyer import HOSTED, Buyer, totals_of
from upstream.actions import UpstreamActions

# The portal's own clock; the platform's stands in March, as in tests/sandbox_fixtures.py.
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
NOWHERE = "http://127.0.0.1:9"  # Nobody listens there.
MICROSOFT = "Microsoft 365 Business Basic"
MANAGER, RESELLER = "303", "12"
KEY = "0b6c3d54-8f7e-4f5c-9a55-0d4f6f3a1c2e"
ENGINE = AccountData(
    name="Engine Ltd", itn="12345678", first_name="Ada", last_name="Byron",
    email="ada@engine.example", phone="+442071234567", country="GB", city="London",
    street="St James's Square", building="12", zip="SW1Y 4JH", position="Managing director",
)  # fmt: skip


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **lengths: float) -> None:
        self.now += timedelta(**lengths)


@dataclass
class Shop:
    """The portal of one manager. `url` is where the platform is; another makes it unreachable."""

    buyer: Buyer
    store: Store
    store_url: str
    url: str
    clock: Clock
    _actions: dict[str, UpstreamActions] = field(default_factory=dict)
    _seen: int = 0

    def __post_init__(self) -> None:
        self.began_at = self.platform.now()

    def orders(self, *, can_order: bool = True, reseller_id: str = RESELLER,
               manager_id: str = MANAGER, url: str | None = None) -> Orders:  # fmt: skip
        return Orders(
            self.actions(url or self.url), self.store, self.clock,
            reseller_id=reseller_id, manager_id=manager_id, can_order=can_order,
            can_change_accounts=can_order,
        )  # fmt: skip

    def actions(self, url: str) -> UpstreamActions:
        if url not in self._actions:
            self._actions[url] = UpstreamActions(
                url, self.token, timeout=2, sleep=lambda _: None, concurrency=64
            )
        return self._actions[url]

    def close(self) -> None:
        for actions in self._actions.values():
            actions.close()

    @property
    def token(self) -> str:
        return self.buyer.headers["X-Api-Token"]

    @property
    def platform(self) -> Platform:
        return self.buyer.platform

    def sale(self, quantity: int = 3, plan: Plan | None = None) -> SalesOrder:
        """Return an order of a plan for its longest period."""
        return sale_of(self.platform, plan or self.buyer.plan(HOSTED), quantity)

    def fault(self, kind: str, path: str, **more: Any) -> None:
        self.platform.faults.set(parse_fault({"kind": kind, "path": path, **more}))

    def placed(self) -> list[Order]:
        """Return the orders that the manager has placed since the beginning of the test."""
        with self.platform.reading() as books:
            return books.find(Order, "created_at >= ? AND kind = 'sales'", self.began_at)

    def accounts(self, name: str = ENGINE.name) -> list[Account]:
        with self.platform.reading() as books:
            return books.find(Account, "name = ?", name)

    def client(self) -> ExistingAccount:
        """Return a client that is there already, created by nobody's form."""
        account_id = self.buyer.new_account()
        self._seen = self.platform.log.since(0)[-1]["number"]
        return ExistingAccount(str(account_id))

    def sent(self) -> list[str]:
        """Return what was sent to be done, in order."""
        return [
            f"{one['method']} {one['path'].rpartition('/')[2]}"
            for one in self.platform.log.since(self._seen)
            if one["method"] != "GET" and "/api/" in one["path"]
        ]

    def look_up(self) -> int:
        """Settle what is unknown, as the watch does; return of how many that was possible."""
        now = self.clock()
        found = unsettled(self.store, now=now)
        return settle_operations(self.store, self.actions(self.url), found, now=now)

    def operation(self, key: str = KEY) -> Operation:
        found = find_operation(self.store, key, manager_id=MANAGER)
        assert found is not None
        return found


def sale_of(platform: Platform, plan: Plan, quantity: int) -> SalesOrder:
    with platform.reading() as books:
        periods = [one for one in periods_of(books, plan.plan_id) if not one.is_trial]
        period = max(periods, key=lambda one: one.months or 0)
        totals = totals_of(books, plan, quantity)
    return SalesOrder(
        str(plan.plan_id),
        str(period.plan_period_id),
        {str(key): total for key, total in totals.items()},
    )


@pytest.fixture
def shop(buyer: Buyer, tmp_path: Path) -> Iterator[Shop]:
    url = f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    lay_store(url)
    store = Store(url)
    with running(buyer.platform) as platform_url:
        shop = Shop(buyer, store, url, platform_url, Clock())
        yield shop
        shop.close()
    store.close()
