"""Changing one's own password (PRF-4, ACC-18, ACC-19)."""

from __future__ import annotations

import logging

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.access import session_token
from dashboard.context import Viewer, portal, services
from dashboard.sign_in.forms import PasswordForm
from dashboard.sign_in.messages import locked_message
from dashboard.sign_in.password_rules import EXAMPLE, PRESETS, problem_of
from dashboard.texts import gettext
from store.attempts import begin_attempt, forget_failures, subject
from store.credentials import verify_password
from store.passwords import replace_password

logger = logging.getLogger(__name__)

password_pages = Blueprint("password", __name__, template_folder="templates")


@password_pages.route("/password", methods=["GET", "POST"])
def change() -> ResponseReturnValue:
    form = PasswordForm()
    if request.method == "GET":
        return _ask(form, is_changed="changed" in request.args)
    if not (form.validate() and _is_good(form) and _is_confirmed(form)):
        return _ask(form), 400
    _replace_password(services().viewer, form.new.data)
    return redirect(url_for("password.change", changed="yes"), 303)


def _ask(form: PasswordForm, *, is_changed: bool = False) -> str:
    return render_template(
        "password.html",
        form=form,
        rules=PRESETS[portal().settings.password_strength],
        example=EXAMPLE,
        is_changed=is_changed,
        email=services().viewer.email,
    )


def _is_good(form: PasswordForm) -> bool:
    problem = problem_of(form.new.data, portal().settings.password_strength)
    if problem:
        form.new.errors = [problem]
    elif form.new.data == form.current.data:
        form.new.errors = [gettext("The new password is the same as the current one.")]
    return not form.new.errors


def _is_confirmed(form: PasswordForm) -> bool:
    """Check the current password, and how often it was guessed."""
    here = portal()
    viewer = services().viewer
    name = subject("password", viewer.manager_id)
    attempt = begin_attempt(here.store, name, limit=here.sign_in_limit, now=here.clock())
    if attempt.is_allowed and verify_password(
        here.store,
        manager_id=viewer.manager_id,
        reseller_id=viewer.reseller_id,
        password=form.current.data,
    ):
        forget_failures(here.store, name)
        return True
    if attempt.locked_until is not None:
        message = locked_message(attempt.locked_until, here.clock())
    else:
        message = gettext("The current password is not right.")
    form.current.errors = [message]
    return False


def _replace_password(viewer: Viewer, new: str) -> None:
    here = portal()
    now = here.clock()
    manager_id, reseller_id = viewer.manager_id, viewer.reseller_id
    replace_password(
        here.store,
        manager_id=manager_id,
        reseller_id=reseller_id,
        password=new,
        now=now,
        kept_session=session_token(),
    )
    logger.info("manager %s changed the password", manager_id)
