"""Deadlines that are taken along: every one that a view means, in the words of the reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.deadline_texts import advice, kind_name, sentence
from dashboard.services.exports import write_csv
from dashboard.services.lists.workbook import Column, Kind
from dashboard.texts import gettext
from domain.deadlines.due import Due

COLUMNS = (
    "day", "until", "at_latest", "kind", "deadline", "what_happens", "what_can_be_done",
    "subscription_id", "subscription", "client_id", "client", "plan", "order_id", "at_stake",
    "currency", "why_unknown",
)  # fmt: skip


def deadlines_csv(found: Sequence[Due]) -> Iterator[str]:
    """Return the lines of deadlines; `until` is the exact instant of those that have one.

    They are written at once: their words are in the language of this request.
    """
    return iter(list(write_csv(COLUMNS, map(_row, found))))


def deadline_columns() -> tuple[Column, ...]:
    """Return the columns of a workbook of deadlines."""
    return (
        Column(gettext("Date"), 12, Kind.DAY),
        Column(gettext("Time"), 8),
        Column(gettext("Deadline"), 30),
        Column(gettext("What happens"), 48),
        Column(gettext("What can be done"), 48),
        Column(gettext("Subscription ID"), 14, Kind.ID),
        Column(gettext("Subscription name"), 36),
        Column(gettext("Client ID"), 12, Kind.ID),
        Column(gettext("Client"), 30),
        Column(gettext("Plan"), 36),
        Column(gettext("Money"), 14, Kind.PRICE),
        Column(gettext("Currency"), 10),
    )


def deadline_cells(found: Sequence[Due], zone: ZoneInfo) -> Iterator[tuple[Any, ...]]:
    """Yield the cells of deadlines, with times of a zone."""
    for due in found:
        deadline = due.deadline
        money = deadline.stake.money
        yield (
            deadline.on,
            f"{deadline.at.astimezone(zone):%H:%M}" if deadline.at else None,
            kind_name(deadline.kind),
            sentence(deadline),
            advice(deadline),
            deadline.subscription_id,
            due.subscription,
            deadline.account_id,
            due.account,
            due.plan,
            None if money is None else float(money.amount),  # A spreadsheet knows no other.
            None if money is None else money.currency,
        )


def _row(due: Due) -> tuple[Any, ...]:
    deadline = due.deadline
    money = deadline.stake.money
    return (
        deadline.on.isoformat(),
        None if deadline.at is None else deadline.at.isoformat(),
        deadline.is_at_latest,
        deadline.kind.value,
        kind_name(deadline.kind),
        sentence(deadline),
        advice(deadline),
        deadline.subscription_id,
        due.subscription,
        deadline.account_id,
        due.account,
        due.plan,
        deadline.order_id,
        None if money is None else money.amount,
        None if money is None else money.currency,
        deadline.stake.unknown,
    )
