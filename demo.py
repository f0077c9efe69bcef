"""`make run`: the whole product on one machine, with a sandbox in the platform's place.

The first start seeds the sandbox, loads the warehouse once and gives the sandbox's managers
passwords; later starts find all of it in DATA_DIR.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import httpx
from honcho.environ import parse_procfile
from honcho.manager import Manager as Processes
from honcho.printer import Printer

from domain.errors import SettingsError
from etl.command import refresh
from sandbox.__main__ import store_path
from sandbox.platform import Platform
from sandbox.progress import progress_bar
from sandbox.seed import Seeded, describe, latest_day, seed
from sandbox.server import running
from settings import Settings
from store.credentials import has_password, set_password
from store.database import Store, migrate
from warehouse.connection import Snapshot, Warehouse
from warehouse.managers import manager_to_sign_in
from warehouse.publish import read_pointer

ROOT = Path(__file__).parent
HOST = "127.0.0.1"
READY_WITHIN_SECONDS = 120

SignIn = dict[str, str]


def run(settings: Settings) -> int:
    """Bring everything up and serve until Ctrl-C; return the exit code."""
    for port, name in (
        (settings.portal_port, "PORTAL_PORT"),
        (settings.sandbox_port, "SANDBOX_PORT"),
    ):
        _require_free(port, name)
    seeded = _seed_once(settings)
    settings = replace(
        settings,
        platform_url=f"http://{HOST}:{settings.sandbox_port}",
        platform_token=seeded.token,
    )
    migrate(settings.store_url)
    failed = _load_once(settings)
    if failed:
        return failed
    about = {
        "portal_url": f"http://{HOST}:{settings.portal_port}",
        "platform_url": settings.platform_url,
        "platform_token": settings.platform_token,
        "sign_ins": _sign_ins(settings, seeded),
    }
    _keep_private(settings.data_dir / "demo.json", about)
    return _serve(settings, about)


def _require_free(port: int, name: str) -> None:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except OSError:
            raise SettingsError(
                f"{name} is {port}, which another program uses; choose a free port"
            ) from None


def _seed_once(settings: Settings) -> Seeded:
    path = store_path(settings.data_dir)
    if path.exists():
        return describe(path)
    with progress_bar("Seeding the sandbox") as progress:
        return seed(path, latest_day(datetime.now(UTC)), progress=progress)


def _load_once(settings: Settings) -> int:
    """Load the warehouse if nothing is published yet; return the load's exit code."""
    if read_pointer(settings.warehouse_dir) is not None:
        return 0
    with running(Platform(store_path(settings.data_dir)), settings.sandbox_port):
        return refresh(settings, full=True)


def _sign_ins(settings: Settings, seeded: Seeded) -> list[SignIn]:
    """Return how each active manager signs in; passwords given once are kept."""
    store = Store(settings.store_url)
    kept = _kept_passwords(settings.data_dir / "demo.json")
    with Warehouse(settings.warehouse_dir).snapshot() as snapshot:
        found = [
            _sign_in(store, snapshot, manager.domain, manager.email, kept)
            for manager in seeded.managers
            if manager.is_active
        ]
    store.close()
    return [sign_in for sign_in in found if sign_in]


def _sign_in(
    store: Store, snapshot: Snapshot, domain: str, email: str, kept: dict[str, str]
) -> SignIn | None:
    manager = manager_to_sign_in(snapshot, domain=domain, email=email)
    if manager is None:
        return None
    password = kept.get(f"{domain} {email}")
    is_set = has_password(store, manager_id=manager.manager_id, reseller_id=manager.reseller_id)
    if password is None or not is_set:
        password = f"Demo-{secrets.token_hex(4)}-7"
        set_password(
            store,
            manager_id=manager.manager_id,
            reseller_id=manager.reseller_id,
            password=password,
            now=datetime.now(UTC),
        )
    return {
        "domain": domain,
        "email": email,
        "password": password,
        "role": manager.role,
        "reseller_id": manager.reseller_id,
    }


def _kept_passwords(path: Path) -> dict[str, str]:
    try:
        sign_ins = json.loads(path.read_text("utf-8"))["sign_ins"]
    except (OSError, ValueError, KeyError):
        return {}
    return {f"{each['domain']} {each['email']}": each["password"] for each in sign_ins}


def _keep_private(path: Path, about: dict[str, Any]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(about, file, ensure_ascii=False, indent=2)


def _serve(settings: Settings, about: dict[str, Any]) -> int:
    """Run the processes of Procfile.demo until one of them ends or Ctrl-C."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "PLATFORM_URL": settings.platform_url,
        "PLATFORM_TOKEN": settings.platform_token,
        "DATA_DIR": str(settings.data_dir.absolute()),
        "PORTAL_PORT": str(settings.portal_port),
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
