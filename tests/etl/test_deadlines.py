"""Deadlines of what a load brought in, held to what the platform itself will do."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.deadlines.deadline import Deadline, DeadlineKind
from domain.deadlines.reach import reach_of
from domain.deadlines.upcoming import deadlines
from domain.statuses import SubscriptionStatus
from sandbox.offers import plan_of, term_of
from sandbox.records import Subscription
from settings import read_settings
from tests.etl.portal import Portal
from warehouse.connection import Warehouse
from warehouse.deadlines import deadline_candidates

TERMS = read_settings({}).service_terms
ZONE = ZoneInfo("Europe/Moscow")
RESELLERS = ("12", "13", "14")


@pytest.fixture
def found(loaded: Portal) -> dict[int, dict[DeadlineKind, Deadline]]:
    """All deadlines, by the number of their subscription and their kind."""
    now = loaded.platform.now()
    reach = reach_of(TERMS, ZONE, now.astimezone(ZONE).date())
    known: dict[int, dict[DeadlineKind, Deadline]] = {}
    with Warehouse(loaded.options.warehouse_dir).snapshot() as snapshot:
        for reseller_id in RESELLERS:
            for one in deadline_candidates(snapshot, reach, reseller_id=reseller_id):
                kinds = {each.kind: each for each in deadlines(one.facts, TERMS, ZONE, now)}
                known[int(one.facts.subscription_id)] = kinds
    return known


def subscriptions(loaded: Portal, where: str) -> list[Subscription]:
    with loaded.platform.reading() as books:
        return books.find(Subscription, where)


def test_windows_end_when_the_platform_closes_them(
    loaded: Portal, found: dict[int, dict[DeadlineKind, Deadline]]
) -> None:
    """OP-42."""
    now = loaded.platform.now()
    statuses = (SubscriptionStatus.ACTIVE, SubscriptionStatus.STOPPED)
    open_ = {
        one.subscription_id: one.window_ends_at
        for one in subscriptions(loaded, "window_ends_at IS NOT NULL")
        if one.window_ends_at and one.window_ends_at > now and one.status in statuses
    }

    ours = {
        key: kinds[DeadlineKind.CANCELLATION].at
        for key, kinds in found.items()
        if DeadlineKind.CANCELLATION in kinds
    }

    assert ours == open_
    assert open_


def test_grace_ends_and_what_is_stopped_is_deleted_no_later_than_told(
    loaded: Portal, found: dict[int, dict[DeadlineKind, Deadline]]
) -> None:
    """DET-9, DET-11."""
    stopped = subscriptions(loaded, "status = 'stopped'")
    graced = subscriptions(loaded, "status = 'graced'")
    with loaded.platform.reading() as books:
        for one in [*stopped, *graced]:
            term = term_of(books, plan_of(books, one.plan_id))
            if one in graced:
                assert one.end_on
                ours = found[one.subscription_id][DeadlineKind.GRACE_END].on
                assert ours == one.end_on + timedelta(days=term.grace_days)
            else:
                assert one.stopped_on
                told = found[one.subscription_id][DeadlineKind.DELETION]
                assert told.on >= one.stopped_on + timedelta(days=term.storage_days)
    assert stopped or graced


def test_what_is_renewed_by_itself_is_ordered_when_the_platform_orders_it(
    loaded: Portal, found: dict[int, dict[DeadlineKind, Deadline]]
) -> None:
    """OP-23."""
    today = loaded.platform.now().astimezone(ZONE).date()
    compared = 0
    for one in subscriptions(loaded, "status = 'active' AND is_auto_renewed AND NOT is_trial"):
        ordered = found.get(one.subscription_id, {}).get(DeadlineKind.AUTO_RENEWAL)
        with loaded.platform.reading() as books:
            point = term_of(books, plan_of(books, one.plan_id)).auto_renew_point
        if ordered is not None and one.end_on is not None:
            assert ordered.on == one.end_on - timedelta(days=point) >= today
            compared += 1
    assert compared
