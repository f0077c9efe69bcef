"""The outbox (NTF-11)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from store.database import Store
from store.messages import (
    CLAIM_LASTS,
    TRIED_FOR,
    OutboxState,
    claim_message,
    details_since,
    forget_messages,
    messages,
    outbox_state,
    post,
    record_failed,
    record_sent,
)

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ANNA = {"manager_id": "m1", "reseller_id": "r1"}


def write(store: Store, key: str = "k1") -> bool:
    return post(store, "invitation", "m1", "r1", key, {"a": 1}, NOW)


def states(store: Store) -> list[tuple[str, int]]:
    return [(each.state, each.attempts) for each in messages(store, **ANNA)]


def test_one_reason_is_written_about_once(store: Store) -> None:
    assert (write(store), write(store)) == (True, False)
    assert states(store) == [("waiting", 0)]


def test_a_mail_is_written_down_together_with_its_reason(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.writing() as session:  # noqa: PT012
        assert post(session, "invitation", "m1", "r1", "k1", {}, NOW)
        raise ZeroDivisionError

    assert states(store) == []


def test_a_mail_is_claimed_by_one_process(store: Store) -> None:
    write(store)

    claimed = claim_message(store, now=NOW)

    assert claimed is not None
    assert claimed.detail == {"a": 1}
    assert claim_message(store, now=NOW) is None
    record_sent(store, claimed, now=NOW)
    assert claim_message(store, now=NOW + timedelta(days=1)) is None
    assert states(store) == [("sent", 1)]


def test_a_mail_whose_sender_died_is_sent_again_and_its_own_word_counts_no_more(
    store: Store,
) -> None:
    write(store)
    dead = claim_message(store, now=NOW)
    assert dead is not None

    again = claim_message(store, now=NOW + CLAIM_LASTS)

    assert again is not None
    assert (again.message_id, again.attempt) == (dead.message_id, 2)
    record_failed(store, dead, "late", is_final=True, now=NOW)
    assert states(store) == [("sending", 2)]


def test_pauses_grow_until_it_is_given_up(store: Store) -> None:
    write(store)
    now, tries = NOW, []
    while (claimed := claim_message(store, now=now)) is not None:
        tries.append(now)
        if not record_failed(store, claimed, "down", is_final=False, now=now):
            break
        (row,) = messages(store, **ANNA)
        now = row.due_at

    pauses = [later - earlier for earlier, later in pairwise(tries)]
    assert pauses[:3] == [timedelta(seconds=20), timedelta(seconds=40), timedelta(seconds=80)]
    assert max(pauses) == timedelta(hours=2)
    assert pauses == sorted(pauses)
    assert TRIED_FOR <= tries[-1] - NOW < TRIED_FOR + timedelta(hours=2)
    (row,) = messages(store, **ANNA)
    assert (row.state, row.problem) == ("failed", "down")


def test_what_is_refused_for_good_is_not_tried_again(store: Store) -> None:
    write(store)
    claimed = claim_message(store, now=NOW)
    assert claimed is not None

    assert not record_failed(store, claimed, "550 no such user", is_final=True, now=NOW)

    assert states(store) == [("failed", 1)]


def test_old_mails_are_forgotten_and_waiting_ones_are_not(store: Store) -> None:
    write(store, "sent")
    claimed = claim_message(store, now=NOW)
    assert claimed is not None
    record_sent(store, claimed, now=NOW)
    write(store, "waiting")

    forget_messages(store, now=NOW + timedelta(days=91))

    assert [each.key for each in messages(store, **ANNA)] == ["waiting"]


def test_the_outbox_tells_what_waits_why_and_what_was_given_up_lately(store: Store) -> None:
    assert outbox_state(store, now=NOW) == OutboxState(0, None, None, 0)

    write(store, "k1")
    claimed = claim_message(store, now=NOW)
    assert claimed is not None
    record_failed(store, claimed, "550 no such user", is_final=True, now=NOW)
    write(store, "k2")
    claimed = claim_message(store, now=NOW)
    assert claimed is not None
    record_failed(store, claimed, "451 later", is_final=False, now=NOW)

    assert outbox_state(store, now=NOW) == OutboxState(1, NOW, "451 later", 1)
    assert outbox_state(store, now=NOW + TRIED_FOR * 2).failed_count == 0


def test_what_mails_of_a_kind_have_told_is_by_manager(store: Store) -> None:
    def tell(manager_id: str, key: str, told: str, hours: int = 0, **more: str) -> None:
        kind, reseller_id = more.get("kind", "reminder"), more.get("reseller_id", "r1")
        when = NOW + timedelta(hours=hours)
        post(store, kind, manager_id, reseller_id, key, {"told": [told]}, when)

    tell("m1", "k1", "a")
    tell("m1", "k2", "b", hours=1)
    tell("m1", "k3", "old", hours=-1)
    tell("m2", "k4", "c")
    tell("m1", "k5", "another's", reseller_id="r2")
    tell("m1", "k6", "of another kind", kind="summary")

    found = details_since(store, "reminder", NOW, reseller_id="r1")
    told = {one: sorted(each["told"][0] for each in details) for one, details in found.items()}
    assert told == {"m1": ["a", "b"], "m2": ["c"]}
