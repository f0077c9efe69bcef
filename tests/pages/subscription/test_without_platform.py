"""The page of a subscription while the platform does not answer, or answers nonsense."""

from __future__ import annotations

import json
from collections.abc import Callable
from threading import Event

import httpx
import pytest
from flask.testing import FlaskClient

from dashboard import platform as platform_module
from tests.pages.live import Live, hang_up
from tests.pages.subscription.page import ask_again, buy, opened, seen


def refuse(status: int) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _: httpx.Response(status, json={"errors": []})


def garble(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, text="<html>502</html>")


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
    is_shown, answered = Event(), []

    def dawdle(_: httpx.Request) -> httpx.Response:
        is_shown.wait(30)
        answered.append(True)
        return httpx.Response(200, json={"data": []})

    live.break_down(dawdle)

    page = seen(manager, "s1")
    assert not answered
    is_shown.set()
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
