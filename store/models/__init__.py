"""The tables of the portal store. The same on SQLite and PostgreSQL; instants are UTC."""

from __future__ import annotations

from store.models.base import Base, ExactAmount, Instant
from store.models.loads import Lease, Load, LoadTotal
from store.models.messages import Message, NewsItem
from store.models.operations import BulkItem, BulkJob, Draft, Operation
from store.models.people import (
    AuditEvent,
    Credential,
    Feed,
    ListPreference,
    ManagerSetting,
    SecondFactor,
    Session,
    SignInAttempt,
    Token,
)

__all__ = [
    "AuditEvent",
    "Base",
    "BulkItem",
    "BulkJob",
    "Credential",
    "Draft",
    "ExactAmount",
    "Feed",
    "Instant",
    "Lease",
    "ListPreference",
    "Load",
    "LoadTotal",
    "ManagerSetting",
    "Message",
    "NewsItem",
    "Operation",
    "SecondFactor",
    "Session",
    "SignInAttempt",
    "Token",
]
