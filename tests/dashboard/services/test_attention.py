"""What needs attention, and where it is looked after (HOME-1, NAV-5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dashboard.services.attention import Attention, Known, Need, Needed
from dashboard.services.deadlines import Soon
from dashboard.services.freshness import Freshness
from domain.access import Access, Mode, Section
from domain.money import Money
from domain.operation import OperationKind, OperationState, PlatformIds
from store.database import Store
from store.journal_rows import SENDING_LASTS, Answer
from store.operations import Asking, begin, mark_sent, record_answer
from tests.laid import lay_store
from tests.warehouse_builder import make_warehouse

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = date(2026, 11, 20)
FRESH = Freshness("load1", NOW, NOW, None, is_loading=False, is_late=False)
NOTHING_SOON = Soon((), 0, Money.zero("EUR"))
EVERYTHING = Access(dict.fromkeys(Section, Mode.READ))


def subscription(key: str, status: str, expires_on: str | None = None, **more: Any) -> Any:
    return {"subscription_id": key, "status": status, "expires_on": expires_on, **more}


AMISS: dict[str, Sequence[Any]] = {
    "subscription": [
        subscription("s1", "active"),
        subscription("s2", "updating_failed"),
        subscription("s3", "deletion_failed"),
        subscription("s4", "renewing_failed", reseller_id="r2"),
        subscription("s5", "stopped", "2026-11-20"),
        subscription("s6", "stopped", "2026-11-21"),  # a manager stopped it: it is paid for
        subscription("s7", "stopped"),
        subscription("s8", "stopped", "2026-11-01", reseller_id="r2"),
    ],
    "account": [
        {"account_id": "a1"},
        {"account_id": "a2", "status": "financial_hold"},
        {"account_id": "a3", "status": "administrative_hold"},
        {"account_id": "a4", "status": "financial_hold", "reseller_id": "r2"},
    ],
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    lay_store(url)
    store = Store(url)
    yield store
    store.close()


def needed(
    folder: Path,
    store: Store,
    *,
    access: Access = EVERYTHING,
    soon: Soon = NOTHING_SOON,
    fresh: Freshness = FRESH,
    **tables: Sequence[Any],
) -> list[Needed]:
    known = Known(TODAY, NOW, soon=lambda: soon, fresh=lambda: fresh)
    with make_warehouse(folder, **tables).snapshot() as snapshot:
        return Attention(snapshot, store, access, known, reseller_id="r1").needed()


def send(store: Store, key: str, kind: OperationKind, ids: PlatformIds, at: datetime) -> Any:
    asking = Asking(key, "r1", "m1", kind, {}, ids)
    operation = begin(store, asking, now=at).operation
    assert mark_sent(store, operation, now=at, platform_at=None)
    return operation


def lose(store: Store, key: str, kind: OperationKind, ids: PlatformIds) -> None:
    operation = send(store, key, kind, ids, NOW)
    record_answer(store, operation, Answer(OperationState.UNKNOWN), now=NOW)


def test_nothing_is_needed_where_all_is_well(tmp_path: Path, store: Store) -> None:
    assert needed(tmp_path, store, subscription=[subscription("s1", "active")]) == []


def test_what_failed_was_stopped_or_is_held_is_counted_with_its_list(
    tmp_path: Path, store: Store
) -> None:
    """HOME-1, CLI-3, DET-9."""
    failed, stopped, held = needed(tmp_path, store, **AMISS)

    assert (failed.need, failed.count) == (Need.FAILED, 2)
    assert failed.href == (
        "/subscriptions?status=activation_failed,deletion_failed,installation_failed,"
        "renewing_failed,stopping_failed,switching_failed,updating_failed"
    )
    assert stopped == Needed(Need.STOPPED, 1, "/subscriptions?status=stopped&expires_to=2026-11-20")
    assert held == Needed(Need.HELD, 2, "/clients?status=administrative_hold,financial_hold")


def test_what_got_no_answer_leads_to_what_it_is_about(tmp_path: Path, store: Store) -> None:
    """NFR-5: what is still on its way, and what another reseller asked for, is not told."""
    lose(store, "one", OperationKind.STOP, PlatformIds(subscription_id="7"))
    lose(store, "two", OperationKind.SALES_ORDER, PlatformIds(account_id="a/1"))
    lose(store, "three", OperationKind.CREATE_MANAGER, PlatformIds())
    send(store, "four", OperationKind.CREATE_ACCOUNT, PlatformIds(), NOW)

    found = needed(tmp_path, store)

    assert found == [
        Needed(Need.UNKNOWN, 1, "/subscriptions/7"),
        Needed(Need.UNKNOWN, 1, "/clients/a%2F1"),
        Needed(Need.UNKNOWN, 1, "/company/managers"),
    ]


def test_what_was_sent_long_ago_has_lost_its_answer(tmp_path: Path, store: Store) -> None:
    send(store, "one", OperationKind.CREATE_ACCOUNT, PlatformIds(), NOW - SENDING_LASTS)

    assert needed(tmp_path, store) == [Needed(Need.UNKNOWN, 1, "/clients")]


def test_deadlines_come_with_their_money_and_old_data_with_their_time(
    tmp_path: Path, store: Store
) -> None:
    """ETL-9: most urgent first."""
    money = Money(Decimal("12.50"), "EUR")
    late = replace(FRESH, as_of=NOW - timedelta(hours=2), is_late=True)

    found = needed(tmp_path, store, soon=Soon((), 3, money), fresh=late)

    assert found == [
        Needed(Need.OLD_DATA, 1, "/support", since=NOW - timedelta(hours=2)),
        Needed(Need.DEADLINES, 3, "/deadlines?within=7&money=1", money=money),
    ]
    failed = replace(FRESH, failed_at=NOW)
    assert [one.need for one in needed(tmp_path / "b", store, fresh=failed)] == [Need.OLD_DATA]


def test_what_is_hidden_from_a_manager_is_not_told(tmp_path: Path, store: Store) -> None:
    """NAV-5, MGR-9."""
    lose(store, "one", OperationKind.STOP, PlatformIds(subscription_id="7"))
    lose(store, "two", OperationKind.CREATE_MANAGER, PlatformIds())
    soon = Soon((), 3, Money.zero("EUR"))

    clients = Access({Section.CLIENTS: Mode.READ})
    found = needed(tmp_path, store, access=clients, soon=soon, **AMISS)

    assert [one.need for one in found] == [Need.HELD]
    assert needed(tmp_path / "b", store, access=Access(), soon=soon, **AMISS) == []
