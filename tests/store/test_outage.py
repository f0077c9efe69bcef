"""A store that is away for hours is told of once, by what tries every second."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from store.database import Store
from store.outage import Outage


def test_it_is_told_once_when_it_begins_and_once_when_it_ends(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "store.outage")
    folder = tmp_path / "data"
    store = Store(f"sqlite:///{folder / 'portal.sqlite3'}")
    folder.rmdir()

    def ask() -> None:
        with store.reading() as session:
            session.execute(text("SELECT 1"))

    job = Outage("mail waits").outliving(ask)
    job()
    job()
    folder.mkdir()
    job()
    job()

    assert [one.getMessage() for one in caplog.records] == [
        "the portal store can't be used, so mail waits: unable to open database file",
        "the portal store can be used again: mail waits no longer",
    ]
    assert not any(one.exc_info for one in caplog.records)
    store.close()


def test_what_else_is_wrong_is_not_hidden() -> None:
    with pytest.raises(IntegrityError), Outage("mail waits").outlived():
        raise IntegrityError("INSERT", {}, ValueError("the same key twice"))
