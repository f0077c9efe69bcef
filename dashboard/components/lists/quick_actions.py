"""What can be done with a subscription beside its name: stop or activate, renew, another amount.

The buttons open the dialog of operations (SUB-8, SUB-9).
"""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import formats
from dashboard.components.attributes import aria, data
from dashboard.components.icons import icon
from dashboard.components.lists.table import Reader
from dashboard.components.managing.ids import open_button
from dashboard.components.managing.operations import action_name
from dashboard.services.lists.subscription_row import SubscriptionRow
from dashboard.services.managing.amounts import change_limits
from dashboard.services.managing.availability import Action, Availability
from dashboard.texts import gettext
from domain.details import HeldResource, SubscriptionDetails
from domain.offer import Amounts
from domain.statuses import SubscriptionStatus

ICONS = {Action.STOP: "stop", Action.ACTIVATE: "play", Action.RENEW: "arrow-clockwise"}
ACTIVATED_FROM = frozenset({SubscriptionStatus.STOPPED, SubscriptionStatus.ACTIVATING})


def draw_quick_actions(row: SubscriptionRow, reader: Reader) -> html.Div:
    """Draw stop or activate, whichever applies, and renew."""
    turns = Action.ACTIVATE if row.own.kind in ACTIVATED_FROM else Action.STOP
    drawn = [
        draw_action(action, row.available[action], row.own.subscription_id, row.own.name)
        for action in (turns, Action.RENEW)
    ]
    return html.Div(drawn, className="quick-actions")


def draw_amount(row: SubscriptionRow, reader: Reader) -> Any:
    """Draw the amount of the primary resource; a press opens a field in its place."""
    primary = row.listed.primary
    if primary is None or primary.quantity is None:
        return formats.NOTHING
    written = formats.quantity(primary.quantity, reader.locale)
    change = row.available[Action.CHANGE]
    if not change.is_available or not _can_differ(row, primary):
        return html.Span(written, title=_amount_tip(primary, change.reason))
    limits = change_limits(primary, row.own.abilities)
    return amount_button(row.own, limits, written, _amount_tip(primary, None))


def amount_button(own: SubscriptionDetails, limits: Amounts, written: str, tip: str) -> html.Button:
    """Draw an amount of a subscription's primary resource, whose press opens a field over it."""
    label = gettext("Change the amount of %(name)s: %(amount)s",
                    name=own.name, amount=written)  # fmt: skip
    return html.Button(
        written,
        type="button",
        className="amount-edit",
        title=tip,
        **aria(label=label),
        **data(
            subscription=own.subscription_id,
            name=own.name,
            amount=limits.initial,
            least=limits.least,
            most="" if limits.most is None else limits.most,
        ),
    )


def draw_action(
    action: Action, availability: Availability, subscription_id: str, own_name: str, place: str = ""
) -> html.Button | None:
    """Draw a button; one that is not available says why, and one that never applies is left out."""
    if not availability.is_available and not availability.reason:
        return None
    name = action_name(action)
    parts = [icon(ICONS[action]), html.Span(name, className="label")]
    label = f"{name}: {own_name}, ID {subscription_id}"
    if availability.is_available:
        return open_button(
            parts,
            action,
            subscription_id,
            class_name="btn btn-quiet quick-action",
            place=place,
            title=name,
            **aria(label=label),
        )
    return html.Button(
        parts,
        type="button",
        className="btn btn-quiet quick-action unavailable",
        title=availability.reason,
        **aria(disabled="true", label=f"{label}. {availability.reason}"),
    )


def _can_differ(row: SubscriptionRow, primary: HeldResource) -> bool:
    limits = change_limits(primary, row.own.abilities)
    return not primary.is_measured and (limits.most is None or limits.least < limits.most)


def _amount_tip(primary: HeldResource, reason: str | None) -> str:
    what = f"{primary.name}, {primary.unit}" if primary.unit else primary.name
    return f"{what}\n{reason}" if reason else what
