"""How old the published data are, and what becomes of the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from store.database import Store
from store.loads import LoadStatus, latest_finished, running_load
from warehouse.pointer import Published

LATE_AFTER = 2  # Missed loads.


@dataclass(frozen=True, slots=True)
class Freshness:
    """What the freshness line of every page says.

    `as_of` is the platform's time when the data were read. `failed_at` is when the last load
    failed, if it did. `is_late` tells that loads were missed.
    """

    load_id: str
    as_of: datetime
    next_at: datetime
    failed_at: datetime | None
    is_loading: bool
    is_late: bool


def freshness(
    store: Store, published: Published, *, refresh_every: timedelta, now: datetime
) -> Freshness:
    """Return how fresh the data that readers see are."""
    last = latest_finished(store)
    has_failed = last is not None and last.status is not LoadStatus.PUBLISHED
    finished_at = last.finished_at if last is not None else None
    return Freshness(
        load_id=published.load_id,
        as_of=published.as_of,
        next_at=max(finished_at or published.published_at, published.published_at) + refresh_every,
        failed_at=finished_at if has_failed else None,
        is_loading=running_load(store, now=now) is not None,
        is_late=now - published.published_at > LATE_AFTER * refresh_every,
    )
