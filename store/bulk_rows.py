"""Jobs and their items as rows of the store, and back."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from typing import Any

from domain.bulk import (
    BulkAction,
    BulkItem,
    BulkJob,
    BulkPreview,
    BulkResult,
    BulkRow,
    ItemState,
    Stage,
)
from domain.bulk_money import BulkMoney, Sums
from domain.management import Request
from domain.money import Money
from domain.pricing.shown_price import ShownPrice
from domain.request_record import asked_request, kind_of, request_asked
from store import models

NOT_PLANNED: dict[str, Any] = {"kind": "", "asked": {}}


def job_row(job: BulkJob) -> models.BulkJob:
    return models.BulkJob(
        job_id=job.job_id,
        key=job.key,
        reseller_id=job.reseller_id,
        manager_id=job.manager_id,
        language=job.language,
        created_at=job.created_at,
        next_at=job.created_at,
        action=job.action,
        stage=job.stage,
        given=dict(job.given),
        round=job.round,
        prepared_at=job.prepared_at,
    )


def read_job(row: models.BulkJob) -> BulkJob:
    return BulkJob(
        row.job_id,
        row.key,
        row.reseller_id,
        row.manager_id,
        row.language,
        row.created_at,
        BulkAction(row.action),
        Stage(row.stage),
        row.given,
        row.round,
        row.prepared_at,
    )


def item_row(job: BulkJob, position: int, subscription_id: str) -> dict[str, Any]:
    return {
        "job_id": job.job_id,
        "subscription_id": subscription_id,
        "position": position,
        "state": ItemState.UNREAD,
        "attempt": 0,
        **NOT_PLANNED,
    }


def planned(subscription_id: str, request: Request | None) -> dict[str, Any]:
    """Return the columns that say what is asked of one subscription."""
    if request is None:
        return dict(NOT_PLANNED)
    return {"kind": kind_of(request), "asked": asked_request(subscription_id, request)}


def preview_row(preview: BulkPreview) -> dict[str, Any]:
    """Return the columns that say what was found of one subscription."""
    item, shown = preview.item, preview.item.shown
    return {
        **planned(item.subscription_id, item.request),
        "seen": item.seen,
        "shown_amount": shown.total.amount if shown else None,
        "currency": shown.total.currency if shown else None,
        "state": preview.state,
        "text": preview.text,
        "name": preview.name,
        "account_name": preview.account_name,
        "money": _money_row(preview.money),
    }


def read_item(row: models.BulkItem) -> BulkItem:
    request = request_asked(row.kind, row.asked) if row.kind else None
    return BulkItem(row.subscription_id, request, row.seen, _shown(row))


def _shown(row: models.BulkItem) -> ShownPrice | None:
    money = read_money(row.money)
    if row.shown_amount is None or row.currency is None or money is None:
        return None
    sums, total = money.sums, Money(row.shown_amount, row.currency)
    # One of both is charged first: the other one is nothing.
    return ShownPrice(
        total,
        sums.now + sums.later,
        sums.released,
        money.later_on,
        money.until,
        sums.monthly_after,
    )


def read_row(row: models.BulkItem) -> BulkRow:
    result = BulkResult(row.subscription_id, ItemState(row.state), row.text, row.order_id)
    return BulkRow(result, row.name, row.account_name, read_money(row.money))


def read_money(told: dict[str, Any] | None) -> BulkMoney | None:
    if told is None:
        return None
    sums = Sums(*(Money(Decimal(told["sums"][one.name]), told["currency"]) for one in fields(Sums)))
    return BulkMoney(
        sums,
        later_on=_day(told["later_on"]),
        before=told["before"],
        after=told["after"],
        until=_day(told["until"]),
    )


def _money_row(money: BulkMoney | None) -> dict[str, Any] | None:
    if money is None:
        return None
    amounts = {one.name: getattr(money.sums, one.name) for one in fields(Sums)}
    told = asdict(money) | {
        "sums": {name: str(amount.amount) for name, amount in amounts.items()},
        "currency": money.sums.now.currency,
    }
    return {key: str(value) if isinstance(value, date) else value for key, value in told.items()}


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
