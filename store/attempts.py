"""Counts failed sign-ins and locks out whoever fails too often (ACC-7).

An attempt is counted before its password is looked at and forgiven when that turns out right, so
that many attempts at once get no more guesses than one after another.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from store.database import Store
from store.models import SignInAttempt

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failures within `lock`, and sign-in stays locked for `lock`."""

    attempts: int
    lock: timedelta


@dataclass(frozen=True, slots=True)
class Attempt:
    """Whether a password may be tried, and until when none may be tried after it."""

    is_allowed: bool
    locked_until: datetime | None


def subject(kind: str, *parts: str) -> str:
    """Return the name failures are counted under. It does not give away what it is made of."""
    return hashlib.sha256("\0".join((kind, *parts)).encode()).hexdigest()


def begin_attempt(store: Store, name: str, *, limit: Limit, now: datetime) -> Attempt:
    """Count an attempt as failed, and say whether it may be made at all."""
    try:
        with store.writing() as session:
            return _count(session, name, limit, now)
    except IntegrityError:
        # Another process counted the first failure at the same moment; now there is a row.
        with store.writing() as session:
            return _count(session, name, limit, now)


def forget_failures(store: Store, name: str) -> None:
    """Start counting anew: the password was right."""
    with store.writing() as session:
        session.execute(delete(SignInAttempt).where(SignInAttempt.subject_digest == name))


def take_back(store: Store, name: str, *, limit: Limit) -> None:
    """Uncount one attempt, which did not fail; the failures before it still count."""
    with store.writing() as session:
        attempt = session.get(SignInAttempt, name, with_for_update=True)
        if attempt is not None:
            attempt.failed_count = max(attempt.failed_count - 1, 0)
            if attempt.failed_count < limit.attempts:
                attempt.locked_until = None


def _count(session: Session, name: str, limit: Limit, now: datetime) -> Attempt:
    locked_until = SignInAttempt.locked_until
    # A lock may be set to last for longer than failures are remembered.
    is_open = locked_until.is_(None) | (locked_until <= now)
    session.execute(
        delete(SignInAttempt).where(SignInAttempt.last_failed_at < now - KEPT_FOR, is_open)
    )
    attempt = session.get(SignInAttempt, name, with_for_update=True)
    if attempt is None:
        attempt = SignInAttempt(subject_digest=name, failed_count=0, last_failed_at=now)
        session.add(attempt)
    if attempt.locked_until is not None and now < attempt.locked_until:
        return Attempt(is_allowed=False, locked_until=attempt.locked_until)
    if attempt.locked_until is not None or now - attempt.last_failed_at >= limit.lock:
        attempt.failed_count = 0
    attempt.failed_count += 1
    attempt.last_failed_at = now
    attempt.locked_until = now + limit.lock if attempt.failed_count >= limit.attempts else None
    return Attempt(is_allowed=True, locked_until=attempt.locked_until)
