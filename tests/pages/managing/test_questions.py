"""What a vendor asks for with a switch: asked, checked and sent from the dialog (OP-36)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from domain.statuses import SubscriptionStatus
from sandbox.catalog_records import Plan
from sandbox.records import Account, Order, Subscription
from tests.pages.managing.dialog import Dialog, page_text
from tests.sandbox_fixtures import SeededStore
from tests.storefront import Storefront, open_front
from tests.web import portal_of

GOOGLE, MICROSOFT = "GSuite", "Office365"
DOMAIN = "extra:domain_name"
ANSWERS = {DOMAIN: "geheim.example", "extra:customer_alternate_email": "privat@other.example"}
AGREEMENT, IS_NEW = "extra:microsoft_customer_agreement", "extra:is_new_domain"
TENANT = "extra:customer_domain"
FAILED = "The check could not be carried out"
# Waits for nothing, and has been switched by no other test.
OPEN = (
    "reseller_id = ? AND status = 'active' AND NOT is_trial AND plan_id IN (SELECT plan_id FROM"
    " plan_resource WHERE template = ?) AND plan_id IN (SELECT plan_id FROM switch_target)"
    " AND account_id IN (SELECT account_id FROM account WHERE status = 'active')"
    ' AND subscription_id NOT IN (SELECT subscription_id FROM "order"'
    " WHERE kind = 'switch' OR status NOT IN ('completed', 'cancelled'))"
    " ORDER BY end_on IS NOT NULL, subscription_id"
)


@pytest.fixture(scope="module")
def shop(
    seeded_store: SeededStore, loaded_front: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Storefront]:
    with open_front(seeded_store, loaded_front, tmp_path_factory.mktemp("questions")) as front:
        yield front


@pytest.fixture
def dialog(shop: Storefront) -> Iterator[Dialog]:
    yield Dialog(shop.app, shop.client())
    shop.meddler.forget()
    portal_of(shop.app).live._asked_again_at = 0.0


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


def test_what_google_asks_is_checked_and_goes_with_the_switch(
    shop: Storefront, dialog: Dialog, caplog: pytest.LogCaptureFixture
) -> None:
    """OP-36, ORD-27 to ORD-29: and what was entered is in no log."""
    caplog.set_level(logging.DEBUG)
    own = one_of(shop, GOOGLE)

    choose_plan(shop, dialog, own)
    assert "Additional data" in dialog.text
    assert {DOMAIN, "extra:admin_login"} <= set(dialog.said)
    assert dialog.said["extra:admin_login"] == "admin"
    assert not dialog.is_held
    dialog.say(**ANSWERS).confirm()
    assert "The vendor is checking the data" in dialog.text
    assert dialog.is_locked
    assert dialog.is_held
    shop.wait(seconds=2)
    dialog.look()
    assert not switches(shop, own)
    shop.wait(seconds=4)
    dialog.look()

    assert not dialog.is_open, dialog.text
    assert not dialog.is_locked
    assert not dialog.is_followed
    assert f"for subscription {own.subscription_id} has started" in dialog.text
    (order,) = switches(shop, own)
    shop.wait(seconds=10)
    assert now(shop, own).status is SubscriptionStatus.SWITCHING
    assert "Switching" in page_text(dialog.client, own.subscription_id)
    shop.wait(minutes=5)
    assert now(shop, own).status is SubscriptionStatus.ACTIVE
    assert now(shop, own).plan_id == order.plan_id
    account = shop.account(f"account_id = {own.account_id}")
    assert account.custom_attributes["google_domain"] == "geheim.example"
    assert "geheim" not in caplog.text
    assert "privat@" not in caplog.text


def test_nothing_is_sent_before_everything_is_answered(shop: Storefront, dialog: Dialog) -> None:
    """MS-3, MSG-1."""
    own = one_of(shop, MICROSOFT)
    choose_plan(shop, dialog, own)
    before = sent(shop)

    dialog.confirm()

    assert set(dialog.problems) == {AGREEMENT, TENANT}
    assert not dialog.is_locked
    assert sent(shop) == before


def test_a_choice_opens_other_questions_and_what_is_typed_stays(
    shop: Storefront, dialog: Dialog
) -> None:
    """MS-4 to MS-6."""
    own = one_of(shop, MICROSOFT)
    choose_plan(shop, dialog, own)
    assert "extra:with_subdomain" not in dialog.values

    dialog.say(**{AGREEMENT: True, TENANT: "contoso"}).choose(**{IS_NEW: "0"})

    assert dialog.values["extra:with_subdomain"] == "1"
    assert "confirm invitation" in dialog.text
    assert dialog.said == {AGREEMENT: True, TENANT: "contoso"}


@pytest.mark.parametrize(
    ("tenant", "is_new", "said"),
    [
        ("taken", "1", "is already used"),
        ("unknown", "0", "Microsoft knows no tenant"),
        ("unlinked", "0", "accept the invitation"),
    ],
)
def test_what_microsoft_does_not_accept_is_said_at_the_field(
    shop: Storefront, dialog: Dialog, tenant: str, is_new: str, said: str
) -> None:
    """ORD-30, MS-9: what is typed stays, and nothing is sent."""
    own = ask_microsoft(shop, dialog, tenant=tenant, is_new=is_new)

    check(shop, dialog)

    assert dialog.is_open
    assert said in dialog.problems[TENANT]
    assert dialog.said[TENANT] == tenant
    assert is_open_to_edit(dialog)
    assert not switches(shop, own)
    assert "switch_order" not in sent(shop)[-1:]


def test_what_is_corrected_is_checked_anew(shop: Storefront, dialog: Dialog) -> None:
    """OP-36, ORD-31: a check is for exactly what was typed."""
    own = ask_microsoft(shop, dialog, tenant="taken")
    plan = target(shop, own)
    check(shop, dialog)

    dialog.say(**{TENANT: "korrigiert"})
    check(shop, dialog)

    assert not dialog.is_open, dialog.text
    assert sent(shop)[-3:] == ["order_attributes_validation"] * 2 + ["switch_order"]
    shop.wait(minutes=5)
    assert now(shop, own).plan_id == plan.plan_id
    account = shop.account(f"account_id = {own.account_id}")
    assert account.custom_attributes["microsoft_tenant_name"] == "korrigiert.onmicrosoft.com"
    assert "microsoft_agreement_accepted_on" in account.custom_attributes


def test_refused_data_of_the_client_are_said_above_the_fields(
    shop: Storefront, dialog: Dialog
) -> None:
    """MS-10."""
    own = ask_microsoft(shop, dialog, tenant="refused")

    check(shop, dialog)

    assert "The vendor refuses the data of the client." in dialog.text
    assert "postal code" in dialog.text
    assert f"/clients/{own.account_id}" in dialog.text
    assert not dialog.problems
    assert not switches(shop, own)


@pytest.mark.parametrize(
    ("tenant", "time", "said"),
    [("broken", {"seconds": 6}, FAILED), ("endless", {"minutes": 3}, "within two minutes")],
)
def test_a_check_that_fails_may_be_tried_again(
    shop: Storefront, dialog: Dialog, tenant: str, time: dict[str, float], said: str
) -> None:
    """ORD-30."""
    own = ask_microsoft(shop, dialog, tenant=tenant)

    check(shop, dialog, **time)

    assert said in dialog.text
    assert is_open_to_edit(dialog)
    assert not switches(shop, own)
    before = len(sent(shop))
    dialog.confirm()
    assert sent(shop)[before:] == ["order_attributes_validation"]
    assert dialog.is_locked


def test_a_slow_check_is_waited_for(shop: Storefront, dialog: Dialog) -> None:
    own = ask_microsoft(shop, dialog, tenant="slow")

    check(shop, dialog, seconds=60)
    assert dialog.is_locked
    assert dialog.is_followed
    shop.wait(seconds=40)
    dialog.look()

    assert not dialog.is_open
    assert len(switches(shop, own)) == 1
    shop.wait(minutes=5)


def test_what_changes_while_it_is_checked_is_not_sent(shop: Storefront, dialog: Dialog) -> None:
    """ORD-31."""
    own = ask_microsoft(shop, dialog, tenant="erst")
    dialog.confirm()
    dialog.say(**{TENANT: "dann"})
    shop.wait(seconds=6)

    dialog.look()

    assert "has changed while it was checked" in dialog.text
    assert dialog.said[TENANT] == "dann"
    assert not dialog.is_locked
    assert not switches(shop, own)


def test_a_dialog_that_was_closed_sends_nothing(shop: Storefront, dialog: Dialog) -> None:
    own = ask_microsoft(shop, dialog)
    dialog.confirm().close()
    shop.wait(seconds=6)

    dialog.look()

    assert not dialog.is_followed
    assert not switches(shop, own)
    dialog.open("switch", own.subscription_id)  # Another form: it has nothing to do with that one.
    dialog.look()
    assert not dialog.is_locked
    assert not switches(shop, own)


def test_what_a_browser_says_of_another_check_is_not_believed(
    shop: Storefront, dialog: Dialog
) -> None:
    own = ask_microsoft(shop, dialog)
    dialog.confirm()
    shop.wait(seconds=6)
    for told in ({"key": "another"}, {"asked_at": "yesterday"}, {"fingerprint": "none"}):
        before = dict(dialog.parts)
        dialog.parts["operation-checked.data"] = {**before["operation-checked.data"], **told}
        dialog.look()
        assert not dialog.is_locked
        assert not switches(shop, own)
        dialog.parts = before


def test_two_presses_order_once(shop: Storefront, dialog: Dialog) -> None:
    """Each press may have the data checked; what follows is one order."""
    own = ask_microsoft(shop, dialog, tenant="zweimal")
    before, before_orders = dict(dialog.parts), sent(shop).count("switch_order")
    dialog.confirm()
    first = dict(dialog.parts)
    dialog.parts = before
    dialog.confirm()
    second = dict(dialog.parts)
    shop.wait(seconds=6)

    dialog.look()
    assert not dialog.is_open
    for parts in (second, first):
        dialog.parts = dict(parts)
        dialog.look()
        assert not dialog.is_open
    dialog.parts = before
    dialog.confirm()

    assert not dialog.is_open
    assert len(switches(shop, own)) == 1
    assert sent(shop).count("switch_order") == before_orders + 1
    shop.wait(minutes=5)


def test_another_price_is_confirmed_without_another_check(shop: Storefront, dialog: Dialog) -> None:
    """MSG-8, ORD-35: the data are those that were found valid."""
    own = ask_microsoft(shop, dialog, tenant="teurer")
    dialog.confirm()
    shop.raise_prices(target(shop, own), Decimal("1.5"))
    shop.wait(seconds=6)
    dialog.look()
    assert "Please confirm again." in dialog.text
    assert is_open_to_edit(dialog)
    assert not switches(shop, own)
    assert dialog.said[TENANT] == "teurer"
    before = len(sent(shop))

    dialog.confirm()

    assert not dialog.is_open, dialog.text
    assert sent(shop)[before:] == ["switch_order"]
    shop.wait(minutes=5)


def test_a_platform_that_is_away_for_a_moment_is_asked_again(
    shop: Storefront, dialog: Dialog
) -> None:
    """NFR-8."""
    own = ask_microsoft(shop, dialog, tenant="weg")
    dialog.confirm()
    shop.wait(seconds=6)
    shop.meddler.on("async_tasks", lambda _: httpx.Response(503))
    dialog.look()
    assert dialog.is_locked
    assert dialog.is_followed
    shop.meddler.forget()
    portal_of(shop.app).live._asked_again_at = 0.0

    dialog.look()

    assert not dialog.is_open, dialog.text
    assert len(switches(shop, own)) == 1
    shop.wait(minutes=5)


def test_a_check_that_can_not_be_sent_is_told(shop: Storefront, dialog: Dialog) -> None:
    own = ask_microsoft(shop, dialog, tenant="weg")
    shop.meddler.on("order_attributes_validation", lambda _: httpx.Response(503))

    dialog.confirm()

    assert "Nothing has been sent" in dialog.text
    assert is_open_to_edit(dialog)
    assert dialog.said[TENANT] == "weg"
    assert not switches(shop, own)


def test_a_refused_switch_is_checked_anew(shop: Storefront, dialog: Dialog) -> None:
    """ORD-35: what was found valid may have become wrong meanwhile."""
    own = ask_microsoft(shop, dialog, tenant="spaeter")
    key = dialog.shown["key"]
    refusal = {"errors": [{"status": "422", "title": "No", "detail": "Taken by now",
                           "source": {"pointer": "/data/attributes/async_task_id"}}]}  # fmt: skip
    shop.meddler.on("switch_order", lambda _: httpx.Response(422, json=refusal))

    check(shop, dialog)

    assert "Taken by now" in dialog.text
    assert not dialog.is_locked
    assert dialog.shown["key"] != key
    shop.meddler.forget()
    check(shop, dialog)
    assert not dialog.is_open, dialog.text
    assert len(switches(shop, own)) == 1
    shop.wait(minutes=5)


def test_a_switch_whose_answer_is_lost_is_looked_for(shop: Storefront, dialog: Dialog) -> None:
    own = ask_microsoft(shop, dialog, tenant="verloren")
    shop.meddler.on("switch_order", shop.lose_answer)

    check(shop, dialog)
    assert "We are checking" in dialog.text
    assert dialog.is_followed
    shop.meddler.forget()
    shop.settle()
    dialog.look()

    assert not dialog.is_open, dialog.text
    assert len(switches(shop, own)) == 1
    shop.wait(minutes=5)


def test_who_is_known_to_the_vendor_is_asked_nothing(shop: Storefront, dialog: Dialog) -> None:
    """ORD-28: and the switch is ordered at once."""
    own = one_of(shop, GOOGLE)
    with shop.platform.writing() as books:
        account = books.get(Account, own.account_id)
        books.change(account, custom_attributes={"google_domain": "bekannt.example"})
    choose_plan(shop, dialog, own)
    assert "Additional data" not in dialog.text
    before = len(sent(shop))

    dialog.confirm()

    assert not dialog.is_open, dialog.text
    assert sent(shop)[before:] == ["switch_order"]


def test_what_the_vendor_can_not_set_up_is_told_on_the_page(
    shop: Storefront, dialog: Dialog
) -> None:
    """Valid, and not carried out all the same."""
    own = ask_microsoft(shop, dialog, tenant="failing")

    check(shop, dialog)
    assert not dialog.is_open, dialog.text
    shop.wait(minutes=5)

    assert now(shop, own).status is SubscriptionStatus.SWITCHING_FAILED
    assert "Switching failed" in page_text(dialog.client, own.subscription_id)
