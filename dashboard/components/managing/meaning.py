"""What an operation means for the client, for data and for other orders, drawn in its dialog."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import formats
from dashboard.components.managing.operations import countdown
from dashboard.components.page import notice
from dashboard.components.status import origin_note
from dashboard.components.terms import term
from dashboard.glossary import Term
from dashboard.services.managing.conditions import Action
from dashboard.services.managing.forms import OperationForm
from dashboard.services.reading import Origin
from dashboard.statuses import operation_name
from dashboard.texts import gettext, ngettext
from domain.statuses import BillingType

COMMITMENTS = (BillingType.MONTHLY_COMMITMENT, BillingType.MONTHLY_COMMITMENT_INTERVAL)


def draw_unread(form: OperationForm) -> list[html.Div]:
    """Say that nothing can be done while the platform does not answer, or does not tell all."""
    if form.screen.reading.is_live:
        return []
    if form.screen.reading.origin is Origin.WITHOUT_ORDERS:
        return origin_note(form.screen.reading, "")
    text = gettext(
        "The platform does not answer, so that nothing can be changed now. Nothing was sent."
        " Try again later."
    )
    return [notice(text, "warn")]


def draw_meaning(form: OperationForm) -> list[Any]:
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
        goes_on = gettext("Charging goes on: it is a commitment for the whole period.")
        said.append([goes_on, term(Term.COMMITMENT)])
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


def draw_losses(form: OperationForm) -> list[Any]:
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
