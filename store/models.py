"""The tables of the portal store. The same on SQLite and PostgreSQL; instants are UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite, which keeps no zone, gets and gives it without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"no UTC offset: {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ExactAmount(TypeDecorator[Decimal]):
    """A DECIMAL(18, 6); SQLite, which has no decimals, keeps its text."""

    impl = Numeric(18, 6)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(32))
        return dialect.type_descriptor(Numeric(18, 6))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        return str(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Base(DeclarativeBase):
    """The root of the models."""


class Credential(Base):
    """What a manager signs in with. Who the manager is, the platform says."""

    __tablename__ = "credential"

    manager_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    reseller_id: Mapped[str] = mapped_column(String(64))
    password_hash: Mapped[str] = mapped_column(String(256))
    changed_at: Mapped[datetime] = mapped_column(Instant)


class Session(Base):
    """One sign-in on one device. It ends for good when `ended_at` is set."""

    __tablename__ = "session"

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    manager_id: Mapped[str] = mapped_column(String(64), index=True)
    reseller_id: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    end_reason: Mapped[str | None] = mapped_column(String(32))


class SignInAttempt(Base):
    """Failed sign-ins for one domain and e-mail, whether or not such a manager exists."""

    __tablename__ = "sign_in_attempt"

    subject_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    failed_count: Mapped[int]
    last_failed_at: Mapped[datetime] = mapped_column(Instant)
    locked_until: Mapped[datetime | None] = mapped_column(Instant)


class AuditEvent(Base):
    """Who did what, when: sign-ins, sign-outs, password changes, downloads, operations."""

    __tablename__ = "audit_event"

    audit_event_id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True
    )
    happened_at: Mapped[datetime] = mapped_column(Instant, index=True)
    reseller_id: Mapped[str] = mapped_column(String(64))
    manager_id: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(64))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)


class Load(Base):
    """One load of the warehouse, from its start to whatever became of it."""

    __tablename__ = "load"
    __table_args__ = (Index("ix_load_status_started", "status", "started_at"),)

    load_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    started_at: Mapped[datetime] = mapped_column(Instant, index=True)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    as_of: Mapped[datetime | None] = mapped_column(Instant)
    mirror_version: Mapped[str | None] = mapped_column(String(64))
    ledger_version: Mapped[str | None] = mapped_column(String(64))
    row_counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    quarantined_count: Mapped[int] = mapped_column(default=0)
    difference_count: Mapped[int] = mapped_column(default=0)
    broken_pages: Mapped[list[str]] = mapped_column(JSON, default=list)
    error: Mapped[str | None] = mapped_column(Text)


class LoadTotal(Base):
    """A control total of a load: what one source summed to in one month for one reseller."""

    __tablename__ = "load_total"

    load_id: Mapped[str] = mapped_column(
        ForeignKey("load.load_id", ondelete="CASCADE"), primary_key=True
    )
    reseller_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    source: Mapped[str] = mapped_column(String(32), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    record_count: Mapped[int] = mapped_column(BigInteger)
    gross_amount: Mapped[Decimal] = mapped_column(ExactAmount)
    net_amount: Mapped[Decimal] = mapped_column(ExactAmount)
    currency: Mapped[str] = mapped_column(String(8))


class Lease(Base):
    """Who may do a thing that only one process may do at a time, and until when."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    holder: Mapped[str] = mapped_column(String(128))
    acquired_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)


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


class ListPreference(Base):
    """Which columns a manager switched on or off in a list: column to whether it is shown."""

    __tablename__ = "list_preference"

    manager_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    list_name: Mapped[str] = mapped_column(String(32), primary_key=True)
    columns: Mapped[dict[str, bool]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(Instant)


class Feed(Base):
    """The calendar that a manager subscribes to from other programs, without a session."""

    __tablename__ = "feed"
    __table_args__ = (UniqueConstraint("manager_id"),)

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    manager_id: Mapped[str] = mapped_column(String(64))
    reseller_id: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(Instant)


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
