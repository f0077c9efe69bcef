"""What is asked for once and kept for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from domain.errors import IdentityError, IdentityUnavailable

KEPT_SECONDS = 3600.0
LEAST_SECONDS = 60.0  # Nobody can have it asked for more often, whatever they send.
PAUSE_SECONDS = 10.0  # After a failure: each sign-in would wait for nothing.

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """One thing that a provider publishes. Threads may share it: at worst two ask at once."""

    def __init__(
        self, read: Callable[[], Value], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._read = read
        self._monotonic = monotonic
        self._found: tuple[Value, float] | None = None
        self._asked_again_at = 0.0

    def get(self) -> Value:
        """Return it, an hour old at most.

        Raises:
            IdentityError: it can't be had; IdentityUnavailable, when that was so a moment ago.
        """
        return self._younger_than(KEPT_SECONDS)

    def renewed(self) -> Value:
        """Return it anew, unless that was done a minute ago."""
        return self._younger_than(LEAST_SECONDS)

    def _younger_than(self, seconds: float) -> Value:
        now = self._monotonic()
        if self._found is not None and now - self._found[1] < seconds:
            return self._found[0]
        if now < self._asked_again_at:
            raise IdentityUnavailable("it did not answer a moment ago")
        try:
            value = self._read()
        except IdentityError:
            self._asked_again_at = self._monotonic() + PAUSE_SECONDS
            raise
        self._found = (value, now)
        return value
