"""Ratios taken within one run: absolute times wobble with the machine, ratios hold."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measurement:
    """One line of bench/results.md; `goal` is the largest ratio wanted, if one is."""

    what: str
    against: str
    ratio: float
    goal: float | None
    detail: str

    @property
    def verdict(self) -> str:
        if self.goal is None:
            return ""
        return "met" if self.ratio <= self.goal else "missed"


def interleaved(
    first: Callable[[], object], second: Callable[[], object], *, rounds: int, share: float = 0.5
) -> tuple[float, float]:
    """Time two things in turn, so that both meet the same weather; return seconds at a quantile.

    `share` is the quantile: 0.5 is the median, 0.95 what all but one in twenty stay under.
    """
    times: tuple[list[float], list[float]] = ([], [])
    first()
    second()
    gc.collect()
    for _ in range(rounds):
        for taken, run in zip(times, (first, second), strict=True):
            begun = time.perf_counter()
            run()
            taken.append(time.perf_counter() - begun)
    return quantile(times[0], share), quantile(times[1], share)


def quantile(values: list[float], share: float) -> float:
    if share == 0.5:
        return statistics.median(values)
    return sorted(values)[min(len(values) - 1, round(share * len(values)))]


def peak_memory() -> float:
    """Return the most memory this process ever took, in MB.

    Not by getrusage, which starts from what the parent took.
    """
    status = Path("/proc/self/status").read_text("ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"
