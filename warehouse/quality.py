"""What is known to be wrong with the published data: sums, figures and unreadable records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from warehouse.connection import Snapshot


@dataclass(frozen=True, slots=True)
class Difference:
    """A subscription and month that the platform sums differently. Before discounts."""

    month: date
    account_id: str
    account: str | None
    subscription_id: str
    subscription: str | None
    our_amount: Decimal
    platform_amount: Decimal


@dataclass(frozen=True, slots=True)
class QuarantinedRecord:
    """A record that could not be read, and when a load met it last."""

    collection: str
    record_id: str
    reason: str
    met_at: datetime


@dataclass(frozen=True, slots=True)
class ChargeDeviation:
    """A figure of a closed charge that does not follow from its others (REP-5).

    `figure` is 'gross_amount', 'net_amount' or 'plan_amount'; `currency` is None where the amounts
    are in the reseller's.
    """

    charge_id: str
    closed_on: date
    account_id: str | None
    account: str | None
    figure: str
    sent_amount: Decimal
    expected_amount: Decimal
    currency: str | None


def differences(snapshot: Snapshot, *, reseller_id: str) -> list[Difference]:
    """Return where our sums and the platform's own differ, the newest month first.

    Source: queries/difference.sql
    """
    return [Difference(*row) for row in snapshot.rows("difference", reseller_id=reseller_id)]


def charge_deviations(snapshot: Snapshot, *, reseller_id: str) -> list[ChargeDeviation]:
    """Return the figures that do not follow from their others, the newest closed first.

    Source: queries/charge_deviation.sql
    """
    rows = snapshot.rows("charge_deviation", reseller_id=reseller_id)
    return [ChargeDeviation(*row) for row in rows]


def quarantined_records(snapshot: Snapshot, *, reseller_id: str) -> list[QuarantinedRecord]:
    """Return the records that could not be read, the last met first.

    Source: queries/quarantined.sql
    """
    rows = snapshot.rows("quarantined", reseller_id=reseller_id)
    return [
        QuarantinedRecord(collection, record_id, reason, met_at.replace(tzinfo=UTC))
        for collection, record_id, reason, met_at in rows
    ]
