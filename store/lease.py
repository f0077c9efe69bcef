"""The right to do what only one process may do at a time, across hosts.

Whoever changes the warehouse holds `WAREHOUSE`. A load, of which there is one at a time, holds
`LOAD` from before that on: a watch that sees it held stays away, so that watches, which come every
few seconds, never keep a load from its turn.

A lease runs out unless its holder keeps renewing it. A holder on this host whose process is gone
loses it at once.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from domain.errors import LoadInProgress
from store.database import Store
from store.holder import is_dead, this_holder
from store.models import Lease

LOAD = "load"
WAREHOUSE = "warehouse"
LASTS = timedelta(seconds=30)
RENEWED_EVERY = timedelta(seconds=10)
TRIED_EVERY_SECONDS = 0.1

log = logging.getLogger(__name__)


class HeldLease:
    """A lease, held and renewed while the block runs.

    `patience` is how long to wait for somebody else to give it back.

    Raises:
        LoadInProgress: somebody else holds it, in another process or in this one.
    """

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        *,
        name: str = LOAD,
        holder: str | None = None,
        patience: timedelta = timedelta(0),
    ) -> None:
        self._store = store
        self._clock = clock
        self._name = name
        self._holder = holder or f"{this_holder()}/{secrets.token_hex(3)}"
        self._patience = patience
        self._released = threading.Event()
        self._heartbeat = threading.Thread(target=self._keep_renewing, daemon=True, name="lease")

    def __enter__(self) -> Self:
        give_up_at = time.monotonic() + self._patience.total_seconds()
        while not self._is_acquired(give_up_at):
            time.sleep(TRIED_EVERY_SECONDS)
        self._heartbeat.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._released.set()
        self._heartbeat.join()
        try:
            release(self._store, self._name, self._holder)
        except SQLAlchemyError as error:
            # What was done under the lease is done; the lease runs out by itself.
            log.warning("the lease could not be given back: %s", type(error).__name__)

    def verify(self) -> None:
        """Make sure the lease is still ours, for its whole length from now.

        Raises:
            LoadInProgress: it ran out, and another process took it.
        """
        if not renew(self._store, self._name, self._holder, now=self._clock()):
            acquire(self._store, self._name, self._holder, now=self._clock())

    def _is_acquired(self, give_up_at: float) -> bool:
        try:
            acquire(self._store, self._name, self._holder, now=self._clock())
        except LoadInProgress:
            if time.monotonic() >= give_up_at:
                raise
            return False
        return True

    def _keep_renewing(self) -> None:
        while not self._released.wait(RENEWED_EVERY.total_seconds()):
            try:
                renew(self._store, self._name, self._holder, now=self._clock())
            except SQLAlchemyError as error:
                # The next beat may reach the store; if none does, the lease runs out.
                log.warning("the lease could not be renewed: %s", type(error).__name__)


def acquire(store: Store, name: str, holder: str, *, now: datetime) -> None:
    """Take a lease that nobody holds, whose time ran out, or whose holder is gone.

    Raises:
        LoadInProgress: somebody holds it.
    """
    try:
        with store.writing() as session:
            lease = session.get(Lease, name, with_for_update=True)
            if lease is None:
                lease = Lease(name=name)
                session.add(lease)
            elif lease.holder != holder and _is_taken(lease, now):
                raise LoadInProgress(lease.holder, lease.expires_at)
            lease.holder = holder
            lease.acquired_at = now
            lease.expires_at = now + LASTS
    except IntegrityError as error:
        raise LoadInProgress("a process that came first", now + LASTS) from error


def renew(store: Store, name: str, holder: str, *, now: datetime) -> bool:
    """Let a lease run anew; False when it is another's by now."""
    with store.writing() as session:
        lease = session.get(Lease, name, with_for_update=True)
        if lease is None or lease.holder != holder:
            return False
        lease.expires_at = now + LASTS
        return True


def release(store: Store, name: str, holder: str) -> None:
    """Give a lease back, if it is still ours."""
    with store.writing() as session:
        session.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder))


def refuse_if_held(store: Store, name: str = LOAD, *, now: datetime) -> None:
    """Go on only where nobody holds a lease.

    Raises:
        LoadInProgress: somebody does.
    """
    with store.reading() as session:
        lease = session.get(Lease, name)
    if lease is not None and _is_taken(lease, now):
        raise LoadInProgress(lease.holder, lease.expires_at)


def is_held(store: Store, name: str = LOAD, *, now: datetime) -> bool:
    """Tell whether a process holds a lease."""
    with store.reading() as session:
        lease = session.get(Lease, name)
        return lease is not None and _is_taken(lease, now)


def _is_taken(lease: Lease, now: datetime) -> bool:
    return lease.expires_at > now and not is_dead(lease.holder)
