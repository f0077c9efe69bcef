from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from store.database import Store
from store.models import Session
from store.sessions import (
    EndReason,
    Lifetime,
    SignedIn,
    end_other_sessions,
    end_session,
    find_session,
    start_session,
)

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LIFETIME = Lifetime(idle=timedelta(minutes=60), longest=timedelta(hours=12))


def start(store: Store, manager_id: str = "m1", now: datetime = NOW) -> str:
    return start_session(store, manager_id=manager_id, reseller_id="r1", now=now)


def find(store: Store, token: str, **later: float) -> SignedIn | None:
    return find_session(store, token, lifetime=LIFETIME, now=NOW + timedelta(**later))


def rows(store: Store) -> list[Session]:
    with store.reading() as session:
        return list(session.scalars(select(Session)))


def test_a_session_is_found_by_its_token_and_no_other(store: Store) -> None:
    token = start(store)

    assert find(store, token) == SignedIn("m1", "r1", NOW)
    assert find(store, token + "x") is None
    assert find(store, "") is None


def test_the_token_is_not_kept(store: Store) -> None:
    token = start(store)
    (row,) = rows(store)

    assert token not in row.token_digest
    assert find(store, row.token_digest) is None


def test_a_session_ends_after_an_hour_without_a_request(store: Store) -> None:
    """ACC-21."""
    token = start(store)

    assert find(store, token, minutes=59)
    assert find(store, token, minutes=59 + 59)
    assert find(store, token, minutes=59 + 59 + 60) is None
    assert find(store, token, minutes=59 + 59 + 1) is None, "an ended session stays ended"
    assert rows(store)[0].end_reason == EndReason.IDLE


def test_a_session_ends_after_twelve_hours_however_busy(store: Store) -> None:
    """ACC-21."""
    token = start(store)
    for minutes in range(0, 12 * 60, 30):
        assert find(store, token, minutes=minutes)

    assert find(store, token, hours=12) is None
    assert rows(store)[0].end_reason == EndReason.EXPIRED


def test_use_is_noted_once_a_minute(store: Store) -> None:
    token = start(store)

    find(store, token, seconds=59)
    assert rows(store)[0].seen_at == NOW
    find(store, token, seconds=60)
    assert rows(store)[0].seen_at == NOW + timedelta(seconds=60)


def test_looking_without_using_does_not_keep_a_session(store: Store) -> None:
    """ACC-21."""
    token = start(store)
    later = NOW + timedelta(minutes=59)

    assert find_session(store, token, lifetime=LIFETIME, now=later, is_used=False)
    assert find(store, token, minutes=60) is None


def test_a_session_that_was_ended_stays_ended_for_its_first_reason(store: Store) -> None:
    token = start(store)

    end_session(store, token, reason=EndReason.SIGNED_OUT, now=NOW)
    end_session(store, token, reason=EndReason.REPLACED, now=NOW + timedelta(minutes=1))

    assert find(store, token) is None
    assert (rows(store)[0].ended_at, rows(store)[0].end_reason) == (NOW, "signed_out")


def test_the_other_sessions_of_a_manager_end_together(store: Store) -> None:
    """ACC-18."""
    kept, other, someone_elses = start(store), start(store), start(store, manager_id="m2")

    end_other_sessions(
        store, manager_id="m1", kept_token=kept, reason=EndReason.PASSWORD_CHANGED, now=NOW
    )

    assert find(store, kept)
    assert find(store, someone_elses)
    assert find(store, other) is None


def test_sessions_long_over_are_forgotten(store: Store) -> None:
    start(store, now=NOW - timedelta(days=31))
    start(store, now=NOW - timedelta(days=29))

    start(store)

    assert len(rows(store)) == 2
