"""How often one manager may ask for something in a moment (NFR-2).

Each process counts for itself, in its memory: what is asked at every key is not worth a row of the
store. What keeps somebody from guessing is counted there instead (store/attempts.py).
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable


class Pace:
    """So many within so many seconds, counted anew after them."""

    def __init__(
        self, most: int, seconds: float, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._ends_at = 0.0
        self._counts: dict[str, int] = {}

    def seconds_to_wait(self, who: str) -> int:
        """Count one more, and return how long to wait before it is done: mostly not at all."""
        with self._lock:
            now = self._monotonic()
            if now >= self._ends_at:
                # For all at once, so that nothing is kept of who is long gone.
                self._ends_at, self._counts = now + self._seconds, {}
            count = self._counts[who] = self._counts.get(who, 0) + 1
            return 0 if count <= self._most else max(1, math.ceil(self._ends_at - now))
