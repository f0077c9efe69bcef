"""Whether a manager has been shown around: once on any device is enough."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from store.database import Store
from store.models import ManagerSetting


def is_toured(store: Store, *, manager_id: str, reseller_id: str) -> bool:
    """Tell whether a manager has seen the tour, or would not."""
    with store.reading() as session:
        row = session.get(ManagerSetting, (manager_id, reseller_id))
        return row is not None and row.toured_at is not None


def keep_toured(store: Store, *, manager_id: str, reseller_id: str, now: datetime) -> None:
    """Note that a manager has seen the tour; the first time stays noted."""
    try:
        _keep(store, manager_id, reseller_id, now)
    except IntegrityError:
        # Another tab chose something for the first time at the same moment; now there is a row.
        _keep(store, manager_id, reseller_id, now)


def _keep(store: Store, manager_id: str, reseller_id: str, now: datetime) -> None:
    with store.writing() as session:
        row = session.get(ManagerSetting, (manager_id, reseller_id), with_for_update=True)
        if row is None:
            row = ManagerSetting(manager_id=manager_id, reseller_id=reseller_id)
            session.add(row)
        row.toured_at = row.toured_at or now
