"""What is forgotten, and what never is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from etl.housekeeping import Housekeeping
from letters.sending import Postman
from settings import Settings
from store.attempts import Limit, begin_attempt
from store.audit import Action, events, record_event
from store.database import Store
from store.drafts import DraftPlace, save_draft
from store.sessions import start_session
from store.tokens import Purpose, new_token
from tests.laid import lay_store

WHOSE = {"manager_id": "m1", "reseller_id": "r1"}


def test_nothing_that_forgets_forgets_the_audit(tmp_path: Path) -> None:
    """ACC-20: when a manager was here last follows from it, and INACTIVE_DAYS has no limit."""
    settings = Settings(data_dir=tmp_path)
    lay_store(settings.store_url)
    store, now = Store(settings.store_url), datetime.now(UTC)
    record_event(store, Action.SIGNED_IN, **WHOSE, now=now - timedelta(days=3650))

    Housekeeping(settings, store).tick()
    Postman(settings, store).forget()
    start_session(store, **WHOSE, now=now)
    new_token(store, Purpose.RESET, **WHOSE, asked_at=now, now=now)
    begin_attempt(store, "a", limit=Limit(5, timedelta(minutes=15)), now=now)
    save_draft(store, DraftPlace("m1", "p1"), {}, now=now)

    assert [one.action for one in events(store, reseller_id="r1")] == [Action.SIGNED_IN]
