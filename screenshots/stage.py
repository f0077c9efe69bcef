"""The portal that is photographed: a whole one, in front of a whole platform, on a day of its own.

The platform's history is seeded and both clocks stand still, so that two runs show the same. It is
served on free ports by threads of this process, and what it keeps lies in a folder of the caller's.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dash import Dash

from dashboard.app import create_app
from dashboard.bulk_work import BulkWorker
from dashboard.context import Portal
from dashboard.delivery import compress_static
from dashboard.platform import platform_actions
from dashboard.platform import platform_client as live_client
from etl.command import platform_client
from etl.news import NewsReader, feeds_of
from etl.progress import Progress
from etl.run import Load, run_load
from etl.sources import Platform as Source
from etl.summary import LoadKind, Status
from sandbox.platform import Platform
from sandbox.records import Reseller
from sandbox.seed import seed
from sandbox.seeding.people import ADMINISTRATOR, ManagerRecipe, ResellerRecipe, add_reseller
from sandbox.server import running
from screenshots.serving import serving
from settings import Settings, read_settings
from store.credentials import set_password
from store.database import Store, migrate
from store.tours import keep_toured
from warehouse.connection import Warehouse

# A day late in a month, with two whole months before it to compare.
DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 40, tzinfo=UTC)
PASSWORD = "Correct-Horse-7"  # noqa: S105 - of a portal that lives for minutes
DOMAIN = "blaufeld.example"
ADMIN = "jana.albrecht@blaufeld.example"
READER = "sofia.rossi@blaufeld.example"  # May see much and change nothing.
NEWCOMER_DOMAIN = "neuland.example"
NEWCOMER = "lena.vogt@neuland.example"
# A partner that has only just begun: what its pages say is what every first day looks like.
NEWCOMERS = ResellerRecipe(
    "Neuland Digital", NEWCOMER_DOMAIN, "EUR", 1, 0,
    {"name": "Neuland Digital GmbH", "address_line_1": "Hafenweg 12", "address_line_2": None,
     "city": "Münster", "state": None, "zip": "48155", "country": "DE", "phone": "+492517654321",
     "fax": None, "email": "hallo@neuland.example"},
    {"first-name": "Lena", "last-name": "Vogt", "email": NEWCOMER, "phone": "+492517654322"},
    (ManagerRecipe("Lena Vogt", NEWCOMER, ADMINISTRATOR, "+492517654322"),),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stage:
    """A portal that is served at `url`, and the platform behind it."""

    url: str
    app: Dash
    platform: Platform

    @property
    def portal(self) -> Portal:
        portal: Portal = self.app.server.extensions["portal"]
        return portal

    def manager(self, email: str) -> dict[str, str]:
        """Return whose a sign-in is, as functions of the store ask for it."""
        return _managers(self.portal.warehouse)[email]


@contextmanager
def staged(folder: Path, **options: str) -> Iterator[Stage]:
    """Seed, load and serve while the block runs; `options` are settings by their keys."""
    random.seed(0)
    path = folder / "platform.sqlite3"
    token = seed(path, DAY).token
    platform = Platform(path, real_time=lambda: NOW)
    with platform.writing() as books:
        add_reseller(books, NEWCOMERS, books.find(Reseller, "parent_id IS NULL")[0])
    with ExitStack() as stack:
        address = stack.enter_context(running(platform))
        settings = _settings(folder, address, token, options)
        migrate(settings.store_url)
        _load(settings, platform)
        app = _portal(settings, platform)
        worker = BulkWorker(app.server)
        worker.start()
        stack.callback(worker.stop)
        url = stack.enter_context(serving(app.server))
        yield Stage(url, app, platform)


def _settings(folder: Path, address: str, token: str, options: dict[str, str]) -> Settings:
    return read_settings(
        {
            "DATA_DIR": str(folder / "var"),
            "PLATFORM_URL": address,
            "PLATFORM_TOKEN": token,
            "NEWS_URL": f"{address}/news.rss",
            "NEWS_URL_RU": f"{address}/news.rss?language=ru",
            "SECRET_KEY": "0" * 32,
            "SUPPORT_EMAIL": "partners@northerncloud.example",
            "SUPPORT_PHONE": "+372 600 1000",
            "SUPPORT_URL": "https://northerncloud.example/help",
            **options,
        }
    )


def _load(settings: Settings, platform: Platform) -> None:
    with closing(Store(settings.store_url)) as store, platform_client(settings) as client:
        source = Source(client, settings, is_full=True, progress=Progress())
        summary = run_load(Load(source, LoadKind.FULL, settings, store, clock=platform.now))
    if summary.status is not Status.PUBLISHED:
        raise RuntimeError(f"the sandbox could not be loaded: {summary.error}")


def _portal(settings: Settings, platform: Platform) -> Dash:
    store, warehouse = Store(settings.store_url), Warehouse(settings.warehouse_dir)
    for whose in _managers(warehouse).values():
        set_password(store, **whose, password=PASSWORD, now=platform.now())
        keep_toured(store, **whose, now=platform.now())
    NewsReader(feeds_of(settings), store, clock=platform.now).read()
    app = create_app(
        settings,
        warehouse,
        store,
        clock=platform.now,
        platform=live_client(settings),
        actions=platform_actions(settings),
    )
    compress_static(app.server)
    return app


def _managers(warehouse: Warehouse) -> dict[str, dict[str, str]]:
    with warehouse.snapshot() as snapshot, snapshot.cursor() as cursor:
        rows = cursor.execute("SELECT email, manager_id, reseller_id FROM mirror.manager")
        return {
            email: {"manager_id": manager_id, "reseller_id": reseller_id}
            for email, manager_id, reseller_id in rows.fetchall()
        }
