from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.details import TRANSITIONAL
from domain.statuses import OrderStatus, SubscriptionStatus
from sandbox.platform import Platform
from sandbox.records import Order, Subscription
from sandbox.seed import Seeded, seed
from tests.etl.portal import Portal
from tests.laid import lay_store

DAY = date(2026, 3, 18)
REAL_TIME = datetime(2026, 3, 18, 6, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def seeded_platform(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Seeded]:
    """A small platform: three resellers, every billing type, half a year."""
    path = tmp_path_factory.mktemp("seeded") / "platform.sqlite3"
    return path, seed(path, DAY, clients=8, subscriptions=40, months=6)


@pytest.fixture
def platform(seeded_platform: tuple[Path, Seeded], tmp_path: Path) -> Platform:
    """A platform of the test's own, whose clock stands still until it is moved."""
    path = tmp_path / "platform.sqlite3"
    shutil.copyfile(seeded_platform[0], path)
    return Platform(path, real_time=lambda: REAL_TIME)


@pytest.fixture
def portal(
    platform: Platform, seeded_platform: tuple[Path, Seeded], tmp_path: Path
) -> Iterator[Portal]:
    """A portal that has not loaded anything yet."""
    portal = Portal(tmp_path / "fresh", platform, seeded_platform[1].token)
    lay_store(portal.options.store_url)
    yield portal
    portal.store.close()


@pytest.fixture(scope="session")
def loaded_folder(
    seeded_platform: tuple[Path, Seeded], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The data folder of a portal that has loaded everything once. Not to be changed."""
    folder = tmp_path_factory.mktemp("loaded")
    path, seeded = seeded_platform
    copy = folder / "platform.sqlite3"
    shutil.copyfile(path, copy)
    portal = Portal(folder / "var", Platform(copy, real_time=lambda: REAL_TIME), seeded.token)
    lay_store(portal.options.store_url)
    portal.publish()
    portal.store.close()
    return folder / "var"


@pytest.fixture
def loaded(
    loaded_folder: Path, platform: Platform, seeded_platform: tuple[Path, Seeded], tmp_path: Path
) -> Iterator[Portal]:
    """A portal that has loaded everything once."""
    shutil.copytree(loaded_folder, tmp_path / "var")
    portal = Portal(tmp_path / "var", platform, seeded_platform[1].token)
    yield portal
    portal.store.close()


@pytest.fixture(scope="session")
def quiet_folder(
    loaded_folder: Path,
    seeded_platform: tuple[Path, Seeded],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A platform at which nothing is under way, and what a portal knows of it. Not to be changed.

    One new subscription waits for its day.
    """
    folder = tmp_path_factory.mktemp("quiet")
    path, seeded = seeded_platform
    shutil.copyfile(path, folder / "platform.sqlite3")
    platform = Platform(folder / "platform.sqlite3", real_time=lambda: REAL_TIME)
    end_all_stories(platform)
    shutil.copytree(loaded_folder, folder / "var")
    portal = Portal(folder / "var", platform, seeded.token)
    portal.publish()
    portal.store.close()
    return folder


def end_all_stories(platform: Platform) -> None:
    under_way = (OrderStatus.WAITING_FOR_PAYMENT, OrderStatus.PROVISIONING)
    with platform.writing() as books:
        waiting = books.find(Order, "status = ?", OrderStatus.WAITING_FOR_PROVISIONING)
        for order in books.find(Order):
            if order.status in under_way:
                books.unschedule("order", order.order_id)
                books.change(order, status=OrderStatus.CANCELLED)
        for subscription in books.find(Subscription):
            is_waiting = any(o.subscription_id == subscription.subscription_id for o in waiting)
            if subscription.status in TRANSITIONAL and not is_waiting:
                books.unschedule("operation", subscription.subscription_id)
                books.change(subscription, status=SubscriptionStatus.ACTIVE)


@pytest.fixture
def quiet(
    quiet_folder: Path, seeded_platform: tuple[Path, Seeded], tmp_path: Path
) -> Iterator[Portal]:
    """A portal that knows everything of a platform at which nothing is under way."""
    shutil.copytree(quiet_folder, tmp_path / "quiet")
    platform = Platform(tmp_path / "quiet" / "platform.sqlite3", real_time=lambda: REAL_TIME)
    portal = Portal(tmp_path / "quiet" / "var", platform, seeded_platform[1].token)
    yield portal
    portal.store.close()
