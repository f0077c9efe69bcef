"""The page of a subscription over HTTP, with the sandbox in the platform's place."""

from __future__ import annotations

import logging

import pytest
from flask.testing import FlaskClient

from sandbox.records import Subscription
from store.audit import events
from tests.pages.live import Live, hang_up
from tests.pages.subscription.page import buy, seen
from tests.sandbox.buyer import HOSTED
from tests.sandbox_fixtures import DAY
from tests.web import portal_of, show_page, text_of


def test_someone_signed_out_is_sent_to_sign_in_and_back(live: Live) -> None:
    client = live.app.server.test_client()

    assert client.get("/subscriptions/s1").location == "/sign-in?next=/subscriptions/s1"
    assert show_page(client, "/subscriptions/s1").status_code == 401
    told = client.get("/subscriptions/s1/told?key=x", headers={"Sec-Fetch-Mode": "cors"})
    assert told.status_code == 401


def test_another_resellers_subscription_is_not_found(live: Live, manager: FlaskClient) -> None:
    """DET-7, NFR-1: neither one that the mirror knows, nor one that only the platform does."""
    with live.platform.reading() as books:
        foreign = books.find(Subscription, "reseller_id = 13")[0]
    mine, _ = buy(live)

    for own_id in ("s9", str(foreign.subscription_id)):
        assert manager.get(f"/subscriptions/{own_id}").status_code == 404
        assert manager.get(f"/subscriptions/{own_id}/told?key=login").status_code == 404
        assert "There is no such page" in seen(manager, own_id)
        assert "Foreign" not in seen(manager, own_id)
        assert foreign.name not in seen(manager, own_id)
    other = live.browser("beta.example")
    assert other.get(f"/subscriptions/{mine}").status_code == 404
    assert "Ромашка" not in seen(other, mine)


@pytest.mark.parametrize("own_id", ["999999999", "none", "a%20b", "..", "%3Fx", "1" * 60, "ы"])
def test_what_is_no_subscription_is_not_found(
    live: Live, manager: FlaskClient, own_id: str
) -> None:
    """DET-7."""
    assert manager.get(f"/subscriptions/{own_id}").status_code == 404
    if own_id != "..":
        assert "There is no such page" in seen(manager, own_id)


def test_a_new_subscription_is_shown_before_the_mirror_knows_it(
    live: Live, manager: FlaskClient
) -> None:
    """DET-1, DET-2, ORD-37: its client and its plan are the platform's to tell."""
    own_id, order_id = buy(live)

    assert manager.get(f"/subscriptions/{own_id}").status_code == 200
    page = seen(manager, own_id, f"?placed={order_id}")

    for text in (f"Order {order_id} is accepted", HOSTED, own_id, "New order", "Ромашка",
                 "/clients/", "Monthly", "Provisioning date", f"{DAY:%d.%m.%Y}", "Mailbox",
                 "its payment completes by itself", "Then it goes to the vendor",
                 "Costs appear with the next load"):  # fmt: skip
        assert text in page, text
    assert "Activation date" not in page
    assert "Trial" not in page


def test_a_working_subscription_has_its_days_and_information(
    live: Live, manager: FlaskClient
) -> None:
    """DET-1, INFO-1."""
    own_id, _ = buy(live)
    live.buyer.wait(10)

    page = seen(manager, own_id)
    for text in ("Active", "Activation date", "Endless", "The service is set up"):
        assert text in page, text
    assert "Provisioning date" not in page
    told = seen(manager, own_id, "?tab=information")
    for text in ("control panel", "https://panel.northerncloud.example", f"NC-{own_id}"):
        assert text in told, text


@pytest.mark.parametrize("tab", ["management", "history", "information", "costs"])
def test_every_tab_has_an_address(live: Live, manager: FlaskClient, tab: str) -> None:
    """DET-5."""
    own_id, order_id = buy(live)
    says = {"management": "Resources", "history": "Sales order", "information": "Nothing yet",
            "costs": "No costs yet"}  # fmt: skip

    page = seen(manager, own_id, f"?tab={tab}")

    assert says[tab] in page
    assert "is not a value of" not in page
    assert (order_id in page) == (tab in ("management", "history"))


def test_a_bad_address_gets_a_notice_and_the_first_tab(live: Live, manager: FlaskClient) -> None:
    own_id, _ = buy(live)

    page = seen(manager, own_id, "?tab=nothing&placed=5&subscription_id=s9&x[]=1&tab=costs")

    assert "“nothing,costs” is not a value of “tab”" in page
    assert "Resources" in page
    assert "is accepted. This page" not in page


def test_the_platform_speaks_of_its_own_only(live: Live, manager: FlaskClient) -> None:
    """A word we have never seen is shown, a name is text, and both may be in any alphabet."""
    account_id = live.buyer.new_account("Ромашка")
    order = live.buyer.buy(live.buyer.plan(HOSTED), account_id)
    own_id = str(order["attributes"]["subscription_id"])
    odd = {"status": "moved_to_mars", "name": "<img src=x onerror=alert(1)> Почта"}
    live.platform.overrides.set("subscriptions", own_id, odd)
    live.platform.overrides.set("accounts", str(account_id), {"name": "<script>1</script> Ж"})
    try:
        page = show_page(manager, f"/subscriptions/{own_id}")
    finally:
        live.platform.overrides.clear()

    assert "Moved to mars" in text_of(page)
    assert '"children": "<img src=x onerror=alert(1)> Почта"' in text_of(page)
    assert "<script>1</script> Ж" in text_of(page)
    assert "dangerously" not in text_of(page)


def test_secrets_come_only_when_they_are_asked_for(
    live: Live, manager: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    """INFO-2: and who asked is written down."""
    account_id = live.buyer.new_account("Ромашка")
    plan = live.buyer.plan("Microsoft 365 Business Basic")
    order = live.buyer.buy_microsoft(plan, account_id, "romashka")
    own_id = str(order["attributes"]["subscription_id"])
    live.buyer.wait(30)
    with caplog.at_level(logging.DEBUG):
        page = seen(manager, own_id, "?tab=information")
        told = manager.get(f"/subscriptions/{own_id}/told?key=admin_password")
    secret = told.get_json()["value"]

    assert "romashka.onmicrosoft.com" in page
    assert "Initial password" in page
    assert secret.startswith("Nc-")
    assert secret not in page
    assert secret not in caplog.text
    assert told.headers["Cache-Control"] == "no-store"
    assert show_page(manager, f"/subscriptions/{own_id}").headers["Cache-Control"] == "no-store"
    last = events(portal_of(live.app).store, reseller_id="12")[0]
    assert (last.action, last.manager_id) == ("secret_shown", "m1")
    assert last.detail == {"subscription_id": own_id, "key": "admin_password"}
    assert manager.get(f"/subscriptions/{own_id}/told?key=none").status_code == 404
    beta = live.browser("beta.example")
    assert beta.get(f"/subscriptions/{own_id}/told?key=admin_password").status_code == 404
    live.break_down(hang_up)
    down = manager.get(f"/subscriptions/{own_id}/told?key=admin_password")
    assert (down.status_code, down.get_json()["error"]) == (503, "unreachable")
