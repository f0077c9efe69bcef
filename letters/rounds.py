"""Going round: each reseller's managers are written to once in a time, such as a day.

The outbox sees to it that nobody is written to twice, by whichever process and after whatever
restart: the key of a mail names its reader and the time it is of. That a reseller's turn is over is
remembered here only so as not to ask the same again every few minutes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from domain.errors import WarehouseNotReady
from letters.options import LetterOptions
from store.database import Store
from store.messages import post
from warehouse.connection import Snapshot, Warehouse
from warehouse.resellers import KnownReseller, every_reseller

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """One reseller's turn: of which time, and when it is by the platform's clock and by ours."""

    reseller: KnownReseller
    of: date
    platform_now: datetime
    posted_at: datetime


def post_in_turn(
    store: Store, kind: str, manager_id: str, turn: Turn, detail: Mapping[str, Any]
) -> bool:
    """Post the mail that a manager gets in a turn; False when they were written to already."""
    reseller_id = turn.reseller.reseller_id
    key = f"{kind}/{reseller_id}/{manager_id}/{turn.of}"
    return post(store, kind, manager_id, reseller_id, key, detail, turn.posted_at)


class Writer(Protocol):
    """What writes to the managers of a reseller in turn."""

    @property
    def name(self) -> str: ...

    def due(self, local: datetime) -> date | None:
        """Return the day that names the time whose turn it is; None before its hour."""

    def write(self, snapshot: Snapshot, turn: Turn) -> int:
        """Post the mails of a reseller's managers, and return how many there are."""


class Round:
    """Has every reseller's managers written to: the `etl` process calls it every few minutes."""

    def __init__(
        self,
        writer: Writer,
        options: LetterOptions,
        store: Store,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._writer = writer
        self._warehouse = Warehouse(options.warehouse_dir)
        self._zone = ZoneInfo(options.platform_time_zone)
        self._clock = clock
        self._over: dict[str, date] = {}

    def tick(self) -> int:
        """Post what is due, and return how many mails are to be sent."""
        try:
            with self._warehouse.snapshot() as snapshot:
                return self._go(snapshot)
        except WarehouseNotReady:
            log.debug("nothing is loaded that could be written about")
            return 0
        finally:
            # It is read once a day: what was read does not stay in memory until the next time.
            self._warehouse.close()

    def _go(self, snapshot: Snapshot) -> int:
        posted_at = self._clock()
        # A platform whose clock is ahead, as a test's may be, has data from later than now.
        now = max(posted_at, snapshot.published.as_of)
        of = self._writer.due(now.astimezone(self._zone))
        if of is None:
            return 0
        waiting = [
            Turn(one, of, now, posted_at)
            for one in every_reseller(snapshot)
            if self._over.get(one.reseller_id) != of
        ]
        return sum(self._take(snapshot, turn) for turn in waiting)

    def _take(self, snapshot: Snapshot, turn: Turn) -> int:
        count, reseller_id = 0, turn.reseller.reseller_id
        try:
            count = self._writer.write(snapshot, turn)
        except Exception:
            # Whatever it was, the other resellers have their turn, and this one another.
            log.exception("the %s of reseller %s could not be written",
                          self._writer.name, reseller_id)  # fmt: skip
        else:
            self._over[reseller_id] = turn.of
        if count:
            log.info("%d mails (%s) are to be sent to reseller %s",
                     count, self._writer.name, reseller_id)  # fmt: skip
        return count
