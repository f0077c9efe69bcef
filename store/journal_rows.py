"""Rows of the journal: what is read from them, and what an answer writes into them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from domain.operation import Operation, OperationKind, OperationState, PlatformIds
from store import models
from store.audit import add_event

# Longer than any request takes: the sender's process must be gone.
SENDING_LASTS = timedelta(minutes=2)
# Nobody knows yet what came of these.
OPEN = (OperationState.SENDING, OperationState.UNKNOWN)
# Nobody reads more of a refusal than this.
LONGEST_MESSAGE = 2_000
# What holds personal data in what was asked: the audit names the fields alone.
PERSONAL = "data"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of sending an operation."""

    state: OperationState
    ids: PlatformIds = field(default_factory=PlatformIds)
    message: str | None = None
    problems: Mapping[str, str] = field(default_factory=dict)


def is_abandoned(operation: Operation, now: datetime) -> bool:
    """Tell whether an operation was begun by a sender who is gone, and who has sent nothing."""
    is_late = operation.sent_at is None and now - operation.begun_at >= SENDING_LASTS
    return operation.state is OperationState.SENDING and is_late


def write_answer(row: models.Operation, answer: Answer) -> None:
    """Write an answer into a row; an account or subscription known before stays known."""
    row.state = answer.state
    row.message = answer.message and answer.message[:LONGEST_MESSAGE]
    row.problems = dict(answer.problems)
    row.account_id = answer.ids.account_id or row.account_id
    row.order_id = answer.ids.order_id
    row.subscription_id = answer.ids.subscription_id or row.subscription_id


def audit_row(session: Session, row: models.Operation, now: datetime) -> None:
    """Note who asked for what and what came of it, without personal data (NFR-3)."""
    add_event(
        session,
        row.kind,
        reseller_id=row.reseller_id,
        manager_id=row.manager_id,
        now=now,
        detail=audited(row),
    )


def audited(row: models.Operation) -> dict[str, Any]:
    """Return what the audit tells of an operation, of personal data the names of fields alone."""
    asked = {key: value for key, value in row.asked.items() if key != PERSONAL}
    detail = {
        "operation_id": row.operation_id,
        "state": row.state,
        "order_id": row.order_id,
        "subscription_id": row.subscription_id,
        **asked,
        "account_id": row.account_id,
    }
    if PERSONAL in row.asked:
        is_change = row.kind == OperationKind.UPDATE_MANAGER
        named = sorted(
            key for key, value in row.asked[PERSONAL].items() if value or is_change
        )  # Of a change, what was emptied is told, too.
        is_person = is_change or row.kind == OperationKind.CREATE_MANAGER
        detail["person_fields" if is_person else "fields"] = named
    return detail


def operation_of(row: models.Operation) -> Operation:
    """Return what a row says."""
    return Operation(
        operation_id=row.operation_id,
        key=row.key,
        reseller_id=row.reseller_id,
        manager_id=row.manager_id,
        kind=row.kind,
        asked=row.asked,
        fingerprint=row.fingerprint,
        state=OperationState(row.state),
        attempt=row.attempt,
        ids=PlatformIds(row.account_id, row.order_id, row.subscription_id),
        message=row.message,
        created_at=row.created_at,
        begun_at=row.begun_at,
        sent_at=row.sent_at,
        platform_at=row.platform_at,
        answered_at=row.answered_at,
        settled_at=row.settled_at,
        problems=row.problems,
    )
