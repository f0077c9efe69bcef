"""A whole portal in front of a whole platform, for the tests of buying.

A `conftest.py` makes the fixtures its own by importing them:

    from tests.storefront import front, loaded_front, seeded_store
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import httpx
import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import PAGES, ROUTES, create_app
from dashboard.context import Services, Viewer
from dashboard.context import portal as portal_here
from dashboard.platform import platform_actions, platform_client
from domain.statuses import AccountStatus, ManagerRole
from sandbox.catalog_records import Plan, PlanPeriod, PlanResource
from sandbox.offers import periods_of, resources_of
from sandbox.platform import Platform
from sandbox.records import Account, Charge, Manager, Order, Reseller, Subscription
from settings import read_settings
from store.access_levels import assign_level
from store.database import Store
from store.models import Credential, ManagerSetting
from tests.etl.portal import Meddler, Portal
from tests.laid import lay_store, lay_texts
from tests.sandbox_fixtures import SeededStore, open_copy, seeded_store
from tests.web import PASSWORD_HASH, browser_of
from warehouse.connection import Warehouse

DOMAIN = "blaufeld.example"
MANAGER = "tobias.kraemer@blaufeld.example"


@dataclass
class Storefront:
    """A portal that has loaded a platform, and the platform itself, whose clock stands still."""

    app: Dash
    portal: Portal
    reseller_id: int

    @property
    def platform(self) -> Platform:
        return self.portal.platform

    @property
    def meddler(self) -> Meddler:
        """What stands between the two, and answers in the platform's place when told to."""
        return self.portal.meddler

    def wait(self, **time: float) -> None:
        self.platform.advance(timedelta(**time))

    def client(self) -> FlaskClient:
        """Return a browser in which the partner's manager is signed in."""
        return browser_of(self.app, domain=DOMAIN, email=MANAGER)

    @contextmanager
    def services(self, role: ManagerRole = ManagerRole.SALES_PERSON) -> Iterator[Services]:
        """Answer one request of the partner's manager, without a browser."""
        with self.app.server.test_request_context():
            yield Services(portal_here(), self._viewer(role))

    def plan(self, name: str) -> Plan:
        with self.platform.reading() as books:
            where = "name LIKE ? || '%' AND reseller_id = ? AND status = 'active'"
            return books.find(Plan, where, name, self.reseller_id)[0]

    def plan_of(self, plan_id: str) -> Plan:
        with self.platform.reading() as books:
            return books.get(Plan, int(plan_id))

    def periods(self, plan: Plan) -> list[PlanPeriod]:
        with self.platform.reading() as books:
            return list(periods_of(books, plan.plan_id))

    def resources(self, plan: Plan) -> list[PlanResource]:
        with self.platform.reading() as books:
            return list(resources_of(books, plan.plan_id))

    def account(self, where: str = "status = 'active'") -> Account:
        with self.platform.reading() as books:
            return books.find(Account, f"{where} AND reseller_id = ?", self.reseller_id)[0]

    def accounts(self) -> list[Account]:
        with self.platform.reading() as books:
            return books.find(Account, "reseller_id = ? ORDER BY account_id", self.reseller_id)

    def orders(self) -> list[Order]:
        with self.platform.reading() as books:
            return books.find(Order, "reseller_id = ? ORDER BY order_id", self.reseller_id)

    def subscription(self, order: Order) -> Subscription:
        with self.platform.reading() as books:
            return books.get(Subscription, order.subscription_id)

    def charges(self, order: Order) -> list[Charge]:
        with self.platform.reading() as books:
            return books.find(Charge, "order_id = ? ORDER BY charge_id", order.order_id)

    def foreign_plan(self) -> Plan:
        """Return a plan of another partner."""
        with self.platform.reading() as books:
            return books.find(Plan, "reseller_id <> ? AND status = 'active'", self.reseller_id)[0]

    def foreign_account(self) -> Account:
        with self.platform.reading() as books:
            where = "reseller_id <> ? AND status = 'active'"
            return books.find(Account, where, self.reseller_id)[0]

    def raise_prices(self, plan: Plan, factor: Decimal) -> None:
        """Let the platform ask for more from now on; the portal has not loaded that yet."""
        with self.platform.writing() as books:
            for one in (*periods_of(books, plan.plan_id), *resources_of(books, plan.plan_id)):
                books.change(one, recurring_fee=one.recurring_fee * factor,
                             setup_fee=one.setup_fee * factor)  # fmt: skip

    def withdraw(self, plan: Plan) -> None:
        with self.platform.writing() as books:
            books.change(plan, status="archived")

    def hold(self, account: Account) -> None:
        with self.platform.writing() as books:
            books.change(account, status=AccountStatus.ADMINISTRATIVE_HOLD)

    def correct(self, account: Account, **values: str) -> None:
        """Let somebody else change what the platform keeps of a client."""
        with self.platform.writing() as books:
            books.change(books.get(Account, account.account_id), **values)

    @contextmanager
    def level(self, key: str) -> Iterator[None]:
        """Give the manager an access level for a while, which counts from the next request on."""
        self.assign(key)
        yield
        self.assign("sales")

    def assign(self, level: str, email: str = MANAGER) -> None:
        with self.platform.reading() as books:
            (manager,) = books.find(Manager, "email = ?", email)
        whose = {"manager_id": str(manager.manager_id), "reseller_id": str(manager.reseller_id)}
        now = self.platform.now()
        assign_level(self.portal.store, level, **whose, by=whose["manager_id"], now=now)

    def settle(self) -> None:
        """Look for what got no answer, as the ETL does by the clock."""
        self.portal.watcher().tick()

    def lose_answer(self, request: httpx.Request) -> httpx.Response:
        """Let a request be carried out, and its answer get lost."""
        self.meddler.ask(request)
        raise httpx.ReadError("the connection broke")

    def _viewer(self, role: ManagerRole) -> Viewer:
        with self.platform.reading() as books:
            (manager,) = books.find(Manager, "email = ?", MANAGER)
            reseller = books.get(Reseller, manager.reseller_id)
        return Viewer(
            manager_id=str(manager.manager_id),
            reseller_id=str(reseller.reseller_id),
            reseller_name=reseller.name,
            currency=reseller.currency,
            role=role,
            name=manager.name,
            email=manager.email,
            locale="en",
            theme=None,
            access=self.portal.options.access_levels.access(role, None),
        )


def load_front(seeded_store: SeededStore, folder: Path) -> Path:
    """Load a platform into a portal's data folder, which is not to be changed."""
    portal = Portal(folder / "var", open_copy(seeded_store, folder), seeded_store.seeded.token)
    lay_store(portal.options.store_url)
    lay_texts(folder / "var")
    portal.publish()
    _admit(portal)
    portal.store.close()
    return folder / "var"


@contextmanager
def open_front(seeded_store: SeededStore, loaded: Path, folder: Path) -> Iterator[Storefront]:
    """Open a portal of the test's own, over a copy of what has been loaded."""
    shutil.copytree(loaded, folder / "var")
    portal = Portal(folder / "var", open_copy(seeded_store, folder), seeded_store.seeded.token)
    usual = read_settings({})
    portal.set(
        secret_key="0" * 32, service_terms=usual.service_terms, access_levels=usual.access_levels
    )
    app = create_app(
        portal.options,
        Warehouse(portal.options.warehouse_dir),
        Store(portal.options.store_url),
        pages=PAGES,
        routes=ROUTES,
        clock=portal.platform.now,
        platform=platform_client(portal.options, portal.meddler),
        actions=platform_actions(portal.options, portal.meddler),
    )
    reseller = seeded_store.seeded.resellers[0]
    yield Storefront(app, portal, reseller.reseller_id)
    portal.store.close()


def _admit(portal: Portal) -> None:
    """Give every manager the tests' password; they have been shown around."""
    rows = portal.ask("SELECT manager_id, reseller_id FROM mirror.manager")
    with portal.store.writing() as session:
        for manager_id, reseller_id in rows:
            session.add(
                Credential(
                    manager_id=manager_id,
                    reseller_id=reseller_id,
                    password_hash=PASSWORD_HASH,
                    changed_at=portal.platform.now(),
                )
            )
            session.add(
                ManagerSetting(
                    manager_id=manager_id, reseller_id=reseller_id, toured_at=portal.platform.now()
                )
            )


@cache
def _loaded_in(folder: Path, seeded_store: SeededStore) -> Path:
    """Load once, however many packages import the fixture: each import is another one to pytest."""
    (folder / "front").mkdir()
    return load_front(seeded_store, folder / "front")


@pytest.fixture(scope="session")
def loaded_front(seeded_store: SeededStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _loaded_in(tmp_path_factory.getbasetemp(), seeded_store)


@pytest.fixture
def front(seeded_store: SeededStore, loaded_front: Path, tmp_path: Path) -> Iterator[Storefront]:
    """A portal of the test's own in front of a platform of its own."""
    with open_front(seeded_store, loaded_front, tmp_path) as front:
        yield front


__all__ = ["front", "loaded_front", "seeded_store"]
