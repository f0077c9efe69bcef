"""What the portal writes to managers, and what it is told itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Index,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Instant


class Message(Base):
    """A mail to a manager, from the moment there is a reason for it until it has gone.

    `key` names the reason: the same one is not written about twice. `detail` holds what the
    letter tells, and no secret: a link that lets someone in is made as the mail is sent.
    """

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_due", "state", "due_at"),)

    message_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), unique=True)
    kind: Mapped[str] = mapped_column(String(32))
    reseller_id: Mapped[str] = mapped_column(String(64))
    manager_id: Mapped[str] = mapped_column(String(64))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)


class NewsItem(Base):
    """What the platform's operator tells everyone. Read from their feed."""

    __tablename__ = "news_item"

    news_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(Instant, index=True)
    language: Mapped[str | None] = mapped_column(String(16))
