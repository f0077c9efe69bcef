"""What the store and the warehouse know, as metrics: read when they are asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from monitoring.metrics import PREFIX
from store.database import Store
from store.figures import StoreFigures, figures
from store.loads import LoadRecord, LoadStatus
from store.sessions import Lifetime
from warehouse.pointer import pointed_at

log = logging.getLogger(__name__)


class State(Collector):
    """Reads the store and what is published. A store that can't be read is told of as such."""

    def __init__(
        self, store: Store, warehouse: Path, lifetime: Lifetime, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._warehouse = warehouse
        self._lifetime = lifetime
        self._clock = clock

    def describe(self) -> Iterable[Metric]:
        """Return nothing: registering is not to read the store."""
        return ()

    def collect(self) -> Iterator[Metric]:
        now = self._clock()
        yield from _published(self._warehouse, now)
        try:
            found = figures(self._store, self._lifetime, now=now)
        except SQLAlchemyError as error:
            log.error("metrics: the store can't be read: %s", type(error).__name__)
            yield _gauge("store_is_up", "Whether the portal store can be read", 0)
            return
        yield _gauge("store_is_up", "Whether the portal store can be read", 1)
        yield from _of_store(found, now)
        loads = _family("loads", "Loads of the history that is kept", "kind", "status")
        for (kind, status), count in sorted(found.load_counts.items()):
            loads.add_metric([kind, status], count)
        yield loads
        yield from _of_loads(found.loads, found.published_loads)


def _published(folder: Path, now: datetime) -> Iterator[Metric]:
    """Tell how old the data are that readers see; nothing before anything is published."""
    published = pointed_at(folder)
    if published is None:
        return
    age = (now - published.as_of).total_seconds()
    yield _gauge("published_age_seconds", "Age of the costs that are shown", max(0.0, age))
    watched = published.watched or published
    age = (now - watched.as_of).total_seconds()
    yield _gauge("mirror_age_seconds", "Age of the subscriptions that are listed", max(0.0, age))


def _of_store(found: StoreFigures, now: datetime) -> Iterator[Metric]:
    yield _gauge("open_sessions", "Managers' sessions that are open", found.open_sessions)
    operations = _family("operations", "What was asked of the platform", "kind", "state")
    for (kind, state), count in sorted(found.operations.items()):
        operations.add_metric([kind, state], count)
    yield operations
    messages = _family("mails", "Mails of the outbox", "state")
    for state, count in sorted(found.messages.items()):
        messages.add_metric([state], count)
    yield messages
    late = 0.0 if found.due_since is None else (now - found.due_since).total_seconds()
    yield _gauge("mail_late_seconds", "How long the most overdue mail is overdue", max(0.0, late))


def _of_loads(ended: Iterable[LoadRecord], published: Iterable[LoadRecord]) -> Iterator[Metric]:
    is_well = _family("load_is_well", "Whether the last load of a kind was published", "kind")
    at = _family("load_published_timestamp_seconds", "When one was last published", "kind")
    seconds = _family("load_seconds", "How long the last published one took", "kind")
    rows = _family("load_rows", "Rows that it brought in", "kind")
    quarantined = _family("load_quarantined", "Records that it could not read", "kind")
    differences = _family("load_differences", "Months the platform sums otherwise", "kind")
    for load in ended:
        is_well.add_metric([load.kind], load.status is LoadStatus.PUBLISHED)
    for load in published:
        if load.finished_at is None:
            continue
        at.add_metric([load.kind], load.finished_at.timestamp())
        seconds.add_metric([load.kind], (load.finished_at - load.started_at).total_seconds())
        rows.add_metric([load.kind], sum(load.row_counts.values()))
        quarantined.add_metric([load.kind], load.quarantined_count)
        differences.add_metric([load.kind], load.difference_count)
    yield from (is_well, at, seconds, rows, quarantined, differences)


def _gauge(name: str, said: str, value: float) -> Metric:
    return GaugeMetricFamily(f"{PREFIX}_{name}", said, value=value)


def _family(name: str, said: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{PREFIX}_{name}", said, labels=labels)
