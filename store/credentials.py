"""Passwords: only their Argon2id hashes are kept."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from store.database import Store
from store.models import Credential

HASHER = PasswordHasher()
# Enough for anyone. To write half a million accents in one way alone takes a processor minutes, and
# anybody may send them.
LONGEST = 256
# Verified where there is no password to verify, so that the answer for a person nobody knows
# takes as long as the one for a wrong password.
NOBODYS_HASH = HASHER.hash(secrets.token_urlsafe())


def set_password(
    store: Store, *, manager_id: str, reseller_id: str, password: str, now: datetime
) -> None:
    """Give a manager a password, in place of the one before."""
    password_hash = hash_of_new(password)
    with store.writing() as session:
        put_hash(
            session,
            manager_id=manager_id,
            reseller_id=reseller_id,
            password_hash=password_hash,
            now=now,
        )


def hash_of_new(password: str) -> str:
    """Return what is kept of a password; it takes long, on purpose."""
    return HASHER.hash(_normal(password))


def put_hash(
    session: Session, *, manager_id: str, reseller_id: str, password_hash: str, now: datetime
) -> None:
    """Give a manager a password together with what the session writes besides."""
    session.merge(
        Credential(
            manager_id=manager_id,
            reseller_id=reseller_id,
            password_hash=password_hash,
            changed_at=now,
        )
    )


def has_password(store: Store, *, manager_id: str, reseller_id: str) -> bool:
    return _hash_of(store, manager_id, reseller_id) is not None


def password_changed_at(store: Store, *, manager_id: str, reseller_id: str) -> datetime | None:
    """Return when a manager's password was set; None where they have none."""
    found = _credential(store, manager_id, reseller_id)
    return None if found is None else found.changed_at


def passwords_set_within(
    store: Store, since: datetime, until: datetime
) -> list[tuple[str, str, datetime]]:
    """Return whose password was set after `since` and not after `until`: manager, reseller, when.

    Those of all resellers, the one set first before the others.
    """
    row = Credential
    with store.reading() as session:
        found = session.execute(
            select(row.manager_id, row.reseller_id, row.changed_at)
            .where(row.changed_at > since, row.changed_at <= until)
            .order_by(row.changed_at, row.manager_id)
        )
        return [(one.manager_id, one.reseller_id, one.changed_at) for one in found]


def password_stamp(store: Store, *, manager_id: str, reseller_id: str) -> str:
    """Return what changes when a manager's password does, and says nothing of it."""
    kept = _hash_of(store, manager_id, reseller_id) or ""
    return hashlib.sha256(kept.encode()).hexdigest()


def verify_password(
    store: Store, *, manager_id: str | None, reseller_id: str | None, password: str
) -> bool:
    """Say whether this is the manager's password; never for an unknown one, as slowly.

    One of more than LONGEST signs is nobody's, and is not looked at. A password that is right and
    was hashed with other parameters is hashed anew.
    """
    if len(password) > LONGEST:
        return False
    kept = _hash_of(store, manager_id or "", reseller_id or "")
    try:
        HASHER.verify(kept or NOBODYS_HASH, _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    if kept is None:
        return False
    if HASHER.check_needs_rehash(kept):
        _rehash(store, manager_id or "", kept, password)
    return True


def _hash_of(store: Store, manager_id: str, reseller_id: str) -> str | None:
    found = _credential(store, manager_id, reseller_id)
    return None if found is None else found.password_hash


def _credential(store: Store, manager_id: str, reseller_id: str) -> Credential | None:
    with store.reading() as session:
        credential = session.get(Credential, manager_id)
    return credential if credential is not None and credential.reseller_id == reseller_id else None


def _rehash(store: Store, manager_id: str, kept: str, password: str) -> None:
    password_hash = HASHER.hash(_normal(password))
    with store.writing() as session:
        credential = session.get(Credential, manager_id, with_for_update=True)
        if credential is not None and credential.password_hash == kept:
            credential.password_hash = password_hash


def _normal(password: str) -> str:
    # Keyboards write the same letter in different ways (й as one code point or as two).
    return unicodedata.normalize("NFKC", password)
