"""Licences that clients have given to their people by the end of a history."""

from __future__ import annotations

from datetime import timedelta

from sandbox.books import Books
from sandbox.services.vendors import TEMPLATES

# Per cent of what a subscription holds, by turns: some have nothing left to give up.
SHARES = (70, 100, 40, 85, 55, 90)
# Whoever has just bought has not given out anything yet.
SETTLED_AFTER = timedelta(days=10)

HELD = """
    SELECT resource.resource_id, subscription.subscription_id,
        resource.additional + plan_resource.included
    FROM resource
    JOIN subscription USING (subscription_id)
    JOIN plan_resource USING (plan_resource_id)
    WHERE plan_resource.is_primary AND NOT plan_resource.is_measured
        AND plan_resource.template IN (SELECT value FROM json_each(?))
        AND subscription.status IN ('active', 'graced', 'stopped')
        AND subscription.start_on <= ?
"""


def assign_licences(books: Books) -> None:
    """Have the vendors that tell it report how much of everything is in use."""
    vendors = "[" + ", ".join(f'"{template}"' for template in TEMPLATES) + "]"
    settled_on = (books.today - SETTLED_AFTER).isoformat()
    held = books.connection.execute(HELD, [vendors, settled_on]).fetchall()
    used = [(total * SHARES[key % len(SHARES)] // 100, resource_id)
            for resource_id, key, total in held]  # fmt: skip
    books.connection.executemany("UPDATE resource SET used = ? WHERE resource_id = ?", used)
