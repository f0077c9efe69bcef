"""However the clock is moved, the same comes of it (NFR-6)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from sandbox.books import Books
from sandbox.platform import Platform
from sandbox.records import Charge, Order, ResellerCharge, Subscription
from tests.sandbox_fixtures import SeededStore, open_copy

DAYS = 40


def told(platform: Platform) -> dict[str, list[Any]]:
    def all_of(books: Books, kind: type[Any]) -> list[Any]:
        return list(books.find(kind))

    with platform.reading() as books:
        return {kind.__name__: all_of(books, kind)
                for kind in (Charge, Order, ResellerCharge, Subscription)}  # fmt: skip


def test_one_big_step_and_many_small_ones_lead_to_the_same(
    seeded_store: SeededStore, tmp_path: Path
) -> None:
    for name in ("big", "small"):
        (tmp_path / name).mkdir()
    big, small = (open_copy(seeded_store, tmp_path / name) for name in ("big", "small"))

    big.advance(timedelta(days=DAYS))
    for _ in range(DAYS * 2):
        small.advance(timedelta(hours=12))

    assert told(small) == told(big)
    big.catch_up()  # What has been done is not done again.
    assert told(small) == told(big)
