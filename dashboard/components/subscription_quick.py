"""The quick actions beside a subscription's tabs: those of its row in the list (SUB-8, SUB-9).

They follow the same rules, and open the same dialog; whichever tab is shown.
"""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import formats
from dashboard.components.lists.quick_actions import (
    ACTIVATED_FROM,
    amount_button,
    draw_action,
)
from dashboard.services.managing.amounts import AmountLine
from dashboard.services.managing.conditions import Action
from dashboard.services.managing.controls import Controls
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.texts import gettext

PLACE = "beside"


def draw_quick(screen: SubscriptionScreen, controls: Controls, locale: str) -> html.Section | None:
    """Draw them; None where this subscription knows none of them (E2E-11, OP-46)."""
    own = screen.subscription
    turns = Action.ACTIVATE if own.kind in ACTIVATED_FROM else Action.STOP
    buttons = [
        draw_action(action, controls.available[action], own.subscription_id, own.name, PLACE)
        for action in (turns, Action.RENEW)
        if action in controls.named
    ]
    amount = _amount(screen, controls.lines, locale)
    if not (buttons or amount):
        return None
    said: list[Any] = [amount]
    if controls.why_nothing:
        said.append(html.Span(controls.why_nothing, className="hint"))
    else:
        said.append(html.Div(buttons, className="quick-actions"))
    return html.Section(
        [html.H2(gettext("Quick actions")), *said], className="card aside-card aside-quick"
    )


def _amount(
    screen: SubscriptionScreen, lines: tuple[AmountLine, ...], locale: str
) -> html.Div | None:
    """Draw the amount of the primary resource, where it can be changed."""
    line = next((one for one in lines if one.held.is_primary and one.amount is not None), None)
    if line is None or line.amount is None:
        return None
    written = formats.count(line.current, locale)
    tip = gettext("Change amounts")
    button = amount_button(screen.subscription, line.amount.limits, written, tip)
    return html.Div([html.Span(_counted(line)), button], className="aside-amount")


def _counted(line: AmountLine) -> str:
    """Write what is counted, and in what, unless that says the same: mailboxes in mailboxes."""
    name, unit = line.held.name, line.held.unit
    return f"{name}, {unit}" if unit and unit.casefold() != name.casefold() else name
