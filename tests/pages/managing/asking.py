"""Switches to plans whose vendor knows nothing of the client yet: what the tests of them share."""

from __future__ import annotations

from sandbox.catalog_records import Plan
from sandbox.records import Account, Order, Subscription
from tests.pages.managing.dialog import Dialog
from tests.storefront import Storefront

GOOGLE, MICROSOFT = "GSuite", "Office365"
AGREEMENT, IS_NEW = "extra:microsoft_customer_agreement", "extra:is_new_domain"
TENANT = "extra:customer_domain"
# Waits for nothing, and has been switched by no other test.
OPEN = (
    "reseller_id = ? AND status = 'active' AND NOT is_trial AND plan_id IN (SELECT plan_id FROM"
    " plan_resource WHERE template = ?) AND plan_id IN (SELECT plan_id FROM switch_target)"
    " AND account_id IN (SELECT account_id FROM account WHERE status = 'active')"
    ' AND subscription_id NOT IN (SELECT subscription_id FROM "order"'
    " WHERE kind = 'switch' OR status NOT IN ('completed', 'cancelled'))"
    " ORDER BY end_on IS NOT NULL, subscription_id"
)


def one_of(shop: Storefront, template: str) -> Subscription:
    """Return a subscription whose client has told the vendor nothing yet."""
    with shop.platform.writing() as books:
        own = books.find(Subscription, OPEN, shop.reseller_id, template)[0]
        account = books.get(Account, own.account_id)
        known = {key: value for key, value in account.custom_attributes.items()
                 if not key.startswith(("google_", "microsoft_"))}  # fmt: skip
        books.change(account, custom_attributes=known | {"position": "Head"})
    return own


def now(shop: Storefront, own: Subscription) -> Subscription:
    with shop.platform.reading() as books:
        return books.get(Subscription, own.subscription_id)


def switches(shop: Storefront, own: Subscription) -> list[Order]:
    with shop.platform.reading() as books:
        where = "subscription_id = ? AND kind = 'switch' ORDER BY order_id"
        return books.find(Order, where, own.subscription_id)


def sent(shop: Storefront) -> list[str]:
    """Return what was asked of the platform: checks and orders."""
    log = shop.platform.log.since(0)
    return [one["path"].rpartition("/")[2] for one in log if one["method"] != "GET"]


def choose_plan(shop: Storefront, dialog: Dialog, own: Subscription) -> Dialog:
    """Ask for another plan of the same vendor."""
    plan = target(shop, own)
    dialog.open("switch", own.subscription_id)
    return dialog.choose(plan=str(plan.plan_id))


def target(shop: Storefront, own: Subscription) -> Plan:
    with shop.platform.reading() as books:
        where = (
            "status = 'active' AND plan_id IN (SELECT target_plan_id FROM switch_target WHERE"
            " plan_id = ?) AND plan_id IN (SELECT plan_id FROM plan_period WHERE NOT is_trial)"
            " ORDER BY plan_id"
        )
        return books.find(Plan, where, now(shop, own).plan_id)[0]


def ask_microsoft(shop: Storefront, dialog: Dialog, **answers: str) -> Subscription:
    """Answer what Microsoft asks: by default with a name that is free."""
    own = one_of(shop, MICROSOFT)
    choose_plan(shop, dialog, own)
    if "is_new" in answers:
        dialog.choose(**{IS_NEW: answers["is_new"]})
    dialog.say(**{AGREEMENT: True, TENANT: answers.get("tenant", "frei")})
    return own


def check(shop: Storefront, dialog: Dialog, **time: float) -> Dialog:
    """Confirm, and wait until the vendor has looked at it."""
    dialog.confirm()
    assert dialog.is_locked, dialog.text
    assert dialog.is_followed
    shop.wait(**(time or {"seconds": 6}))
    return dialog.look()


def is_open_to_edit(dialog: Dialog) -> bool:
    return not any((dialog.is_locked, dialog.is_held, dialog.is_followed))
