"""What `make run` needs before it serves: a seeded sandbox, a loaded warehouse, passwords.

The first start makes all of it; later starts find it in DATA_DIR.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from domain.errors import PortalError, SettingsError
from etl.command import refresh
from sandbox.__main__ import store_path
from sandbox.platform import Platform
from sandbox.progress import progress_bar
from sandbox.seed import Seeded, describe, latest_day, seed
from sandbox.server import running
from settings import Settings, read_settings
from store.credentials import has_password, set_password
from store.database import Store, migrate
from warehouse.connection import Snapshot, Warehouse
from warehouse.managers import manager_to_sign_in
from warehouse.pointer import read_pointer

HOST = "127.0.0.1"

SignIn = dict[str, str]


def prepare(settings: Settings) -> int:
    """Make what `make run` serves, and demo.json that tells of it; return the exit code."""
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
    return 0


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


def main() -> int:
    try:
        return prepare(read_settings())
    except PortalError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
