"""The one way in: whoever has shown who they are gets a session here."""

from __future__ import annotations

import logging
from enum import StrEnum

from flask import redirect, request, session
from werkzeug.wrappers import Response

from dashboard.access import keep_token, safe_address, session_token
from dashboard.context import portal
from store.audit import Action, record_event
from store.sessions import Device, EndReason, end_session, start_session
from warehouse.managers import Manager

logger = logging.getLogger(__name__)


class Way(StrEnum):
    """How a manager showed who they are, as the audit keeps it."""

    PASSWORD = "password"  # noqa: S105 - a way in, not a password
    LINK = "link"


def enter(manager: Manager, *, by: Way, then: str | None = None) -> Response:
    """Sign in a manager who has shown who they are, and lead them on to `then`.

    `then` may come from anywhere: an address outside the portal leads to the main page. A session
    that the browser already has ends.
    """
    here = portal()
    now = here.clock()
    if left_over := session_token():
        end_session(here.store, left_over, reason=EndReason.REPLACED, now=now)
    session.clear()
    manager_id, reseller_id = manager.manager_id, manager.reseller_id
    token = start_session(
        here.store, manager_id=manager_id, reseller_id=reseller_id, now=now, device=_device()
    )
    record_event(
        here.store,
        Action.SIGNED_IN,
        reseller_id=reseller_id,
        manager_id=manager_id,
        now=now,
        detail={"by": by},
    )
    logger.info("manager %s signed in", manager_id)
    response = redirect(safe_address(then), 303)
    keep_token(response, token)
    return response


def _device() -> Device:
    return Device(request.user_agent.string, request.remote_addr or "")
