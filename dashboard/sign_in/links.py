"""The pages of whoever has no password, or has forgotten it (ACC-9 to ACC-17).

A link from a mail is followed to `/set-password`: its token goes into the signed cookie of the
forms and out of the address, so that no log, no history and no other site gets to see it. To look
at the page does not use it up: programs that look through mails open links, too.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from dashboard.branding import current_brand
from dashboard.context import portal, request_snapshot
from dashboard.sign_in.admission import PER_ADDRESS, site_of
from dashboard.sign_in.confirmation import Whose
from dashboard.sign_in.entrance import Way, enter, open_session
from dashboard.sign_in.forms import ForgottenForm, NewPasswordForm
from dashboard.sign_in.messages import locked_message, seconds_until
from dashboard.sign_in.new_password import is_good, rules_shown
from dashboard.sign_in.policies import LINK, THEN, is_the_same
from dashboard.sign_in.standing import may_be_in
from dashboard.sign_in.troubles import Trouble, sign_in_again
from domain.message import MessageKind
from store.attempts import Attempt, begin_attempt, subject
from store.messages import new_key, post
from store.passwords import replace_password
from store.tokens import find_link
from warehouse.managers import Manager, manager

logger = logging.getLogger(__name__)

link_pages = Blueprint("links", __name__, template_folder="templates")

LONGEST_TOKEN = 100


@link_pages.route("/forgot-password", methods=["GET", "POST"])
def forgot_password() -> ResponseReturnValue:
    form = ForgottenForm()
    if request.method == "GET":
        return _ask_who(form)
    if not form.validate():
        return _ask_who(form), 400
    attempt = _attempt(form)
    if not attempt.is_allowed and attempt.locked_until is not None:
        now = portal().clock()
        form.email.errors = [locked_message(attempt.locked_until, now)]
        headers = {"Retry-After": str(seconds_until(attempt.locked_until, now))}
        return _ask_who(form), 429, headers
    # Who that is, is looked up when the mail is written (letters/resets.py): here the same is done,
    # and answered, for anybody and nobody.
    typed = {"domain": form.domain.data, "email": form.email.data}
    asked = MessageKind.RESET_ASKED
    post(portal().store, asked, "", "", new_key(asked), typed, portal().clock())
    return _ask_who(form, is_sent=True)


@link_pages.get("/set-password/<token>")
def follow(token: str) -> ResponseReturnValue:
    session[LINK] = token[:LONGEST_TOKEN]
    session.pop(THEN, None)
    response = redirect(url_for("links.set_password"), 303)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@link_pages.route("/set-password", methods=["GET", "POST"])
def set_password() -> ResponseReturnValue:
    token = str(session.get(LINK) or "")
    found = _manager_of(token)
    if found is None:
        return _over()
    form = NewPasswordForm()
    if request.method == "GET":
        return _ask_password(form, found)
    if not (form.validate() and _is_new(form, found)):
        return _ask_password(form, found), 400
    here, now = portal(), portal().clock()
    if not replace_password(
        here.store,
        manager_id=found.manager_id,
        reseller_id=found.reseller_id,
        password=form.new.data,
        now=now,
        link=token,
    ):
        return _over()
    logger.info("manager %s set a password by a link", found.manager_id)
    session.pop(LINK, None)
    then = session.pop(THEN, None)
    if then is not None:
        # Password and code were right a moment ago: a code is good for one time.
        return open_session(_whose(found), by=Way.PASSWORD, then=then)
    return enter(found, by=Way.LINK)


def _over() -> ResponseReturnValue:
    """Say that a link works no more; who came with a password signs in again."""
    session.pop(LINK, None)
    then = session.pop(THEN, None)
    if then is not None:
        return sign_in_again(Trouble.LATE, then)
    return render_template("link_over.html", support=_support()), 410


def _whose(found: Manager) -> Whose:
    return Whose(found.manager_id, found.reseller_id)


def _manager_of(token: str) -> Manager | None:
    """Return whose password a token sets now; None where it is over, or they are not active."""
    link = find_link(portal().store, token, now=portal().clock())
    if link is None:
        return None
    found = manager(request_snapshot(), link.manager_id, reseller_id=link.reseller_id)
    is_in = found is not None and may_be_in(portal(), request_snapshot(), found)
    return found if is_in else None


def _attempt(form: ForgottenForm) -> Attempt:
    here = portal()
    now, limit = here.clock(), here.sign_in_limit
    site = subject("reset address", site_of(request.remote_addr or ""))
    site_limit = replace(limit, attempts=limit.attempts * PER_ADDRESS)
    by_site = begin_attempt(here.store, site, limit=site_limit, now=now)
    if not by_site.is_allowed:
        return by_site
    person = subject("reset", form.domain.data.lower(), form.email.data.lower())
    return begin_attempt(here.store, person, limit=limit, now=now)


def _is_new(form: NewPasswordForm, found: Manager) -> bool:
    return is_good(form, is_the_same=partial(is_the_same, _whose(found)))


def _ask_who(form: ForgottenForm, *, is_sent: bool = False) -> str:
    return render_template("forgot_password.html", form=form, is_sent=is_sent, support=_support())


def _ask_password(form: NewPasswordForm, found: Manager) -> str:
    return render_template(
        "set_password.html",
        form=form,
        email=found.email,
        too_old=portal().settings.password_days if THEN in session else None,
        **rules_shown(),
    )


def _support() -> str:
    return str(current_brand().about.support_email or "")
