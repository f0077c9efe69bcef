"""`make run`: the whole product on one machine, with a sandbox in the platform's place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import click
import httpx
from honcho.environ import parse_procfile
from honcho.manager import Manager as Processes
from honcho.printer import Printer

from settings import Settings

ROOT = Path(__file__).parent
READY_WITHIN_SECONDS = 120


def run(settings: Settings) -> int:
    """Bring everything up and serve until Ctrl-C; return the exit code.

    What has to be there first is made by a process of its own (demo_data.py): it takes libraries
    and memory that looking after the others does not need.
    """
    failed = subprocess.call([sys.executable, "-m", "demo_data"], cwd=ROOT)
    if failed:
        return failed
    about = json.loads((settings.data_dir / "demo.json").read_text("utf-8"))
    return _serve(settings, about)


def _serve(settings: Settings, about: dict[str, Any]) -> int:
    """Run the processes of Procfile.demo until one of them ends or Ctrl-C."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "PLATFORM_URL": about["platform_url"],
        "PLATFORM_TOKEN": about["platform_token"],
        "NEWS_URL": f"{about['platform_url']}/news.rss",
        "NEWS_URL_RU": f"{about['platform_url']}/news.rss?language=ru",
        "DATA_DIR": str(settings.data_dir.absolute()),
        "PORTAL_PORT": str(settings.portal_port),
        "PORTAL_URL": settings.portal_url or about["portal_url"],
        "SANDBOX_PORT": str(settings.sandbox_port),
        "PYTHONUNBUFFERED": "1",
    }
    processes = Processes(Printer(sys.stderr))
    commands = parse_procfile((ROOT / "Procfile.demo").read_text("utf-8")).processes
    for name, command in commands.items():
        processes.add_process(name, f"exec {command}", env=environment, cwd=str(ROOT))
    threading.Thread(target=_announce, args=(about,), daemon=True).start()
    processes.loop()
    return int(processes.returncode or 0)


def _announce(about: dict[str, Any]) -> None:
    """Print the address and the sign-ins once the portal answers."""
    give_up_at = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < give_up_at:
        try:
            if httpx.get(f"{about['portal_url']}/healthz", timeout=2).status_code == 200:
                click.echo(_banner(about))
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)


def _banner(about: dict[str, Any]) -> str:
    rows = [
        f"  {each['domain']:<22} {each['email']:<34} {each['password']:<18} {each['role']}"
        for each in about["sign_ins"]
    ]
    return "\n".join(
        [
            "",
            f"Reseller Store is at {about['portal_url']}",
            "",
            f"  {'Domain':<22} {'E-mail':<34} {'Password':<18} Role",
            *rows,
            "",
            f"The sandbox of the platform is at {about['platform_url']}. Ctrl-C ends both.",
            "",
        ]
    )
