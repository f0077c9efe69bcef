"""What vendors ask for with an order, and what validating it comes to (ORD-27…32, MS-2…10)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sandbox.platform import Platform
from sandbox.records import Account, Subscription
from sandbox.seeding.people import token_of
from tests.sandbox.buyer import Buyer, error_of
from tests.sandbox_fixtures import SeededStore

NCE = "Microsoft 365 Business Basic (NCE, 1 month)"
SOFTWARE, RESERVED = "Windows Server 2022 Standard", "Reserved VM Instance"
GOOGLE = "Google Workspace Business Starter"
TENANT = {"microsoft_customer_agreement": "1", "is_new_domain": "1", "customer_domain": "engine"}
EXISTING = {"microsoft_customer_agreement": 1, "is_new_domain": 0, "with_subdomain": "1",
            "customer_domain": "engine"}  # fmt: skip
WORKSPACE = {"domain_name": "engine.example", "customer_alternate_email": "ada@byron.example",
             "admin_login": "ada"}  # fmt: skip


@pytest.fixture
def buyer(platform: Platform, seeded_store: SeededStore) -> Buyer:
    return Buyer(platform, token_of("tobias.kraemer@blaufeld.example"))


@pytest.fixture
def account_id(buyer: Buyer) -> int:
    """An account that no vendor knows yet."""
    with buyer.platform.writing() as books:
        (account, *_) = books.find(Account, "reseller_id = 12 AND status = 'active'")
        kept = {key: account.custom_attributes[key] for key in ("inn", "position")}
        books.change(account, custom_attributes=kept)
        return account.account_id


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


def test_a_validation_runs_a_while(buyer: Buyer, account_id: int) -> None:
    task = buyer.validate(buyer.plan(NCE), account_id, TENANT)
    path = f"async_tasks/{task}"

    assert buyer.read(path) == {"status": "pending", "failure_message": ""}
    buyer.wait(2 / 60)
    assert buyer.read(path) == {"status": "running", "failure_message": ""}
    buyer.wait(3 / 60)
    assert buyer.read(path)["status"] == "completed"
    assert buyer.read(path)["results"] == {
        "valid": True,
        "errors": [{}],
        "application_attributes": {
            "microsoft_customer_agreement": "1",
            "is_new_domain": "1",
            "customer_domain": "engine.onmicrosoft.com",
        },
    }


@pytest.mark.parametrize(
    ("given", "key", "text"),
    [
        ({**TENANT, "microsoft_customer_agreement": "0"}, "microsoft_customer_agreement",
         "The Microsoft Customer Agreement has to be accepted."),
        ({}, "microsoft_customer_agreement",
         "The Microsoft Customer Agreement has to be accepted."),
        ({**TENANT, "customer_domain": "taken"}, "customer_domain",
         "The name taken.onmicrosoft.com is already used. Choose another one."),
        ({**TENANT, "customer_domain": "TAKEN-2.onmicrosoft.com"}, "customer_domain",
         "The name taken-2.onmicrosoft.com is already used. Choose another one."),
        ({**TENANT, "customer_domain": "two.dots"}, "customer_domain",
         "Enter letters, digits and hyphens, 27 at most."),
        ({**TENANT, "customer_domain": ""}, "customer_domain",
         "Enter letters, digits and hyphens, 27 at most."),
        ({**TENANT, "customer_domain": ["x"]}, "customer_domain",
         "Enter letters, digits and hyphens, 27 at most."),
        ({**EXISTING, "customer_domain": "unknown"}, "customer_domain",
         "Microsoft knows no tenant unknown.onmicrosoft.com."),
        ({**EXISTING, "customer_domain": "unlinked.example", "with_subdomain": "0"},
         "customer_domain", "Microsoft has not confirmed the relationship with unlinked.example. "
         "Ask the client to accept the invitation."),
        ({**EXISTING, "with_subdomain": "0"}, "customer_domain",
         "Enter the domain of the client's tenant."),
        ({**TENANT, "customer_domain": "refused"}, "zip",
         "Microsoft refuses the client's postal code: it is not one of the country."),
    ],
)  # fmt: skip
def test_the_first_failure_is_reported(
    given: dict[str, Any], key: str, text: str, buyer: Buyer, account_id: int
) -> None:
    """ORD-30, MS-5, MS-6, MS-9, MS-10."""
    plan = buyer.plan(NCE)
    results = buyer.validated(plan, account_id, given)

    assert not results["valid"]
    assert results["errors"] == [{key: text}]
    refused = buyer.post("sales_order", buyer.sale(plan, account_id, async_task_id=results["id"]))
    assert refused.status_code == 422
    assert error_of(refused)["detail"] == "The validation has found errors"


def test_microsoft_wants_to_know_its_customer(buyer: Buyer, account_id: int) -> None:
    """ORD-22, MS-10: the keys are those of the account's form."""
    with buyer.platform.writing() as books:
        account = books.get(Account, account_id)
        books.change(account, phone="", email="nobody", address=account.address | {"zip": ""})

    results = buyer.validated(buyer.plan(NCE), account_id, TENANT)

    assert results["errors"] == [
        {"zip": "Microsoft needs the client's postal code."},
        {"phone": "Microsoft needs the client's phone."},
        {"email": "Microsoft refuses the client's e-mail address."},
    ]


@pytest.mark.parametrize("given", [EXISTING, {**EXISTING, "with_subdomain": False,
                                              "customer_domain": "Own.Example"}])  # fmt: skip
def test_an_existing_tenant_is_accepted(
    given: dict[str, Any], buyer: Buyer, account_id: int
) -> None:
    results = buyer.validated(buyer.plan(NCE), account_id, given)

    assert results["valid"]
    assert results["application_attributes"]["is_new_domain"] == "0"
    assert results["application_attributes"]["customer_domain"] in (
        "engine.onmicrosoft.com", "own.example",
    )  # fmt: skip


def test_a_name_is_taken_as_soon_as_another_account_orders_it(
    buyer: Buyer, account_id: int
) -> None:
    plan = buyer.plan(NCE)
    with buyer.platform.writing() as books:
        other = books.find(Account, "reseller_id = 12 AND account_id > ?", account_id)[0]
        books.change(other, custom_attributes={"inn": "1", "position": "IT"})
    buyer.buy_microsoft(plan, account_id, "engine")

    early = buyer.validated(plan, other.account_id, TENANT)
    late = buyer.validated(plan, other.account_id, TENANT)

    assert list(early["errors"][0]) == list(late["errors"][0]) == ["customer_domain"]


def test_what_was_validated_is_checked_again_with_the_order(buyer: Buyer, account_id: int) -> None:
    """ORD-35: meanwhile another account has taken the name."""
    plan, other = buyer.plan(NCE), buyer.new_account()
    task = buyer.validated(plan, account_id, TENANT)["id"]
    buyer.buy_microsoft(plan, other, "engine")

    response = buyer.post("sales_order", buyer.sale(plan, account_id, async_task_id=task))

    assert response.status_code == 422
    assert error_of(response)["detail"].startswith("The name engine.onmicrosoft.com is already")


def test_a_name_brings_about_what_it_does_once(buyer: Buyer, account_id: int) -> None:
    plan = buyer.plan(NCE)
    buyer.buy_microsoft(plan, account_id, "review-me")
    buyer.platform.advance(timedelta(days=4))
    task = buyer.validate(plan, account_id, {})

    order = buyer.buy(plan, account_id, async_task_id=task)
    buyer.wait()

    assert buyer.read(f"orders/{order['id']}")["status"] == "completed"


def test_a_validation_can_fail_technically(buyer: Buyer, account_id: int) -> None:
    task = buyer.validate(buyer.plan(NCE), account_id, {**TENANT, "customer_domain": "broken"})
    buyer.wait()

    assert buyer.read(f"async_tasks/{task}") == {
        "status": "failed",
        "failure_message": "The vendor does not answer",
    }


def test_a_validation_can_take_long_or_for_ever(buyer: Buyer, account_id: int) -> None:
    plan = buyer.plan(NCE)
    slow = buyer.validate(plan, account_id, {**TENANT, "customer_domain": "slow-one"})
    endless = buyer.validate(plan, account_id, {**TENANT, "customer_domain": "endless"})

    buyer.wait(1)
    assert buyer.read(f"async_tasks/{slow}")["status"] == "running"
    buyer.wait(1)
    assert buyer.read(f"async_tasks/{slow}")["status"] == "completed"
    buyer.wait(60 * 24 * 7)
    assert buyer.read(f"async_tasks/{endless}")["status"] == "running"


def test_the_next_validation_can_be_told_how_to_go(buyer: Buyer, account_id: int) -> None:
    plan = buyer.plan(NCE)
    buyer.steer("vendor", {"operation": "validate", "failure": "Out of order", "delay_seconds": 1})

    first = buyer.validate(plan, account_id, TENANT)
    second = buyer.validate(plan, account_id, TENANT)
    buyer.wait()

    assert buyer.read(f"async_tasks/{first}")["failure_message"] == "Out of order"
    assert buyer.read(f"async_tasks/{second}")["results"]["valid"]


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


@pytest.mark.parametrize(
    "body",
    [
        [], {}, {"operation": "fly"}, {"operation": "sales", "subscription_id": 1},
        {"operation": "sales", "delay_seconds": -1}, {"operation": "sales", "delay_seconds": True},
        {"operation": "sales", "failure": 1}, {"operation": "sales", "more": 1},
        {"new_tenants": "no"},
    ],
)  # fmt: skip
def test_a_vendor_is_told_what_it_understands(body: Any, buyer: Buyer) -> None:
    response = buyer.steer("vendor", body)

    assert response.status_code == 422
    assert response.get_json()["error"].endswith(".")


def test_what_vendors_were_told_can_be_seen_and_forgotten(buyer: Buyer) -> None:
    buyer.client.delete("/_sandbox/vendor")
    with buyer.platform.reading() as books:
        subscription = books.find(Subscription)[0].subscription_id
    buyer.steer("vendor", {"operation": "stop", "subscription_id": subscription, "failure": "No"})
    buyer.steer("vendor", {"new_tenants": False})

    assert buyer.client.get("/_sandbox/vendor").get_json() == {
        "plans": [{"operation": "stop", "subscription_id": subscription, "delay_seconds": 60,
                   "failure": "No"}],
        "new_tenants": False,
    }  # fmt: skip
    buyer.client.delete("/_sandbox/vendor")
    assert buyer.client.get("/_sandbox/vendor").get_json() == {"plans": [], "new_tenants": True}


def test_an_account_is_put_on_hold_and_back(buyer: Buyer, account_id: int) -> None:
    """CLI-3, T14, DET-10."""
    with buyer.platform.reading() as books:
        where = "account_id = ? AND status = 'active'"
        live = books.count(Subscription, where, account_id)
    for status in ("administrative_hold", "active"):
        assert buyer.steer(f"accounts/{account_id}", {"status": status}).status_code == 200
        buyer.wait()
        assert buyer.read(f"accounts/{account_id}")["status"] == status
    with buyer.platform.reading() as books:
        assert books.count(Subscription, where, account_id) == live
    assert buyer.steer(f"accounts/{account_id}", {"status": "happy"}).status_code == 422
    assert buyer.steer("accounts/1", {"status": "active"}).status_code == 422
