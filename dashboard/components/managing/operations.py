"""The operations of a subscription, drawn: those that may be, and why the others may not (OP-1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dash import html

from dashboard import formats
from dashboard.components.attributes import aria, data
from dashboard.components.managing.ids import open_button
from dashboard.components.page import notice
from dashboard.services.managing.availability import Availability
from dashboard.services.managing.conditions import Action
from dashboard.services.managing.controls import Controls
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.statuses import operation_name
from dashboard.texts import gettext

LISTED = (
    Action.RENEW,
    Action.CHANGE_RENEWAL,
    Action.SWITCH,
    Action.SWITCH_ON_RENEWAL,
    Action.STOP,
    Action.ACTIVATE,
    Action.DELETE,
)


def action_name(action: Action) -> str:
    """Return what an operation is called."""
    names = {
        Action.CHANGE: gettext("Change amounts"),
        Action.RENEW: gettext("Renew"),
        Action.CHANGE_RENEWAL: gettext("Change renewal options"),
        Action.AUTO_RENEW: gettext("Auto-renew"),
        Action.SWITCH: gettext("Switch plan"),
        Action.SWITCH_ON_RENEWAL: gettext("Switch plan on renewal"),
        Action.STOP: gettext("Stop"),
        Action.ACTIVATE: gettext("Activate"),
        Action.DELETE: gettext("Delete"),
        Action.CANCEL: gettext("Cancel the order"),
    }
    return names[action]


def draw_operations(screen: SubscriptionScreen, controls: Controls) -> html.Section | None:
    """Draw the operations that this subscription knows; None where it knows none."""
    named = [action for action in LISTED if action in controls.named]
    if not named:
        return None
    head = html.Div(html.H2(gettext("Operations")), className="card-head")
    if controls.why_nothing:
        told = html.P(controls.why_nothing, className="hint why-nothing")
        return html.Section([head, told], className="card")
    rows = [_row(screen, action, controls.available[action]) for action in named]
    return html.Section([head, html.Ul(rows, className="operations")], className="card")


def draw_blocking(screen: SubscriptionScreen, controls: Controls | None) -> html.Div | None:
    """Name the order that keeps others from being placed, with the way to cancel it (OP-3)."""
    order = next((one for one in screen.orders if one.is_blocking), None)
    can_cancel = controls is not None and controls.available[Action.CANCEL].is_available
    if order is None or (screen.subscription.is_changing and not can_cancel):
        return None  # What is being carried out is told above.
    name = operation_name(order.order_type)
    said = gettext(
        "%(operation)s %(id)s is not finished. Until then no other order can be placed.",
        operation=name,
        id=order.order_id,
    )
    parts: list[Any] = [said]
    if order.provisioned_on:
        day = formats.day(order.provisioned_on)
        parts += [" ", gettext("It is carried out on %(day)s.", day=day)]
    if can_cancel:
        button = open_button(
            action_name(Action.CANCEL), Action.CANCEL, screen.subscription.subscription_id,
            class_name="btn btn-quiet",
        )  # fmt: skip
        parts.append(html.Div(button, className="notice-action"))
    return notice(parts)


def countdown(until: datetime, now: datetime | None = None) -> html.Span:
    """Draw the time that is left, which assets/js/managing.js counts down to zero.

    `now` is the platform's; without it the page's own is taken, so that the same countdown is
    drawn the same whenever it is.
    """
    more = data(now=now.isoformat()) if now else {}
    units = data(
        days=gettext("d"), hours=gettext("h"), minutes=gettext("min"), seconds=gettext("s")
    )
    return html.Span(
        className="countdown number", role="timer", **data(until=until.isoformat()), **units, **more
    )


def _row(screen: SubscriptionScreen, action: Action, availability: Availability) -> html.Li:
    said: list[Any] = [availability.reason or _purpose(action)]
    ends: dict[str, Any] = {}
    if action is Action.DELETE and availability.is_available and availability.until is not None:
        said += [" ", gettext("Time left:"), " ", countdown(availability.until)]
        ends = data(ends="")
    kind = "btn-danger-quiet" if action in (Action.STOP, Action.DELETE) else "btn-quiet"
    button = open_button(
        action_name(action),
        action,
        screen.subscription.subscription_id,
        class_name=f"btn {kind}",
        disabled=not availability.is_available,
    )
    return html.Li(
        [
            html.Div(
                [html.Strong(action_name(action)), html.Span(said)], className="operation-told"
            ),
            button,
        ],
        className="operation" if availability.is_available else "operation unavailable",
        **ends,
        **aria(disabled=None if availability.is_available else "true"),
    )


def _purpose(action: Action) -> str:
    purposes = {
        Action.RENEW: gettext("Repeat the subscription for the next period with these amounts."),
        Action.CHANGE_RENEWAL: gettext("Choose the period and the amounts for the next period."),
        Action.SWITCH: gettext("Change to another plan now."),
        Action.SWITCH_ON_RENEWAL: gettext("Change to another plan when this period ends."),
        Action.STOP: gettext("Switch the service off for the client for a time."),
        Action.ACTIVATE: gettext("Switch the service on again."),
        Action.DELETE: gettext("Delete the subscription and its data for good."),
    }
    return purposes[action]
