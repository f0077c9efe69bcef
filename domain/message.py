"""What a manager is written by the portal itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class MessageKind(StrEnum):
    """What a mail is about. Each kind but the first has a template (letters/templates)."""

    # No mail yet: somebody has asked for a new password of whoever signs in with what they typed.
    RESET_ASKED = "reset_asked"
    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a kind, not a password
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    PASSWORD_EXPIRES = "password_expires"  # noqa: S105
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    SECOND_FACTOR_RESET = "second_factor_reset"
    REMINDER = "reminder"
    SUMMARY = "summary"


class MessageState(StrEnum):
    """How far a mail has got. The last three are for good."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"  # Refused, or tried for too long.
    DROPPED = "dropped"  # Nobody is to read it any more.


@dataclass(frozen=True, slots=True)
class Message:
    """A mail to a manager that is to be sent. `attempt` counts the tries, this one included."""

    message_id: str
    kind: str
    reseller_id: str
    manager_id: str
    detail: Mapping[str, Any]
    attempt: int
    created_at: datetime
