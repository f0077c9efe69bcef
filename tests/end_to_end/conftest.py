"""The whole product as `make run` starts it: real processes, real HTTP, an empty folder."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

UP_WITHIN_SECONDS = 180
DOWN_WITHIN_SECONDS = 30
MEDIA = "application/vnd.api+json"


@dataclass(frozen=True)
class Demo:
    """A running demo, and how to reach it."""

    process: subprocess.Popen[bytes]
    environment: dict[str, str]
    portal_url: str
    platform_url: str
    platform_token: str
    sign_ins: list[dict[str, str]]

    @contextmanager
    def sign_in(self, who: dict[str, str], page: str = "/") -> Iterator[httpx.Client]:
        """Give a browser in which one of the managers is signed in, and sees a page."""
        with httpx.Client(base_url=self.portal_url, timeout=60, follow_redirects=True) as client:
            token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
            assert token
            form = {name: who[name] for name in ("domain", "email", "password")}
            form |= {"csrf_token": token[1], "next": page}
            answer = client.post("/sign-in", data=form)
            assert answer.url.path == page, answer.text
            yield client

    def first_of_each_reseller(self) -> list[dict[str, str]]:
        return list({each["reseller_id"]: each for each in reversed(self.sign_ins)}.values())

    def platform(self, path: str, **query: object) -> dict[str, Any]:
        """Ask the platform itself, numbers as exact as they are sent."""
        headers = {"X-Api-Token": self.platform_token, "Accept": MEDIA, "Content-Type": MEDIA}
        answer = httpx.get(f"{self.platform_url}{path}", params=query, headers=headers, timeout=60)
        answer.raise_for_status()
        found: dict[str, Any] = json.loads(answer.text, parse_float=Decimal)
        return found

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(Path(sys.executable).with_name("reseller-store")), *words],
            env=self.environment, capture_output=True, text=True, timeout=300,
        )  # fmt: skip


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    environment = {
        **os.environ,
        "DATA_DIR": str(folder / "var"),
        "PORTAL_PORT": str(free_port()),
        "SANDBOX_PORT": str(free_port()),
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("reseller-store")), "demo"],
            env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        _wait_until_up(process, environment["PORTAL_PORT"], folder / "log")
        about = json.loads((folder / "var" / "demo.json").read_text("utf-8"))
        environment["PLATFORM_URL"] = about["platform_url"]
        environment["PLATFORM_TOKEN"] = about["platform_token"]
        yield Demo(process, environment, **about)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(DOWN_WITHIN_SECONDS)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_up(process: subprocess.Popen[bytes], port: str, log: Path) -> None:
    give_up_at = time.monotonic() + UP_WITHIN_SECONDS
    while time.monotonic() < give_up_at:
        assert process.poll() is None, log.read_text("utf-8")[-3000:]
        try:
            if httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise AssertionError(log.read_text("utf-8")[-3000:])
