"""What a vendor asks for with a switch: asked, checked and sent from the dialog (OP-36)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from domain.statuses import SubscriptionStatus
from sandbox.records import Account
from tests.pages.managing.asking import (
    AGREEMENT,
    GOOGLE,
    IS_NEW,
    MICROSOFT,
    TENANT,
    ask_microsoft,
    check,
    choose_plan,
    is_open_to_edit,
    now,
    one_of,
    sent,
    switches,
    target,
)
from tests.pages.managing.dialog import Dialog, page_text
from tests.sandbox_fixtures import SeededStore
from tests.storefront import Storefront, open_front
from tests.web import portal_of

DOMAIN = "extra:domain_name"
ANSWERS = {DOMAIN: "geheim.example", "extra:customer_alternate_email": "privat@other.example"}


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
