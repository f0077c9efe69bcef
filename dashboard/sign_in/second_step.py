"""The page between the password and the session: the code of a second factor."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from dashboard.access import safe_address, viewer_of
from dashboard.context import portal
from dashboard.i18n import language
from dashboard.sign_in.code_forms import CodeForm, RecoveryForm
from dashboard.sign_in.confirmation import Refused, take_code
from dashboard.sign_in.entrance import open_session
from dashboard.sign_in.half_way import half_way
from dashboard.sign_in.messages import seconds_until
from dashboard.sign_in.troubles import Trouble, sign_in_again
from store.second_factors import second_factor

second_step_pages = Blueprint("second_step", __name__, template_folder="templates")


@second_step_pages.route("/second-step", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    then = request.args.get("next")
    found = half_way()
    if found is None:
        # A second tab may have signed in meanwhile.
        if current_user.is_authenticated:
            return redirect(safe_address(then), 303)
        return sign_in_again(Trouble.LATE, then)
    form = RecoveryForm() if "recovery" in request.args else CodeForm()
    if request.method == "GET":
        return _ask(form)
    if not form.validate():
        return _ask(form), 400
    who = {"manager_id": found.whose.manager_id, "reseller_id": found.whose.reseller_id}
    if viewer_of(**who, language=language()) is None:
        return sign_in_again(Trouble.LATE, then)
    if second_factor(portal().store, **who) is None:
        # Reset a moment ago, so that they get in.
        return open_session(found.whose, by=found.by, then=then)
    outcome = take_code(portal(), found.whose, form.code.data)
    if isinstance(outcome, Refused):
        return _refuse(form, outcome)
    return open_session(found.whose, by=found.by, then=then, code=outcome)


def _refuse(form: CodeForm | RecoveryForm, refused: Refused) -> ResponseReturnValue:
    form.code.errors = [refused.text]
    if refused.locked_until is None:
        return _ask(form), 401
    waiting = seconds_until(refused.locked_until, portal().clock())
    return _ask(form), 429, {"Retry-After": str(waiting)}


def _ask(form: CodeForm | RecoveryForm) -> str:
    is_recovery = "recovery" in request.args
    then = request.args.get("next")
    return render_template(
        "second_step.html",
        form=form,
        is_recovery=is_recovery,
        # In the address, so that it works without a script and the language can be switched.
        here=_address(then, is_recovery=is_recovery),
        other=_address(then, is_recovery=not is_recovery),
    )


def _address(then: str | None, *, is_recovery: bool) -> str:
    return url_for("second_step.ask", next=then, recovery="yes" if is_recovery else None)
