"""Giving another manager a new password (MGR-7): a page of its own, with the rules of ACC-10."""

from __future__ import annotations

from flask import Blueprint, Flask, redirect, render_template, request
from flask.typing import ResponseReturnValue

from dashboard.context import services
from dashboard.places import manager_page
from dashboard.sign_in.forms import NewPasswordForm
from dashboard.sign_in.new_password import is_good, rules_shown
from domain.errors import NotFound
from domain.manager import ManagerDetails

company_password = Blueprint("company_password", __name__, template_folder="sign_in/templates")


def add_routes(server: Flask) -> None:
    server.register_blueprint(company_password)


@company_password.route("/company/managers/<manager_id>/password", methods=["GET", "POST"])
def set_password(manager_id: str) -> ResponseReturnValue:
    here = services()
    if not here.is_connected:
        raise NotFound("managers are changed where a platform is named")
    here.managers.check_allowed()
    manager = here.directory.screen().find(manager_id)
    if manager.manager_id == here.viewer.manager_id:
        raise NotFound("one's own password is changed with the one before")
    form = NewPasswordForm()
    if request.method == "GET":
        return _ask(form, manager)
    if not (form.validate() and is_good(form)):
        return _ask(form, manager), 400
    here.managers.set_password(manager, form.new.data)
    return redirect(manager_page(manager.manager_id), 303)


def _ask(form: NewPasswordForm, manager: ManagerDetails) -> str:
    return render_template(
        "manager_password.html",
        form=form,
        name=manager.name or manager.email,
        email=manager.email,
        back=manager_page(manager.manager_id),
        **rules_shown(),
    )
