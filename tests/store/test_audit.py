from __future__ import annotations

from datetime import UTC, datetime, timedelta

from store.audit import Action, events, record_event
from store.database import Store

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_a_reseller_sees_its_own_events_newest_first(store: Store) -> None:
    record_event(store, Action.SIGNED_IN, reseller_id="r1", manager_id="m1", now=NOW)
    record_event(
        store,
        Action.DOWNLOADED,
        reseller_id="r1",
        manager_id="m1",
        now=NOW + timedelta(minutes=1),
        detail={"months": ["2026-10"]},
    )
    record_event(store, Action.SIGNED_IN, reseller_id="r2", manager_id="m2", now=NOW)

    found = events(store, reseller_id="r1")

    assert [(event.action, event.happened_at, event.detail) for event in found] == [
        ("downloaded", NOW + timedelta(minutes=1), {"months": ["2026-10"]}),
        ("signed_in", NOW, {}),
    ]
