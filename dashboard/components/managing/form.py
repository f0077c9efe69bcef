"""The dialog of an operation, drawn: what is meant, what is chosen, what it means (OP-5)."""

from __future__ import annotations

import hashlib
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import formats
from dashboard.components.attributes import data
from dashboard.components.managing import ids
from dashboard.components.managing.operations import action_name, countdown
from dashboard.components.managing.renewal import period_name
from dashboard.components.managing.table import draw_stepper
from dashboard.components.ordering.fields import dom_id
from dashboard.components.page import notice
from dashboard.services.managing import planning
from dashboard.services.managing.amounts import Amount
from dashboard.services.managing.conditions import Action
from dashboard.services.managing.forms import OperationForm
from dashboard.services.managing.planning import named
from dashboard.statuses import operation_name
from dashboard.texts import gettext, ngettext
from domain.statuses import BillingType

COMMITMENTS = (BillingType.MONTHLY_COMMITMENT, BillingType.MONTHLY_COMMITMENT_INTERVAL)


def draw_form(form: OperationForm, locale: str, typed: dict[str, Any] | None = None) -> list[Any]:
    """Draw what is above the price: the subscription, warnings, fields."""
    if not form.availability.is_available:
        said = form.availability.reason or gettext("This operation is not available now.")
        return [_about(form), notice(said, "warn")]
    parts: list[Any] = [_about(form), *_unread(form), *_means(form)]
    return [*parts, *_fields(form, typed or {}), *_losses(form)]


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
        className=f"operation-about {'final' if form.action is Action.DELETE else ''}".strip(),
    )


def _unread(form: OperationForm) -> list[html.Div]:
    if form.screen.reading.is_live:
        return []
    text = gettext(
        "The platform does not answer, so that nothing can be changed now. Nothing was sent."
        " Try again later."
    )
    return [notice(text, "warn")]


def _means(form: OperationForm) -> list[Any]:
    """Say what an operation does, where that is not for sale but for sure."""
    match form.action:
        case Action.STOP:
            return [_stop_warning(form)]
        case Action.DELETE:
            return [_delete_warning(form)]
        case Action.ACTIVATE:
            return [html.P(_activation(form))]
        case Action.CANCEL:
            return [html.P(_cancellation(form))]
        case Action.RENEW:
            return [html.P(gettext("The next period, with the amounts there are now."))]
        case Action.SWITCH_ON_RENEWAL if form.screen.subscription.expires_on:
            day = formats.day(form.screen.subscription.expires_on)
            return [html.P(gettext("It is renewed and switched on %(day)s. Until then the order"
                                   " can be cancelled.", day=day))]  # fmt: skip
    return []


def _stop_warning(form: OperationForm) -> html.Div:
    """Say what a stop means (OP-10, MSG-17)."""
    said: list[Any] = [gettext("The service becomes unavailable to the client.")]
    if form.term is not None:
        days = ngettext("%(num)s day", "%(num)s days", form.term.storage_days)
        said.append(
            gettext(
                "After %(days)s in the Stopped status the subscription and all its data are"
                " deleted and cannot be restored.",
                days=days,
            )
        )
        if form.term.stop_needs_approval:
            said.append(gettext("Your provider has to approve it first."))
    if form.screen.plan and form.screen.plan.kind in COMMITMENTS:
        said.append(gettext("Charging goes on: it is a commitment for the whole period."))
    return notice([html.Div(one) for one in said], "warn")


def _delete_warning(form: OperationForm) -> html.Div:
    """Say what a deletion means, and how long it is possible (OP-43, MSG-18)."""
    said: list[Any] = [
        html.Div(gettext("The subscription and its data will be deleted permanently.")),
        html.Div(
            gettext(
                "Within the first day everything is refunded; afterwards what is not used, by days."
            )
        ),
    ]
    if form.term is not None and form.term.deletion_needs_approval:
        said.append(html.Div(gettext("Your provider has to approve it first.")))
    if form.availability.until is not None:
        left = countdown(form.availability.until, form.screen.reading.as_of)
        said.append(html.Div([gettext("Time left:"), " ", left]))
    return notice(said, "bad")


def _activation(form: OperationForm) -> str:
    """OP-14."""
    day = form.screen.subscription.expires_on
    if day is None:
        return gettext("The service becomes available to the client again.")
    return gettext(
        "The service becomes available to the client again. It expires on %(day)s as before: the"
        " time it was stopped is not added.",
        day=formats.day(day),
    )


def _cancellation(form: OperationForm) -> str:
    if not form.planned.ends:
        return gettext("There is no order that could be cancelled.")
    order = form.planned.ends[0]
    day = formats.day(order.provisioned_on) if order.provisioned_on else formats.NOTHING
    return gettext(
        "%(operation)s %(id)s waits for %(day)s. Once it is cancelled nothing of it is carried out"
        " or charged.",
        operation=operation_name(order.order_type),
        id=order.order_id,
        day=day,
    )


def _losses(form: OperationForm) -> list[Any]:
    """Say which orders end with it, and what a switch may cost the client (OP-11, OP-17, OP-38)."""
    said: list[Any] = []
    if form.planned.loses_data:
        said.append(
            notice(
                gettext(
                    "This plan is set up in another way. The client's data may be lost: make sure"
                    " that they are saved elsewhere."
                ),
                "bad",
            )
        )
    if form.planned.ends and form.action is not Action.CANCEL:
        orders = ", ".join(
            f"{operation_name(one.order_type)} {one.order_id}" for one in form.planned.ends
        )
        texts = {
            Action.STOP: gettext("Cancelled with it: %(orders)s.", orders=orders),
            Action.CHANGE_RENEWAL: gettext("Replaced by it: %(orders)s.", orders=orders),
        }
        said.append(notice(texts.get(form.action, orders)))
    return said


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
    limits = (
        gettext("%(least)s or more", least=amount.least)
        if amount.most is None
        else gettext("%(least)s to %(most)s", least=amount.least, most=amount.most)
    )
    now = gettext("now %(count)s", count=amount.current)
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
    reasons = [
        ("customer_request", gettext("The client asked for it")),
        ("not_paid", gettext("The client has not paid")),
        ("not_used", gettext("It is not used any more")),
        ("other", gettext("Another reason")),
    ]
    options = [{"value": word, "label": text} for word, text in reasons]
    chosen = dbc.Select(
        id=reason,
        options=options,
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
