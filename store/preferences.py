"""How a manager wants lists to look: which columns they show (NAV-6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from store.database import Store
from store.models import ListPreference


def chosen_columns(store: Store, manager_id: str, list_name: str) -> dict[str, bool]:
    """Return the columns that a manager switched, and whether each is shown; none at first.

    A column that is not among them is as the list has it by itself.
    """
    with store.reading() as session:
        row = session.get(ListPreference, (manager_id, list_name))
        return {} if row is None else dict(row.columns)


def choose_columns(
    store: Store, manager_id: str, list_name: str, columns: Mapping[str, bool], *, now: datetime
) -> None:
    """Keep which columns a manager wants to see, in place of what was kept before."""
    chosen = ListPreference(
        manager_id=manager_id, list_name=list_name, columns=dict(columns), updated_at=now
    )
    try:
        _keep(store, chosen)
    except IntegrityError:
        # Another tab chose for the first time at the same moment; now there is a row.
        _keep(store, chosen)


def _keep(store: Store, chosen: ListPreference) -> None:
    with store.writing() as session:
        session.merge(chosen)
