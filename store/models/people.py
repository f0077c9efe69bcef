"""Who signs in, and what is kept for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Instant


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
    # What a manager tells their own sessions apart by; the token itself is nobody's to see.
    session_id: Mapped[str | None] = mapped_column(String(36), unique=True)
    user_agent: Mapped[str | None] = mapped_column(String(256))
    address: Mapped[str | None] = mapped_column(String(64))


class SignInAttempt(Base):
    """Failed sign-ins for one domain and e-mail, whether or not such a manager exists."""

    __tablename__ = "sign_in_attempt"

    subject_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    failed_count: Mapped[int]
    last_failed_at: Mapped[datetime] = mapped_column(Instant)
    locked_until: Mapped[datetime | None] = mapped_column(Instant)


class AuditEvent(Base):
    """Who did what, when: sign-ins, sign-outs, password changes, downloads, operations.

    It is never deleted: when a manager was here last follows from it (store/absence.py).
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_reseller", "reseller_id", "happened_at"),
        Index("ix_audit_event_manager", "reseller_id", "manager_id", "action", "happened_at"),
    )

    audit_event_id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True
    )
    happened_at: Mapped[datetime] = mapped_column(Instant)
    reseller_id: Mapped[str] = mapped_column(String(64))
    manager_id: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(64))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)


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


class Token(Base):
    """A link in a mail that lets its reader set a password: used once, and for a while only."""

    __tablename__ = "token"

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))
    manager_id: Mapped[str] = mapped_column(String(64), index=True)
    reseller_id: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    replaced_at: Mapped[datetime | None] = mapped_column(Instant)


class SecondFactor(Base):
    """The app that gives a manager their codes. It counts from `confirmed_at` on.

    `secret` is encrypted. `last_step` is that of the last code taken, which is not taken again.
    """

    __tablename__ = "second_factor"

    manager_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    reseller_id: Mapped[str] = mapped_column(String(64))
    secret: Mapped[str] = mapped_column(String(512))
    recovery_digests: Mapped[list[str]] = mapped_column(JSON)
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)


class ManagerSetting(Base):
    """What a manager chose for themself, and the access level an administrator gave them."""

    __tablename__ = "manager_setting"

    manager_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    reseller_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    language: Mapped[str | None] = mapped_column(String(16))
    access_level: Mapped[str | None] = mapped_column(String(64))
    is_reminded: Mapped[bool] = mapped_column(default=True)
    is_summarized: Mapped[bool] = mapped_column(default=True)
    toured_at: Mapped[datetime | None] = mapped_column(Instant)
