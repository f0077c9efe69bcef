"""The portal as it is served: gunicorn, its workers and what they share."""

from __future__ import annotations

import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from settings import Settings
from tests.warehouse_builder import publish
from tests.web import ANNA, OTHER_ANNA, PASSWORD, RESELLERS, FixedClock, make_store

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
        ({"TRUSTED_PROXIES": "1", "PORTAL_HOST": "127.0.0.1"}, "127.0.0.1:8050"),
        ({"PORTAL_HOST": "::1"}, "[::1]:8050"),
    ],
)
def test_plain_http_stays_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], bind: str
) -> None:
    for name in ("HTTPS", "TRUSTED_PROXIES", "PORTAL_HOST", "PORTAL_PORT", "METRICS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    config = runpy.run_path(str(CONFIG))

    assert config["bind"] == [bind]
    assert config["preload_app"] is False
    assert config["control_socket_disable"] is True
    assert config["accesslog"] is None


def test_a_bad_setting_keeps_the_portal_from_starting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_WORKERS", "many")

    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(CONFIG))

    assert str(stopped.value) == "WEB_WORKERS is 'many'; expected a whole number"


def test_a_store_that_is_not_migrated_keeps_the_portal_from_starting(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--config", str(CONFIG), "dashboard.wsgi:server"],
        cwd=ROOT,
        env=environment(PORTAL_PORT=str(_free_ports(1)[0]), DATA_DIR=str(tmp_path)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert ended.stderr.endswith(": run `reseller-store migrate`\n")
    assert "Traceback" not in ended.stderr


@dataclass(frozen=True)
class Served:
    """A portal that is served, where it tells its metrics, and its folder."""

    url: str
    metrics: str
    folder: Path

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    port, metrics_port = _free_ports(2)
    settings = Settings(data_dir=folder)
    publish(settings.warehouse_dir, reseller=RESELLERS, manager=[ANNA, OTHER_ANNA])
    make_store(settings.store_url, FixedClock().now).close()
    log = (folder / "log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", str(CONFIG), "dashboard.wsgi:server"],
        cwd=ROOT,
        env=environment(
            PORTAL_PORT=str(port),
            DATA_DIR=str(folder),
            LOG_FORMAT="json",
            METRICS_ADDRESS=f"127.0.0.1:{metrics_port}",
        ),
        stderr=log,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(url, process)
        yield Served(url, f"http://127.0.0.1:{metrics_port}", folder)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        log.close()


def _free_ports(count: int) -> list[int]:
    with ExitStack() as probes:
        found = []
        for _ in range(count):
            probe = probes.enter_context(socket.socket())
            probe.bind(("127.0.0.1", 0))
            found.append(probe.getsockname()[1])
        return found


def sign_in(client: httpx.Client, password: str) -> httpx.Response:
    token = client.get("/sign-in").text.partition('name="csrf_token" value="')[2]
    form = {"csrf_token": token.partition('"')[0], "domain": "alfa.example",
            "email": "anna@alfa.example", "password": password}  # fmt: skip
    return client.post("/sign-in", data=form)


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
def test_workers_share_sessions_secrets_and_compressed_files(served: Served) -> None:
    with httpx.Client(base_url=served.url) as client:
        assert sign_in(client, PASSWORD).status_code == 303
        cookies = dict(client.cookies)

        # Each of these opens a connection of its own, so both workers get some.
        statuses = {
            httpx.get(f"{served.url}/_dash-dependencies", cookies=cookies).status_code
            for _ in range(20)
        }
        style = client.get("/assets/css/plain.css", headers={"Accept-Encoding": "br"})

    assert statuses == {200}
    assert style.headers["Content-Encoding"] == "br"
    assert (served.folder / "secret_key").stat().st_mode & 0o777 == 0o600
    assert "Traceback" not in served.log
    assert "anna" not in served.log


@pytest.mark.slow
def test_logs_are_json_and_hold_no_secrets(served: Served) -> None:
    """What was answered, by whom it was asked, and nothing that would let a reader in."""
    with httpx.Client(base_url=served.url) as client:
        assert sign_in(client, "Wr0ng-Password").status_code == 401
        assert sign_in(client, PASSWORD).status_code == 303
        client.get("/catalog")
        for address in (
            "/set-password/SECRET-1",
            "/set-password/SECRET-2/more",
            "/deadlines.ics?token=SECRET-3",
            "/sign-in?next=/x&code=SECRET-4&state=SECRET-5",
            "/analytics?q=SECRET-6",
        ):
            client.get(address, follow_redirects=False)
        client.get("/a%0Aline%22", headers={"Accept": "text/html"})
        cookies = list(client.cookies.values())
    # What gunicorn says of requests that it can't read passes through the same.
    with socket.create_connection(("127.0.0.1", int(served.url.rpartition(":")[2]))) as raw:
        raw.sendall(b"GET /set-password/SECRET-7 HTTP/9\r\n\r\n")
        raw.recv(1_000)

    lines = [json.loads(line) for line in served.log.splitlines()]

    assert "SECRET" not in served.log
    assert "Wr0ng-Password" not in served.log
    assert not any(value in served.log for value in cookies)
    for line in lines:
        assert {"time", "level", "logger", "message"} <= line.keys()
        assert line["time"].endswith("+00:00")
    told = [line for line in lines if line["logger"] == "access"]
    (catalog,) = [line for line in told if line["path"] == "/catalog"]
    assert (catalog["status"], catalog["kind"], catalog["manager_id"]) == (200, "document", "m1")
    assert len(catalog["request_id"]) == 8
    assert catalog["milliseconds"] > 0
    assert "/set-password/..." in {line["path"] for line in told}
    assert "/a%0Aline%22" in {line["path"] for line in told}
    assert any(line["logger"] == "gunicorn.error" for line in lines)


@pytest.mark.slow
def test_metrics_are_told_of_all_workers_at_their_own_address(served: Served) -> None:
    def value(name: str, **labels: str) -> float:
        return sum(
            sample.value
            for family in text_string_to_metric_families(
                httpx.get(f"{served.metrics}/metrics").text
            )
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )

    answered = "reseller_store_requests_total"
    before = value(answered, kind="route", route="/sign-in", status="200")
    for _ in range(20):  # Each by another connection, so that both workers answer some.
        httpx.get(f"{served.url}/sign-in")
    with httpx.Client(base_url=served.url) as client:
        assert sign_in(client, "Wr0ng-Password").status_code == 401
        assert sign_in(client, PASSWORD).status_code == 303
        client.get("/subscriptions/s-secret-1")
        client.get("/no/such/page/of/any/kind")

    assert value(answered, kind="route", route="/sign-in", status="200") == before + 22
    assert value("reseller_store_sign_ins_total", outcome="accepted") >= 1
    assert value("reseller_store_sign_ins_total", outcome="refused") >= 1
    assert value(answered, route="/subscriptions/<subscription_id>", status="404") >= 1
    assert value(answered, route="unknown", status="404") >= 1
    assert value("reseller_store_request_seconds_count", kind="document") >= 2
    assert value("reseller_store_open_sessions") >= 1
    assert value("reseller_store_store_is_up") == 1
    assert value("reseller_store_published_age_seconds") > 0
    text = httpx.get(f"{served.metrics}/metrics").text
    assert not any(word in text for word in ("anna", "alfa", "s-secret", "m1"))


@pytest.mark.slow
def test_the_two_addresses_answer_nothing_of_each_other(served: Served) -> None:
    fooled = {"Host": served.metrics.removeprefix("http://"), "X-Forwarded-Port": "9100"}

    assert httpx.get(f"{served.url}/metrics", headers=fooled).status_code == 302
    for path in ("/", "/sign-in", "/healthz", "/metrics/"):
        assert httpx.get(f"{served.metrics}{path}").status_code == 404
    assert httpx.post(f"{served.metrics}/metrics").status_code == 404
