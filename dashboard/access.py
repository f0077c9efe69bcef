"""Who is signed in, and the guard before every request: denied unless listed here."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Request, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response

from dashboard.context import Viewer, portal, request_snapshot
from dashboard.i18n import chosen_language, chosen_theme, keep_for_request
from dashboard.sections import CALLBACKS, require_access
from dashboard.sign_in.standing import may_be_in
from store.access_levels import assigned_level
from store.sessions import EndReason, SignedIn, end_session, find_session
from warehouse.managers import manager

# The only endpoints that answer someone who is not signed in. Static files, which hold no
# secrets, are answered before a request gets here (dashboard/delivery.py). The calendar asks for a
# token of its own.
PUBLIC = frozenset(
    {
        "brand.picture",
        "brand.style",
        "deadlines.as_calendar",
        "health.healthz",
        "links.follow",
        "links.forgot_password",
        "links.set_password",
        "openid.ask_company",
        "openid.begin",
        "openid.come_back",
        "openid.show_trouble",
        "second_step.ask",
        "sign_in.sign_in",
        "sign_in.choose_language",
    }
)
DATA_PREFIX = "/_"
TIMER = ".n_intervals"  # What dcc.Interval counts up.
LONGEST_ADDRESS = 2_000


def install(server: Flask) -> None:
    """Put the guard first; install this before anything else adds a check of its own."""
    logins = LoginManager()
    # Templates do not ask who is signed in: an error page must not fail on finding out again.
    logins.init_app(server, add_context_processor=False)
    logins.session_protection = None  # The session row says all there is to say.
    # Else a cookie of this name, set by another application on the host, would count.
    server.config["REMEMBER_COOKIE_NAME"] = None
    logins.request_loader(_find_viewer)
    server.before_request(guard)


def guard() -> ResponseReturnValue | None:
    if request.endpoint in PUBLIC:
        return None
    if current_user.is_authenticated:
        require_access()
        return None
    if wants_data(request):
        return jsonify(error="sign_in_required"), 401
    if request.method != "GET":
        return redirect(url_for("sign_in.sign_in"))
    return redirect(url_for("sign_in.sign_in", next=address_of(request)))


def wants_data(asked: Request) -> bool:
    """Say whether a script asks, which has no use for a page."""
    accepted = asked.accept_mimetypes
    return (
        asked.path.startswith(DATA_PREFIX)
        or asked.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
        or (not accepted.accept_html and accepted.accept_json)
    )


def address_of(asked: Request) -> str:
    """Return the address within the portal that shows again what was asked for."""
    has_query = asked.method == "GET" and asked.query_string
    return asked.full_path if has_query else asked.path


def safe_address(text: str | None) -> str:
    """Return an address within the portal to go on to, the main page where `text` is none."""
    is_safe = (
        text is not None
        and len(text) <= LONGEST_ADDRESS
        and text.startswith("/")
        # Browsers read both `//host` and `/\host` as another site, and drop tabs and line ends.
        and not text.startswith("//")
        and "\\" not in text
        and text.isprintable()
        and not urlsplit(text).netloc
    )
    return text if is_safe and text is not None else "/"


def session_cookie() -> str:
    return "__Host-portal_session" if portal().settings.https else "portal_session"


def session_token() -> str | None:
    return request.cookies.get(session_cookie())


def keep_token(response: Response, token: str) -> None:
    response.set_cookie(
        session_cookie(), token, httponly=True, samesite="Lax", secure=portal().settings.https
    )


def drop_token(response: Response) -> None:
    response.delete_cookie(
        session_cookie(), httponly=True, samesite="Lax", secure=portal().settings.https
    )


def find_signed_in(*, is_used: bool = True) -> SignedIn | None:
    """Return whose session the browser has, whether or not they may still sign in."""
    token = session_token()
    here = portal()
    if not token:
        return None
    return find_session(
        here.store, token, lifetime=here.session_lifetime, now=here.clock(), is_used=is_used
    )


def _find_viewer(asked: Request) -> Viewer | None:
    signed_in = find_signed_in(is_used=not _is_automatic(asked))
    if signed_in is None:
        return None
    keep_for_request(signed_in.language)
    viewer = _viewer(signed_in)
    if viewer is None:
        here = portal()
        token = session_token() or ""
        end_session(here.store, token, reason=EndReason.NOT_ACTIVE, now=here.clock())
    return viewer


def _is_automatic(asked: Request) -> bool:
    """Say whether a page asks by itself, on a timer: that is no sign of a person (ACC-21)."""
    if asked.path != CALLBACKS:
        return False
    body = asked.get_json(silent=True)
    changed = body.get("changedPropIds") if isinstance(body, dict) else None
    if not isinstance(changed, list):
        return False
    return bool(changed) and all(str(name).endswith(TIMER) for name in changed)


def _viewer(signed_in: SignedIn) -> Viewer | None:
    return viewer_of(
        manager_id=signed_in.manager_id,
        reseller_id=signed_in.reseller_id,
        language=chosen_language(),
    )


def viewer_of(*, manager_id: str, reseller_id: str, language: str) -> Viewer | None:
    """Return the manager as the platform describes them now; None when they may not sign in."""
    found = manager(request_snapshot(), manager_id, reseller_id=reseller_id)
    if found is None or not may_be_in(portal(), request_snapshot(), found):
        return None
    assigned = assigned_level(portal().store, manager_id=manager_id, reseller_id=reseller_id)
    return Viewer(
        manager_id=found.manager_id,
        reseller_id=found.reseller_id,
        reseller_name=found.reseller_name,
        currency=found.currency,
        role=found.role,
        name=found.name,
        email=found.email,
        locale=language,
        theme=chosen_theme(),
        domain=found.domain,
        access=portal().settings.access_levels.access(found.role, assigned),
    )
