"""What the platform was asked, in the order it arrived. Never tokens."""

from __future__ import annotations

import threading
from collections import deque
from datetime import datetime
from typing import Any

KEPT = 20_000


class RequestLog:
    """The last requests, each with a number that is never used twice."""

    def __init__(self) -> None:
        self._entries: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self._number = 0
        self._lock = threading.Lock()

    def add(self, at: datetime, method: str, path: str, status: int | None) -> None:
        """Note a request; `status` is None when its connection was broken."""
        with self._lock:
            self._number += 1
            self._entries.append(
                {
                    "number": self._number,
                    "time": at.isoformat(timespec="milliseconds"),
                    "method": method,
                    "path": path,
                    "status": status,
                }
            )

    def since(self, number: int) -> list[dict[str, Any]]:
        """Return the requests with a higher number, oldest first."""
        with self._lock:
            return [entry for entry in self._entries if entry["number"] > number]
