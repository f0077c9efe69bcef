"""What the upstream operator and the vendors can be told to do, from outside the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from domain.statuses import AccountStatus
from sandbox import holds, support, vendor, vendor_renewals
from sandbox.books import Books
from sandbox.catalog_records import Product
from sandbox.messages import LANGUAGES, set_language
from sandbox.order_checks import restrict
from sandbox.platform import Platform
from sandbox.records import Account, Json, Manager, Subscription
from sandbox.services.attributes import NO, YES
from sandbox.services.microsoft import NEW_TENANTS
from sandbox.vendor_records import VendorPlan

OPERATIONS = ("sales", "change", "renewal", "switch", "prolong", "stop", "activate", "delete",
              "approve", "pay", "validate")  # fmt: skip
MEMBERS = {"operation", "subscription_id", "delay_seconds", "failure"}
LONGEST_SECONDS = 366 * 24 * 3600
DEFAULT_SECONDS = 60


def shown(platform: Platform) -> Json:
    """Return what the vendors have been told and not done yet."""
    with platform.reading() as books:
        plans = [
            {
                "operation": plan.operation,
                "subscription_id": plan.subscription_id or None,
                "delay_seconds": plan.delay_seconds,
                "failure": plan.failure,
            }
            for plan in books.find(VendorPlan)
        ]
        return {"plans": plans, NEW_TENANTS: books.setting(NEW_TENANTS) != NO}


def told(platform: Platform, body: Any) -> None:
    """Tell the vendors how the next operation of a kind goes, or whether tenants may be made.

    Raises:
        ValueError: something about it is wrong; the message is a sentence.
    """
    if not isinstance(body, dict):
        raise ValueError("The body must be a JSON object.")
    with platform.writing() as books:
        if body.keys() == {NEW_TENANTS}:
            if not isinstance(body[NEW_TENANTS], bool):
                raise ValueError(f"{NEW_TENANTS} must be true or false.")
            books.set(NEW_TENANTS, YES if body[NEW_TENANTS] else NO)
            return
        _plan(books, body)


def forget(platform: Platform) -> None:
    """Have the vendors do everything in their own way again."""
    with platform.writing() as books:
        for plan in books.find(VendorPlan):
            books.remove(plan)
        books.set(NEW_TENANTS, YES)


def set_account(platform: Platform, account_id: int, status: Any) -> AccountStatus:
    """Put an account on hold, lift its hold, or delete it.

    Raises:
        ValueError: there is no such account or status; the message is a sentence.
    """
    with platform.writing() as books:
        found = books.find(Account, "account_id = ?", account_id)
        if not found:
            raise ValueError(f"There is no account {account_id}.")
        if status in holds.HOLDS:
            return holds.hold(books, found[0], AccountStatus(status)).status
        if status == AccountStatus.ACTIVE:
            return holds.lift_hold(books, found[0]).status
        if status == AccountStatus.DELETED:
            return holds.close_account(books, found[0]).status
    raise ValueError(f"status must be one of active, deleted, {', '.join(holds.HOLDS)}.")


def restrict_account(platform: Platform, account_id: int, product_ids: Any) -> list[int]:
    """Have an account order nothing of some products; of no others than these.

    Raises:
        ValueError: there is no such account or product; the message is a sentence.
    """
    with platform.writing() as books:
        if not books.count(Account, "account_id = ?", account_id):
            raise ValueError(f"There is no account {account_id}.")
        known = {product.product_id for product in books.find(Product)}
        if not isinstance(product_ids, list) or not known.issuperset(product_ids):
            raise ValueError("restricted_products must be ids of products.")
        restrict(books, account_id, product_ids)
    return product_ids


def set_subscription(platform: Platform, subscription_id: int, body: Json) -> str:
    """Do what support or a vendor does to a subscription, and return its status then.

    Raises:
        ValueError: it can't be done; the message is a sentence.
    """
    with platform.writing() as books:
        found = books.find(Subscription, "subscription_id = ?", subscription_id)
        if not found:
            raise ValueError(f"There is no subscription {subscription_id}.")
        _act(books, found[0], body)
        return books.get(Subscription, subscription_id).status


def _act(books: Books, subscription: Subscription, body: Json) -> None:
    if body.keys() == {"support"} and body["support"] in support.ACTIONS:
        support.ACTIONS[body["support"]](books, subscription)
    elif body.keys() == {"vendor_status"}:
        support.report(books, subscription, body["vendor_status"])
    elif body.keys() == {"vendor_auto_renew"} and type(body["vendor_auto_renew"]) is bool:
        vendor_renewals.set_at_vendor(books, subscription, body["vendor_auto_renew"])
    elif body.keys() == {"used"} and type(body["used"]) is int and body["used"] >= 0:
        support.assign(books, subscription, body["used"])
    else:
        raise ValueError(
            'Say "support": "retry" or "roll_back", "vendor_status", "vendor_auto_renew" or "used".'
        )


def set_manager(platform: Platform, manager_id: int, language: Any) -> str:
    """Set the language a manager is written in.

    Raises:
        ValueError: there is no such manager or language; the message is a sentence.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}.")
    with platform.writing() as books:
        found = books.find(Manager, "manager_id = ?", manager_id)
        if not found:
            raise ValueError(f"There is no manager {manager_id}.")
        set_language(books, found[0], language)
    return str(language)


def _plan(books: Books, body: Json) -> None:
    unknown = sorted(body.keys() - MEMBERS)
    if unknown:
        raise ValueError(f"{unknown[0]} is not a member of what a vendor can be told.")
    operation, key = body.get("operation"), body.get("subscription_id")
    seconds, failure = body.get("delay_seconds", DEFAULT_SECONDS), body.get("failure")
    if operation not in OPERATIONS:
        raise ValueError(f"operation must be one of {', '.join(OPERATIONS)}.")
    if key is not None and (type(key) is not int or not _is_known(books, key)):
        raise ValueError("subscription_id must be that of a subscription.")
    if type(seconds) is not int or not 0 <= seconds <= LONGEST_SECONDS:
        raise ValueError(f"delay_seconds must be a whole number, 0 to {LONGEST_SECONDS}.")
    if not isinstance(failure, str | None):
        raise ValueError("failure must be the text of what goes wrong.")
    delay = timedelta(seconds=seconds)
    vendor.tell(books, key or vendor.ANY, operation, delay=delay, failure=failure)


def _is_known(books: Books, subscription_id: int) -> bool:
    return bool(books.count(Subscription, "subscription_id = ?", subscription_id))
