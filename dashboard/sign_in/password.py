"""Changing one's own password (PRF-4, ACC-18, ACC-19)."""

from __future__ import annotations

import logging

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dashboard.access import session_token
from dashboard.context import Viewer, portal, services
from dashboard.sign_in.confirmation import Whose, check_password
from dashboard.sign_in.forms import PasswordForm
from dashboard.sign_in.new_password import is_good, rules_shown
from store.passwords import replace_password

logger = logging.getLogger(__name__)

password_pages = Blueprint("password", __name__, template_folder="templates")


@password_pages.route("/password", methods=["GET", "POST"])
def change() -> ResponseReturnValue:
    form = PasswordForm()
    if request.method == "GET":
        return _ask(form, is_changed="changed" in request.args)
    if not (form.validate() and _is_new(form) and _is_confirmed(form)):
        return _ask(form), 400
    _replace_password(services().viewer, form.new.data)
    return redirect(url_for("password.change", changed="yes"), 303)


def _ask(form: PasswordForm, *, is_changed: bool = False) -> str:
    return render_template(
        "password.html",
        form=form,
        is_changed=is_changed,
        email=services().viewer.email,
        **rules_shown(),
    )


def _is_new(form: PasswordForm) -> bool:
    return is_good(form, is_the_same=lambda new: bool(new == form.current.data))


def _is_confirmed(form: PasswordForm) -> bool:
    """Check the current password, and how often it was guessed."""
    viewer = services().viewer
    whose = Whose(viewer.manager_id, viewer.reseller_id)
    refused = check_password(portal(), whose, form.current.data)
    if refused is not None:
        form.current.errors = [refused.text]
    return refused is None


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
