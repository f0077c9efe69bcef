"""A tour that was seen once is seen for good, and leaves what else was chosen alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.database import Store
from store.manager_settings import choices_of, choose
from store.models import ManagerSetting
from store.tours import is_toured, keep_toured
from tests.laid import lay_store

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ANNA = {"manager_id": "m1", "reseller_id": "r1"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    url = f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    lay_store(url)
    return Store(url)


def test_nobody_has_seen_it_at_first_and_each_sees_it_by_themself(store: Store) -> None:
    assert not is_toured(store, **ANNA)

    keep_toured(store, **ANNA, now=NOW)
    keep_toured(store, **ANNA, now=NOW + timedelta(days=1))

    assert is_toured(store, **ANNA)
    assert not is_toured(store, manager_id="m1", reseller_id="r2")
    with store.reading() as session:
        row = session.get(ManagerSetting, ("m1", "r1"))
        assert row is not None
        assert row.toured_at == NOW


def test_what_else_was_chosen_stays(store: Store) -> None:
    choose(store, **ANNA, now=NOW, language="ru", is_reminded=False)
    assert not is_toured(store, **ANNA)

    keep_toured(store, **ANNA, now=NOW)

    chosen = choices_of(store, **ANNA)
    assert (chosen.language, chosen.is_reminded) == ("ru", False)
