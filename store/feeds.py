"""Calendars that managers subscribe to: a random token in an address, and a row that says whose.

A manager has one at most. A new one takes the place of the one before, whose address ends.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from store.audit import Action, add_event
from store.database import Store
from store.models import Feed


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Whose a feed is, in which language it is written, and since when there is one."""

    manager_id: str
    reseller_id: str
    language: str
    created_at: datetime


def create_feed(
    store: Store, *, manager_id: str, reseller_id: str, language: str, now: datetime
) -> str:
    """Give a manager a feed and return its token, which is kept nowhere but in its address."""
    token = secrets.token_urlsafe(32)
    with store.writing() as session:
        session.execute(delete(Feed).where(Feed.manager_id == manager_id))
        session.add(
            Feed(
                token_digest=_digest(token),
                manager_id=manager_id,
                reseller_id=reseller_id,
                language=language,
                created_at=now,
            )
        )
        add_event(session, Action.FEED_CREATED, manager_id=manager_id, reseller_id=reseller_id,
                  now=now, detail={})  # fmt: skip
    return token


def find_feed(store: Store, token: str) -> Subscriber | None:
    """Return whose feed a token is for; None when there is none, or not any more."""
    with store.reading() as session:
        return _subscriber(session.get(Feed, _digest(token)))


def feed_of(store: Store, *, manager_id: str, reseller_id: str) -> Subscriber | None:
    """Return the feed that a manager has; its token can't be told again."""
    owned = select(Feed).where(Feed.manager_id == manager_id, Feed.reseller_id == reseller_id)
    with store.reading() as session:
        return _subscriber(session.scalar(owned))


def end_feed(store: Store, *, manager_id: str, reseller_id: str, now: datetime) -> None:
    """End the feed of a manager for good. Without one nothing happens."""
    owned = delete(Feed).where(Feed.manager_id == manager_id, Feed.reseller_id == reseller_id)
    with store.writing() as session:
        ended = session.execute(owned.returning(Feed.manager_id)).all()
        if ended:
            add_event(session, Action.FEED_ENDED, manager_id=manager_id, reseller_id=reseller_id,
                      now=now, detail={})  # fmt: skip


def _subscriber(row: Feed | None) -> Subscriber | None:
    if row is None:
        return None
    return Subscriber(row.manager_id, row.reseller_id, row.language, row.created_at)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
