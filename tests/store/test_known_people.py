from __future__ import annotations

from datetime import UTC, datetime

from store.database import Store
from store.known_people import known_people
from store.models import Credential, Session

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_who_has_a_password_or_signed_in_otherwise_is_known(store: Store) -> None:
    """A company's own sign-in leaves no password here."""
    with store.writing() as session:
        for manager_id, reseller_id in (("m1", "r1"), ("m2", "r1"), ("m9", "r2")):
            session.add(Credential(manager_id=manager_id, reseller_id=reseller_id,
                                   password_hash="", changed_at=NOW))  # fmt: skip
        for number, manager_id in enumerate(("m2", "m3", "m3")):
            session.add(Session(token_digest=f"d{number}", manager_id=manager_id,
                                reseller_id="r1", created_at=NOW, seen_at=NOW))  # fmt: skip

    assert known_people(store, reseller_id="r1") == {"m1", "m2", "m3"}
    assert known_people(store, reseller_id="r3") == set()
