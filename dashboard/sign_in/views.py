"""Sign-in, sign-out and the password: pages that need no script."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from dashboard.access import drop_token, find_signed_in, safe_address, session_token
from dashboard.branding import DOMAIN_COOKIE
from dashboard.context import portal, request_snapshot
from dashboard.errors import answer
from dashboard.i18n import LANGUAGE_COOKIE, LANGUAGES
from dashboard.sign_in.admission import Refusal, admit
from dashboard.sign_in.entrance import Way, enter
from dashboard.sign_in.forms import SignInForm, host_of
from dashboard.sign_in.half_way import forget_half_way
from dashboard.sign_in.messages import locked_message, seconds_until
from dashboard.sign_in.troubles import trouble_text
from dashboard.texts import gettext
from store.audit import Action, record_event
from store.manager_settings import choose
from store.sessions import EndReason, end_session
from warehouse.managers import Manager

sign_in_pages = Blueprint("sign_in", __name__, template_folder="templates")

YEAR_SECONDS = 365 * 24 * 60 * 60


@sign_in_pages.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(safe_address(request.args.get("next")))
    snapshot = request_snapshot()  # Raises before anyone types in vain.
    form = SignInForm()
    if request.method == "GET":
        form.domain.data = host_of(request.args.get("domain") or request.cookies.get(DOMAIN_COOKIE))
        form.next.data = request.args.get("next")
        return _ask(form, trouble_text(request.args.get("trouble")))
    if not form.validate():
        return _ask(form), 400
    outcome = admit(
        portal(),
        snapshot,
        domain=form.domain.data,
        email=form.email.data,
        password=form.password.data,
        address=request.remote_addr or "",
    )
    if isinstance(outcome, Refusal):
        return _refuse(form, outcome)
    return _enter(outcome, form)


@sign_in_pages.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    here = portal()
    now = here.clock()
    end_session(here.store, session_token() or "", reason=EndReason.SIGNED_OUT, now=now)
    record_event(
        here.store,
        Action.SIGNED_OUT,
        reseller_id=current_user.reseller_id,
        manager_id=current_user.manager_id,
        now=now,
    )
    session.clear()
    response = redirect(url_for("sign_in.sign_in"), 303)
    drop_token(response)
    forget_half_way(response)
    return response


@sign_in_pages.get("/language/<code>")
def choose_language(code: str) -> ResponseReturnValue:
    """Keep the language, also for who is signed in, and go back to where it was chosen (PRF-5)."""
    if code not in LANGUAGES:
        return answer(404)
    # Elsewhere there may be a link to this, too; it chooses nothing for anyone.
    signed_in = find_signed_in() if _came_from() else None
    if signed_in:
        here = portal()
        choose(
            here.store,
            manager_id=signed_in.manager_id,
            reseller_id=signed_in.reseller_id,
            now=here.clock(),
            language=code,
        )
    response = redirect(safe_address(request.args.get("next") or _came_from()))
    keep_language(response, code)
    return response


def keep_language(response: Response, code: str) -> None:
    """Keep the language on this device, for the pages before anyone is signed in."""
    response.set_cookie(
        LANGUAGE_COOKIE, code, max_age=YEAR_SECONDS, samesite="Lax", secure=portal().settings.https
    )


@sign_in_pages.app_errorhandler(CSRFError)
def answer_stale_form(_: CSRFError) -> ResponseReturnValue:
    """Ask again when the form was open for too long; say so where there is no form to show."""
    if request.endpoint != "sign_in.sign_in":
        text = gettext("Nothing was changed. Go back, reload the page and try again.")
        return answer(400, gettext("This page was open for too long"), [text])
    form = SignInForm(meta={"csrf": False})
    return _ask(form, gettext("This page was open for too long. Please sign in again.")), 400


def _came_from() -> str | None:
    link = urlsplit(request.referrer or "")
    if link.netloc != request.host:
        return None
    return f"{link.path}?{link.query}" if link.query else link.path


def _ask(form: SignInForm, problem: str | None = None) -> str:
    again = url_for("sign_in.sign_in", next=form.next.data or None)
    return render_template("sign_in.html", form=form, problem=problem, here=again)


def _refuse(form: SignInForm, refusal: Refusal) -> ResponseReturnValue:
    if refusal.locked_until is None:
        return _ask(form, gettext("Domain, email or password is incorrect.")), 401
    now = portal().clock()
    page = _ask(form, locked_message(refusal.locked_until, now))
    return page, 429, {"Retry-After": str(seconds_until(refusal.locked_until, now))}


def _enter(manager: Manager, form: SignInForm) -> ResponseReturnValue:
    response = enter(manager, by=Way.PASSWORD, then=form.next.data)
    remember_domain(response, form.domain.data)
    return response


def remember_domain(response: Response, domain: str) -> None:
    """Keep the domain on this device, for the next sign-in (ACC-5)."""
    response.set_cookie(
        DOMAIN_COOKIE,
        domain,
        max_age=YEAR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=portal().settings.https,
    )
