"""Tells once that the portal store can't be used, and once that it can again.

What asks it every second or two, for as long as a process lives, would fill the log otherwise.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from sqlalchemy.exc import InterfaceError, OperationalError

from store.database import cause_of

log = logging.getLogger(__name__)


class Outage:
    """One for each thing that is tried again and again; `waiting` says what waits meanwhile."""

    def __init__(self, waiting: str) -> None:
        self._waiting = waiting
        self._is_on = False

    @contextmanager
    def outlived(self) -> Iterator[None]:
        """Go on after the block where the store can't be used. Whatever else is wrong is raised."""
        try:
            yield
        except (OperationalError, InterfaceError) as error:
            if not self._is_on:
                log.error(
                    "the portal store can't be used, so %s: %s", self._waiting, cause_of(error)
                )
            self._is_on = True
            return
        if self._is_on:
            log.info("the portal store can be used again: %s no longer", self._waiting)
        self._is_on = False

    def outliving(self, job: Callable[[], object]) -> Callable[[], None]:
        """Return a job that does so each time."""

        @wraps(job)  # By whose name the scheduler knows it.
        def outlived() -> None:
            with self.outlived():
                job()

        return outlived
