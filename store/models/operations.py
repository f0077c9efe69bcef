"""What is asked of the platform, and what is being prepared for it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, ExactAmount, Instant

# Nobody knows yet what came of it.
IS_OPEN = "state IN ('sending', 'unknown') AND subscription_id IS NOT NULL"


class Operation(Base):
    """The journal: something asked of the platform, written down before it is sent.

    One row for each action of a confirmation form, of which one at most is not settled for each
    subscription. `attempt` counts its senders: only the last one may send. `platform_at` is the
    platform's own time shortly before it was sent.
    """

    __tablename__ = "operation"
    __table_args__ = (
        UniqueConstraint("manager_id", "key"),
        Index("ix_operation_state_created", "state", "created_at"),
        Index("ix_operation_reseller_created", "reseller_id", "created_at"),
        Index("ix_operation_subscription", "subscription_id"),
        Index(
            "ix_operation_subscription_open",
            "reseller_id",
            "subscription_id",
            unique=True,
            postgresql_where=text(IS_OPEN),
            sqlite_where=text(IS_OPEN),
        ),
    )

    operation_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    key: Mapped[str] = mapped_column(String(200))
    reseller_id: Mapped[str] = mapped_column(String(64))
    manager_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(32))
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    fingerprint: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    attempt: Mapped[int] = mapped_column(default=1)
    account_id: Mapped[str | None] = mapped_column(String(64))
    order_id: Mapped[str | None] = mapped_column(String(64))
    subscription_id: Mapped[str | None] = mapped_column(String(64))
    message: Mapped[str | None] = mapped_column(Text)
    problems: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(Instant)
    begun_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    platform_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)


class Draft(Base):
    """What a manager has entered for a plan and not sent yet; `key` is that of the operation."""

    __tablename__ = "draft"

    manager_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    plan_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(Instant, index=True)


class BulkJob(Base):
    """One action asked for of several subscriptions at once, worked off in the background.

    It is looked through first, and carried out once it is confirmed: `stage`. `worked_until` is up
    to when a worker has it to itself, and `next_at` before when nobody need try again.
    """

    __tablename__ = "bulk_job"
    __table_args__ = (
        UniqueConstraint("manager_id", "key"),
        Index("ix_bulk_job_open", "stage", "next_at"),
    )

    job_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    key: Mapped[str] = mapped_column(String(150))
    reseller_id: Mapped[str] = mapped_column(String(64))
    manager_id: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(Instant)
    next_at: Mapped[datetime] = mapped_column(Instant)
    worked_until: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    action: Mapped[str] = mapped_column(String(32), server_default="stop")
    stage: Mapped[str] = mapped_column(String(16), server_default="finished")
    given: Mapped[dict[str, str]] = mapped_column(JSON, server_default="{}")
    round: Mapped[int] = mapped_column(server_default="1")
    prepared_at: Mapped[datetime | None] = mapped_column(Instant)


class BulkItem(Base):
    """What a job asks of one subscription, what that costs, and what came of it.

    `money` holds amounts as texts, which no engine rounds.
    """

    __tablename__ = "bulk_item"
    __table_args__ = (Index("ix_bulk_item_state", "job_id", "state", "position"),)

    job_id: Mapped[str] = mapped_column(
        ForeignKey("bulk_job.job_id", ondelete="CASCADE"), primary_key=True
    )
    subscription_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(32))
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    seen: Mapped[str | None] = mapped_column(String(64))
    shown_amount: Mapped[Decimal | None] = mapped_column(ExactAmount)
    currency: Mapped[str | None] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(16))
    attempt: Mapped[int] = mapped_column(default=0)
    text: Mapped[str | None] = mapped_column(Text)
    order_id: Mapped[str | None] = mapped_column(String(64))
    name: Mapped[str | None] = mapped_column(Text)
    account_name: Mapped[str | None] = mapped_column(Text)
    money: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
