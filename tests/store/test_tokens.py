"""Links that let their reader set a password (ACC-14, ACC-17)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from store.database import Store
from store.models import Token
from store.tokens import Link, Purpose, find_link, new_token, use_token

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
LINK = Link(Purpose.RESET, "m1", "r1")


def make(
    store: Store, asked_at: datetime = NOW, purpose: Purpose = Purpose.RESET, now: datetime = NOW
) -> str | None:
    return new_token(store, purpose, manager_id="m1", reseller_id="r1", asked_at=asked_at, now=now)


def test_a_token_works_once_and_is_not_kept(store: Store) -> None:
    token = make(store) or ""

    assert find_link(store, token, now=NOW) == LINK
    assert find_link(store, token, now=NOW) == LINK  # Looking does not use it up.
    with store.writing() as session:
        assert session.scalar(select(Token.token_digest)) != token
        assert use_token(session, token, now=NOW) == LINK
    with store.writing() as session:
        assert use_token(session, token, now=NOW) is None
    assert find_link(store, token, now=NOW) is None
    assert find_link(store, "x" + token[1:], now=NOW) is None
    assert find_link(store, "", now=NOW) is None


def test_tokens_expire(store: Store) -> None:
    reset, day = make(store) or "", timedelta(hours=24)
    assert find_link(store, reset, now=NOW + day - timedelta(seconds=1)) == LINK
    assert find_link(store, reset, now=NOW + day) is None
    invitation = make(store, LATER, Purpose.INVITATION) or ""
    assert find_link(store, invitation, now=NOW + timedelta(days=7, seconds=-1)) is not None
    assert find_link(store, invitation, now=NOW + timedelta(days=7)) is None


def test_a_newer_token_replaces_older_ones_and_an_older_one_is_not_made(store: Store) -> None:
    first = make(store) or ""
    second = make(store, LATER) or ""

    assert find_link(store, first, now=LATER) is None
    assert find_link(store, second, now=LATER) == LINK
    assert make(store, NOW) is None


def test_those_of_a_mail_that_is_tried_again_work_all_until_one_is_used(store: Store) -> None:
    first, again = make(store) or "", make(store, now=LATER) or ""
    assert find_link(store, first, now=LATER) == find_link(store, again, now=LATER) == LINK

    with store.writing() as session:
        use_token(session, first, now=LATER)

    assert find_link(store, again, now=LATER) is None
