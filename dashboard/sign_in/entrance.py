"""The one way in: whoever has shown who they are gets a session here."""

from __future__ import annotations

import logging
from enum import StrEnum

from flask import redirect, request, session
from werkzeug.wrappers import Response

from dashboard.access import keep_token, safe_address, session_token
from dashboard.context import portal
from dashboard.sign_in.confirmation import CodeKind, Whose
from dashboard.sign_in.half_way import ask_for_code, forget_half_way
from dashboard.sign_in.policies import ask_for_new, is_shut_out, is_too_old, turn_away
from store.audit import Action, record_event
from store.second_factors import second_factor
from store.sessions import Device, EndReason, end_session, start_session
from warehouse.managers import Manager

logger = logging.getLogger(__name__)


class Way(StrEnum):
    """How a manager showed who they are, as the audit keeps it."""

    PASSWORD = "password"  # noqa: S105 - a way in, not a password
    LINK = "link"
    OPENID = "openid"


def enter(
    manager: Manager, *, by: Way, then: str | None = None, is_two_factor: bool = False
) -> Response:
    """Sign in a manager who has shown who they are, and lead them on to `then`.

    One with a second factor is asked for a code first, unless somebody whom the portal trusts asked
    for one already (`is_two_factor`). `then` may come from anywhere: an address outside the portal
    leads to the main page.
    """
    whose = Whose(manager.manager_id, manager.reseller_id)
    if is_shut_out(whose):
        return turn_away(whose, then)
    factor = second_factor(
        portal().store, manager_id=whose.manager_id, reseller_id=whose.reseller_id
    )
    if factor is not None and not is_two_factor:
        return ask_for_code(manager, by=by, then=then)
    return open_session(whose, by=by, then=then)


def open_session(
    whose: Whose, *, by: str, then: str | None, code: CodeKind | None = None
) -> Response:
    """Give a manager, who has shown all there is to show, a session in place of the browser's.

    One whose password has got too old sets a new one before (ACC-20).
    """
    if by == Way.PASSWORD and is_too_old(whose):
        return ask_for_new(whose, then)
    here = portal()
    now = here.clock()
    if left_over := session_token():
        end_session(here.store, left_over, reason=EndReason.REPLACED, now=now)
    session.clear()
    token = start_session(
        here.store,
        manager_id=whose.manager_id,
        reseller_id=whose.reseller_id,
        now=now,
        device=Device(request.user_agent.string, request.remote_addr or ""),
    )
    record_event(
        here.store,
        Action.SIGNED_IN,
        reseller_id=whose.reseller_id,
        manager_id=whose.manager_id,
        now=now,
        detail={"by": by} | ({"code": code} if code else {}),
    )
    logger.info("manager %s signed in", whose.manager_id)
    response = redirect(safe_address(then), 303)
    keep_token(response, token)
    forget_half_way(response)
    return response
