"""What an open page of a subscription says while its order moves."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.pages.live import SUPPORT, Live
from tests.pages.subscription.page import ask_again, buy, opened, seen
from tests.sandbox_fixtures import DAY
from tests.web import portal_of


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


@pytest.mark.parametrize(
    "shown",
    [None, [], "x", {}, {"about": None}, {"about": []}, {"about": {"subscription_id": 7}},
     {"about": {}}, {"about": {"subscription_id": "s1", "tab": "none"}}],
)  # fmt: skip
def test_what_a_browser_makes_up_is_no_error(live: Live, manager: FlaskClient, shown: Any) -> None:
    ask_again(manager, shown)
