"""The page of a subscription over HTTP, with the sandbox in the platform's place."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from flask.testing import FlaskClient

from dashboard import platform as platform_module
from sandbox.records import Subscription
from store.audit import events
from tests.pages.live import SUPPORT, Live, live, one_live
from tests.pages.test_analytics import text_of
from tests.sandbox.buyer import HOSTED
from tests.sandbox_fixtures import DAY, seeded_store
from tests.web import call, portal_of, show_page

__all__ = ["live", "one_live", "seeded_store"]

PLACES = ("note", "part", "said", "tick", "shown")


@pytest.fixture
def manager(live: Live) -> FlaskClient:
    return live.browser()


def buy(live: Live, name: str = "Ромашка", **more: Any) -> tuple[str, str]:
    """Order a subscription for a new client; return its id and its order's."""
    account_id = live.buyer.new_account(name)
    order = live.buyer.buy(live.buyer.plan(HOSTED), account_id, **more)
    return str(order["attributes"]["subscription_id"]), str(order["id"])


def seen(client: FlaskClient, subscription_id: str, search: str = "") -> str:
    answer = show_page(client, f"/subscriptions/{subscription_id}", search)
    assert answer.status_code == 200
    return text_of(answer)


def find_shown(drawn: Any) -> dict[str, Any]:
    """Return what the page remembers of itself, as the browser would send it back."""
    if isinstance(drawn, dict):
        if drawn.get("id") == "subscription-shown":
            return dict(drawn["data"])
        drawn = list(drawn.values())
    if isinstance(drawn, list):
        for one in drawn:
            found = find_shown(one)
            if found:
                return found
    return {}


def opened(client: FlaskClient, subscription_id: str) -> dict[str, Any]:
    page = show_page(client, f"/subscriptions/{subscription_id}")
    shown = find_shown(page.get_json())
    assert shown
    return shown


def ask_again(client: FlaskClient, shown: dict[str, Any]) -> dict[str, Any]:
    """Send the tick of an open page; return what changes by the part of the page."""
    places = [("note", "children"), ("part", "children"), ("said", "children"),
              ("tick", "interval"), ("tick", "disabled"), ("shown", "data")]  # fmt: skip
    outputs = [{"id": f"subscription-{name}", "property": what} for name, what in places]
    answer = call(
        client,
        output="...".join(f"{one['id']}.{one['property']}" for one in outputs),
        outputs=outputs,
        inputs=[{"id": "subscription-tick", "property": "n_intervals", "value": 1}],
        state=[{"id": "subscription-shown", "property": "data", "value": shown}],
    )
    assert answer.status_code in (200, 204), answer.get_data(as_text=True)
    response: dict[str, Any] = answer.get_json()["response"] if answer.status_code == 200 else {}
    return {f"{place.removeprefix('subscription-')}.{name}": value
            for place, values in response.items() for name, value in values.items()}  # fmt: skip


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


def test_an_open_page_follows_its_order_until_it_is_stable(
    live: Live, manager: FlaskClient
) -> None:
    """P-4, DET-6."""
    own_id, _ = buy(live)
    shown = opened(manager, own_id)

    same = ask_again(manager, shown)
    assert "part.children" not in same
    assert "said.children" not in same
    assert same["tick.disabled"] is False
    assert same["tick.interval"] == 3000

    live.buyer.wait(0.1)
    moved = ask_again(manager, shown)
    assert "Installing" in json.dumps(moved["part.children"])
    assert moved["said.children"].startswith("Status: Installing.")
    assert moved["tick.disabled"] is False

    live.buyer.wait(5)
    done = ask_again(manager, moved["shown.data"])
    assert "The service is set up" in json.dumps(done["part.children"])
    assert done["said.children"] == "Status: Active. The service works."
    assert done["tick.disabled"] is True


def test_the_tick_of_a_page_is_no_sign_of_a_person(live: Live, manager: FlaskClient) -> None:
    """ACC-21: a page that asks by itself keeps nobody signed in."""
    own_id, _ = buy(live)
    shown = opened(manager, own_id)
    clock = portal_of(live.app).clock
    before = clock.now  # type: ignore[attr-defined]
    try:
        for _ in range(4):
            clock.move(minutes=20)  # type: ignore[attr-defined]
            answer = manager.post(
                "/_dash-update-component",
                json={"output": "subscription-part.children", "inputs": [], "state": [],
                      "changedPropIds": ["subscription-tick.n_intervals"]},
            )  # fmt: skip
        assert answer.status_code == 401
    finally:
        clock.now = before  # type: ignore[attr-defined]
    assert shown


def test_a_tick_for_another_resellers_subscription_shows_nothing(
    live: Live, manager: FlaskClient
) -> None:
    own_id, _ = buy(live)
    shown = opened(manager, own_id)
    forged = shown | {"about": {"subscription_id": "s9", "tab": "management"}}

    assert ask_again(manager, forged) == {"tick.disabled": True}


def test_a_delayed_order_tells_what_it_waits_for(live: Live, manager: FlaskClient) -> None:
    """ORD-40."""
    day = DAY + timedelta(days=5)
    own_id, _ = buy(live, provisioning_date=day.isoformat())
    live.buyer.wait(1)

    page = seen(manager, own_id)

    for text in ("New order", f"The order waits for {day:%d.%m.%Y}", "03:00 (UTC+3)",
                 "in 5 days"):  # fmt: skip
        assert text in page, text
    assert ask_again(manager, opened(manager, own_id))["tick.interval"] == 60_000
    assert f"until {day:%d.%m.%Y}" in seen(manager, own_id, "?tab=history")


def test_a_review_of_the_vendor_is_explained(live: Live, manager: FlaskClient) -> None:
    """MS-12."""
    live.buyer.steer("vendor", {"operation": "sales", "delay_seconds": 3 * 24 * 3600})
    own_id, _ = buy(live)
    live.buyer.wait(20)

    page = seen(manager, own_id)

    assert "Installing" in page
    assert "A vendor may review the client or the deal" in page
    assert ask_again(manager, opened(manager, own_id))["tick.interval"] == 10_000


def test_a_failure_says_why_and_whom_to_ask(live: Live, manager: FlaskClient) -> None:
    """ORD-41, MSG-14."""
    live.buyer.steer("vendor", {"operation": "sales", "failure": "No capacity <b>here</b>"})
    own_id, _ = buy(live)
    live.buyer.wait(10)

    page = seen(manager, own_id)

    for text in ("Installation failed", "Reason: No capacity <b>here</b>", f"mailto:{SUPPORT}",
                 "until support has looked at it"):  # fmt: skip
        assert text in page, text
    assert "No capacity" in seen(manager, own_id, "?tab=history")


def refuse(status: int) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _: httpx.Response(status, json={"errors": []})


def garble(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, text="<html>502</html>")


def hang_up(_: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no route")


def dawdle(_: httpx.Request) -> httpx.Response:
    time.sleep(0.6)
    return httpx.Response(200, json={"data": []})


@pytest.mark.parametrize("instead", [hang_up, refuse(500), refuse(503), refuse(401), garble])
def test_without_the_platform_the_last_load_is_shown(
    live: Live, manager: FlaskClient, instead: Callable[[httpx.Request], httpx.Response]
) -> None:
    """NFR-8."""
    live.break_down(instead)

    assert manager.get("/subscriptions/s1").status_code == 200
    page = seen(manager, "s1")

    for text in ("The platform does not answer at the moment", "as of 20.11.2026 15:00", "Loaded",
                 "ID a1", "Installing", "E3 <b>1 month</b>", "25"):  # fmt: skip
        assert text in page, text
    assert "Not available now" in seen(manager, "s1", "?tab=information")
    history = seen(manager, "s1", "?tab=history")
    for text in ("E3 25 licenses", "Anna Schmidt"):  # HIST-3, HIST-6
        assert text in history, text


@pytest.mark.parametrize("instead", [refuse(403), refuse(404)])
def test_what_the_platform_does_not_show_is_as_last_loaded(
    live: Live, manager: FlaskClient, instead: Callable[[httpx.Request], httpx.Response]
) -> None:
    live.break_down(instead)

    page = seen(manager, "s1")
    assert "The platform does not show this any more" in page
    assert "Loaded" in page
    assert manager.get("/subscriptions/3007999").status_code == 404


def test_a_slow_platform_is_not_waited_for(
    live: Live, manager: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform_module, "LONGEST_SECONDS", 0.1)
    live.break_down(dawdle)

    began = time.monotonic()
    page = seen(manager, "s1")
    assert time.monotonic() - began < 0.6
    assert "The platform does not answer at the moment" in page


def test_a_platform_that_failed_is_left_alone_for_a_moment(
    live: Live, manager: FlaskClient
) -> None:
    live.break_down(hang_up)
    seen(manager, "s1")
    live.way.asked.clear()

    seen(manager, "s1")
    assert live.way.asked == []
    live.mend()
    seen(manager, "s1")
    assert live.way.asked


def test_without_the_platform_nobody_can_tell_of_a_new_subscription(
    live: Live, manager: FlaskClient
) -> None:
    """Another reseller's gets the same answer: it tells nobody anything."""
    own_id, _ = buy(live)
    live.break_down(hang_up)

    for each in (own_id, "s9"):
        assert manager.get(f"/subscriptions/{each}").status_code == 200
        page = seen(manager, each)
        assert "the last load does not know this subscription" in page
        assert "Foreign" not in page
    shown = opened(manager, own_id)
    assert list(ask_again(manager, shown)) == ["note.children"]
    live.mend()
    assert "New order" in json.dumps(ask_again(manager, shown)["part.children"])


def test_a_page_keeps_what_it_shows_while_the_platform_is_down(
    live: Live, manager: FlaskClient
) -> None:
    own_id, _ = buy(live)
    shown = opened(manager, own_id)
    live.break_down(hang_up)

    down = ask_again(manager, shown)
    assert list(down) == ["note.children"]
    assert "this is what it said last" in json.dumps(down)
    live.mend()
    assert ask_again(manager, shown)["note.children"] == []


def test_orders_that_cant_be_read_do_not_hide_the_subscription(
    live: Live, manager: FlaskClient
) -> None:
    """Their filter by subscription is not documented, so that a platform may refuse it."""
    own_id, _ = buy(live)
    for instead in (refuse(422), garble):
        live.break_down(instead, only="/orders")
        page = seen(manager, own_id)
        assert "New order" in page
        assert "does not tell the orders of this subscription at the moment" in page
        assert "No orders" in seen(manager, own_id, "?tab=history")
    live.mend()
    assert "does not tell the orders" not in seen(manager, own_id)


def test_a_platform_that_passes_the_filter_over_is_asked_for_the_orders_of_the_client(
    live: Live, manager: FlaskClient
) -> None:
    """Their filter by subscription is not documented; the one by account is."""
    own_id, _ = buy(live)
    sandbox, asked = live.way._platform, []

    def pass_over(request: httpx.Request) -> httpx.Response:
        asked.append(dict(request.url.params))
        params = request.url.params.remove("filter[subscription_id]").set("page[size]", "2")
        return sandbox.handle_request(httpx.Request(
            "GET", request.url.copy_with(params=params), headers=request.headers
        ))  # fmt: skip

    for _ in range(3):
        buy(live)
    live.break_down(pass_over, only="/orders$")

    page = seen(manager, own_id)

    assert "does not tell the orders" not in page
    assert "filter[account_id]" in asked[-1]
    assert "No orders" not in seen(manager, own_id, "?tab=history")


@pytest.mark.parametrize(
    "shown",
    [None, [], "x", {}, {"about": None}, {"about": []}, {"about": {"subscription_id": 7}},
     {"about": {}}, {"about": {"subscription_id": "s1", "tab": "none"}}],
)  # fmt: skip
def test_what_a_browser_makes_up_is_no_error(live: Live, manager: FlaskClient, shown: Any) -> None:
    ask_again(manager, shown)


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
