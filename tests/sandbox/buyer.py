"""Sells by the API alone, as a portal does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sandbox.app import create_app
from sandbox.books import Books
from sandbox.catalog_records import Plan
from sandbox.offers import periods_of, resources_of
from sandbox.platform import Platform
from sandbox.records import Charge, Order, Subscription
from sandbox.seeding.people import token_of
from sandbox.standing import is_offered
from tests.contract.description import JSON_API, check_exchange
from tests.sandbox_fixtures import SeededStore

HOSTED = "Hosted Exchange Standard"
COMPLETE = {
    "first_name": "Ada", "last_name": "Byron", "email": "ada@engine.example",
    "phone": "+442071234567", "country": "GB", "city": "London", "street": "St James's Square",
    "building": "12", "zip": "SW1Y 4JH",
}  # fmt: skip
CUSTOM = {"inn": "12345678", "position": "Managing director"}


class Buyer:
    """A reseller's access to the API, and the platform behind it.

    Every exchange is held to the description of the API.
    """

    def __init__(self, platform: Platform, token: str, reseller_id: int = 12) -> None:
        self.platform = platform
        self.client: FlaskClient = create_app(platform).test_client()
        self.headers = {"X-Api-Token": token, "Accept": JSON_API}
        self.base = f"/api/v3/resellers/{reseller_id}"

    def get(self, path: str) -> TestResponse:
        response = self.client.get(f"{self.base}/{path}", headers=self.headers)
        check_exchange("GET", f"{self.base}/{path}", None, response)
        return response

    def send(self, method: str, path: str, body: Any) -> TestResponse:
        """Send a body as JSON, or as the bytes it is; nothing at all when it is None."""
        plain = b"" if body is None else body
        data = plain if isinstance(plain, bytes) else json.dumps(plain).encode()
        address = f"{self.base}/{path}"
        response = self.client.open(address, method=method, data=data, headers=self.headers,
                                    content_type=JSON_API)  # fmt: skip
        check_exchange(method, address, body, response)
        return response

    def post(self, path: str, body: Any = None) -> TestResponse:
        return self.send("POST", path, body)

    def steer(self, path: str, body: Any) -> TestResponse:
        return self.client.post(f"/_sandbox/{path}", json=body)

    def read(self, path: str) -> dict[str, Any]:
        """Return the attributes of one record."""
        found: dict[str, Any] = data_of(self.get(path))["attributes"]
        return found

    def able(self, operation: str, where: str = "1") -> Subscription:
        """Return a subscription of the reseller that an operation is offered for."""
        with self.platform.reading() as books:
            found = books.find(Subscription, f"reseller_id = 12 AND {where} ORDER BY 1 DESC")
            return next(each for each in found if is_offered(books, each, operation))

    def wait(self, minutes: float = 5) -> None:
        self.platform.advance(timedelta(minutes=minutes))

    def plan(self, name: str) -> Plan:
        with self.platform.reading() as books:
            where = "name LIKE ? || '%' AND reseller_id = 12 AND status = 'active'"
            return books.find(Plan, where, name)[0]

    def new_account(self, name: str = "Engine Ltd") -> int:
        """Create an account of which everything is known but its services."""
        custom = [{"key": key, "value": value} for key, value in CUSTOM.items()]
        attributes = {"account_type_id": 1, "primary_name": name, **COMPLETE,
                      "custom_attributes": {"data": custom}}  # fmt: skip
        response = self.post("accounts", {"data": {"attributes": attributes}})
        assert response.status_code == 201, response.text
        return int(data_of(response)["id"])

    def asked(self, plan: Plan, account_id: int) -> list[dict[str, Any]]:
        """Return the order attributes of a plan with all its resources."""
        with self.platform.reading() as books:
            keys = ",".join(str(key) for key in totals_of(books, plan, 1))
        path = f"plans/{plan.plan_id}/order_attributes"
        response = self.get(f"{path}?account_id={account_id}&plan_resource_ids[]={keys}")
        assert response.status_code == 200, response.text
        ((found,),) = [json.loads(response.text)["data"]]
        fields: list[dict[str, Any]] = found["order_attributes"]
        return fields

    def validate(self, plan: Plan, account_id: int, given: Mapping[str, Any]) -> str:
        body = {"data": {"account_id": account_id, "attributes": dict(given)}}
        response = self.post(f"plans/{plan.plan_id}/order_attributes_validation", body)
        assert response.status_code == 201, response.text
        return str(data_of(response)["id"])

    def validated(self, plan: Plan, account_id: int, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the results of a validation, with its id."""
        task = self.validate(plan, account_id, given)
        self.wait()
        found: dict[str, Any] = self.read(f"async_tasks/{task}")["results"]
        return found | {"id": task}

    def sale(self, plan: Plan, account_id: int, quantity: int = 3, *, is_trial: bool = False,
             **more: Any) -> dict[str, Any]:  # fmt: skip
        """Return the body of a sales order for the first period of a plan."""
        with self.platform.reading() as books:
            period = next(p for p in periods_of(books, plan.plan_id) if p.is_trial == is_trial)
            totals = totals_of(books, plan, quantity)
        resources = [{"plan_resource_id": k, "quantity": total} for k, total in totals.items()]
        attributes = {"account_id": account_id, "plan_id": plan.plan_id,
                      "plan_period_id": period.plan_period_id, "payment_model": "prepay",
                      "resources": {"data": resources}, **more}  # fmt: skip
        return {"data": {"attributes": attributes}}

    def buy(self, plan: Plan, account_id: int, quantity: int = 3, **more: Any) -> dict[str, Any]:
        """Place a sales order and return its data."""
        response = self.post("sales_order", self.sale(plan, account_id, quantity, **more))
        assert response.status_code == 201, response.text
        return data_of(response)

    def buy_microsoft(
        self, plan: Plan, account_id: int, tenant: str, **more: Any
    ) -> dict[str, Any]:
        """Validate a new tenant and order with it."""
        given = {"microsoft_customer_agreement": "1", "is_new_domain": "1",
                 "customer_domain": tenant}  # fmt: skip
        results = self.validated(plan, account_id, given)
        assert results["valid"], results
        return self.buy(plan, account_id, async_task_id=results["id"], **more)


def data_of(response: TestResponse) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(response.text, parse_float=Decimal)["data"]
    return found


def error_of(response: TestResponse) -> dict[str, Any]:
    (found,) = json.loads(response.text)["errors"]
    error: dict[str, Any] = found
    return error


def totals_of(books: Books, plan: Plan, quantity: int) -> dict[int, int]:
    """Return amounts of everything a plan offers, within its limits."""
    return {
        resource.plan_resource_id: min(
            max(quantity if resource.is_primary else 0, resource.minimum),
            resource.maximum or quantity,
        )
        for resource in resources_of(books, plan.plan_id)
    }


@pytest.fixture
def buyer(platform: Platform, seeded_store: SeededStore) -> Buyer:
    """The first reseller, whose manager Tobias buys."""
    return Buyer(platform, token_of("tobias.kraemer@blaufeld.example"))


def story_of(platform: Platform) -> tuple[list[Subscription], list[Order], list[Charge]]:
    with platform.reading() as books:
        return books.find(Subscription), books.find(Order), books.find(Charge)
