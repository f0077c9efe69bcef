from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from store.audit import events
from store.database import Store
from store.messages import messages
from store.second_factors import (
    Factor,
    replace_recovery_codes,
    reset_second_factor,
    second_factor,
    switch_off,
    switch_on,
    take_recovery_code,
    take_step,
)

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ANNA: dict[str, Any] = {"manager_id": "m1", "reseller_id": "r1"}
ELSEWHERE: dict[str, Any] = {"manager_id": "m1", "reseller_id": "r2"}


def give(store: Store, secret: str = "encrypted") -> bool:
    return switch_on(store, **ANNA, secret=secret, recovery_digests=["d1", "d2"], step=100, now=NOW)


def actions(store: Store) -> list[tuple[str, str, Any]]:
    found = events(store, reseller_id="r1")
    return [(one.action, one.manager_id, one.detail) for one in reversed(found)]


def test_a_second_factor_is_switched_on_once(store: Store) -> None:
    assert second_factor(store, **ANNA) is None
    assert give(store)
    assert not give(store, "another")
    assert second_factor(store, **ANNA) == Factor("encrypted", 2, NOW)
    assert second_factor(store, **ELSEWHERE) is None
    assert actions(store) == [("second_factor_on", "m1", {})]


def test_a_step_is_taken_once_and_none_before_it(store: Store) -> None:
    give(store)

    assert not take_step(store, **ANNA, step=100), "the first code is used up, too"
    assert not take_step(store, **ELSEWHERE, step=101)
    assert take_step(store, **ANNA, step=102)
    assert not take_step(store, **ANNA, step=102)
    assert not take_step(store, **ANNA, step=101)
    assert not take_step(store, manager_id="m2", reseller_id="r1", step=103)


def test_a_recovery_code_is_taken_once(store: Store) -> None:
    give(store)

    assert not take_recovery_code(store, **ELSEWHERE, digest="d1", now=NOW)
    assert take_recovery_code(store, **ANNA, digest="d1", now=NOW)
    assert not take_recovery_code(store, **ANNA, digest="d1", now=NOW)
    assert not take_recovery_code(store, **ANNA, digest="d9", now=NOW)
    assert second_factor(store, **ANNA) == Factor("encrypted", 1, NOW)
    assert actions(store)[1:] == [("recovery_code_used", "m1", {"left": 1})]


def test_new_recovery_codes_replace_the_old(store: Store) -> None:
    assert not replace_recovery_codes(store, **ANNA, digests=["d3"], now=NOW)
    give(store)

    assert replace_recovery_codes(store, **ANNA, digests=["d3"], now=NOW)

    assert not take_recovery_code(store, **ANNA, digest="d1", now=NOW)
    assert take_recovery_code(store, **ANNA, digest="d3", now=NOW)


def test_it_is_taken_off_by_oneself_or_by_another(store: Store) -> None:
    give(store)
    assert not switch_off(store, **ELSEWHERE, now=NOW)
    assert switch_off(store, **ANNA, now=NOW)
    assert not switch_off(store, **ANNA, now=NOW)
    give(store)
    assert reset_second_factor(store, **ANNA, by="m3", now=NOW)
    assert not reset_second_factor(store, **ANNA, by="m3", now=NOW)
    assert second_factor(store, **ANNA) is None
    assert actions(store)[1::2] == [
        ("second_factor_off", "m1", {}),
        ("second_factor_reset", "m3", {"of_manager_id": "m1"}),
    ]


def test_the_manager_is_written_to_of_each_change_and_of_no_other(store: Store) -> None:
    """Somebody else may have done it."""
    switch_off(store, **ANNA, now=NOW)
    assert messages(store, **ANNA) == []

    give(store)
    reset_second_factor(store, **ANNA, by="operator", now=NOW)
    give(store, "again")
    switch_off(store, **ANNA, now=NOW + timedelta(hours=1))

    assert sorted((one.kind, one.detail["happened_at"]) for one in messages(store, **ANNA)) == [
        ("second_factor_off", "2026-11-20T13:00:00+00:00"),
        ("second_factor_on", "2026-11-20T12:00:00+00:00"),
        ("second_factor_reset", "2026-11-20T12:00:00+00:00"),
    ]
