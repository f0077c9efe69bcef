"""A switch whose vendor, or platform, does not take what was answered: nothing is lost or sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from domain.statuses import SubscriptionStatus
from tests.pages.managing.asking import (
    TENANT,
    ask_microsoft,
    check,
    is_open_to_edit,
    now,
    sent,
    switches,
)
from tests.pages.managing.dialog import Dialog, page_text
from tests.sandbox_fixtures import SeededStore
from tests.storefront import Storefront, open_front
from tests.web import portal_of

FAILED = "The check could not be carried out"


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
