"""How a process begins that loads: without what would cost every load time and memory."""

from __future__ import annotations

import gc
import sys
from importlib.abc import MetaPathFinder


class _WithoutPandas(MetaPathFinder):
    # None in sys.modules says the same to all others; Arrow takes it for pandas.
    def find_spec(self, name: str, *_: object) -> None:
        if name == "pandas":
            raise ModuleNotFoundError("this process does without pandas", name=name)


def begin_lean() -> None:
    """Have pandas taken for not installed, and what is imported so far left alone by the collector.

    Arrow imports pandas for its first array and DuckDB for the first value that is bound, both to
    see whether they were handed a frame: 40 MB, and a quarter of a second of the first load. To
    look through everything that is imported takes the collector 60 ms, time and again while pages
    are read.
    """
    sys.meta_path.insert(0, _WithoutPandas())
    gc.collect()
    gc.freeze()
