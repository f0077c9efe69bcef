"""The last lists of deadlines that were worked out, for as long as they hold."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

MOST_KEPT = 150_000  # Deadlines in all lists: some 60 MB.

One = TypeVar("One")


class DeadlineLists(Generic[One]):
    """Keeps lists by what they follow from; the least used go when it becomes too much."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._lists: OrderedDict[Hashable, tuple[One, ...]] = OrderedDict()

    def get(self, key: Hashable) -> tuple[One, ...] | None:
        with self._lock:
            if key in self._lists:
                self._lists.move_to_end(key)
            return self._lists.get(key)

    def keep(self, key: Hashable, found: tuple[One, ...]) -> None:
        with self._lock:
            self._lists[key] = found
            while sum(map(len, self._lists.values())) > self._most:
                self._lists.popitem(last=False)
