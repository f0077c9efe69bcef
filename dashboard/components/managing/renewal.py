"""Auto-renew, drawn: whether a subscription renews itself, and for which period (OP-22)."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import formats
from dashboard.components.attributes import aria
from dashboard.components.managing import ids
from dashboard.components.ordering.configuration import length_text, own_name
from dashboard.components.ordering.fields import dom_id
from dashboard.components.terms import term
from dashboard.glossary import Term
from dashboard.services.managing.conditions import Action
from dashboard.services.managing.controls import Controls
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.statuses import operation_name
from dashboard.texts import gettext
from domain.details import OrderDetails
from domain.offer import OfferPeriod
from domain.statuses import OrderType, SubscriptionStatus


def draw_auto_renew(screen: SubscriptionScreen, controls: Controls) -> html.Section | None:
    """Draw the switch, and a list of periods where there are several to choose from."""
    subscription, availability = screen.subscription, controls.available[Action.AUTO_RENEW]
    if Action.AUTO_RENEW not in controls.named or subscription.is_auto_renewed is None:
        return None
    switch = dbc.Switch(
        id=_id(ids.AUTO_RENEW, screen, controls, drawn=bool(subscription.is_auto_renewed)),
        label=gettext("Renew automatically for the next period"),
        value=bool(subscription.is_auto_renewed),
        disabled=not availability.is_available,
        className="auto-renew",
    )
    return html.Section(
        [
            html.Div(
                [html.H2(gettext("Auto-renew")), term(Term.AUTO_RENEW)], className="card-head"
            ),
            html.Div(
                [
                    switch,
                    _periods(screen, controls) if availability.is_available else None,
                    html.Div(_hint(screen, controls), className="hint"),
                    html.Div(_at_microsoft(), className="hint")
                    if controls.is_at_microsoft and availability.is_available
                    else None,
                ],
                className="auto-renew-body",
            ),
        ],
        className="card",
    )


def _hint(screen: SubscriptionScreen, controls: Controls) -> str:
    reason = controls.available[Action.AUTO_RENEW].reason
    return reason if reason and not controls.why_nothing else _told(screen)


def _told(screen: SubscriptionScreen) -> str:
    subscription = screen.subscription
    if subscription.expires_on is None:
        return ""
    day = formats.day(subscription.expires_on)
    waiting = next((one for one in screen.orders if one.is_waiting and _goes_on(one)), None)
    if waiting is not None:
        return gettext(
            "%(operation)s %(id)s waits for %(day)s: it goes on then, however this is set.",
            operation=operation_name(waiting.order_type),
            id=waiting.order_id,
            day=formats.day(waiting.provisioned_on or subscription.expires_on),
        )
    if subscription.is_auto_renewed and subscription.kind is SubscriptionStatus.STOPPED:
        return gettext(
            "What is stopped is not renewed by itself: activate it before %(day)s, or renew it.",
            day=day,
        )
    if subscription.is_auto_renewed:
        return gettext(
            "It is renewed by itself for the period after %(day)s, with the amounts it has then.",
            day=day,
        )
    return gettext("It ends on %(day)s, unless somebody renews it.", day=day)


def _goes_on(order: OrderDetails) -> bool:
    return OrderType.read(order.order_type) in (OrderType.RENEWAL, OrderType.SWITCH)


def _at_microsoft() -> str:
    """Say that there are two settings, and which is which (OP-27, MS-19)."""
    return gettext(
        "Microsoft is told within a day, and what is changed at Microsoft is set here within a day."
    )


def _periods(screen: SubscriptionScreen, controls: Controls) -> html.Div | None:
    if len(controls.periods) < 2 or not screen.subscription.is_auto_renewed:
        return None
    name = gettext("Period to renew for")
    chosen = controls.period_id or ""
    select_id = _id(ids.AUTO_PERIOD, screen, controls, drawn=chosen)
    options = [{"value": one.plan_period_id, "label": period_name(one)} for one in controls.periods]
    select = dbc.Select(id=select_id, options=options, value=chosen)
    label = html.Label(name, htmlFor=dom_id(select_id), className="field-label")
    return html.Div([label, select], className="field", **aria(label=name))


def period_name(period: OfferPeriod) -> str:
    """Write how long a period is, with its own name where that says something else."""
    return " · ".join(filter(None, [length_text(period), own_name(period)]))


def _id(kind: str, screen: SubscriptionScreen, controls: Controls, **drawn: Any) -> ids.Id:
    """Return an id that says what was drawn, so that only what a person does is taken."""
    return {
        "type": kind,
        "subscription": screen.subscription.subscription_id,
        "seen": controls.seen,
        **drawn,
    }
