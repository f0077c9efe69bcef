"""The management tab of a subscription: its order on the way, its resources, its operations."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard import formats
from dashboard.components.managing.ids import CHANGE, CONFIRM_CHANGE, open_button
from dashboard.components.managing.operations import draw_blocking, draw_operations
from dashboard.components.managing.renewal import draw_auto_renew
from dashboard.components.managing.table import draw_table
from dashboard.components.page import notice
from dashboard.components.subscription_progress import draw_progress
from dashboard.services.managing.amounts import AmountLine
from dashboard.services.managing.conditions import Action
from dashboard.services.managing.controls import Controls
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.texts import gettext, pgettext
from domain.details import FAILED
from domain.statuses import BillingType


def draw_management(
    screen: SubscriptionScreen,
    controls: Controls | None,
    lines: tuple[AmountLine, ...],
    locale: str,
    support_email: str,
) -> list[Any]:
    """Draw the tab; without `controls` nothing on it can be changed (OP-8)."""
    return [
        _progress(screen, support_email),
        draw_blocking(screen, controls),
        _trial(screen),
        _resources(screen, controls, lines, locale),
        draw_auto_renew(screen, controls) if controls else None,
        draw_operations(screen, controls) if controls else None,
    ]


def _progress(screen: SubscriptionScreen, support_email: str) -> html.Section | None:
    if screen.progress is None:
        return None
    is_delivered = screen.plan is not None and screen.plan.kind is BillingType.NON_RECURRING
    told_here = _told_here(screen, support_email)
    return draw_progress(screen.progress, told_here, is_delivered=is_delivered)


def _told_here(screen: SubscriptionScreen, support_email: str) -> str | None:
    """Return whom to ask, unless the page says so already above its tabs."""
    is_said = screen.subscription.kind in FAILED
    return None if is_said else support_email


def _trial(screen: SubscriptionScreen) -> html.Div | None:
    """Say how a trial goes on (MSG-19)."""
    subscription = screen.subscription
    if not subscription.is_trial or subscription.expires_on is None:
        return None
    return notice(
        gettext(
            "The trial is free until %(day)s. To go on, renew to a paid period or switch to a paid"
            " plan.",
            day=formats.day(subscription.expires_on),
        )
    )


def _resources(
    screen: SubscriptionScreen,
    controls: Controls | None,
    lines: tuple[AmountLine, ...],
    locale: str,
) -> html.Section:
    own_id = screen.subscription.subscription_id
    head = html.Div(html.H2(gettext("Resources")), className="card-head")
    body = html.Div(draw_table(lines, own_id, locale), className="card-table")
    return html.Section([head, body, *_changing(own_id, controls, lines)], className="card")


def _changing(own_id: str, controls: Controls | None, lines: tuple[AmountLine, ...]) -> list[Any]:
    """Draw what becomes of the amounts that are typed, or why none can be."""
    if controls is None or Action.CHANGE not in controls.named or not lines:
        return []
    availability = controls.available[Action.CHANGE]
    if controls.why_nothing:
        return []
    if not availability.is_available:
        return [html.P(availability.reason, className="hint table-note")]
    if not controls.can_change:
        return []
    limits = {
        line.key: {
            "held": line.current, "least": line.amount.least, "most": line.amount.most,
            "included": int(line.held.included_quantity or 0),
            "fee": None if line.fee is None else str(line.fee), "currency": line.currency,
        }
        for line in lines if line.amount is not None
    }  # fmt: skip
    return [
        dcc.Store(id={"type": CHANGE, "subscription": own_id}, data=limits),
        html.Div(
            [
                html.Button(gettext("Reset"), type="button", className="btn btn-quiet resets"),
                open_button(
                    pgettext("button", "Change"), Action.CHANGE, own_id,
                    class_name="btn btn-primary", disabled=True,
                    own_id={"type": CONFIRM_CHANGE, "subscription": own_id},
                ),
            ],
            className="table-actions",
        ),
    ]  # fmt: skip
