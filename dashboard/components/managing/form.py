"""The dialog of an operation, drawn: what is meant, what is chosen, what it means (OP-5)."""

from __future__ import annotations

import hashlib
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import formats
from dashboard.components.attributes import data
from dashboard.components.managing import ids
from dashboard.components.managing.meaning import draw_losses, draw_meaning, draw_unread
from dashboard.components.managing.operations import action_name
from dashboard.components.managing.questions import asked_of, draw_asked
from dashboard.components.managing.renewal import period_name
from dashboard.components.managing.table import draw_stepper
from dashboard.components.ordering.fields import dom_id
from dashboard.components.page import notice
from dashboard.services.managing import planning
from dashboard.services.managing.amounts import Amount
from dashboard.services.managing.conditions import Action
from dashboard.services.managing.forms import OperationForm
from dashboard.services.managing.planning import named
from dashboard.stop_reasons import reason_options
from dashboard.texts import gettext

# What takes a service from a client.
TAKEN = (Action.STOP, Action.DELETE)


def draw_form(form: OperationForm, locale: str, typed: dict[str, Any] | None = None) -> list[Any]:
    """Draw what is above the price: the subscription, warnings, fields."""
    if not form.availability.is_available:
        said = form.availability.reason or gettext("This operation is not available now.")
        return [_about(form), notice(said, "warn")]
    parts: list[Any] = [_about(form), *draw_unread(form), *draw_meaning(form)]
    if form.planned.hindrance:
        parts.append(notice(form.planned.hindrance, "warn"))
    return [*parts, *_fields(form, typed or {}), *draw_asked(form), *draw_losses(form)]


def title_of(form: OperationForm) -> str:
    return action_name(form.action)


def confirm_name(form: OperationForm) -> str:
    """Return what the button says that confirms."""
    names = {
        Action.STOP: gettext("Stop the subscription"),
        Action.DELETE: gettext("Delete for good"),
        Action.CANCEL: gettext("Cancel the order"),
        Action.ACTIVATE: gettext("Activate"),
    }
    return names.get(form.action, gettext("Confirm"))


def close_name(form: OperationForm) -> str:
    """Return what the button says that changes nothing: beside "cancel the order" not that word."""
    return gettext("Keep the order") if form.action is Action.CANCEL else gettext("Cancel")


def shape_of(form: OperationForm) -> str:
    """Return what the fields depend on: when it changes, they are drawn anew."""
    planned = form.planned
    about = [
        form.availability,
        planned.amounts,
        [one.plan_period_id for one in planned.periods],
        planned.target.plan_id if planned.target else None,
        planned.loses_data,
        [one.order_id for one in planned.ends],
        form.screen.reading.is_live,
        asked_of(form),
        planned.hindrance,
    ]
    return hashlib.sha256(repr(about).encode()).hexdigest()[:16]


def _about(form: OperationForm) -> html.Div:
    subscription = form.screen.subscription
    account = form.screen.account_name or f"ID {subscription.account_id}"
    return html.Div(
        [
            html.Strong(subscription.name),
            html.Span(f"ID {subscription.subscription_id} · {account}", className="sub"),
        ],
        className="operation-about final" if form.action in TAKEN else "operation-about",
    )


def _fields(form: OperationForm, typed: dict[str, Any]) -> list[Any]:
    planned = form.planned
    fields: list[Any] = []
    if form.action in (Action.SWITCH, Action.SWITCH_ON_RENEWAL):
        fields.append(_plan(form))
    if planned.periods:
        fields.append(_periods(form))
    fields += [_amount(one, typed) for one in planned.amounts]
    if form.action is Action.STOP:
        fields += _why(typed)
    if form.action is Action.DELETE:
        fields.append(_typed_id(form, typed))
    return [html.Div(fields, className="operation-fields")] if fields else []


def _plan(form: OperationForm) -> html.Div:
    planned = form.planned
    if not planned.targets:
        return notice(gettext("There is no plan that it could be switched to now."), "warn")
    options = [
        {"value": one.plan_id, "label": f"{one.name} · {one.sku}" if one.sku else one.name}
        for one in planned.targets
    ]
    field = ids.field_id(planning.PLAN)
    select = dcc.Dropdown(
        id=field, options=options, value=planned.target.plan_id if planned.target else None,
        clearable=False, searchable=len(options) > 10, placeholder=gettext("Choose a plan"),
    )  # fmt: skip
    return _labelled(field, gettext("New plan, the cheapest first"), select)


def _periods(form: OperationForm) -> html.Div:
    planned = form.planned
    if len(planned.periods) == 1:
        only = html.Div(period_name(planned.periods[0]), className="only-choice")
        return html.Div(
            [html.Div(gettext("Period"), className="field-label"), only],
            className="field operation-field",
        )
    field = ids.field_id(planning.PERIOD)
    options = [{"value": one.plan_period_id, "label": period_name(one)} for one in planned.periods]
    choice = dbc.Select(id=field, options=options, value=planned.period_id)
    return _labelled(field, gettext("Period"), choice)


def _amount(amount: Amount, typed: dict[str, Any]) -> html.Div:
    name = named(planning.AMOUNT, amount.key)
    field = ids.field_id(name)
    text = str(typed.get(name, amount.current))
    least = formats.whole(amount.least)
    limits = (
        gettext("%(least)s or more", least=least)
        if amount.most is None
        else gettext("%(least)s to %(most)s", least=least, most=formats.whole(amount.most))
    )
    now = gettext("now %(count)s", count=formats.whole(amount.current))
    told = " · ".join(filter(None, [amount.unit, now, limits]))
    return html.Div(
        [
            html.Div(
                [html.Strong(amount.name), html.Span(told, className="sub")],
                className="operation-amount",
            ),
            draw_stepper(field, amount, text),
            _problem(name, field),
        ],
        className="field operation-field amount",
    )


def _why(typed: dict[str, Any]) -> list[html.Div]:
    """Ask why it is stopped: the platform wants to know."""
    reason = ids.field_id(planning.REASON, ids.SAID)
    comment = ids.field_id(planning.COMMENT, ids.SAID)
    chosen = dbc.Select(
        id=reason,
        options=reason_options(),
        value=typed.get(planning.REASON) or "",
        placeholder=gettext("Choose a reason"),
    )
    text = dcc.Input(
        id=comment, value=typed.get(planning.COMMENT) or "", type="text", autoComplete="off",
        maxLength=planning.LONGEST_COMMENT, className="form-control", debounce=False,
    )  # fmt: skip
    return [
        _labelled(reason, gettext("Reason"), chosen),
        _labelled(comment, gettext("Comment"), text),
    ]


def _typed_id(form: OperationForm, typed: dict[str, Any]) -> html.Div:
    field = ids.field_id(planning.TYPED_ID, ids.SAID)
    own_id = form.screen.subscription.subscription_id
    text = dcc.Input(
        id=field, value=typed.get(planning.TYPED_ID) or "", type="text", autoComplete="off",
        maxLength=40, className="form-control", debounce=False,
    )  # fmt: skip
    return _labelled(field, gettext("Type the ID %(id)s to confirm", id=own_id), text)


def _labelled(field: ids.Id, label: str, control: Any) -> html.Div:
    parts = [
        html.Label(label, htmlFor=dom_id(field), className="field-label"),
        control,
        _problem(field["name"], field),
    ]
    return html.Div(parts, className="field operation-field")


def _problem(name: str, field: ids.Id) -> html.Div:
    return html.Div(
        id={"type": ids.FIELD_PROBLEM, "name": name},
        className="problem",
        **data(problem_of=dom_id(field)),
    )
