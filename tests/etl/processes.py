"""Loads in processes of their own, against a sandbox that is served over HTTP."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

READY = "import sys; from settings import read_settings; from etl.command import refresh, watch; "
AT_A_STEP = """
import os, pkgutil, resource, time
owner, name = pkgutil.resolve_name({owner!r}), {name!r}
def instead(*given, step=getattr(owner, name), **named):
    {before}
    answer = step(*given, **named)
    {after}
    return answer
setattr(owner, name, instead)
"""


def environment(folder: Path, url: str, token: str) -> dict[str, str]:
    return {
        **os.environ, "DATA_DIR": str(folder), "PLATFORM_URL": url, "PLATFORM_TOKEN": token,
        "PLATFORM_ATTEMPTS": "2", "DATABASE_URL": "",
    }  # fmt: skip


def start_load(
    folder: Path, url: str, token: str, *, full: bool = False, before: str = ""
) -> subprocess.Popen[str]:
    """Start a load; `before` is done first, in its process."""
    return _start(f"refresh(read_settings(), full={full})", folder, url, token, before)


def start_look(folder: Path, url: str, token: str, *, before: str = "") -> subprocess.Popen[str]:
    """Start a look at what is under way; `before` is done first, in its process."""
    return _start("watch(read_settings())", folder, url, token, before)


def _start(what: str, folder: Path, url: str, token: str, before: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", f"{before}{READY}sys.exit({what})"],
        env=environment(folder, url, token),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def at(step: str, *, before: str = "pass", after: str = "pass") -> str:
    """Return what makes a load do something at a step, such as `etl.run:finish_load`."""
    module, _, path = step.partition(":")
    owner, _, name = path.rpartition(".")
    return AT_A_STEP.format(
        owner=f"{module}:{owner}" if owner else module, name=name, before=before, after=after
    )


def told(out: str) -> dict[str, Any]:
    """Read the last line that a load printed."""
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    return found
