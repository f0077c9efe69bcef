from __future__ import annotations

from datetime import UTC, date, datetime

from domain.money import Money
from etl.summary import Difference, LoadKind, LoadSummary, Status
from etl.telling import describe


def test_people_read_what_was_set_aside_what_broke_and_what_differs() -> None:
    summary = LoadSummary(
        "load1", LoadKind.REFRESH, Status.PUBLISHED,
        as_of=datetime(2026, 3, 18, 6, 0, tzinfo=UTC),
        rows={"charges": 1234},
        quarantined=2,
        broken_pages=("GET /charges: not JSON",),
        deviations=3,
        differences=(
            Difference("r1", "a1", "Alfa", "s1", date(2026, 3, 1), Money.zero("EUR"),
                       Money.zero("EUR")),
        ),
    )  # fmt: skip

    assert list(describe(summary)) == [
        "Load load1 (refresh) is published, as of 2026-03-18 06:00:00+00:00.",
        "  charges: 1,234",
        "Set aside, because they can't be used: 2 records.",
        "Could not be read: GET /charges: not JSON",
        "Figures of charges that do not follow from their others: 3.",
        "The platform's own sums differ in 1 places:",
        "  Alfa (a1), subscription s1, 2026-03: ours 0, theirs 0 EUR",
    ]
