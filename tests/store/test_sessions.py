from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from store.audit import events
from store.database import Store
from store.models import Session
from store.sessions import (
    Device,
    EndReason,
    Lifetime,
    OpenSession,
    SignedIn,
    end_other_own_sessions,
    end_other_sessions,
    end_own_session,
    end_session,
    find_session,
    open_sessions,
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


def opened(store: Store, token: str | None, minutes: float = 0) -> list[OpenSession]:
    return open_sessions(
        store, manager_id="m1", reseller_id="r1", token=token, lifetime=LIFETIME,
        now=NOW + timedelta(minutes=minutes),
    )  # fmt: skip


def test_a_manager_sees_the_own_open_sessions_this_one_first(store: Store) -> None:
    """ACC-21: those that are over, and other managers', are not among them."""
    phone = Device("Phone " + "x" * 300, "2001:db8::1")
    start_session(store, manager_id="m1", reseller_id="r1", now=NOW, device=phone)
    this, signed_out = start(store), start(store)
    start(store, manager_id="m2")
    start(store, now=NOW - timedelta(hours=1))
    end_session(store, signed_out, reason=EndReason.SIGNED_OUT, now=NOW)

    first, second = opened(store, this)

    assert (first.is_this, second.is_this) == (True, False)
    assert (first.created_at, first.device) == (NOW, Device())
    assert second.device == Device("Phone " + "x" * 250, "2001:db8::1")
    assert this not in str(rows(store)), "an id is not a token"
    assert opened(store, this, minutes=60) == []


def test_only_an_own_session_is_ended_by_its_id(store: Store) -> None:
    this, other, someone_elses = start(store), start(store), start(store, manager_id="m2")
    mine = {"manager_id": "m1", "reseller_id": "r1", "now": NOW}
    ids = {row.manager_id: row.session_id for row in rows(store)}
    (other_id,) = [one.session_id for one in opened(store, this) if not one.is_this]

    assert not end_own_session(store, ids["m2"] or "", **mine)  # type: ignore[arg-type]
    assert not end_own_session(store, "x", **mine)  # type: ignore[arg-type]
    assert end_own_session(store, other_id or "", **mine)  # type: ignore[arg-type]
    assert not end_own_session(store, other_id or "", **mine)  # type: ignore[arg-type]

    assert find(store, this)
    assert find(store, someone_elses)
    assert find(store, other) is None
    (event,) = events(store, reseller_id="r1")
    assert (event.action, event.detail) == ("session_ended", {"session_id": other_id})


def test_all_others_are_ended_and_counted(store: Store) -> None:
    this, other, third = start(store), start(store), start(store)
    someone_elses = start(store, manager_id="m2")
    mine = {"manager_id": "m1", "reseller_id": "r1", "kept_token": this, "now": NOW}

    assert end_other_own_sessions(store, **mine) == 2  # type: ignore[arg-type]
    assert end_other_own_sessions(store, **mine) == 0  # type: ignore[arg-type]

    assert [bool(find(store, one)) for one in (this, other, third, someone_elses)] == [
        True, False, False, True,
    ]  # fmt: skip
    assert [event.detail for event in events(store, reseller_id="r1")] == [{"count": 2}]
