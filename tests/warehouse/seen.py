"""What a reader of the warehouse sees."""

from __future__ import annotations

from warehouse.connection import Warehouse


def account_names(warehouse: Warehouse) -> list[str]:
    with warehouse.snapshot() as snapshot, snapshot.cursor() as cursor:
        rows = cursor.execute("SELECT name FROM mirror.account ORDER BY name").fetchall()
        return [name for (name,) in rows]
