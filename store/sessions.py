"""Sessions: a random token in a cookie, and a row here that says for whom and until when."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import Select, and_, delete, orm, select, update

from store.audit import Action, add_event
from store.database import Store
from store.models import ManagerSetting, Session

SEEN_EVERY = timedelta(minutes=1)
KEPT_FOR = timedelta(days=30)
LONGEST_USER_AGENT = 256
LONGEST_ADDRESS = 64


class EndReason(StrEnum):
    SIGNED_OUT = "signed_out"
    REPLACED = "replaced"
    IDLE = "idle"
    EXPIRED = "expired"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason, not a password
    NOT_ACTIVE = "not_active"
    ENDED_ELSEWHERE = "ended_elsewhere"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An open session: who, since when, and in which language, if they chose one."""

    manager_id: str
    reseller_id: str
    created_at: datetime
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """Where a session was opened: what the browser says it is, and the address it came from."""

    user_agent: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One of the sessions a manager has open. `session_id` is None for one of an older version."""

    session_id: str | None
    device: Device
    created_at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a session lasts: without a request, and in all."""

    idle: timedelta
    longest: timedelta


def start_session(
    store: Store,
    *,
    manager_id: str,
    reseller_id: str,
    now: datetime,
    device: Device = Device(),
) -> str:
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
                session_id=str(uuid4()),
                user_agent=device.user_agent[:LONGEST_USER_AGENT],
                address=device.address[:LONGEST_ADDRESS],
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
        found = session.execute(_with_language(token)).one_or_none()
    if found is None:
        return None
    row, language = found
    if reason := _over(row, lifetime, now):
        end_session(store, token, reason=reason, now=now)
        return None
    if is_used and now - row.seen_at >= SEEN_EVERY:
        _note_seen(store, row.token_digest, now)
    return SignedIn(row.manager_id, row.reseller_id, row.created_at, language)


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
        end_sessions_of(
            session, manager_id=manager_id, kept_token=kept_token, reason=reason, now=now
        )


def end_sessions_of(
    session: orm.Session,
    *,
    manager_id: str,
    kept_token: str | None,
    reason: EndReason,
    now: datetime,
) -> None:
    """Do so together with what the store's session writes besides."""
    session.execute(
        update(Session)
        .where(
            Session.manager_id == manager_id,
            Session.token_digest != _digest(kept_token or ""),
            Session.ended_at.is_(None),
        )
        .values(ended_at=now, end_reason=reason)
    )


def open_sessions(
    store: Store,
    *,
    manager_id: str,
    reseller_id: str,
    token: str | None,
    lifetime: Lifetime,
    now: datetime,
) -> list[OpenSession]:
    """Return the sessions a manager has open: the one of `token` first, then the last seen."""
    with store.reading() as session:
        rows = session.scalars(
            select(Session).where(
                Session.manager_id == manager_id,
                Session.reseller_id == reseller_id,
                Session.ended_at.is_(None),
            )
        ).all()
    found = [_open_session(row, token) for row in rows if _over(row, lifetime, now) is None]
    return sorted(found, key=lambda one: (one.is_this, one.seen_at), reverse=True)


def end_own_session(
    store: Store, session_id: str, *, manager_id: str, reseller_id: str, now: datetime
) -> bool:
    """End one of a manager's own sessions; False when they have no such session open."""
    with store.writing() as session:
        ended = session.execute(
            update(Session)
            .where(
                Session.session_id == session_id,
                Session.manager_id == manager_id,
                Session.reseller_id == reseller_id,
                Session.ended_at.is_(None),
            )
            .values(ended_at=now, end_reason=EndReason.ENDED_ELSEWHERE)
            .returning(Session.session_id)
        ).all()
        if ended:
            detail = {"session_id": session_id}
            add_event(session, Action.SESSION_ENDED, manager_id=manager_id,
                      reseller_id=reseller_id, now=now, detail=detail)  # fmt: skip
    return bool(ended)


def end_other_own_sessions(
    store: Store, *, manager_id: str, reseller_id: str, kept_token: str | None, now: datetime
) -> int:
    """End all of a manager's sessions but the one they are in; return how many there were."""
    with store.writing() as session:
        ended = session.execute(
            update(Session)
            .where(
                Session.manager_id == manager_id,
                Session.token_digest != _digest(kept_token or ""),
                Session.ended_at.is_(None),
            )
            .values(ended_at=now, end_reason=EndReason.ENDED_ELSEWHERE)
            .returning(Session.token_digest)
        ).all()
        if ended:
            add_event(session, Action.OTHER_SESSIONS_ENDED, manager_id=manager_id,
                      reseller_id=reseller_id, now=now, detail={"count": len(ended)})  # fmt: skip
    return len(ended)


def _with_language(token: str) -> Select[Session, str | None]:
    whose = and_(
        ManagerSetting.manager_id == Session.manager_id,
        ManagerSetting.reseller_id == Session.reseller_id,
    )
    return (
        select(Session, ManagerSetting.language)
        .outerjoin(ManagerSetting, whose)
        .where(Session.token_digest == _digest(token), Session.ended_at.is_(None))
    )


def _open_session(row: Session, token: str | None) -> OpenSession:
    return OpenSession(
        session_id=row.session_id,
        device=Device(row.user_agent or "", row.address or ""),
        created_at=row.created_at,
        seen_at=row.seen_at,
        is_this=row.token_digest == _digest(token or ""),
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
