"""What validating the values of an order comes to (ORD-29…31, MS-9)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sandbox.records import Account
from tests.sandbox.buyer import Buyer, error_of
from tests.sandbox.vendors.given import EXISTING, NCE, TENANT


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
