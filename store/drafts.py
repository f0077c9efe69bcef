"""What a manager has entered into a form and not sent yet. It outlives the session.

There is one draft for each manager and plan. Its `key` is that of the operation it will become:
however often and from however many tabs the form is sent, it is one operation.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.errors import DraftChanged
from domain.operation import renewed_key
from store import models
from store.database import Store

KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Draft:
    """What was entered, as of its `version`: 1 is the first that was saved."""

    key: str
    version: int
    data: dict[str, Any]
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Whose draft, and for which plan."""

    manager_id: str
    plan_id: str


def get_draft(store: Store, place: DraftPlace, *, now: datetime) -> Draft | None:
    """Return a manager's draft for a plan; None when there is none, or none from the last days."""
    with store.reading() as session:
        row = _row(session, place)
    return None if row is None or now - row.updated_at >= KEPT_FOR else _draft(row)


def save_draft(
    store: Store,
    place: DraftPlace,
    data: dict[str, Any],
    *,
    now: datetime,
    version: int | None = None,
) -> Draft:
    """Keep what was entered, in place of what was there. Secrets are not to be in it.

    `version` is the one that the form was filled in from: 0 where there was no draft. Without it,
    whatever was there is overwritten. Old drafts, whosever they are, are deleted on the way.

    Raises:
        DraftChanged: it has been changed meanwhile, in another tab or on another device.
    """
    try:
        with store.writing() as session:
            return _save(session, place, data, version, now)
    except IntegrityError:
        # Another tab saved the first version at the same moment; now there is a row.
        with store.writing() as session:
            return _save(session, place, data, version, now)


def renew_key(store: Store, place: DraftPlace, *, key: str, now: datetime) -> Draft | None:
    """Give a draft a new key, after the form was refused: sent again, it is a new operation.

    A client that was created for the refused order is known by it, and not created again. A draft
    that has another key by then, because another tab has gone on, keeps that.
    """
    return _change_key(store, place, key, renewed_key(key), now)


def replace_key(store: Store, place: DraftPlace, *, key: str, now: datetime) -> Draft | None:
    """Give a draft a key that has nothing to do with the one before: it is about another client.

    A draft that has another key by then keeps that.
    """
    return _change_key(store, place, key, _new_key(), now)


def clear_draft(store: Store, place: DraftPlace) -> None:
    """Forget what was entered: it was sent and accepted, or is not wanted any more."""
    with store.writing() as session:
        session.execute(
            delete(models.Draft).where(
                models.Draft.manager_id == place.manager_id, models.Draft.plan_id == place.plan_id
            )
        )


def _change_key(
    store: Store, place: DraftPlace, key: str, new_key: str, now: datetime
) -> Draft | None:
    with store.writing() as session:
        row = _row(session, place, is_locked=True)
        if row is None:
            return None
        if row.key == key:
            row.key = new_key
            row.updated_at = now
        return _draft(row)


def _save(
    session: Session,
    place: DraftPlace,
    data: dict[str, Any],
    version: int | None,
    now: datetime,
) -> Draft:
    session.execute(delete(models.Draft).where(models.Draft.updated_at <= now - KEPT_FOR))
    row = _row(session, place, is_locked=True)
    known = 0 if row is None else row.version
    if version is not None and version != known:
        raise DraftChanged(f"version {known}, not {version}")
    if row is None:
        row = models.Draft(
            manager_id=place.manager_id, plan_id=place.plan_id, key=_new_key(), version=0
        )
        session.add(row)
    row.data = data
    row.version = known + 1
    row.updated_at = now
    session.flush()
    return _draft(row)


def _row(session: Session, place: DraftPlace, *, is_locked: bool = False) -> models.Draft | None:
    return session.get(
        models.Draft, (place.manager_id, place.plan_id), with_for_update=is_locked or None
    )


def _draft(row: models.Draft) -> Draft:
    return Draft(row.key, row.version, row.data, row.updated_at)


def _new_key() -> str:
    return str(uuid.uuid4())
