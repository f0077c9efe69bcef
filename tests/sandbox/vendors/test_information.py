"""What the vendor gives with a subscription is told once it is active (INFO, MS-11)."""

from __future__ import annotations

from typing import Any

from tests.sandbox.buyer import HOSTED, Buyer, data_of


def told_of(buyer: Buyer, order: dict[str, Any]) -> dict[str, Any]:
    subscription = order["attributes"]["subscription_id"]
    meta: dict[str, Any] = data_of(buyer.get(f"subscriptions/{subscription}?meta=true"))["meta"]
    return meta


def test_what_the_vendor_gives_is_told_after_the_activation(buyer: Buyer) -> None:
    """INFO-1…4, MS-11: the login of a new tenant, with the first subscription only."""
    account_id, plan = (
        buyer.new_account(),
        buyer.plan("Microsoft 365 Business Basic (NCE, 1 month)"),
    )
    first = buyer.buy_microsoft(plan, account_id, "engine")
    assert told_of(buyer, first) == {}
    buyer.wait()
    second = buyer.buy(buyer.plan("Azure Plan"), account_id)
    buyer.wait()

    told = {each["key"]: each for each in told_of(buyer, first)["attributes"]}
    assert told["microsoft_tenant_name"]["value"] == "engine.onmicrosoft.com"
    assert told["admin_login"]["value"] == "admin@engine.onmicrosoft.com"
    assert [key for key, each in told.items() if each["secret"]] == ["admin_password"]
    assert "https://admin.microsoft.com" in told_of(buyer, first)["instructions"]
    again = [each["key"] for each in told_of(buyer, second)["attributes"]]
    assert again == ["microsoft_tenant_name", "microsoft_tenant_id"]


def test_an_existing_tenant_brings_no_password(buyer: Buyer) -> None:
    account_id, plan = (
        buyer.new_account(),
        buyer.plan("Microsoft 365 Business Basic (NCE, 1 month)"),
    )
    given = {"microsoft_customer_agreement": "1", "is_new_domain": "0", "with_subdomain": "1",
             "customer_domain": "engine"}  # fmt: skip
    task = buyer.validated(plan, account_id, given)["id"]
    order = buyer.buy(plan, account_id, async_task_id=task)
    buyer.wait()

    assert [each["key"] for each in told_of(buyer, order)["attributes"]] == [
        "microsoft_tenant_name", "microsoft_tenant_id",
    ]  # fmt: skip


def test_other_vendors_tell_what_they_have(buyer: Buyer) -> None:
    account_id = buyer.new_account()
    google = buyer.plan("Google Workspace Business Starter")
    given = {"domain_name": "engine.example", "customer_alternate_email": "a@b.example"}
    task = buyer.validated(google, account_id, given)["id"]
    orders = [buyer.buy(google, account_id, async_task_id=task)]
    for name in (HOSTED, "ESET PROTECT Entry", "Dr.Guard Business"):
        orders.append(buyer.buy(buyer.plan(name), account_id))
    buyer.wait()

    keys = [[each["key"] for each in told_of(buyer, order).get("attributes", [])]
            for order in orders]  # fmt: skip
    assert keys == [["domain_name", "admin_login", "admin_password"], ["service_id", "login"],
                    ["login"], []]  # fmt: skip
