"""Who has not been in the portal for long (ACC-20)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from store.absence import absent_managers, is_absent, let_in
from store.audit import Action, record_event
from store.credentials import set_password
from store.database import Store

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SINCE = NOW - timedelta(days=30)
WHOSE = {"manager_id": "m1", "reseller_id": "r1"}


def note(store: Store, action: Any, days_ago: int, by: str = "m1", **detail: Any) -> None:
    then = NOW - timedelta(days=days_ago)
    record_event(store, action, reseller_id="r1", manager_id=by, now=then, detail=detail)


def absent(store: Store, **whose: str) -> bool:
    return is_absent(store, **{**WHOSE, **whose}, since=SINCE)


def test_all_who_are_absent_are_found_at_once(store: Store) -> None:
    """The same as one by one, of those who have a password."""
    for number, days_ago in enumerate((60, 60, 60, 60, 5)):
        then = NOW - timedelta(days=days_ago)
        whose = {"manager_id": f"m{number}", "reseller_id": "r1"}
        set_password(store, **whose, password="x", now=then)
    set_password(store, manager_id="m9", reseller_id="r2", password="x", now=SINCE)
    note(store, Action.SIGNED_IN, 29, by="m1")
    let_in(store, manager_id="m2", reseller_id="r1", by="m1", now=NOW)
    note(store, Action.SIGNED_IN, 40, by="m3")

    found = absent_managers(store, reseller_id="r1", since=SINCE)

    assert found == {"m0", "m3"}
    assert found == {f"m{number}" for number in range(5) if absent(store, manager_id=f"m{number}")}


def test_who_was_never_here_is_expected(store: Store) -> None:
    note(store, Action.SIGNED_IN, 5, by="m2")
    assert not absent(store)


def test_the_last_time_counts(store: Store) -> None:
    note(store, Action.SIGNED_IN, 40)
    assert absent(store)
    assert not absent(store, reseller_id="r2")
    note(store, Action.SIGNED_OUT, 5)
    assert absent(store)
    note(store, Action.SIGNED_IN, 29)
    assert not absent(store)


def test_a_password_that_was_set_counts(store: Store) -> None:
    set_password(store, **WHOSE, password="x", now=SINCE)
    assert absent(store)
    set_password(store, **WHOSE, password="x", now=SINCE + timedelta(seconds=1))
    assert not absent(store)


def test_an_administrator_lets_in_one_manager(store: Store) -> None:
    for manager_id in ("m1", "m2"):
        note(store, Action.SIGNED_IN, 40, by=manager_id)
    let_in(store, **WHOSE, by="m9", now=NOW)
    assert not absent(store)
    assert absent(store, manager_id="m2")


@pytest.mark.parametrize(
    ("status", "state", "manager", "is_let_in"),
    [
        ("active", "accepted", "m1", True),
        ("active", "refused", "m1", False),
        ("inactive", "accepted", "m1", False),
        ("active", "accepted", "m2", False),
    ],
)
def test_who_is_activated_may_come(
    store: Store, status: str, state: str, manager: str, is_let_in: bool
) -> None:
    note(store, Action.SIGNED_IN, 40)
    after = {"status": status}
    note(store, "update_manager", 1, by="m9", manager=manager, state=state, after=after)
    assert absent(store) is not is_let_in
