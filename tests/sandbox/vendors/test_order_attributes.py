"""What vendors ask for with an order, and what validating it comes to (ORD-27…32, MS-2…10)."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.records import Account, Subscription
from sandbox.seeding.people import token_of
from tests.sandbox.buyer import Buyer, error_of
from tests.sandbox.vendors.given import GOOGLE, NCE, RESERVED, SOFTWARE, TENANT, WORKSPACE


def keys_of(fields: list[dict[str, Any]]) -> list[str]:
    return [field["key"] for field in fields]


def test_a_first_microsoft_order_asks_for_agreement_and_tenant(
    buyer: Buyer, account_id: int
) -> None:
    """MS-2…MS-6."""
    agreement, is_new, with_subdomain, domain = buyer.asked(buyer.plan(NCE), account_id)

    assert (agreement["key"], agreement["type"]) == ("microsoft_customer_agreement", "checkbox")
    assert agreement["required"]
    assert agreement["url"].startswith("https://")
    assert [choice["value"] for choice in is_new["values"]] == ["1", "0"]
    assert is_new["default"] == "1"
    assert (with_subdomain["key"], with_subdomain["required"]) == ("with_subdomain", False)
    assert with_subdomain["url"].startswith("https://")
    assert (domain["key"], domain["type"], domain["values"]) == ("customer_domain", "string", [])


def test_only_what_is_not_known_is_asked(buyer: Buyer, account_id: int) -> None:
    """ORD-28, MS-8."""
    plan = buyer.plan(NCE)
    with buyer.platform.writing() as books:
        account = books.get(Account, account_id)
        known = account.custom_attributes | {"microsoft_tenant_name": "old.onmicrosoft.com"}
        books.change(account, custom_attributes=known)
    assert keys_of(buyer.asked(plan, account_id)) == ["microsoft_customer_agreement"]
    given = {"microsoft_customer_agreement": True, "customer_domain": "ignored"}
    results = buyer.validated(plan, account_id, given)
    assert results["application_attributes"]["customer_domain"] == "old.onmicrosoft.com"

    buyer.buy(plan, account_id, async_task_id=results["id"])

    assert buyer.asked(plan, account_id) == []
    buyer.buy(plan, account_id)


@pytest.mark.parametrize(("name", "is_asked"), [(SOFTWARE, False), (RESERVED, True)])
def test_of_what_is_bought_once_some_demand_the_agreement(
    name: str, is_asked: bool, buyer: Buyer, account_id: int
) -> None:
    """MS-3."""
    asked = keys_of(buyer.asked(buyer.plan(name), account_id))

    assert ("microsoft_customer_agreement" in asked) == is_asked
    assert "customer_domain" in asked


def test_new_tenants_can_be_forbidden(buyer: Buyer, account_id: int) -> None:
    """MS-7."""
    buyer.steer("vendor", {"new_tenants": False})
    is_new = buyer.asked(buyer.plan(NCE), account_id)[1]

    assert [choice["value"] for choice in is_new["values"]] == ["0"]
    assert is_new["default"] == "0"
    results = buyer.validated(buyer.plan(NCE), account_id, TENANT)
    assert list(results["errors"][0]) == ["is_new_domain"]


@pytest.mark.parametrize("name", ["Hosted Exchange Standard", "ESET PROTECT Entry", "Cloud Backup"])
def test_other_services_ask_for_nothing_and_pass_at_once(
    name: str, buyer: Buyer, account_id: int
) -> None:
    """ORD-2, ORD-29."""
    plan = buyer.plan(name)
    assert buyer.asked(plan, account_id) == []

    task = buyer.read(f"async_tasks/{buyer.validate(plan, account_id, {})}")

    assert task["status"] == "completed"
    assert task["results"] == {"valid": True, "errors": [{}], "application_attributes": {}}


def test_google_asks_for_a_domain_with_the_first_order(buyer: Buyer, account_id: int) -> None:
    """ORD-32."""
    plan = buyer.plan(GOOGLE)
    assert keys_of(buyer.asked(plan, account_id)) == list(WORKSPACE)
    bad = buyer.validated(plan, account_id, {"domain_name": "no domain", "admin_login": "ä"})
    assert bad["errors"] == [
        {"domain_name": "Enter a domain such as example.com."},
        {"customer_alternate_email": "Enter an e-mail address."},
        {"admin_login": "Enter letters, digits, dots and hyphens."},
    ]
    inside = {**WORKSPACE, "customer_alternate_email": "ada@engine.example"}
    assert list(buyer.validated(plan, account_id, inside)["errors"][0]) == [
        "customer_alternate_email"
    ]

    results = buyer.validated(plan, account_id, WORKSPACE)
    assert results["application_attributes"] == WORKSPACE
    buyer.buy(plan, account_id, async_task_id=results["id"])
    buyer.wait()
    assert buyer.asked(plan, account_id) == []


def test_an_order_needs_what_is_asked_to_be_validated(buyer: Buyer, account_id: int) -> None:
    """ORD-35: by a validation that is over, was good, and was for this order."""
    plan, other = buyer.plan(NCE), buyer.plan("Microsoft 365 E3 (NCE, 1 month)")
    running = buyer.validate(plan, account_id, {**TENANT, "customer_domain": "endless"})
    elsewhere = buyer.validated(other, account_id, TENANT)["id"]

    for task, text in (
        (None, "What the vendor asks for has not been validated"),
        ("nothing", "There is no such validation"),
        (running, "The validation is not completed"),
        (elsewhere, "The validation was for another order"),
    ):
        response = buyer.post("sales_order", buyer.sale(plan, account_id, async_task_id=task))
        error = error_of(response)
        assert (response.status_code, error["detail"]) == (422, text)
        assert error["title"] == "Order for the selected service is not available"
        assert error["source"]["pointer"] == "/data/attributes/async_task_id"


def test_the_account_keeps_its_tenant_after_the_first_activation(
    buyer: Buyer, account_id: int
) -> None:
    """MS-11; the acceptance of the agreement counts from the order on (DATA-7)."""
    buyer.buy_microsoft(buyer.plan(NCE), account_id, "engine")
    ordered = buyer.read(f"accounts/{account_id}")["custom_attributes"]
    assert "microsoft_tenant_name" not in ordered
    assert ordered["microsoft_agreement_accepted_on"] == "2026-03-18"
    assert ordered["microsoft_agreement_accepted_by"] == "Tobias Krämer"

    buyer.wait()

    active = buyer.read(f"accounts/{account_id}")["custom_attributes"]
    assert active["microsoft_tenant_name"] == "engine.onmicrosoft.com"
    assert len(active["microsoft_tenant_id"]) == 36


@pytest.mark.parametrize(
    ("tenant", "minutes", "status"),
    [
        ("failing", 5, "installation_failed"),
        ("review-me", 60 * 24 * 3 - 1, "installing"),
        ("review-me", 60 * 24 * 3 + 5, "active"),
    ],
)
def test_provisioning_can_fail_or_take_days(
    tenant: str, minutes: float, status: str, buyer: Buyer, account_id: int
) -> None:
    """ORD-41, MS-12."""
    order = buyer.buy_microsoft(buyer.plan(NCE), account_id, tenant)

    buyer.wait(1)
    buyer.wait(minutes - 1)

    with buyer.platform.reading() as books:
        subscription = books.get(Subscription, order["attributes"]["subscription_id"])
        account = books.get(Account, account_id)
    assert subscription.status == status
    assert ("microsoft_tenant_name" in account.custom_attributes) == (status == "active")


def test_questions_that_can_not_be_answered(buyer: Buyer, account_id: int) -> None:
    plan = buyer.plan(NCE)
    base = f"plans/{plan.plan_id}/order_attributes"

    for query, status in (
        (f"?account_id={account_id}", 422),
        (f"?account_id={account_id}&plan_resource_ids[]=1", 422),
        (f"?account_id={account_id}&plan_resource_ids[]=x", 422),
        ("?plan_resource_ids[]=1", 422),
        ("?account_id=1&plan_resource_ids[]=1", 404),
    ):
        assert buyer.get(base + query).status_code == status
    unknown = {"data": {"account_id": 1}}
    assert buyer.post(f"{base}_validation", unknown).status_code == 404
    other = {"data": {"account_id": account_id, "plan_resource_ids": [1]}}
    assert buyer.post(f"{base}_validation", other).status_code == 422
    assert buyer.post("plans/1/order_attributes_validation", unknown).status_code == 404
    assert buyer.get("async_tasks/nothing").status_code == 404
    task = buyer.validate(plan, account_id, TENANT)
    assert (
        Buyer(buyer.platform, token_of("kadri.tamm@northerncloud.example"), 13)
        .get(f"async_tasks/{task}")
        .status_code
        == 404
    )
