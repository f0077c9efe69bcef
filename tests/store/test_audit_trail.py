"""The audit of a reseller and what is still being sent, on both engines (NFR-3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from domain.operation import OperationKind, OperationState, PlatformIds
from store.audit import Action, record_event
from store.audit_trail import (
    AuditFilter,
    count_entries,
    page_of_entries,
    stream_entries,
)
from store.database import Store
from store.journal_rows import SENDING_LASTS, Answer
from store.operations import Asking, begin, mark_sent, record_answer
from store.settling import unsettled

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
EVERYTHING = AuditFilter()
STOP = Asking(
    "form1",
    "r1",
    "m1",
    OperationKind.STOP,
    {"subscription_id": "s1", "request": {"reason": "not_paid"}, "data": {"comment": "Mr. Smith"}},
    PlatformIds(subscription_id="s1"),
)


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def sign_in(store: Store, manager_id: str, now: datetime, reseller_id: str = "r1") -> None:
    record_event(store, Action.SIGNED_IN, reseller_id=reseller_id, manager_id=manager_id, now=now)


def told(store: Store, such: AuditFilter = EVERYTHING) -> list[tuple[str, str, str | None]]:
    found = page_of_entries(store, such, reseller_id="r1", offset=0, limit=50)
    assert count_entries(store, such, reseller_id="r1") == len(found)
    assert [
        one for batch in stream_entries(store, such, reseller_id="r1") for one in batch
    ] == found
    return [(one.manager_id, one.action, one.detail.get("state")) for one in found]


def test_the_newest_is_first_and_pages_follow_each_other(store: Store) -> None:
    for number in range(5):
        sign_in(store, f"m{number}", NOW)
    sign_in(store, "other", NOW, reseller_id="r2")

    pages = [
        page_of_entries(store, EVERYTHING, reseller_id="r1", offset=offset, limit=2)
        for offset in (0, 2, 4, 6)
    ]

    assert [[one.manager_id for one in page] for page in pages] == [
        ["m4", "m3"], ["m2", "m1"], ["m0"], [],
    ]  # fmt: skip


def test_filters_choose_by_manager_action_and_time(store: Store) -> None:
    sign_in(store, "m1", NOW)
    sign_in(store, "m2", later(1))
    record_event(store, Action.SIGNED_OUT, reseller_id="r1", manager_id="m1", now=later(2))

    assert told(store, AuditFilter(manager_ids=("m2", "m7"))) == [("m2", "signed_in", None)]
    assert told(store, AuditFilter(actions=("signed_out",))) == [("m1", "signed_out", None)]
    assert told(store, AuditFilter(since=later(1), until=later(2))) == [("m2", "signed_in", None)]


def test_what_is_being_sent_is_told_until_it_is_answered(store: Store) -> None:
    begun = begin(store, STOP, now=NOW)

    assert told(store) == [("m1", "stop", "sending")]
    (entry,) = page_of_entries(store, EVERYTHING, reseller_id="r1", offset=0, limit=9)
    assert (entry.detail["subscription_id"], entry.detail["fields"]) == ("s1", ["comment"])
    assert "Smith" not in str(entry)

    assert mark_sent(store, begun.operation, now=NOW, platform_at=NOW)
    refused = Answer(OperationState.REFUSED, message="Not while it is being renewed")
    record_answer(store, begun.operation, refused, now=later(1))

    assert told(store) == [("m1", "stop", "refused")]
    (entry,) = page_of_entries(store, EVERYTHING, reseller_id="r1", offset=0, limit=9)
    assert entry.message == "Not while it is being renewed"


def test_another_resellers_journal_is_not_told(store: Store) -> None:
    begin(store, STOP, now=NOW)

    assert page_of_entries(store, EVERYTHING, reseller_id="r2", offset=0, limit=9) == []


def test_what_was_never_sent_is_in_the_audit(store: Store) -> None:
    begin(store, STOP, now=NOW)

    unsettled(store, now=NOW + SENDING_LASTS)

    assert told(store) == [("m1", "stop", "not_sent")]
