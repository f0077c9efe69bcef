"""The portal as it is served: gunicorn, its workers and what they share."""

from __future__ import annotations

import os
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from settings import Settings
from tests.warehouse_builder import publish
from tests.web import ANNA, OTHER_ANNA, RESELLERS, FixedClock, make_store

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "dashboard" / "gunicorn.py"


def environment(**given: str) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**inherited, **given}


@pytest.mark.parametrize(
    ("given", "bind"),
    [
        ({}, "127.0.0.1:8050"),
        ({"PORTAL_PORT": "9000"}, "127.0.0.1:9000"),
        ({"HTTPS": "true"}, "0.0.0.0:8050"),
        ({"TRUSTED_PROXIES": "1"}, "0.0.0.0:8050"),
    ],
)
def test_plain_http_stays_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], bind: str
) -> None:
    for name in ("HTTPS", "TRUSTED_PROXIES", "PORTAL_PORT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    config = runpy.run_path(str(CONFIG))

    assert config["bind"] == bind
    assert config["preload_app"] is False
    assert config["control_socket_disable"] is True
    assert config["accesslog"] is None


def test_a_bad_setting_keeps_the_portal_from_starting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_WORKERS", "many")

    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(CONFIG))

    assert str(stopped.value) == "WEB_WORKERS is 'many'; expected a whole number"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = Settings(data_dir=folder)
    publish(settings.warehouse_dir, reseller=RESELLERS, manager=[ANNA, OTHER_ANNA])
    make_store(settings.store_url, FixedClock().now).close()
    log = (folder / "log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", str(CONFIG), "dashboard.wsgi:server"],
        cwd=ROOT,
        env=environment(PORTAL_PORT=str(port), DATA_DIR=str(folder)),
        stderr=log,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(url, process)
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        log.close()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the portal stopped"
        try:
            httpx.get(f"{url}/healthz").raise_for_status()
            return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError("the portal did not start in time")


@pytest.mark.slow
def test_workers_share_sessions_secrets_and_compressed_files(tmp_path: Path) -> None:
    with served(tmp_path) as url, httpx.Client(base_url=url) as client:
        token = client.get("/sign-in").text.partition('name="csrf_token" value="')[2]
        answer = client.post(
            "/sign-in",
            data={
                "csrf_token": token.partition('"')[0],
                "domain": "alfa.example",
                "email": "anna@alfa.example",
                "password": "Correct-Horse-7",
            },
        )
        assert answer.status_code == 303
        cookies = dict(client.cookies)

        # Each of these opens a connection of its own, so both workers get some.
        statuses = {
            httpx.get(f"{url}/_dash-dependencies", cookies=cookies).status_code for _ in range(20)
        }
        style = client.get("/assets/css/plain.css", headers={"Accept-Encoding": "br"})

    assert statuses == {200}
    assert style.headers["Content-Encoding"] == "br"
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    log = (tmp_path / "log").read_text()
    assert "Traceback" not in log
    assert "anna" not in log
