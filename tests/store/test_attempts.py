from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from store.attempts import Attempt, Limit, begin_attempt, forget_failures, subject, take_back
from store.database import Store

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LIMIT = Limit(attempts=5, lock=timedelta(minutes=15))
NAME = subject("person", "alfa.example", "anna@alfa.example")


def fail(store: Store, times: int = 1, name: str = NAME, **later: float) -> Attempt:
    for _ in range(times):
        attempt = begin_attempt(store, name, limit=LIMIT, now=NOW + timedelta(**later))
    return attempt


def test_the_fifth_failure_locks_for_fifteen_minutes(store: Store) -> None:
    """ACC-7."""
    assert fail(store, 4) == Attempt(is_allowed=True, locked_until=None)
    assert fail(store) == Attempt(is_allowed=True, locked_until=NOW + timedelta(minutes=15))
    assert not fail(store, minutes=14.9).is_allowed


def test_waiting_opens_the_lock_and_trying_does_not_prolong_it(store: Store) -> None:
    fail(store, 5)
    fail(store, 20, minutes=10)

    assert fail(store, minutes=15) == Attempt(is_allowed=True, locked_until=None)
    assert fail(store, 4, minutes=15).locked_until == NOW + timedelta(minutes=30)


def test_a_lock_of_a_week_lasts_a_week(store: Store) -> None:
    """SIGN_IN_LOCK_MINUTES has no limit."""
    week = Limit(attempts=1, lock=timedelta(days=7))
    begin_attempt(store, NAME, limit=week, now=NOW)
    fail(store, name="another", days=6)

    assert not begin_attempt(store, NAME, limit=week, now=NOW + timedelta(days=6)).is_allowed
    assert begin_attempt(store, NAME, limit=week, now=NOW + timedelta(days=7)).is_allowed


def test_failures_long_ago_do_not_count(store: Store) -> None:
    fail(store, 4)

    assert fail(store, minutes=15).locked_until is None


def test_a_success_starts_the_count_anew(store: Store) -> None:
    fail(store, 4)
    forget_failures(store, NAME)

    assert fail(store, 4).locked_until is None


def test_a_success_takes_back_only_itself_from_a_shared_count(store: Store) -> None:
    fail(store, 5)
    take_back(store, NAME, limit=LIMIT)

    assert fail(store) == Attempt(is_allowed=True, locked_until=NOW + timedelta(minutes=15))


def test_each_subject_is_counted_by_itself(store: Store) -> None:
    fail(store, 5)

    assert fail(store, name=subject("person", "beta.example", "anna@alfa.example")).is_allowed
    assert fail(store, name=subject("address", "192.0.2.1")).is_allowed


def test_many_attempts_at_once_get_no_more_guesses(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        attempts = list(pool.map(lambda _: fail(store), range(24)))

    assert sum(attempt.is_allowed for attempt in attempts) == 5


def test_a_subject_does_not_tell_what_it_is_made_of() -> None:
    assert "anna" not in NAME
    assert subject("person", "a", "bc") != subject("person", "ab", "c")
