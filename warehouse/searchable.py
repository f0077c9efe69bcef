"""What a reseller can look for by name, besides what is sold."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.connection import Snapshot


@dataclass(frozen=True, slots=True)
class Named:
    """A client or a subscription. `words` are what else it can be found by."""

    kind: str
    id: str
    title: str
    subtitle: str | None
    words: str | None


def searchable(snapshot: Snapshot, *, reseller_id: str) -> list[Named]:
    """Return the clients and subscriptions that are not deleted.

    Source: queries/searchable.sql
    """
    return [Named(*row) for row in snapshot.rows("searchable", reseller_id=reseller_id)]


def searchable_fingerprint(snapshot: Snapshot, *, reseller_id: str) -> str:
    """Return what stays the same for as long as a reseller can find the same things.

    Source: queries/searchable_fingerprint.sql
    """
    (fingerprint,) = snapshot.rows("searchable_fingerprint", reseller_id=reseller_id)
    return repr(fingerprint)
