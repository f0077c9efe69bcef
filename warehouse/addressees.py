"""Whom the portal may write to, as the platform says it."""

from __future__ import annotations

from dataclasses import dataclass

from domain.statuses import ManagerStatus
from warehouse.connection import Row, Snapshot
from warehouse.sql import query


@dataclass(frozen=True, slots=True)
class Addressee:
    """A manager as a letter needs them: what to call them, where they sign in."""

    manager_id: str
    reseller_id: str
    name: str
    email: str
    status: ManagerStatus
    reseller_name: str
    domain: str

    @property
    def is_active(self) -> bool:
        return self.status is ManagerStatus.ACTIVE


def addressee(snapshot: Snapshot, manager_id: str, *, reseller_id: str) -> Addressee | None:
    """Return a manager of a reseller, active or not; None when it has no such manager.

    Source: queries/addressee.sql
    """
    with snapshot.cursor() as cursor:
        binds = {"manager_id": manager_id, "reseller_id": reseller_id}
        row = cursor.execute(query("addressee"), binds).fetchone()
    return _addressee(row) if row else None


def _addressee(row: Row) -> Addressee:
    manager_id, reseller_id, name, email, status, reseller_name, domain = row
    return Addressee(
        manager_id, reseller_id, name, email, ManagerStatus.read(status), reseller_name, domain
    )
