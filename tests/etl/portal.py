"""A portal's data folder beside a platform, for the tests of loads."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest

from etl.progress import Progress
from etl.raw import RawLoad
from etl.run import Clock, Load, run_load
from etl.sources import KeptPages, Platform
from etl.summary import LoadKind, LoadSummary, Status
from etl.watch import Watcher
from sandbox import platform as sandbox
from sandbox.app import create_app
from settings import Settings
from store.database import Store
from upstream.client import UpstreamClient
from warehouse import versions
from warehouse.pointer import DATABASES, Published, literal, read_pointer
from warehouse.sql import check, merge, names

Row = tuple[Any, ...]
Answering = Callable[[httpx.Request], httpx.Response | None]
# What tells one load from another, and says nothing about the platform.
OF_THE_LOAD = {"cursor": ("read_until",), "quarantine": ("load_id", "met_at")}


class Meddler(httpx.BaseTransport):
    """Answers in the platform's place when it is told to."""

    def __init__(self, transport: httpx.BaseTransport) -> None:
        self._transport = transport
        self._rules: list[tuple[re.Pattern[str], Answering]] = []
        self.requests: list[str] = []

    def on(self, pattern: str, answer: Answering) -> None:
        """Let `answer` answer what a pattern of the address matches; None passes it on."""
        self._rules.append((re.compile(pattern), answer))

    def forget(self) -> None:
        self._rules.clear()
        self.requests.clear()

    def ask(self, request: httpx.Request) -> httpx.Response:
        """Return what the platform itself answers, whole."""
        answer = self._transport.handle_request(request)
        answer.read()
        return answer

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(str(request.url))
        for pattern, answer in self._rules:
            if pattern.search(str(request.url)) and (response := answer(request)) is not None:
                return response
        return self._transport.handle_request(request)


@dataclass
class Portal:
    """Loads a platform, called in-process, into a data folder of its own."""

    folder: Path
    platform: sandbox.Platform
    token: str
    options: Settings = field(init=False)
    store: Store = field(init=False)
    meddler: Meddler = field(init=False)

    def __post_init__(self) -> None:
        self.options = Settings(
            platform_url="http://platform.example",
            platform_token=self.token,
            data_dir=self.folder,
            platform_attempts=2,
            platform_page_size=100,
        )
        self.store = Store(self.options.store_url)
        self.meddler = Meddler(httpx.WSGITransport(create_app(self.platform)))

    def set(self, **options: Any) -> None:
        self.options = replace(self.options, **options)

    def refresh(self, *, full: bool = False, progress: Progress | None = None) -> LoadSummary:
        is_full = full or self.published is None
        with self.client() as client:
            source = Platform(
                client, self.options, is_full=is_full, progress=progress or Progress()
            )
            kind = LoadKind.FULL if is_full else LoadKind.REFRESH
            return run_load(Load(source, kind, self.options, self.store))

    def publish(self, *, full: bool = False) -> LoadSummary:
        """Load, and make sure it was published."""
        summary = self.refresh(full=full)
        assert summary.status is Status.PUBLISHED, summary.error
        return summary

    def watcher(self, clock: Clock | None = None, progress: Progress | None = None) -> Watcher:
        """Return a watch that begins now; its clock is the platform's, unless another is given."""
        return Watcher(
            self.options,
            self.store,
            self.client,
            clock=clock or self.platform.now,
            progress=progress,
        )

    def replay(self, load_id: str) -> LoadSummary:
        raw = RawLoad.open(self.options.raw_dir / load_id)
        source = KeptPages(raw, self.options, progress=Progress())
        return run_load(Load(source, LoadKind.REPLAY, self.options, self.store))

    @staticmethod
    @contextmanager
    def after_publishing(where: str, instead: Callable[..., Any]) -> Iterator[None]:
        """Let something be done instead of `where` once a load has written its pointer."""
        with pytest.MonkeyPatch.context() as patch:
            replace_pointer = versions._write_beside

            def write(path: Path, content: bytes) -> Path:
                patch.setattr(where, instead)
                return replace_pointer(path, content)

            patch.setattr(versions, "_write_beside", write)
            yield

    def client(self) -> UpstreamClient:
        return UpstreamClient(
            self.options.platform_url,
            self.options.platform_token,
            attempts=self.options.platform_attempts,
            page_size=self.options.platform_page_size,
            concurrency=self.options.platform_concurrency,
            transport=self.meddler,
            sleep=lambda _: None,
        )

    def copy(self, folder: Path) -> Portal:
        """Return a portal of the same platform with a copy of what this one knows."""
        shutil.copytree(self.folder, folder)
        return Portal(folder, self.platform, self.token)

    @property
    def published(self) -> Published | None:
        return read_pointer(self.options.warehouse_dir)

    def ask(self, question: str) -> list[Row]:
        with self._connection() as connection:
            return connection.execute(question).fetchall()

    def tables(self) -> dict[str, list[Row]]:
        """Return all that is published, table by table."""
        with self._connection() as connection:
            found = connection.execute(
                "SELECT database_name, table_name FROM duckdb_tables()"
                " WHERE database_name IN ('mirror', 'ledger') ORDER BY ALL"
            ).fetchall()
            return {
                f"{database}.{table}": self._rows(connection, database, table)
                for database, table in found
            }

    def check(self) -> None:
        """Run every check over everything that is published."""
        with self._connection() as connection:
            connection.execute(merge("stage"))
            connection.execute(merge("check_everything"))
            for rule in names("checks"):
                assert connection.execute(check(rule)).fetchall() == [], rule

    def _rows(self, connection: duckdb.DuckDBPyConnection, database: str, table: str) -> list[Row]:
        left_out = ", ".join(OF_THE_LOAD.get(table, ()))
        excluding = f"EXCLUDE ({left_out})" if left_out else ""
        return connection.execute(
            f'SELECT * {excluding} FROM {database}."{table}" ORDER BY ALL'
        ).fetchall()

    @contextmanager
    def _connection(self) -> Iterator[duckdb.DuckDBPyConnection]:
        published = self.published
        assert published is not None, "nothing is published"
        with duckdb.connect(":memory:") as connection:
            connection.execute("SET TimeZone = 'UTC'")
            for database in DATABASES:
                path = self.options.warehouse_dir / getattr(published, database)
                connection.execute(f"ATTACH {literal(path)} AS {database} (READ_ONLY)")
            yield connection
