"""What the dialog shows next: a form, or what became of one that was confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from dash import dcc, html, no_update, set_props

from dashboard.components.icons import icon
from dashboard.components.managing import ids
from dashboard.components.managing.form import (
    close_name,
    confirm_name,
    draw_form,
    shape_of,
    title_of,
)
from dashboard.components.managing.money import draw_money
from dashboard.components.managing.operations import action_name
from dashboard.components.managing.shown import Shown
from dashboard.components.page import notice
from dashboard.components.toasts import say_done
from dashboard.context import services
from dashboard.places import subscription_page
from dashboard.services.managing.conditions import Action
from dashboard.services.managing.forms import OperationForm
from dashboard.services.managing.outcomes import (
    Changed,
    Done,
    InProgress,
    NotAvailable,
    NotSent,
    Outcome,
    PriceChanged,
    Refused,
    Unknown,
)
from dashboard.services.managing.planning import AMOUNT, named
from dashboard.services.managing.price_texts import what_changed
from dashboard.texts import gettext

Parts = dict[str, Any]
READY, BUSY = "btn btn-primary", "btn btn-primary busy"


def opened(shown: Shown, values: Mapping[str, Any], amount: Any) -> Parts:
    """Return a form that has just been asked for; `amount` is that of the primary resource."""
    forms = services().operation_forms
    form = forms.form(shown.action, shown.subscription_id, values)
    primary = next((one for one in form.planned.amounts if one.is_primary), None)
    if amount not in (None, "") and primary is not None:
        values = {named(AMOUNT, primary.key): str(amount)}
        form = forms.form(shown.action, shown.subscription_id, values)
    # Whether it is open is the browser's to say: who closed it meanwhile does not see it again.
    return {**drawn(form, shown, values), "says": [], "is_calm": True}


def drawn(form: OperationForm, shown: Shown, values: Mapping[str, Any], *, key: str = "") -> Parts:
    """Return a whole form with what is typed in it."""
    locale = services().viewer.locale
    return {
        "title": title_of(form),
        "body": draw_form(form, locale, dict(values)),
        "money": draw_money(form, locale),
        "close": close_name(form),
        "confirm": confirm_name(form),
        "is_held": not form.can_confirm,
        "shown": shown.of(form, fields_of(form, values), key=key),
    }


def shown_form(form: OperationForm, shown: Shown, values: Mapping[str, Any]) -> Parts:
    """Return what changes of a form with what is chosen; its fields only if they depend on it."""
    parts = drawn(form, shown, values)
    parts["shown"] = {**parts["shown"], "seen": shown.seen or form.seen}
    if shape_of(form) == shown.shape:
        parts["shown"]["fields"] = dict(values)
        parts["body"] = no_update
    return {**parts, "says": []}


def fields_of(form: OperationForm, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the fields of a form hold that the price depends on."""
    planned = form.planned
    held: dict[str, Any] = {}
    if form.action in (Action.SWITCH, Action.SWITCH_ON_RENEWAL) and planned.targets:
        held["plan"] = planned.target.plan_id if planned.target else None
    if len(planned.periods) > 1:
        held["period"] = planned.period_id
    for one in planned.amounts:
        name = named(AMOUNT, one.key)
        held[name] = str(values.get(name, one.current))
    return held | (planned.questions.choices if planned.questions else {})


def after(
    outcome: Outcome | None, shown: Shown, form: OperationForm | None, values: Mapping[str, Any]
) -> Parts:
    """Return what is shown of an operation that was confirmed.

    Without an outcome nothing was sent: the subscription is another one by now (MSG-15).
    """
    match outcome:
        case Done():
            return _done(outcome, shown)
        case Unknown() | InProgress():
            _refresh(shown)
            return _checking(shown)
        case NotSent(text):
            # It stands as it was, and the same form may be sent again.
            return {"says": [notice(text, "warn")], "is_held": False, "is_calm": True}
        case Refused(text, fields):
            # The same form would be refused again: what is corrected is another one.
            says = [notice([html.Div(text), *_unnamed(fields, form)], "bad")]
            return {**_again(form, shown, values, key=str(uuid4())), "says": says,
                    "is_calm": True, "field_problems": _field_problems(fields)}  # fmt: skip
        case PriceChanged():
            return {**_again(form, shown, values), "says": [notice(_prices(outcome), "warn")]}
        case Changed(text) | NotAvailable(text):
            _refresh(shown)
            return {**_again(form, shown, values, key=str(uuid4())),
                    "says": [notice(text, "warn")], "is_calm": True}  # fmt: skip
    _refresh(shown)
    text = gettext("The subscription has been changed by another user. The page is refreshed.")
    return {**_again(form, shown, values, key=str(uuid4())), "says": [notice(text, "warn")]}


def accepted_text(action: Action, subscription_id: str, outcome: Done) -> str:
    """Say that something has begun (MSG-13)."""
    if action is Action.CANCEL:
        return gettext("Order %(id)s is cancelled.", id=outcome.order_id or "")
    return gettext(
        "%(operation)s for subscription %(id)s has started.",
        operation=action_name(action),
        id=subscription_id,
    )


def _done(outcome: Done, shown: Shown) -> Parts:
    _refresh(shown)
    link = dcc.Link(gettext("Open the subscription"), href=subscription_page(shown.subscription_id))
    text = accepted_text(shown.action, shown.subscription_id, outcome)
    say_done(text, link)
    return {"is_open": False, "is_held": True, "is_calm": True, "shown": None, "says": []}


def _again(
    form: OperationForm | None, shown: Shown, values: Mapping[str, Any], *, key: str = ""
) -> Parts:
    return {} if form is None else drawn(form, shown, values, key=key)


def _checking(shown: Shown) -> Parts:
    """Say that nobody knows yet what came of it (design: never sent again before that)."""
    says = gettext(
        "The connection broke before the platform answered. The portal looks for it on the"
        " platform; it is not sent again meanwhile. This shows what came of it, and you can close"
        " it: the subscription will show it, too."
    )
    told = [html.Strong(gettext("We are checking")), html.Div(says)]
    body = html.Div([icon("arrow-clockwise", "turning"), html.Div(told)], className="checking")
    return {"says": [], "body": html.Div(body, role="status"), "money": [], "is_held": True,
            "shown": shown.sent(), "is_calm": False}  # fmt: skip


def _prices(changed: PriceChanged) -> str:
    """MSG-8."""
    says = what_changed(changed, services().viewer.locale)
    return " ".join((says, gettext("Please confirm again.")))


def _field_problems(fields: Mapping[str, str]) -> dict[str, str]:
    return {named(AMOUNT, key): text for key, text in fields.items()} | dict(fields)


def _unnamed(fields: Mapping[str, str], form: OperationForm | None) -> list[html.Div]:
    """Draw what is wrong with values that have no field in the dialog."""
    amounts = form.planned.amounts if form else ()
    shown = {one.key for one in amounts} | {"reason", "comment"}
    return [html.Div(text) for key, text in fields.items() if key not in shown]


def _refresh(shown: Shown) -> None:
    """Have whatever follows the subscription ask again at once (OP-6)."""
    set_props(ids.DONE, {"data": {"subscription": shown.subscription_id, "at": str(uuid4())}})
