"""Links in mails that let their reader set a password (ACC-14, ACC-17).

A token is random and stands in the mail only; here is its SHA-256. It works once, for a while, and
until a newer one is made for the same manager. Those of one mail, which may be made several times
because it is tried again, work all until one is used.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from store.database import Store
from store.models import Token

KEPT_FOR = timedelta(days=30)


class Purpose(StrEnum):
    INVITATION = "invitation"
    RESET = "reset"
    EXPIRED = "expired"  # A password that has run out, of a manager who knows it.


LASTS = {
    Purpose.INVITATION: timedelta(days=7),
    Purpose.RESET: timedelta(hours=24),
    Purpose.EXPIRED: timedelta(minutes=15),
}


@dataclass(frozen=True, slots=True)
class Link:
    """Whose password a token sets, and how they came by it."""

    purpose: Purpose
    manager_id: str
    reseller_id: str


def new_token(
    store: Store,
    purpose: Purpose,
    *,
    manager_id: str,
    reseller_id: str,
    asked_at: datetime,
    now: datetime,
) -> str | None:
    """Return a new token that lasts from now on, in place of those asked for earlier.

    None when one was made that was asked for later: then this one is not wanted any more.
    """
    token = secrets.token_urlsafe(32)
    of_manager = (Token.manager_id == manager_id, Token.reseller_id == reseller_id)
    with store.writing() as session:
        session.execute(delete(Token).where(Token.expires_at < now - KEPT_FOR))
        if session.scalar(select(Token).where(*of_manager, Token.created_at > asked_at).limit(1)):
            return None
        session.execute(
            update(Token)
            .where(*of_manager, Token.created_at < asked_at, Token.replaced_at.is_(None))
            .values(replaced_at=now)
        )
        session.add(
            Token(
                token_digest=_digest(token),
                purpose=purpose,
                manager_id=manager_id,
                reseller_id=reseller_id,
                created_at=asked_at,
                expires_at=now + LASTS[purpose],
            )
        )
    return token


def find_link(store: Store, token: str, *, now: datetime) -> Link | None:
    """Return what a token is for; None where it is used, replaced, expired or never was."""
    with store.reading() as session:
        return _link(session.get(Token, _digest(token)), now)


def use_token(session: Session, token: str, *, now: datetime) -> Link | None:
    """Use a token up, and with it all others of its manager; None where it can't be used."""
    row = session.get(Token, _digest(token), with_for_update=True)
    link = _link(row, now)
    if link is not None:
        end_tokens(session, manager_id=link.manager_id, reseller_id=link.reseller_id, now=now)
    return link


def end_tokens(session: Session, *, manager_id: str, reseller_id: str, now: datetime) -> None:
    """Have no token of a manager work any more: their password was set."""
    session.execute(
        update(Token)
        .where(
            Token.manager_id == manager_id,
            Token.reseller_id == reseller_id,
            Token.used_at.is_(None),
        )
        .values(used_at=now)
    )


def _link(row: Token | None, now: datetime) -> Link | None:
    if row is None or row.used_at or row.replaced_at or row.expires_at <= now:
        return None
    return Link(Purpose(row.purpose), row.manager_id, row.reseller_id)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
