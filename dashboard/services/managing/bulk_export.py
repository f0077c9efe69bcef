"""What was found, and what came of one action for several subscriptions, to be taken along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from dashboard.services.exports import write_csv
from domain.bulk import BulkRow
from domain.bulk_money import Sums

SUMS = tuple(one.name for one in fields(Sums))
COLUMNS = (
    "subscription_id", "subscription", "client", "state", "text", "order_id", "amount_before",
    "amount_after", "expiration_date", "due_now", "due_later", "refund", "comes_back_later",
    "monthly_before", "monthly_after", "later_on", "currency",
)  # fmt: skip


def bulk_csv(rows: Iterable[BulkRow]) -> Iterator[str]:
    """Yield the lines of a job's subscriptions; states are words, amounts are exact."""
    return write_csv(COLUMNS, map(_values, rows))


def _values(row: BulkRow) -> tuple[Any, ...]:
    result, money = row.result, row.money
    own = (result.subscription_id, row.name, row.account_name, str(result.state), result.text,
           result.order_id)  # fmt: skip
    if money is None:
        return (*own, *[None] * (len(COLUMNS) - len(own)))
    amounts = (getattr(money.sums, name).amount for name in SUMS)
    return (
        *own, money.before, money.after, money.until, *amounts, money.later_on,
        money.sums.now.currency,
    )  # fmt: skip
