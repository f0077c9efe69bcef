"""A portal in front of the sandbox, in one process: what pages show is what the platform says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import PAGES, ROUTES
from sandbox.app import create_app
from sandbox.platform import Platform
from sandbox.seeding.people import token_of
from tests.sandbox.buyer import Buyer
from tests.sandbox_fixtures import SeededStore, open_copy
from tests.web import browser_of, make_app, portal_of

SUPPORT = "help@platform.example"

Answering = Callable[[httpx.Request], httpx.Response]


def hang_up(_: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no route")


class Unruly(httpx.BaseTransport):
    """The way to the platform, on which a test may put something else in its place."""

    def __init__(self, platform: Platform) -> None:
        self._platform = httpx.WSGITransport(create_app(platform))
        self.instead: Answering | None = None
        self.only = re.compile("")
        self.asked: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        if self.instead is not None and self.only.search(request.url.path):
            return self.instead(request)
        return self._platform.handle_request(request)


@dataclass
class Live:
    """A portal, the platform behind it, and someone who buys at it."""

    app: Dash
    platform: Platform
    buyer: Buyer
    way: Unruly

    def browser(self, domain: str = "alfa.example") -> FlaskClient:
        """Return a browser in which the manager of a reseller is signed in."""
        return browser_of(self.app, domain=domain)

    def break_down(self, instead: Answering, only: str = "") -> None:
        self.way.instead = instead
        self.way.only = re.compile(only)

    def mend(self) -> None:
        self.way.instead = None
        self.forget_pause()

    def forget_pause(self) -> None:
        """Have the portal ask at once, as after the pause it keeps after a failure."""
        portal_of(self.app).live._asked_again_at = 0.0


def make_live(folder: Path, store: SeededStore, **tables: Any) -> Live:
    """Return a portal whose mirror holds only `tables`; Alfa is reseller 12, Beta is 13."""
    (folder / "platform").mkdir()
    platform = open_copy(store, folder / "platform")
    way = Unruly(platform)
    app = make_app(
        folder / "portal",
        pages=PAGES,
        routes=ROUTES,
        platform=way,
        reseller_ids=("12", "13"),
        tables=tables,
        platform_token=store.seeded.token,
        support_email=SUPPORT,
    )
    return Live(app, platform, Buyer(platform, token_of("tobias.kraemer@blaufeld.example")), way)


@pytest.fixture(scope="module")
def one_live(tmp_path_factory: pytest.TempPathFactory, seeded_store: SeededStore) -> Live:
    return make_live(tmp_path_factory.mktemp("live"), seeded_store, **MIRROR)


@pytest.fixture
def live(one_live: Live) -> Iterator[Live]:
    """The module's portal, with everything on the way to the platform in order."""
    one_live.mend()
    yield one_live
    one_live.mend()


# What the mirror knows although the platform does not, or knows otherwise.
MIRROR: dict[str, Any] = {
    "account": [
        {"account_id": "a1", "name": "Как загружено", "reseller_id": "12", "city": "Bonn"},
        {"account_id": "a9", "name": "Foreign", "reseller_id": "13"},
    ],
    "plan": [{"plan_id": "p1", "name": "E3 <b>1 month</b>", "reseller_id": "12"}],
    "subscription": [
        {"subscription_id": "s1", "name": "Loaded", "reseller_id": "12", "status": "installing"},
        {"subscription_id": "s9", "name": "Foreign", "reseller_id": "13", "account_id": "a9"},
    ],
    "subscription_resource": [
        {"reseller_id": "12", "included_quantity": 1, "additional_quantity": 24},
    ],
    "order": [{"order_id": "900", "reseller_id": "12", "status": "provisioning",
               "created_at": "2026-11-20 11:59:00", "updated_at": "2026-11-20 11:59:00",
               "description": "E3 25 licenses", "manager_id": "m1"}],
}  # fmt: skip
