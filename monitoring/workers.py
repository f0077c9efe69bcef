"""The folder that the workers of one host count in, for metrics of all of them together.

The library looks once, when it is imported, whether there is one: so it is named before that.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER_KEY = "PROMETHEUS_MULTIPROC_DIR"


def use_folder(folder: Path) -> None:
    """Name the folder. Comes before any worker begins, and before the library is imported."""
    os.environ[FOLDER_KEY] = str(folder.absolute())


def empty_folder(folder: Path) -> None:
    """Forget what workers of an earlier start have counted."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.db"):
        file.unlink(missing_ok=True)


def forget_worker(pid: int) -> None:
    """Note that a worker is gone. What it has counted stays counted."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(pid)  # type: ignore[no-untyped-call]
