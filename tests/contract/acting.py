"""Writes to the sandbox, each held to the description of the API as it is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from domain.account import AccountData, AccountType
from domain.order import SalesOrder
from sandbox.app import create_app
from sandbox.catalog_records import Plan
from tests.contract.description import CONTRACT, JSON_API, operations, validator
from tests.sandbox.buyer import Buyer
from tests.shop import MANAGER, sale_of
from upstream.actions import UpstreamActions

RESELLER = "12"
MICROSOFT = "Microsoft 365 Business Basic"
DATA = AccountData(
    name="Engine Ltd", itn="12345678", client_type="education", first_name="Ada",
    last_name="Byron", email="ada@engine.example", phone="+442071234567", country="GB",
    region="England", city="London", street="St James's Square", building="12", zip="SW1Y 4JH",
    position="Managing director",
)  # fmt: skip


class HeldTransport(httpx.BaseTransport):
    """Carries requests to the sandbox, and holds those that change something to the contract."""

    def __init__(self, buyer: Buyer) -> None:
        self._inner = httpx.WSGITransport(create_app(buyer.platform))
        self.sent: list[tuple[str, str]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        if request.method != "GET":
            self.sent.append((request.method, request.url.path))
            assert list(_schema(request).iter_errors(json.loads(body))) == []
        return self._inner.handle_request(request)


def _schema(request: httpx.Request):  # type: ignore[no-untyped-def]
    steps = request.url.path.split("/")
    for path, described in operations(request.method.lower()).values():
        if len(path.split("/")) == len(steps) and all(
            known == step or known.startswith("{")
            for known, step in zip(path.split("/"), steps, strict=True)
        ):
            if "requestBody" not in described:
                return validator({"maxProperties": 0})
            return validator(described["requestBody"]["content"][JSON_API]["schema"])
    raise AssertionError(f"{request.url.path} is not described in {len(CONTRACT['paths'])} paths")


@pytest.fixture
def transport(buyer: Buyer) -> HeldTransport:
    return HeldTransport(buyer)


@pytest.fixture
def actions(buyer: Buyer, transport: HeldTransport) -> Iterator[UpstreamActions]:
    token = buyer.headers["X-Api-Token"]
    with UpstreamActions(
        "http://platform.example", token, transport=transport, sleep=lambda _: None
    ) as actions:
        yield actions


@pytest.fixture
def form(actions: UpstreamActions) -> AccountType:
    (form,) = actions.fetch_account_types(RESELLER)
    return form


def order_of(buyer: Buyer, plan: Plan, account_id: str, quantity: int = 3) -> SalesOrder:
    return sale_of(buyer.platform, plan, quantity).placed_for(account_id, MANAGER)


def resources_of(order: SalesOrder) -> list[str]:
    return list(order.quantities)
