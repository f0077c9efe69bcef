"""What the things are called that the audit names by their ids."""

from __future__ import annotations

from collections.abc import Iterable

from warehouse.connection import Snapshot
from warehouse.sql import query

Names = dict[tuple[str, str], str]


def audit_names(snapshot: Snapshot, ids: Iterable[str], *, reseller_id: str) -> Names:
    """Return names by kind (account, subscription, plan, plan_period, plan_resource) and id.

    What the mirror does not know, or what is another reseller's, is left out.

    Source: queries/audit_name.sql
    """
    binds = {"ids": sorted(set(ids)), "reseller_id": reseller_id}
    # Not through the snapshot's cache: hardly anyone asks for the same ids twice.
    with snapshot.cursor() as cursor:
        rows = cursor.execute(query("audit_name"), binds).fetchall()
    return {(kind, own_id): name for kind, own_id, name in rows}


def manager_names(snapshot: Snapshot, *, reseller_id: str) -> dict[str, str]:
    """Return the names of a reseller's managers by id, in the order of their names.

    Source: queries/manager_name.sql
    """
    return dict(snapshot.rows("manager_name", reseller_id=reseller_id))
