"""Names this process, and tells whether one that was named so still lives."""

from __future__ import annotations

import os
import socket
from pathlib import Path

PROCESSES = Path("/proc")


def this_holder() -> str:
    """Return a name that no other process has, on any host, now or later."""
    return f"{_host()}/{os.getpid()}/{_started(os.getpid())}"


def is_dead(holder: str) -> bool:
    """Tell whether the process of this name is known to be gone; the name may go on after it.

    Only a process of this host is known of; any other may live.
    """
    host, _, process = holder.partition("/")
    identity, _, rest = process.partition("/")
    if host != _host() or not identity.isdecimal():
        return False
    try:
        os.kill(int(identity), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return _started(int(identity)) != rest.partition("/")[0]


def _host() -> str:
    """Name the host, and the container: two of them may share a host's name, not its processes.

    A host's own processes are in the same namespace everywhere; what it was given when it started
    tells it from another host of its name.
    """
    try:
        namespace = os.readlink(PROCESSES / "self/ns/pid")
    except OSError:
        namespace = ""
    try:
        boot = (PROCESSES / "sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        boot = ""
    return f"{socket.gethostname()[:64]}{namespace.removeprefix('pid:')}{boot[:13]}"


def _started(identity: int) -> str:
    """Return when a process started, in its system's ticks: process ids are given out again."""
    try:
        text = (PROCESSES / str(identity) / "stat").read_text("ascii", "replace")
    except OSError:
        return ""
    return text.rpartition(")")[2].split()[19]
