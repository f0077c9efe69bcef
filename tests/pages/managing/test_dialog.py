"""The dialog of operations against the sandbox: what is confirmed there, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from dashboard.components.managing import ids
from dashboard.services.managing.availability import Action
from domain.statuses import OrderStatus, SubscriptionStatus
from sandbox.records import Operation, Order, Subscription
from tests.pages.managing.dialog import Dialog, page_text
from tests.sandbox_fixtures import SeededStore
from tests.storefront import Storefront, open_front
from tests.web import portal_of

MONTHLY, ANNUAL = "csp_monthly", "csp_annual"


@pytest.fixture(scope="module")
def shop(
    seeded_store: SeededStore, loaded_front: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Storefront]:
    """A portal whose tests each take a subscription of their own."""
    with open_front(seeded_store, loaded_front, tmp_path_factory.mktemp("shop")) as front:
        yield front


@pytest.fixture
def dialog(shop: Storefront) -> Dialog:
    return Dialog(shop.app, shop.client())


_taken: set[tuple[int, int]] = set()


def take(
    shop: Storefront, billing: str = MONTHLY, status: str = "active", more: str = "1"
) -> Subscription:
    """Return a subscription that no other test uses."""
    where = (
        f"reseller_id = ? AND status = ? AND {more} AND NOT is_trial"
        " AND plan_id IN (SELECT plan_id FROM plan WHERE billing_type = ? AND status = 'active')"
        " AND account_id IN (SELECT account_id FROM account WHERE status = 'active')"
        " ORDER BY subscription_id"
    )
    with shop.platform.reading() as books:
        found = books.find(Subscription, where, shop.reseller_id, status, billing)
    own = next(one for one in found if (id(shop), one.subscription_id) not in _taken)
    _taken.add((id(shop), own.subscription_id))
    return own


def now(shop: Storefront, own: Subscription) -> Subscription:
    with shop.platform.reading() as books:
        return books.get(Subscription, own.subscription_id)


def orders(shop: Storefront, own: Subscription) -> list[Order]:
    with shop.platform.reading() as books:
        return books.find(Order, "subscription_id = ? ORDER BY order_id", own.subscription_id)


def sent(shop: Storefront) -> list[str]:
    return [one["path"] for one in shop.platform.log.since(0) if one["method"] != "GET"]


def stop(dialog: Dialog, own: Subscription) -> Dialog:
    return dialog.open("stop", own.subscription_id).say(reason="other", comment="Нет денег")


def test_a_stop_warns_and_is_carried_out(shop: Storefront, dialog: Dialog) -> None:
    """OP-5, OP-6, OP-10, MSG-13, MSG-17."""
    own = take(shop)

    stop(dialog, own)
    for text in (own.name, str(own.subscription_id), "in the Stopped status", "unavailable to"):
        assert text in dialog.text, text
    dialog.confirm()

    assert not dialog.is_open
    assert f"Stop for subscription {own.subscription_id} has started." in dialog.text
    assert dialog.aside["operation-done.data"]["subscription"] == str(own.subscription_id)
    assert now(shop, own).status is SubscriptionStatus.STOPPING
    assert "Stopping" in page_text(dialog.client, own.subscription_id)
    shop.wait(minutes=5)
    assert now(shop, own).status is SubscriptionStatus.STOPPED
    page = page_text(dialog.client, own.subscription_id)
    assert '"data-operation": "activate"' in page
    assert '"data-operation": "stop"' not in page


def test_a_stop_says_why_and_what_cant_be_sent_is_refused_at_its_field(
    shop: Storefront, dialog: Dialog
) -> None:
    own = take(shop)
    unreadable = "It has signs that can't be kept or sent. Type it anew."
    dialog.open("stop", own.subscription_id).say(reason="", comment=" ").confirm()
    assert dialog.problems == {"reason": "Choose a reason.", "comment": "Say in a few words why."}

    for comment, problem in (("Нет \ud800", unreadable), ("Нет\0", unreadable),
                             ("я" * 1001, "Enter 1000 characters at most.")):  # fmt: skip
        dialog.say(reason="other", comment=comment).confirm()
        assert dialog.is_open
        assert dialog.problems == {"comment": problem}
    assert now(shop, own).status is SubscriptionStatus.ACTIVE

    dialog.say(comment="Нет\u00a0денег\n👋").confirm()
    assert not dialog.is_open
    with shop.platform.reading() as books:
        asked = books.find(Operation, "subscription_id = ?", own.subscription_id)
    assert asked[-1].comment == "Нет денег 👋"


def test_an_amount_that_is_none_is_refused_at_its_field(front: Storefront) -> None:
    """MSG-6."""
    own = take(front)
    dialog = Dialog(front.app, front.client()).open("change", own.subscription_id)
    name = next(one for one in dialog.shown["fields"] if one.startswith("amount:"))

    for typed in ("1\ud800", "1\0", "\u0661", "1" * 100_000, {"a": 1}, None, "-1", "1e3", "1.0"):
        dialog.choose(**{name.replace(":", "_"): typed}).confirm()
        assert dialog.is_open
        assert "Enter a whole number" in dialog.problems[name], typed
    assert now(front, own).status is SubscriptionStatus.ACTIVE


def test_an_answer_that_comes_late_does_not_open_the_dialog_again(
    shop: Storefront, dialog: Dialog
) -> None:
    """The browser opens and closes it; what the platform says of a form only fills it."""
    told = {"action": "stop", "subscription": str(take(shop).subscription_id), "amount": ""}

    dialog._fire(ids.ASKED, [{"id": ids.ASKED, "property": "data", "value": told}], [])

    assert "in the Stopped status" in dialog.text
    assert not dialog.is_open


def test_nothing_else_is_opened_while_something_is_being_sent(dialog: Dialog) -> None:
    """Its answer would be said in another form's place."""
    answer = dialog.client.get("/_dash-dependencies").get_json()
    pressed = [{"id": ids.CONFIRM, "property": "n_clicks"}]
    (held,) = (one["running"]["running"] for one in answer if one["inputs"] == pressed)

    assert held[f"{ids.CLOSE}.disabled"] is True
    assert held[f"{ids.DIALOG}.keyboard"] is False


def test_an_order_that_failed_is_named_where_others_wait_for_it(
    shop: Storefront, dialog: Dialog
) -> None:
    """OP-3, MSG-5."""
    own = take(shop)
    last = orders(shop, own)[-1]
    with shop.platform.writing() as books:
        books.change(last, status=OrderStatus.PROVISIONING_FAILED)

    page = page_text(dialog.client, own.subscription_id)

    assert f"{last.order_id} is not finished. Until then no other order can be placed." in page
    with shop.services() as here:
        screen = here.subscriptions.screen(str(own.subscription_id))
        assert not here.managing.available(screen)[Action.CHANGE].is_available


def test_a_second_press_does_not_send_again(shop: Storefront, dialog: Dialog) -> None:
    own = take(shop)
    stop(dialog, own)
    before, parts, said = len(sent(shop)), dict(dialog.parts), dict(dialog.said)

    dialog.confirm()
    dialog.parts, dialog.said = parts, said
    dialog.confirm()

    assert len(sent(shop)) == before + 1
    assert not dialog.is_open
    assert "has started" in dialog.text


def test_what_was_changed_meanwhile_is_shown_and_nothing_is_sent(
    shop: Storefront, dialog: Dialog
) -> None:
    """OP-7, MSG-15: two managers at once."""
    own = take(shop)
    stop(dialog, own)
    other = Dialog(shop.app, shop.client())
    stop(other, own).confirm()
    before = len(sent(shop))

    dialog.confirm()

    assert len(sent(shop)) == before
    assert dialog.is_open
    assert "operation-done.data" in dialog.aside
    assert "has been changed by another user" in dialog.text
    assert dialog.is_held


def test_a_stopped_one_is_activated(shop: Storefront, dialog: Dialog) -> None:
    """OP-14."""
    own = take(shop, status="stopped")

    dialog.open("activate", own.subscription_id)
    assert "available to the client again" in dialog.text
    dialog.confirm()

    assert not dialog.is_open
    shop.wait(minutes=5)
    assert now(shop, own).status is SubscriptionStatus.ACTIVE


def test_a_refusal_is_told_and_can_be_corrected(shop: Storefront, dialog: Dialog) -> None:
    """The platform says no: what it says stands in the dialog, and the next one is another."""
    own = take(shop)
    stop(dialog, own)
    key = dialog.shown["key"]
    refusal = {"errors": [{"status": "422", "title": "No", "detail": "Not <b>today</b>"}]}
    shop.meddler.on("stop_operation", lambda _: httpx.Response(422, json=refusal))

    dialog.confirm()

    assert dialog.is_open
    assert "Not <b>today</b>" in dialog.text
    assert dialog.shown["key"] != key
    shop.meddler.forget()
    dialog.confirm()
    assert now(shop, own).status is SubscriptionStatus.STOPPING


def test_what_was_not_sent_is_sent_with_the_same_form(shop: Storefront, dialog: Dialog) -> None:
    """NFR-8: nothing was done, and the press is simply repeated."""
    own = take(shop)
    stop(dialog, own)
    shown = dialog.shown

    def hang_up(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route")

    shop.meddler.on("", hang_up)
    dialog.confirm()
    shop.meddler.forget()

    assert dialog.is_open
    assert "Nothing" in dialog.text
    assert not dialog.is_held
    assert dialog.shown == shown
    portal_of(shop.app).live._asked_again_at = 0.0
    dialog.confirm()
    assert not dialog.is_open, dialog.text
    assert now(shop, own).status is SubscriptionStatus.STOPPING


def test_an_answer_that_is_lost_is_looked_for(shop: Storefront, dialog: Dialog) -> None:
    """Unknown: never sent again; the dialog says that it is being checked, then what came of it."""
    own = take(shop)
    stop(dialog, own)
    shop.meddler.on("stop_operation", shop.lose_answer)
    dialog.confirm()
    shop.meddler.forget()

    assert "We are checking" in dialog.text
    assert dialog.is_held
    assert dialog.parts["operation-poll.disabled"] is False
    assert dialog.look().is_open
    shop.settle()
    dialog.look()
    assert not dialog.is_open
    assert "has started" in dialog.text


def test_a_deletion_wants_the_id_typed(shop: Storefront, dialog: Dialog) -> None:
    """OP-42, OP-43, MSG-18."""
    own = take(shop, ANNUAL, more="window_ends_at > 1774000000000")

    dialog.open("delete", own.subscription_id)
    for text in ("will be deleted permanently", "Time left:", "countdown", own.name):
        assert text in dialog.text, text
    dialog.say(typed_id="1").confirm()
    assert f"Type the ID of this subscription: {own.subscription_id}." in dialog.text
    dialog.say(typed_id=f" {own.subscription_id} ").confirm()

    assert not dialog.is_open
    shop.wait(minutes=5)
    assert now(shop, own).status is SubscriptionStatus.DELETED


def test_a_window_that_ends_while_the_dialog_is_open_ends_there(front: Storefront) -> None:
    """OP-42: the id typed in time does not help."""
    own = take(front, ANNUAL, more="window_ends_at > 1774000000000")
    dialog = Dialog(front.app, front.client())
    dialog.open("delete", own.subscription_id).say(typed_id=str(own.subscription_id))
    assert own.window_ends_at is not None
    front.platform.advance(own.window_ends_at - front.platform.now() + timedelta(minutes=5))
    dialog.client = front.client()  # Nobody stays signed in for days.
    before = len(sent(front))

    dialog.confirm()

    assert dialog.is_open
    assert dialog.is_held
    assert "It could be deleted until" in dialog.text
    assert len(sent(front)) == before


@pytest.mark.parametrize(
    "action",
    ["activate", "cancel", "change", "change_renewal", "delete", "renew", "stop", "switch",
     "switch_on_renewal"],
)  # fmt: skip
def test_of_anothers_subscription_nothing_is_told_or_done(
    shop: Storefront, dialog: Dialog, action: str
) -> None:
    """NFR-1: neither by opening the dialog, nor by confirming what was never shown."""
    with shop.platform.reading() as books:
        foreign = books.find(
            Subscription, "reseller_id <> ? AND status = 'active'", shop.reseller_id
        )[0]
    before = len(sent(shop))

    dialog.open(action, foreign.subscription_id)

    assert "There is no such subscription." in dialog.text
    assert foreign.name not in dialog.text
    forged = {"key": "k", "action": action, "subscription": str(foreign.subscription_id)}
    forged |= dict.fromkeys(("seen", "shape"), "")
    dialog.parts["operation-shown.data"] = {**forged, "price": None, "fields": {}, "sent": False}
    dialog.confirm()
    assert "Nothing was changed." in dialog.text
    assert foreign.name not in dialog.text
    assert len(sent(shop)) == before


def test_who_may_only_look_is_told_so_and_sends_nothing(shop: Storefront, dialog: Dialog) -> None:
    """MSG-3, OP-8: whether the form was opened with the right or without it. A level that changes
    counts at the next request.
    """
    own = take(shop)
    stop(dialog, own)
    before = len(sent(shop))

    with shop.level("look"):
        dialog.confirm()
        assert "You do not have permission for this operation." in dialog.text
        dialog.open("stop", own.subscription_id)
        assert "You do not have permission for this operation." in dialog.text
        assert dialog.is_held
    assert len(sent(shop)) == before


@pytest.mark.parametrize("told", [None, [], {"action": "fly"}, {"subscription": "../1"}, "x"])
def test_what_no_browser_sends_does_no_harm(dialog: Dialog, told: Any) -> None:
    dialog.parts["operation-shown.data"] = told
    dialog.confirm()
    dialog.look()

    assert not dialog.is_open
