from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from store.audit import Action, record_event
from store.database import Store
from store.known_people import known_people
from store.models import Credential

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
YEAR = timedelta(days=365)


def test_who_has_a_password_or_signed_in_otherwise_is_known(store: Store) -> None:
    """A company's own sign-in leaves no password here, and its sessions are soon forgotten."""
    for manager_id in ("m2", "m3", "m3"):
        record_event(
            store, Action.SIGNED_IN, manager_id=manager_id, reseller_id="r1", now=NOW - YEAR
        )
    invited: dict[str, Any] = {"reseller_id": "r1", "now": NOW, "detail": {"invited_id": "m5"}}
    record_event(store, Action.INVITED, manager_id="m4", **invited)
    with store.writing() as session:
        for manager_id, reseller_id in (("m1", "r1"), ("m2", "r1"), ("m9", "r2")):
            session.add(Credential(manager_id=manager_id, reseller_id=reseller_id,
                                   password_hash="", changed_at=NOW))  # fmt: skip

    assert known_people(store, reseller_id="r1") == {"m1", "m2", "m3"}
    assert known_people(store, reseller_id="r3") == set()
