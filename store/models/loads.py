"""What loads did, and whose turn it is."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, ExactAmount, Instant


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
