"""Giving a manager a new password, with all that goes with it, in one transaction."""

from __future__ import annotations

from datetime import datetime

from domain.message import MessageKind
from store.audit import Action, add_event
from store.credentials import hash_of_new, put_hash
from store.database import Store
from store.messages import post
from store.sessions import EndReason, end_sessions_of
from store.tokens import Link, Purpose, end_tokens, use_token


def replace_password(
    store: Store,
    *,
    manager_id: str,
    reseller_id: str,
    password: str,
    now: datetime,
    kept_session: str | None = None,
    link: str | None = None,
    set_by: str | None = None,
) -> bool:
    """Give a manager a password; end their other sessions and links, and write to them about it.

    `kept_session` is the token of the session that goes on. With `link`, the token of a mail, it is
    used up for this: False when that works no more, and nothing is changed then. `set_by` is who
    did it, where that is another manager.
    """
    password_hash = hash_of_new(password)  # Slow, so before the store is held up.
    with store.writing() as session:
        used = use_token(session, link, now=now) if link is not None else None
        if link is not None and used is None:
            return False
        put_hash(
            session,
            manager_id=manager_id,
            reseller_id=reseller_id,
            password_hash=password_hash,
            now=now,
        )
        end_tokens(session, manager_id=manager_id, reseller_id=reseller_id, now=now)
        end_sessions_of(
            session,
            manager_id=manager_id,
            kept_token=kept_session,
            reason=EndReason.PASSWORD_CHANGED,
            now=now,
        )
        add_event(
            session,
            Action.PASSWORD_CHANGED,
            reseller_id=reseller_id,
            manager_id=set_by or manager_id,
            now=now,
            detail=_detail(manager_id, used, set_by),
        )
        key = f"{MessageKind.PASSWORD_CHANGED}/{manager_id}/{now.isoformat()}"
        detail = {"changed_at": now.isoformat(), "how": _how(used, set_by)}
        post(session, MessageKind.PASSWORD_CHANGED, manager_id, reseller_id, key, detail, now)
    return True


def _how(used: Link | None, set_by: str | None) -> str:
    """Name the way that the letter tells: it says what to do if it was not the manager's own."""
    if set_by is not None:
        return "administrator"
    return "portal" if used is None or used.purpose is Purpose.EXPIRED else "link"


def _detail(manager_id: str, used: Link | None, set_by: str | None) -> dict[str, str]:
    if set_by is not None:
        return {"manager": manager_id}
    if used is None:
        return {}
    return {"reason": "too_old"} if used.purpose is Purpose.EXPIRED else {"by": "link"}
