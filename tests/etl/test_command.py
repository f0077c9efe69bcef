"""The command: what people read, what machines read, and the exit code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import SettingsError
from etl.command import platform_client, refresh, replay, watch
from sandbox.faults import Fault
from sandbox.server import running
from settings import Settings
from store.lease import LOAD, acquire
from tests.etl.portal import Portal

KEYS = ["load_id", "kind", "status", "as_of", "rows", "quarantined", "differences",
        "deviations", "broken_pages", "error"]  # fmt: skip


@pytest.fixture
def options(loaded: Portal) -> Iterator[Settings]:
    """The settings of a portal that has loaded, whose platform is served over HTTP."""
    with running(loaded.platform) as url:
        yield replace(loaded.options, platform_url=url)


def last_line(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    lines = capsys.readouterr().out.splitlines()
    found: dict[str, object] = json.loads(lines[-1])
    assert list(found) == KEYS
    return found


def test_a_published_load_ends_with_0(
    options: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refresh(options, full=False) == 0

    told = last_line(capsys)
    assert (told["kind"], told["status"], told["error"]) == ("refresh", "published", None)
    assert told["as_of"] == "2026-03-18T06:00:00Z"
    assert isinstance(told["rows"], dict)
    assert told["rows"]["subscriptions"] > 0
    assert (told["quarantined"], told["differences"], told["broken_pages"]) == (0, 0, [])


def test_a_full_load_says_so(options: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert refresh(options, full=True) == 0

    out = capsys.readouterr().out
    assert "(full) is published, as of 2026-03-18 06:00:00+00:00" in out
    assert "  charges: " in out


def test_a_failed_load_ends_with_1(
    options: Settings, loaded: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded.platform.faults.set(Fault("status", "/customer_store", None, 401, None, None))

    assert refresh(options, full=False) == 1

    told = last_line(capsys)
    assert told["status"] == "failed"
    assert told["error"] == "401: Unauthorized"


def test_a_load_beside_another_ends_with_75(
    options: Settings, loaded: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    acquire(loaded.store, LOAD, "another-host/1/2", now=datetime.now(UTC))

    assert refresh(options, full=False) == 75

    told = last_line(capsys)
    assert (told["status"], told["load_id"]) == ("busy", None)


def test_kept_pages_are_replayed(
    options: Settings, loaded: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    (kept,) = loaded.options.raw_dir.iterdir()

    assert replay(options, kept.name) == 0

    assert last_line(capsys)["kind"] == "replay"


def test_pages_that_are_not_kept_can_not_be_replayed(
    options: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert replay(options, "20200101T000000-0000") == 1

    assert "no pages are kept in 20200101T000000-0000" in str(last_line(capsys)["error"])


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"platform_token": "t"}, "PLATFORM_URL is empty"),
        ({"platform_url": "http://x"}, "PLATFORM_TOKEN is empty"),
        ({"platform_url": "http://x", "platform_token": "тайна"}, "printable ASCII"),
    ],
)
def test_a_platform_that_is_not_named_is_said_so(settings: dict[str, str], problem: str) -> None:
    with pytest.raises(SettingsError, match=problem) as raised:
        platform_client(Settings(**settings))

    assert "тайна" not in str(raised.value)


def test_a_look_at_what_is_under_way_ends_with_0(
    options: Settings, loaded: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    """Some subscriptions are under way on this platform."""
    assert watch(options) == 0
    told = last_line(capsys)
    assert (told["kind"], told["status"]) == ("watch", "unchanged")

    loaded.platform.advance(timedelta(days=3))

    assert watch(options) == 0
    told = last_line(capsys)
    assert (told["status"], told["error"]) == ("published", None)
    assert isinstance(told["rows"], dict)
    assert set(told["rows"]) == {"accounts", "subscriptions", "orders"}


def test_where_nothing_is_under_way_there_is_nothing_to_look_at(
    quiet: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    assert watch(quiet.options) == 0

    assert "Nothing moved." in capsys.readouterr().out


def test_a_look_beside_a_load_ends_with_75(
    options: Settings, loaded: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    acquire(loaded.store, LOAD, "another-host/1/2", now=datetime.now(UTC))

    assert watch(options) == 75

    assert last_line(capsys)["status"] == "busy"
