"""One subscription, many managers, tabs and processes at once, some of which die: one operation."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dashboard.services.managing.availability import Action
from dashboard.services.managing.outcomes import (
    Done,
    InProgress,
    NotAvailable,
    NotSent,
    Unknown,
)
from dashboard.services.managing.revision import revision_of
from domain.operation import OperationState
from domain.recognition import GIVE_UP_AFTER
from domain.statuses import SubscriptionStatus
from store.journal_rows import SENDING_LASTS
from tests.desk import STOP, Desk
from tests.press_managing import press
from tests.shop import KEY, MANAGER

ROOT = Path(__file__).parents[4]
OTHER = "302"


@pytest.fixture(autouse=True)
def _real_time(desk: Desk) -> None:
    """The processes have no other."""
    desk.shop.clock.now = datetime.now(UTC)


def given(desk: Desk, own_id: str, keys: list[str], **more: Any) -> dict[str, Any]:
    shop = desk.shop
    return {
        "url": shop.url, "token": shop.token, "store": shop.store_url,
        "folder": str(desk.folder), "subscription_id": own_id,
        "seen": revision_of(desk.screen(own_id)), "keys": keys, "change": None, "die": None,
        "managers": [MANAGER] * len(keys), **more,
    }  # fmt: skip


def start(form: dict[str, Any]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.press_managing", json.dumps(form)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_many_presses_of_one_form_are_one_stop(desk: Desk) -> None:
    own_id = desk.one_for(Action.STOP)

    outcomes = press(given(desk, own_id, [KEY] * 40))

    assert desk.shop.sent() == ["POST stop_operation"]
    assert outcomes["Done"] >= 1
    assert sum(outcomes.values()) == 40
    assert set(outcomes) <= {"Done", "InProgress", "Changed"}


def test_managers_who_act_at_once_order_one_change(desk: Desk) -> None:
    """OP-7: each has a form of their own."""
    own_id = desk.one_for(Action.CHANGE, is_trial=False)
    keys = [f"form-{number}" for number in range(20)]
    form = given(desk, own_id, keys, change=desk.totals(own_id, more=1),
                 managers=[MANAGER, OTHER] * 10)  # fmt: skip

    outcomes = press(form)

    assert desk.shop.sent() == ["POST change_order"]
    assert len(desk.orders(own_id)) == 1
    assert outcomes["Done"] == 1
    assert outcomes["Changed"] == 19


@pytest.mark.slow
def test_processes_that_act_at_once_order_one_change(desk: Desk) -> None:
    """OP-7."""
    own_id = desk.one_for(Action.CHANGE, is_trial=False)
    forms = [
        given(desk, own_id, [f"form-{process}-{number}" for number in range(6)],
              change=desk.totals(own_id, more=1), managers=[MANAGER, OTHER] * 3)
        for process in range(3)
    ]  # fmt: skip

    processes = [start(form) for form in forms]
    told = [json.loads(process.communicate(timeout=120)[0]) for process in processes]

    assert desk.shop.sent() == ["POST change_order"]
    assert len(desk.orders(own_id)) == 1
    assert sum(one.get("Done", 0) for one in told) == 1


@pytest.mark.parametrize(("die", "made"), [("before", 0), ("after", 1)])
@pytest.mark.parametrize("action", [Action.CHANGE, Action.STOP])
def test_a_process_that_is_killed_as_it_sends_does_it_once_at_most(
    desk: Desk, action: Action, die: str, made: int
) -> None:
    own_id = desk.one_for(action, is_trial=False)
    request = desk.request_for(action, own_id)
    change = desk.totals(own_id, more=1) if action is Action.CHANGE else None
    seen = revision_of(desk.screen(own_id))
    process = start(given(desk, own_id, [KEY], die=die, change=change))
    assert process.wait(timeout=60) == -signal.SIGKILL
    process.communicate()
    assert desk.shop.operation().state is OperationState.SENDING

    managing = desk.managing()
    assert isinstance(managing.carry_out(KEY, own_id, seen, request), InProgress)
    desk.shop.clock.now = datetime.now(UTC) + SENDING_LASTS
    assert isinstance(managing.carry_out(KEY, own_id, seen, request), Unknown)
    assert len(desk.shop.sent()) == made

    desk.shop.clock.now += GIVE_UP_AFTER
    assert desk.shop.look_up() == 1
    assert isinstance(managing.outcome(KEY), Done if made else NotSent)
    assert isinstance(managing.carry_out(KEY, own_id, seen, request), Done)
    assert len(desk.shop.sent()) == 1


def test_what_is_in_doubt_keeps_every_manager_away(desk: Desk) -> None:
    own_id = desk.one_for(Action.STOP, status=SubscriptionStatus.ACTIVE)
    desk.shop.fault("drop_before", "/stop_operation", times=1)
    assert isinstance(desk.carry_out(STOP, own_id), Unknown)

    other = desk.managing(manager_id=OTHER)
    outcome = desk.carry_out(STOP, own_id, "other", manager_id=OTHER)

    assert isinstance(outcome, NotAvailable)
    assert "We are checking" in outcome.text
    offered = other.available(desk.screen(own_id))
    assert not any(one.is_available for one in offered.values())
    assert len(desk.shop.sent()) <= 1

    desk.shop.clock.now += GIVE_UP_AFTER
    assert desk.shop.look_up() == 1
    assert isinstance(desk.carry_out(STOP, own_id, "other", manager_id=OTHER), Done)


def test_a_sender_that_died_before_it_sent_keeps_nobody_away_for_long(desk: Desk) -> None:
    own_id = desk.one_for(Action.STOP)
    journal = desk.managing()._journal
    journal.begin("dead", "stop", {"subscription_id": own_id}, subscription_id=own_id)
    assert not isinstance(desk.carry_out(STOP, own_id), Done)

    desk.shop.clock.now += SENDING_LASTS

    assert isinstance(desk.carry_out(STOP, own_id), Done)
    assert desk.shop.operation("dead").state is OperationState.NOT_SENT
