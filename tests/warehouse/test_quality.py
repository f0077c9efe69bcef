"""What is known to be wrong with what is published."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.warehouse_builder import publish
from warehouse.connection import Warehouse
from warehouse.quality import QuarantinedRecord, quarantined_records


def test_records_that_could_not_be_read_are_listed_the_last_met_first(tmp_path: Path) -> None:
    publish(
        tmp_path,
        **{
            "mirror.quarantine": [
                {"collection": "plans", "record_id": "p1", "reason": "no name",
                 "met_at": "2026-11-19 08:00:00"},
            ],
            "ledger.quarantine": [
                {"collection": "charges", "record_id": "c1", "reason": "no amount",
                 "met_at": "2026-11-20 22:30:00"},
                {"collection": "charges", "record_id": "c2", "reseller_id": "r2"},
            ],
        },
    )  # fmt: skip

    with Warehouse(tmp_path).snapshot() as snapshot:
        found = quarantined_records(snapshot, reseller_id="r1")

    assert found == [
        QuarantinedRecord("charges", "c1", "no amount", datetime(2026, 11, 20, 22, 30, tzinfo=UTC)),
        QuarantinedRecord("plans", "p1", "no name", datetime(2026, 11, 19, 8, tzinfo=UTC)),
    ]
