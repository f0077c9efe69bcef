from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from store.audit import Action, events
from store.database import Store
from store.feeds import Subscriber, create_feed, end_feed, feed_of, find_feed
from store.models import Feed

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ANNA = {"manager_id": "m1", "reseller_id": "r1"}
BORIS = {"manager_id": "m2", "reseller_id": "r1"}


def create(store: Store, **who: str) -> str:
    return create_feed(store, **{**ANNA, "language": "ru", "now": NOW, **who})  # type: ignore[arg-type]


def test_a_token_leads_to_the_manager_it_was_made_for(store: Store) -> None:
    token = create(store)

    assert find_feed(store, token) == Subscriber("m1", "r1", "ru", NOW)
    assert feed_of(store, **ANNA) == find_feed(store, token)
    assert find_feed(store, "") is None
    assert find_feed(store, token + "x") is None


def test_a_token_is_not_kept(store: Store) -> None:
    """NFR-2."""
    token = create(store)

    with store.reading() as session:
        (row,) = session.scalars(select(Feed))
    assert token not in [getattr(row, column.key) for column in Feed.__table__.columns]
    assert len(token) >= 43  # 256 bits.


def test_a_new_feed_ends_the_one_before(store: Store) -> None:
    first = create(store)
    second = create_feed(store, **ANNA, language="en", now=NOW + timedelta(days=1))

    assert find_feed(store, first) is None
    assert find_feed(store, second) == Subscriber("m1", "r1", "en", NOW + timedelta(days=1))


def test_a_feed_is_ended_by_its_own_manager(store: Store) -> None:
    token, others = create(store), create(store, **BORIS)

    end_feed(store, manager_id="m1", reseller_id="r2", now=NOW)
    assert find_feed(store, token) is not None

    end_feed(store, **ANNA, now=NOW)
    assert find_feed(store, token) is None
    assert feed_of(store, **ANNA) is None
    assert find_feed(store, others) is not None


def test_what_is_done_with_a_feed_is_noted_once(store: Store) -> None:
    """NFR-3."""
    create(store)
    end_feed(store, **ANNA, now=NOW)
    end_feed(store, **ANNA, now=NOW)

    noted = [one.action for one in events(store, reseller_id="r1")]
    assert noted == [Action.FEED_ENDED, Action.FEED_CREATED]
