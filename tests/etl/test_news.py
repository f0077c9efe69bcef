"""The operator's news on their way into the store, from the real sandbox and from bad servers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from etl import news
from etl.news import NewsReader, feeds_of
from settings import Settings
from store.database import Store
from store.news import latest_news
from tests.laid import lay_store
from tests.sandbox_fixtures import RunningSandbox, sandbox, seeded_store

NOW = datetime(2026, 3, 18, 6, 0, tzinfo=UTC)
FEED = b"<rss version='2.0'><channel><title>x</title>%s</channel></rss>"
ITEM = b"<item><title>%s</title><link>https://n.example/1</link></item>"

__all__ = ["sandbox", "seeded_store"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    lay_store(url)
    store = Store(url)
    yield store
    store.close()


def reader(store: Store, url: str, url_ru: str = "") -> NewsReader:
    settings = Settings(news_url=url, news_url_ru=url_ru)
    return NewsReader(feeds_of(settings), store, clock=lambda: NOW)


def titles(store: Store, language: str = "en") -> list[str]:
    return [one.title for one in latest_news(store, language=language, most=30)]


@contextmanager
def serving(status: int, body: bytes, **headers: str) -> Iterator[str]:
    """Answer every request so; with 302, lead to itself for ever."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):  # Whoever asked has had enough.
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/feed?key=secret"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_sandboxs_news_are_read_in_both_languages(
    sandbox: RunningSandbox, store: Store
) -> None:
    """HOME-2; no token, and each item's link leads to its page."""
    feed = f"{sandbox.url}/news.rss"
    reader(store, feed, f"{feed}?language=ru").read()

    found = latest_news(store, language="en", most=30)
    assert found[0].title == "Exchange rates for March 2026 are set"
    assert found[0].published_at == datetime(2026, 3, 1, 7, tzinfo=UTC)
    assert found[0].summary.startswith("Orders and charges of this month are converted")
    assert found[1].title == "Maintenance of the platform on Sunday night"
    assert found == sorted(found, key=lambda one: one.published_at, reverse=True)
    assert titles(store, "ru")[0] == "Установлены курсы валют на март 2026 года"
    assert len(found) == len(titles(store, "ru")) == 11

    page = httpx.get(found[0].link)
    assert page.headers["Content-Type"].startswith("text/html")
    assert found[0].title in page.text
    assert httpx.get(f"{sandbox.url}/news/nothing").status_code == 404


def test_a_feed_that_has_not_changed_is_not_sent_again(
    sandbox: RunningSandbox, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = reader(store, f"{sandbox.url}/news.rss")
    wanted.read()
    kept: list[int] = []
    monkeypatch.setattr(news, "replace_news", lambda *_, **__: kept.append(1))
    wanted.read()
    assert not kept
    assert [one["status"] for one in asked(sandbox)] == [200, 304]

    sandbox.platform.advance(timedelta(days=14))
    wanted.read()
    assert kept
    assert asked(sandbox)[-1]["status"] == 200


def asked(sandbox: RunningSandbox) -> list[dict[str, int]]:
    entries = httpx.get(f"{sandbox.url}/_sandbox/log").json()["requests"]
    return [one for one in entries if one["path"].startswith("/news.rss")]


@pytest.mark.parametrize(
    ("status", "body", "headers", "why"),
    [
        (500, b"", {}, "answers 500"),
        (404, FEED % (ITEM % b"new"), {}, "answers 404"),
        (302, b"", {"Location": "/feed"}, "no answer: TooManyRedirects"),
        (200, b"<html>", {}, "it is broken"),
        (200, FEED % (ITEM % b"new" * 20_000), {}, "larger than 1,000,000 bytes"),
        (200, b"\x1f\x8b", {"Content_Encoding": "gzip"}, "packed"),
    ],
)
def test_a_bad_answer_is_logged_and_changes_nothing(
    store: Store,
    caplog: pytest.LogCaptureFixture,
    status: int,
    body: bytes,
    headers: dict[str, str],
    why: str,
) -> None:
    with serving(200, FEED % (ITEM % b"old")) as url:
        reader(store, url).read()
    caplog.clear()
    with serving(status, body, **headers) as url, caplog.at_level(logging.INFO):
        reader(store, url).read()

    assert titles(store) == ["old"]
    (said,) = (one.getMessage() for one in caplog.records if one.name == "etl.news")
    assert why in said
    assert "secret" not in said


def test_nobody_there_changes_nothing_and_the_other_feed_is_read(store: Store) -> None:
    with serving(200, FEED % (ITEM % b"old")) as url:
        reader(store, url).read()
    with serving(200, FEED % (ITEM % b"ru")) as url_ru:
        reader(store, url, url_ru).read()

    assert titles(store) == ["old"]
    assert titles(store, "ru") == ["ru"]


def test_what_is_broken_off_changes_nothing(sandbox: RunningSandbox, store: Store) -> None:
    wanted = reader(store, f"{sandbox.url}/news.rss")
    wanted.read()
    before = titles(store)
    for kind in ("cut", "malformed", "drop_before"):
        fault = {"kind": kind, "path": "/news.rss", "times": 1}
        assert httpx.post(f"{sandbox.url}/_sandbox/faults", json=fault).status_code == 201, kind
        reader(store, f"{sandbox.url}/news.rss").read()
        assert titles(store) == before


def test_one_that_takes_too_long_is_given_up(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(news, "LONGEST_SECONDS", -1.0)
    with serving(200, FEED % (ITEM % b"new")) as url:
        reader(store, url).read()

    assert titles(store) == []
    assert "longer than" in caplog.text


def test_a_feed_that_is_named_no_more_is_forgotten(store: Store) -> None:
    with serving(200, FEED % (ITEM % b"all")) as url:
        reader(store, url, url).read()
        assert titles(store, "ru") == ["all"]
        reader(store, url).read()
    reader(store, "").read()

    assert titles(store) == titles(store, "ru") == []
