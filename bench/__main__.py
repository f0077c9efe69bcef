"""Runs every benchmark and writes bench/results.md; `make bench`.

python -m bench                 all of them, into bench/results.md
python -m bench charts loads    these, on the screen only
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import duckdb

from bench import charts, deadlines, http, lists, loads, report, search
from bench.measure import Measurement

RESULTS = Path(__file__).with_name("results.md")
PARTS: dict[str, tuple[str, Callable[[], Iterable[Measurement]]]] = {
    "charts": ("Charts", charts.run),
    "http": ("Pages and callbacks", http.run),
    "report": ("The report of closed charges", report.run),
    "deadlines": ("Deadlines", deadlines.run),
    "search": ("Search", search.run),
    "lists": ("Lists", lists.run),
    "loads": ("Loads", loads.run),
}
LIGHTHOUSE = "<!-- lighthouse -->"  # From here on `make lighthouse` writes.
HEADER = """# What was measured

`make bench` writes this file. Each line is a ratio of two things measured in turn in one run on
one machine, since absolute times wobble and ratios hold; the figures behind a ratio are beside it.
"Goal" is the largest ratio wanted.
"""


def main(names: list[str]) -> None:
    chosen = {name: PARTS[name] for name in names or PARTS}
    parts = {title: measured(run) for title, run in chosen.values()}
    if not names:
        _, mark, of_lighthouse = RESULTS.read_text("utf-8").partition(LIGHTHOUSE)
        RESULTS.write_text(f"{written(parts)}\n{mark}{of_lighthouse}", encoding="utf-8")


def measured(run: Callable[[], Iterable[Measurement]]) -> list[Measurement]:
    """Run one part, and say each figure as soon as it is known."""
    found = []
    for one in run():
        goal = "" if one.goal is None else f"{one.goal:.3g}"
        print(f"{one.ratio:8.3f}  goal {goal:<5} {one.verdict:<7} {one.what}"
              f" / {one.against}: {one.detail}", flush=True)  # fmt: skip
        found.append(one)
    return found


def written(parts: dict[str, list[Measurement]]) -> str:
    """Write the figures as Markdown."""
    lines = [HEADER, machine(), ""]
    for title, measurements in parts.items():
        lines += [
            f"## {title}",
            "",
            "| Measured | against | ratio | goal | | figures |",
            "| --- | --- | ---: | ---: | --- | --- |",
            *(row(one) for one in measurements),
            "",
        ]
    return "\n".join(lines)


def row(one: Measurement) -> str:
    goal = "" if one.goal is None else f"≤ {one.goal:.3g}"
    cells = (one.what, one.against, f"{one.ratio:.3f}", goal, one.verdict, one.detail)
    return f"| {' | '.join(cells)} |"


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"Measured on {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}"
        f" {platform.machine()}, Python {platform.python_version()}, DuckDB {duckdb.__version__}."
    )


if __name__ == "__main__":
    main(sys.argv[1:])
