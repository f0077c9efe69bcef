"""Loads in processes of their own, against a sandbox that is served over HTTP."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

LOAD = "import sys; from settings import read_settings; from etl.command import refresh; "


def environment(folder: Path, url: str, token: str) -> dict[str, str]:
    return {
        **os.environ, "DATA_DIR": str(folder), "PLATFORM_URL": url, "PLATFORM_TOKEN": token,
        "PLATFORM_ATTEMPTS": "2", "DATABASE_URL": "",
    }  # fmt: skip


def start_load(
    folder: Path, url: str, token: str, *, full: bool = False, before: str = ""
) -> subprocess.Popen[str]:
    """Start a load; `before` is done first, in its process."""
    return subprocess.Popen(
        [sys.executable, "-c", f"{before}{LOAD}sys.exit(refresh(read_settings(), full={full}))"],
        env=environment(folder, url, token),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
