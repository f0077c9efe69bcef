"""Between the password and the code: a signed cookie that is good for nothing but the code page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import redirect, request, url_for
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response

from dashboard.context import portal
from dashboard.sign_in.confirmation import Whose
from store.credentials import password_stamp
from warehouse.managers import Manager

LASTS = timedelta(minutes=5)
PURPOSE = "second step"


@dataclass(frozen=True, slots=True)
class HalfWay:
    """Who has shown the first of two things, and how."""

    whose: Whose
    by: str


def ask_for_code(manager: Manager, *, by: str, then: str | None) -> Response:
    """Lead a manager to the code page, and let the browser remember that they got this far."""
    here = portal()
    kept = [
        manager.manager_id,
        manager.reseller_id,
        by,
        (here.clock() + LASTS).timestamp(),
        _stamp(Whose(manager.manager_id, manager.reseller_id)),
    ]
    response = redirect(url_for("second_step.ask", next=then or None), 303)
    response.set_cookie(
        _cookie(),
        _serializer().dumps(kept),
        max_age=LASTS,
        httponly=True,
        samesite="Lax",
        secure=here.settings.https,
    )
    return response


def half_way() -> HalfWay | None:
    """Return who got this far; None where nobody did, it was long ago, or the password changed."""
    try:
        kept = _serializer().loads(request.cookies.get(_cookie(), ""))
        manager_id, reseller_id, by, until, stamp = kept
    except (BadData, TypeError, ValueError):
        return None
    whose = Whose(manager_id, reseller_id)
    is_over = portal().clock().timestamp() >= until
    return None if is_over or stamp != _stamp(whose) else HalfWay(whose, by)


def forget_half_way(response: Response) -> None:
    response.delete_cookie(_cookie(), httponly=True, samesite="Lax", secure=portal().settings.https)


def _stamp(whose: Whose) -> str:
    return password_stamp(
        portal().store, manager_id=whose.manager_id, reseller_id=whose.reseller_id
    )


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(portal().settings.secret_key, salt=PURPOSE)


def _cookie() -> str:
    return "__Host-portal_step" if portal().settings.https else "portal_step"
