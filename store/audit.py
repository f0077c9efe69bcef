"""Who did what, when (NFR-3)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.database import Store
from store.models import AuditEvent


class Action(StrEnum):
    """What is done in the portal itself. What is asked of the platform goes by its kind
    (domain.operation). dashboard/audit_texts.py says each to a reader.
    """

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_LOCKED = "sign_in_locked"
    SESSION_ENDED = "session_ended"
    OTHER_SESSIONS_ENDED = "other_sessions_ended"
    SETTINGS_CHOSEN = "settings_chosen"
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    SECOND_FACTOR_RESET = "second_factor_reset"
    SECOND_STEP_LOCKED = "second_step_locked"
    RECOVERY_CODE_USED = "recovery_code_used"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - an action, not a password
    PASSWORD_RESET_ASKED = "password_reset_asked"  # noqa: S105
    INVITED = "invited"
    DOWNLOADED = "downloaded"
    ABSENT_REFUSED = "absent_refused"
    LET_IN = "let_in"
    SECRET_SHOWN = "secret_shown"  # noqa: S105 - an action, not a secret
    FEED_CREATED = "feed_created"
    FEED_ENDED = "feed_ended"
    ACCESS_LEVEL_ASSIGNED = "access_level_assigned"
    SEVERAL_CONFIRMED = "several_confirmed"


OPERATOR = "operator"  # Who runs the portal, in the place of a manager: by the command line.


def record_event(
    store: Store,
    action: Action,
    *,
    reseller_id: str,
    manager_id: str,
    now: datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    """Note that a manager did something. `detail` holds no names, e-mails or secrets."""
    with store.writing() as session:
        add_event(
            session,
            action,
            reseller_id=reseller_id,
            manager_id=manager_id,
            now=now,
            detail=detail or {},
        )


def add_event(
    session: Session,
    action: str,
    *,
    reseller_id: str,
    manager_id: str,
    now: datetime,
    detail: dict[str, Any],
) -> None:
    """Note what a manager did together with what the session writes besides.

    What changed stands in `detail` as objects `before` and `after`, and what it was done to as
    `account_id`, `subscription_id`, `order_id` or `of_manager_id`: /audit looks up what they are
    called. What was refused has `"result": "refused"`. No names, e-mails or secrets.
    """
    session.add(
        AuditEvent(
            happened_at=now,
            reseller_id=reseller_id,
            manager_id=manager_id,
            action=action,
            detail=detail,
        )
    )


def events(store: Store, *, reseller_id: str, limit: int = 100) -> list[AuditEvent]:
    """Return what the managers of a reseller did, newest first; see also store/audit_trail.py."""
    with store.reading() as session:
        found = session.scalars(
            select(AuditEvent)
            .where(AuditEvent.reseller_id == reseller_id)
            .order_by(AuditEvent.happened_at.desc(), AuditEvent.audit_event_id.desc())
            .limit(limit)
        )
        return list(found)
