"""A draft in which charges and consumption come to cost something."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.staging import Bench, open_draft

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


@contextmanager
def open_costed(folder: Path) -> Iterator[Bench]:
    """Open a draft with a subscription to a plan of the platform's and one of the vendor's."""
    with open_draft(
        folder,
        plan=[
            {"plan_id": "p1", "name": "Microsoft 365 E3"},
            {"plan_id": "p2", "name": "Azure Plan", "billing_type": "payg_external"},
        ],
        subscription=[{"subscription_id": "s1"}, {"subscription_id": "s2", "plan_id": "p2"}],
    ) as bench:
        yield bench


def amounts(*texts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts)
