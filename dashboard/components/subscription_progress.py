"""An order on its way, drawn: its steps, what happens now, what comes next."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import formats
from dashboard.components.attributes import aria
from dashboard.components.icons import icon
from dashboard.components.status import support_sentence
from dashboard.services.order_progress import Moment, Progress, Stage, State
from dashboard.statuses import operation_name, subscription_status
from dashboard.texts import gettext
from domain.statuses import OrderType, SubscriptionStatus

ICONS = {
    State.DONE: "check-lg",
    State.CURRENT: "arrow-clockwise",
    State.WAITING: "clock",
    State.FAILED: "x-lg",
    State.TO_COME: "",
}


def draw_progress(
    progress: Progress, support_email: str | None, *, is_delivered: bool = False
) -> html.Section:
    """Draw how far an order has come (P-4); without an address, not whom to ask if it failed.

    `is_delivered` says that what is sold is bought once: in the end it is delivered, not active.
    """
    order = progress.order
    name = operation_name(order.order_type)
    now, after = explain(progress)
    told: list[Any] = [html.Strong(now)]
    if progress.moment is Moment.FAILED:
        told += _reason(progress, support_email)
    elif after:
        told.append(html.Span(after))
    return html.Section(
        [
            html.Div(
                [
                    html.H2(name),
                    html.Span(gettext("Order %(id)s", id=order.order_id), className="hint"),
                ],
                className="card-head",
            ),
            html.Ol([_step(_stage_name(stage, order.order_type, is_delivered=is_delivered), state)
                     for stage, state in progress.steps],
                    className="progress-steps"),
            html.P(told, className=f"progress-told {progress.moment}"),
        ],
        className="card progress-card",
        **aria(label=gettext("Progress of the order")),
    )  # fmt: skip


def explain(progress: Progress) -> tuple[str, str]:
    """Say what happens to an order now, and what comes next."""
    order = progress.order
    day = formats.day(order.provisioned_on) if order.provisioned_on else gettext("its date")
    is_sale = order.order_type == OrderType.SALES
    texts = {
        Moment.PAYING: (
            gettext("The order is accepted, and its payment completes by itself."),
            gettext("Then it goes to the vendor. Nobody has to do anything."),
        ),
        Moment.SCHEDULED: (
            gettext("The order waits for %(day)s. Nothing is sent to the vendor before.", day=day),
            gettext("It starts at 03:00 (UTC+3) that day, and charges start from then."),
        ),
        Moment.WORKING: (
            gettext("The vendor is setting the service up. It usually takes a few minutes.")
            if is_sale
            else gettext("The vendor is carrying the order out. It usually takes a few minutes."),
            gettext("Then it works, and what is needed to use it stands under Information.")
            if is_sale
            else gettext("This page shows when it is done."),
        ),
        Moment.TAKING_LONG: (
            gettext("This takes the vendor longer than usual."),
            gettext(
                "A vendor may review the client or the deal, which can take days. It is tried"
                " again by itself, and nobody has to do anything."
            ),
        ),
        Moment.FAILED: (gettext("The vendor could not carry the order out."), ""),
        Moment.DONE: (
            gettext("The service is set up.") if is_sale else gettext("The order is carried out."),
            gettext("What is needed to use it stands under Information.") if is_sale else "",
        ),
        Moment.CANCELLED: (gettext("The order is cancelled. Nothing was changed."), ""),
        Moment.UNCLEAR: (gettext("The order is accepted."), ""),
    }
    return texts[progress.moment]


def _reason(progress: Progress, support_email: str | None) -> list[html.Span]:
    """Say why an order failed, and whom to ask (ORD-41, MSG-14)."""
    failure = progress.order.failure
    said = [html.Span(gettext("Reason: %(reason)s", reason=failure))] if failure else []
    if support_email is not None:
        said.append(html.Span(support_sentence(support_email)))
    return said


def _step(name: str, state: State) -> html.Li:
    turning = "turning" if state is State.CURRENT else ""
    mark = icon(ICONS[state], turning) if ICONS[state] else ""
    current = "step" if state in (State.CURRENT, State.WAITING, State.FAILED) else None
    said = html.Span(_state_name(state), className="visually-hidden")
    return html.Li(
        [html.Span(mark, className="step-mark"), html.Span([name, said])],
        className=str(state),
        **aria(current=current),
    )


def _stage_name(stage: Stage, order_type: str, *, is_delivered: bool) -> str:
    working = {
        OrderType.SALES: gettext("Provisioning"),
        OrderType.CHANGE: gettext("Changing"),
        OrderType.RENEWAL: gettext("Renewing"),
        OrderType.SWITCH: gettext("Switching"),
        OrderType.PROLONG: gettext("Prolonging"),
    }
    names = {
        Stage.ORDERED: gettext("Ordered"),
        Stage.PAID: gettext("Paid"),
        Stage.CARRIED_OUT: working.get(OrderType.read(order_type), gettext("In work")),
        Stage.DONE: gettext("Done"),
    }
    if stage is Stage.DONE and order_type == OrderType.SALES:
        status = SubscriptionStatus.DELIVERED if is_delivered else SubscriptionStatus.ACTIVE
        return subscription_status(status).name
    return names[stage]


def _state_name(state: State) -> str:
    names = {
        State.DONE: gettext("done"),
        State.CURRENT: gettext("now"),
        State.WAITING: gettext("waiting"),
        State.FAILED: gettext("failed"),
        State.TO_COME: gettext("to come"),
    }
    return f" ({names[state]})"
