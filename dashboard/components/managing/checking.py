"""The dialog while a vendor looks at what was answered, and afterwards (OP-36, ORD-29, ORD-30).

What is checked is remembered beside the form, with what it was about. Only a dialog that is still
open goes on by itself from there: closing it calls everything off that was not sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from dash import dcc, html

from dashboard.components.managing.answers import Parts, after, drawn
from dashboard.components.managing.shown import Shown
from dashboard.components.ordering.additional import draw_checking
from dashboard.components.page import notice
from dashboard.context import services
from dashboard.places import account_page
from dashboard.services.managing.forms import OperationForm, unreachable
from dashboard.services.managing.outcomes import Done, InProgress, NotSent, PriceChanged, Unknown
from dashboard.services.managing.questions import Questions
from dashboard.services.ordering.confirmation import told_by
from dashboard.services.ordering.draft import Checked
from dashboard.texts import gettext
from domain.errors import NotFound, UpstreamError
from domain.management import Switch
from domain.order import Validation, ValidationStatus

Values = Mapping[str, Any]
UNLOCKED: Parts = {"is_locked": False, "is_held": False, "is_calm": True}


def go_on(form: OperationForm, shown: Shown, values: Values, told_check: Any) -> Parts:
    """Return what follows a press of "Confirm": a check where something is asked, else the order.

    What was found valid and is the same still is not checked again.
    """
    request, questions = form.planned.request, form.planned.questions
    if not isinstance(request, Switch) or questions is None or form.seen != shown.seen:
        return carry_out(form, shown, values)
    if questions.additional.problems:
        return {"says": [], "problems": questions.additional.problems}
    checked = read_checked(told_check, shown)
    is_same = checked is not None and checked.fingerprint == questions.fingerprint(request)
    if checked is not None and is_same and services().vendor_checks.look(checked).is_valid:
        return carry_out(form, shown, values, checked)
    return _begin(form, shown, request, questions)


def follow(shown: Shown, values: Values, told_check: Any) -> Parts:
    """Return what follows once the vendor has answered; nothing while it has not."""
    checked = read_checked(told_check, shown)
    if checked is None or not told_check.get("waits"):
        return UNLOCKED
    earlier = services().managing.outcome(shown.key)
    if isinstance(earlier, InProgress):
        return {}
    if isinstance(earlier, Done | Unknown):
        return {**UNLOCKED, "checked": None, **after(earlier, shown, None, values)}
    validation = services().vendor_checks.look(checked)
    if validation.is_running:
        return {}
    try:
        form = services().operation_forms.form(shown.action, shown.subscription_id, values)
    except (NotFound, UpstreamError):
        return {**_said(unreachable()), "checked": _kept(checked, shown)}
    return _answered(form, shown, values, checked, validation)


def carry_out(
    form: OperationForm, shown: Shown, values: Values, checked: Checked | None = None
) -> Parts:
    """Send what stands in the dialog, with what was checked for it, and return what came of it."""
    request = form.planned.request
    if isinstance(request, Switch) and checked is not None:
        request = replace(request, async_task_id=checked.task_id)
    outcome = services().managing.carry_out(
        shown.key, shown.subscription_id, shown.seen, request, shown=shown.price
    ) if request is not None else None  # fmt: skip
    stands = isinstance(outcome, PriceChanged | NotSent) and checked is not None
    parts = after(outcome, shown, form, values)
    problems = parts.pop("field_problems", None)
    return {
        "is_locked": False,
        "checked": _kept(checked, shown) if stands and checked else None,
        **({"is_calm": True} if checked else {}),
        **parts,
        **({"problems": problems} if problems else {}),
    }


def read_checked(told: Any, shown: Shown) -> Checked | None:
    """Read which check a browser remembers of this form; None where it is none of ours."""
    try:
        is_own = told["key"] == shown.key
        checked = Checked(str(told["task_id"]), str(told["fingerprint"]), str(told["asked_at"]))
        is_aware = datetime.fromisoformat(checked.asked_at).tzinfo is not None
    except (KeyError, TypeError, ValueError):
        return None
    return checked if is_own and is_aware else None


def _begin(form: OperationForm, shown: Shown, request: Switch, questions: Questions) -> Parts:
    account_id = form.screen.subscription.account_id
    try:
        checked = services().vendor_checks.begin(account_id, request, questions)
    except (UpstreamError, NotFound) as error:
        return _said(told_by(error))
    return {
        "says": [draw_checking("")],
        "is_locked": True,
        "is_held": True,
        "is_calm": False,
        "checked": {**_kept(checked, shown), "waits": True},
        "problems": {},
    }


def _answered(
    form: OperationForm, shown: Shown, values: Values, checked: Checked, validation: Validation
) -> Parts:
    request, questions = form.planned.request, form.planned.questions
    if form.seen != shown.seen:
        return {**UNLOCKED, "checked": None, **after(None, shown, form, values)}
    if validation.status is ValidationStatus.FAILED:
        return _said(_failure(validation))
    is_same = (
        isinstance(request, Switch)
        and questions is not None
        and questions.fingerprint(request) == checked.fingerprint
    )
    if questions is None or not is_same:
        text = gettext("What you entered has changed while it was checked. Please confirm again.")
        return {**_said(text), **drawn(form, shown, values)}
    if not validation.is_valid:
        return _refused(form, questions, validation)
    return carry_out(form, shown, values, checked)


def _refused(form: OperationForm, questions: Questions, validation: Validation) -> Parts:
    """Say what the vendor does not accept, beside the fields; of the client's data above them."""
    explained = questions.additional.explained(validation.errors)
    asked = {one.asked.key for one in explained.fields if one.problem}
    others = [text for key, text in validation.errors.items() if key not in asked]
    client = form.screen.subscription.account_id
    says: list[Any] = []
    if others or not explained.problems:
        link = dcc.Link(gettext("Open the client"), href=account_page(client))
        head = gettext("The vendor refuses the data of the client.")
        says = [notice([html.Div(head), *map(html.Div, others), html.Div(link)], "bad")]
    return {**UNLOCKED, "says": says, "checked": None, "problems": explained.problems}


def _failure(validation: Validation) -> str:
    return gettext(
        "The check could not be carried out: %(reason)s Press “Confirm” to try again.",
        reason=validation.failure,
    )


def _said(text: str) -> Parts:
    return {**UNLOCKED, "says": [notice(text, "warn")], "checked": None}


def _kept(checked: Checked, shown: Shown) -> dict[str, Any]:
    return {**asdict(checked), "key": shown.key, "waits": False}
