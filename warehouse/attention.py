"""How much of what a reseller has at the platform is not as it should be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.details import FAILED
from domain.statuses import AccountStatus
from warehouse.connection import Snapshot

HELD = (AccountStatus.ADMINISTRATIVE_HOLD, AccountStatus.FINANCIAL_HOLD)
FAILED_STATUSES = tuple(sorted(FAILED))


@dataclass(frozen=True, slots=True)
class Amiss:
    """How many subscriptions have failed, or were stopped when their time was over; how many
    clients are on hold.
    """

    failed_count: int
    stopped_count: int
    held_account_count: int


def amiss(snapshot: Snapshot, today: date, *, reseller_id: str) -> Amiss:
    """Return what is not as it should be on the platform's day.

    Source: queries/attention.sql
    """
    ((failed, stopped, held),) = snapshot.rows(
        "attention",
        failed_statuses=FAILED_STATUSES,
        held_statuses=HELD,
        today=today,
        reseller_id=reseller_id,
    )
    return Amiss(failed, stopped, held)
