"""Switching one's own second factor on and off: pages that need no script.

The secret of an app that is being set up is kept nowhere but in the form, encrypted, until its
first code shows that the app has it.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dashboard import formats
from dashboard.access import session_token
from dashboard.branding import current_brand
from dashboard.context import portal, services
from dashboard.sign_in.code_forms import BeginForm, ChangeForm, SwitchOnForm
from dashboard.sign_in.codes import (
    Cipher,
    grouped,
    new_recovery_codes,
    new_secret,
    qr_code,
    recovery_digest,
    step_of,
)
from dashboard.sign_in.confirmation import Refused, Whose, check_password, take_code, unreadable
from dashboard.texts import gettext
from store.second_factors import replace_recovery_codes, second_factor, switch_off, switch_on
from store.sessions import end_other_own_sessions

logger = logging.getLogger(__name__)

second_factor_pages = Blueprint("second_factor", __name__, template_folder="templates")

SETUP_LASTS = timedelta(minutes=15)


@second_factor_pages.get("/second-factor")
def show() -> ResponseReturnValue:
    return _show()


@second_factor_pages.get("/second-factor/<any(app, on, off, codes):_step>")
def begin_again(_step: str) -> ResponseReturnValue:
    """What a form answers with is shown once: its address leads back to the beginning."""
    return redirect(url_for("second_factor.show"))


@second_factor_pages.post("/second-factor/app")
def set_up() -> ResponseReturnValue:
    """Show the code for an app to read, to who knows the password."""
    form = BeginForm()
    if not form.validate():
        return _show(begin=form), 400
    if refused := check_password(portal(), _whose(), form.password.data):
        form.password.errors = [refused.text]
        return _show(begin=form), 400
    return _show_app(SwitchOnForm(formdata=None), new_secret())


@second_factor_pages.post("/second-factor/on")
def turn_on() -> ResponseReturnValue:
    """Switch the second factor on with the first code of the app, and show its recovery codes."""
    form = SwitchOnForm()
    secret = _secret_in(form.setup.data)
    if secret is None:
        form = BeginForm(formdata=None)
        form.password.errors = [gettext("That took too long. Begin again.")]
        return _show(begin=form), 400
    step = step_of(secret, form.code.data or "", portal().clock())
    if not form.validate() or step is None:
        form.code.errors = form.code.errors or [
            gettext("This code is not right. Check that your phone sets its clock by itself.")
        ]
        return _show_app(form, secret), 400
    return _switch_on(secret, step)


@second_factor_pages.post("/second-factor/codes")
def renew_codes() -> ResponseReturnValue:
    """Make new recovery codes in place of all before, and show them."""
    form = ChangeForm()
    if not _is_confirmed(form):
        return _show(change=form), 400
    codes = new_recovery_codes()
    whose = _whose()
    is_done = replace_recovery_codes(
        portal().store,
        manager_id=whose.manager_id,
        reseller_id=whose.reseller_id,
        digests=_digests(whose, codes),
        now=portal().clock(),
    )
    return _show_codes(codes) if is_done else redirect(url_for("second_factor.show"), 303)


@second_factor_pages.post("/second-factor/off")
def turn_off() -> ResponseReturnValue:
    form = ChangeForm()
    if not _is_confirmed(form):
        return _show(change=form), 400
    whose = _whose()
    switch_off(
        portal().store,
        manager_id=whose.manager_id,
        reseller_id=whose.reseller_id,
        now=portal().clock(),
    )
    logger.info("manager %s switched the second factor off", whose.manager_id)
    return redirect(url_for("second_factor.show"), 303)


def _show(begin: BeginForm | None = None, change: ChangeForm | None = None) -> str:
    whose = _whose()
    factor = second_factor(
        portal().store, manager_id=whose.manager_id, reseller_id=whose.reseller_id
    )
    is_readable = factor is None or _cipher().decrypt(factor.secret) is not None
    return render_template(
        "second_factor.html",
        factor=factor,
        since=formats.day(factor.confirmed_at.astimezone(services().zone).date())
        if factor
        else None,
        problem=None if is_readable else unreadable(),
        begin=begin or BeginForm(formdata=None),
        change=change or ChangeForm(formdata=None),
        email=services().viewer.email,
    )


def _day(instant: datetime) -> str:
    return formats.day(instant.astimezone(services().zone).date())


def _show_app(form: SwitchOnForm, secret: str) -> str:
    viewer = services().viewer
    form.setup.data = _setup(secret)
    return render_template(
        "second_factor_app.html",
        form=form,
        picture=qr_code(secret, account=viewer.email, issuer=current_brand().name),
        secret=grouped(secret),
    )


def _show_codes(codes: list[str]) -> str:
    return render_template("recovery_codes.html", codes=codes)


def _switch_on(secret: str, step: int) -> ResponseReturnValue:
    here = portal()
    whose = _whose()
    who = {"manager_id": whose.manager_id, "reseller_id": whose.reseller_id}
    codes = new_recovery_codes()
    is_on = switch_on(
        here.store,
        **who,
        secret=_cipher().encrypt(secret),
        recovery_digests=_digests(whose, codes),
        step=step,
        now=here.clock(),
    )
    if not is_on:  # In another tab, a moment ago.
        return redirect(url_for("second_factor.show"), 303)
    end_other_own_sessions(here.store, **who, kept_token=session_token(), now=here.clock())
    logger.info("manager %s switched a second factor on", whose.manager_id)
    return _show_codes(codes)


def _is_confirmed(form: ChangeForm) -> bool:
    if not form.validate():
        return False
    if refused := check_password(portal(), _whose(), form.password.data):
        form.password.errors = [refused.text]
        return False
    outcome = take_code(portal(), _whose(), form.code.data)
    if isinstance(outcome, Refused):
        form.code.errors = [outcome.text]
        return False
    return True


def _setup(secret: str) -> str:
    until = (portal().clock() + SETUP_LASTS).timestamp()
    return _cipher().encrypt(json.dumps([_whose().manager_id, secret, until]))


def _secret_in(setup: str | None) -> str | None:
    """Return the secret that was handed out to this manager a little while ago."""
    text = _cipher().decrypt(setup or "")
    if text is None:
        return None
    manager_id, secret, until = json.loads(text)
    is_over = portal().clock().timestamp() >= until
    return None if is_over or manager_id != _whose().manager_id else str(secret)


def _digests(whose: Whose, codes: list[str]) -> list[str]:
    return [recovery_digest(whose.manager_id, code) for code in codes]


def _whose() -> Whose:
    viewer = services().viewer
    return Whose(viewer.manager_id, viewer.reseller_id)


def _cipher() -> Cipher:
    return Cipher(portal().settings.secret_key)
