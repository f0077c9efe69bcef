"""Sessions: a random token in a cookie, and a row here that says for whom and until when."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, update

from store.database import Store
from store.models import Session

SEEN_EVERY = timedelta(minutes=1)
KEPT_FOR = timedelta(days=30)


class EndReason(StrEnum):
    SIGNED_OUT = "signed_out"
    REPLACED = "replaced"
    IDLE = "idle"
    EXPIRED = "expired"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason, not a password
    NOT_ACTIVE = "not_active"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An open session: who, and since when."""

    manager_id: str
    reseller_id: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a session lasts: without a request, and in all."""

    idle: timedelta
    longest: timedelta


def start_session(store: Store, *, manager_id: str, reseller_id: str, now: datetime) -> str:
    """Open a session and return its token, which is kept nowhere but in the cookie.

    Sessions that are long over are forgotten on the way.
    """
    token = secrets.token_urlsafe(32)
    with store.writing() as session:
        session.execute(delete(Session).where(Session.created_at < now - KEPT_FOR))
        session.add(
            Session(
                token_digest=_digest(token),
                manager_id=manager_id,
                reseller_id=reseller_id,
                created_at=now,
                seen_at=now,
            )
        )
    return token


def find_session(
    store: Store, token: str, *, lifetime: Lifetime, now: datetime, is_used: bool = True
) -> SignedIn | None:
    """Return the open session of a token; None when there is none.

    `is_used` notes that somebody did something, which keeps it from ending for being idle.
    """
    with store.reading() as session:
        row = session.get(Session, _digest(token))
    if row is None or row.ended_at is not None:
        return None
    if reason := _over(row, lifetime, now):
        end_session(store, token, reason=reason, now=now)
        return None
    if is_used and now - row.seen_at >= SEEN_EVERY:
        _note_seen(store, row.token_digest, now)
    return SignedIn(row.manager_id, row.reseller_id, row.created_at)


def end_session(store: Store, token: str, *, reason: EndReason, now: datetime) -> None:
    """End a session for good. One that has ended keeps its first reason."""
    with store.writing() as session:
        session.execute(
            update(Session)
            .where(Session.token_digest == _digest(token), Session.ended_at.is_(None))
            .values(ended_at=now, end_reason=reason)
        )


def end_other_sessions(
    store: Store, *, manager_id: str, kept_token: str | None, reason: EndReason, now: datetime
) -> None:
    """End all sessions of a manager but the one of `kept_token`."""
    with store.writing() as session:
        session.execute(
            update(Session)
            .where(
                Session.manager_id == manager_id,
                Session.token_digest != _digest(kept_token or ""),
                Session.ended_at.is_(None),
            )
            .values(ended_at=now, end_reason=reason)
        )


def _over(row: Session, lifetime: Lifetime, now: datetime) -> EndReason | None:
    if now - row.created_at >= lifetime.longest:
        return EndReason.EXPIRED
    if now - row.seen_at >= lifetime.idle:
        return EndReason.IDLE
    return None


def _note_seen(store: Store, token_digest: str, now: datetime) -> None:
    with store.writing() as session:
        session.execute(
            update(Session).where(Session.token_digest == token_digest).values(seen_at=now)
        )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
