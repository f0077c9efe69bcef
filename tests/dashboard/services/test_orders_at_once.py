"""One form sent from many tabs, threads and processes at once, some of which die: one order."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dashboard.services.outcomes import Accepted, InProgress, NotSent, Unknown
from domain.account import ExistingAccount
from domain.operation import OperationState
from domain.recognition import GIVE_UP_AFTER
from store.journal_rows import SENDING_LASTS
from tests.press import press
from tests.shop import KEY, Shop

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _real_time(shop: Shop) -> None:
    """The processes have no other."""
    shop.clock.now = datetime.now(UTC)


def given(shop: Shop, buyer: ExistingAccount | None, **more: Any) -> dict[str, Any]:
    asked = shop.sale()
    return {
        "url": shop.url, "token": shop.token, "store": shop.store_url, "key": KEY,
        "account_id": buyer.account_id if buyer else None,
        "order": [asked.plan_id, asked.plan_period_id, dict(asked.quantities)],
        "threads": 1, "die": None, **more,
    }  # fmt: skip


def start(form: dict[str, Any]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.press", json.dumps(form)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def pressed(process: subprocess.Popen[str]) -> Counter[str]:
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return Counter(json.loads(out))


def test_two_hundred_presses_at_once_are_one_order(shop: Shop) -> None:
    """ORD-38."""
    outcomes = press(given(shop, shop.client(), threads=200))

    assert len(shop.placed()) == 1
    assert shop.sent() == ["POST sales_order"]
    assert outcomes["Accepted"] >= 1
    assert outcomes["Accepted"] + outcomes["InProgress"] == 200


def test_presses_at_once_for_a_new_client_are_one_client(shop: Shop) -> None:
    """ORD-38."""
    press(given(shop, None, threads=40))

    assert len(shop.placed()) == len(shop.accounts()) == 1
    assert shop.sent() == ["POST accounts", "POST sales_order"]


@pytest.mark.slow
def test_four_processes_that_press_at_once_are_one_order(shop: Shop) -> None:
    """ORD-38."""
    form = given(shop, shop.client(), threads=50)

    outcomes = sum(map(pressed, [start(form) for _ in range(4)]), Counter())

    assert len(shop.placed()) == 1
    assert shop.sent() == ["POST sales_order"]
    assert outcomes["Accepted"] >= 1
    assert outcomes["Accepted"] + outcomes["InProgress"] == 200


@pytest.mark.parametrize(("die", "made"), [("before", 0), ("after", 1)])
def test_a_process_that_is_killed_as_it_sends_leaves_one_order_at_most(
    shop: Shop, die: str, made: int
) -> None:
    """Whoever presses again sends nothing: only the platform knows what came of it."""
    buyer = shop.client()
    process = start(given(shop, buyer, die=die))
    assert process.wait(timeout=60) == -signal.SIGKILL
    process.communicate()
    assert shop.operation().state is OperationState.SENDING

    assert isinstance(shop.orders().place(KEY, buyer, shop.sale()), InProgress)
    shop.clock.now = datetime.now(UTC) + SENDING_LASTS
    assert isinstance(shop.orders().place(KEY, buyer, shop.sale()), Unknown)
    assert press(given(shop, buyer, threads=5)) == {"InProgress": 5}

    assert len(shop.placed()) == made
    assert shop.sent() == ["POST sales_order"] * made
    shop.clock.now += GIVE_UP_AFTER
    assert shop.look_up() == 1
    assert isinstance(shop.orders().outcome(KEY), Accepted if made else NotSent)
    assert isinstance(shop.orders().place(KEY, buyer, shop.sale()), Accepted)
    assert len(shop.placed()) == 1


def test_a_process_that_is_killed_while_it_waits_leaves_one_order(shop: Shop) -> None:
    """The platform carries out what nobody waits for any more."""
    buyer = shop.client()
    shop.fault("delay", "/sales_order", value=1.5, times=1)
    process = start(given(shop, buyer))
    _wait_until(lambda: _is_sent(shop))
    time.sleep(0.3)  # The request is on its way by now.
    process.kill()
    process.communicate()
    assert shop.placed() == []

    assert isinstance(shop.orders().place(KEY, buyer, shop.sale()), InProgress)
    _wait_until(lambda: len(shop.placed()) == 1)
    shop.clock.now = datetime.now(UTC) + SENDING_LASTS
    assert isinstance(shop.orders().place(KEY, buyer, shop.sale()), Unknown)

    assert shop.look_up() == 1
    assert isinstance(shop.orders().place(KEY, buyer, shop.sale()), Accepted)
    assert len(shop.placed()) == 1
    assert shop.sent() == ["POST sales_order"]


def _is_sent(shop: Shop) -> bool:
    try:
        return shop.operation().sent_at is not None
    except AssertionError:
        return False


def _wait_until(is_so: Any) -> None:
    for _ in range(1_000):
        if is_so():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come about")
