"""What a manager chose for themself: the language, and what they want to be written about."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from store.audit import Action, add_event
from store.database import Store
from store.models import ManagerSetting


@dataclass(frozen=True, slots=True)
class Choices:
    """`language` is None as long as none was chosen: the installation's own is meant then."""

    language: str | None = None
    is_reminded: bool = True
    is_summarized: bool = True


def choices_of(store: Store, *, manager_id: str, reseller_id: str) -> Choices:
    """Return what a manager chose; what anyone has by itself where they chose nothing yet."""
    with store.reading() as session:
        return _choices(session.get(ManagerSetting, (manager_id, reseller_id)))


def choices_of_all(store: Store, *, reseller_id: str) -> dict[str, Choices]:
    """Return what a reseller's managers chose, by manager; who chose nothing is absent."""
    with store.reading() as session:
        rows = session.scalars(
            select(ManagerSetting).where(ManagerSetting.reseller_id == reseller_id)
        )
        return {row.manager_id: _choices(row) for row in rows}


def language_of(store: Store, *, manager_id: str, reseller_id: str, default: str) -> str:
    """Return the language to write to a manager in, in the portal and by mail (PRF-5)."""
    return choices_of(store, manager_id=manager_id, reseller_id=reseller_id).language or default


def choose(
    store: Store, *, manager_id: str, reseller_id: str, now: datetime, **chosen: Any
) -> Choices:
    """Keep what a manager chose, by the names of Choices; what is not named stays as it was.

    What changed is noted, with what it was before. Returns all that is chosen now.
    """
    try:
        return _choose(store, manager_id, reseller_id, now, chosen)
    except IntegrityError:
        # Another tab chose for the first time at the same moment; now there is a row.
        return _choose(store, manager_id, reseller_id, now, chosen)


def _choose(
    store: Store, manager_id: str, reseller_id: str, now: datetime, chosen: dict[str, Any]
) -> Choices:
    with store.writing() as session:
        row = session.get(ManagerSetting, (manager_id, reseller_id), with_for_update=True)
        before = _choices(row)
        after = replace(before, **chosen)
        if after == before:
            return before
        if row is None:
            row = ManagerSetting(manager_id=manager_id, reseller_id=reseller_id)
            session.add(row)
        changed = {name: value for name, value in asdict(after).items()
                   if value != getattr(before, name)}  # fmt: skip
        for name, value in asdict(after).items():
            setattr(row, name, value)
        add_event(
            session,
            Action.SETTINGS_CHOSEN,
            manager_id=manager_id,
            reseller_id=reseller_id,
            now=now,
            detail={"before": {name: getattr(before, name) for name in changed}, "after": changed},
        )
    return after


def _choices(row: ManagerSetting | None) -> Choices:
    if row is None:
        return Choices()
    return Choices(row.language, row.is_reminded, row.is_summarized)
