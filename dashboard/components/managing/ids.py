"""The ids that the parts of managing find each other by.

Any button anywhere may open the dialog of operations: `open_button` draws one.
"""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.attributes import aria, data

# What a button that opens the dialog asks for, and what tells pages that something was done.
OPENED = "operation-opened"
DONE = "operation-done"

# The dialog: its parts, what it was asked for, what it shows.
DIALOG = "operation-dialog"
TITLE = "operation-title"
SAYS = "operation-says"
BODY = "operation-body"
MONEY = "operation-money"
CONFIRM = "operation-confirm"
CLOSE = "operation-close"
ASKED = "operation-asked"
SHOWN = "operation-shown"
CHECKED = "operation-checked"
POLL = "operation-poll"
# A field that the price depends on, one that it does not, and what is wrong with either.
FIELD = "operation-field"
SAID = "operation-said"
FIELD_PROBLEM = "operation-problem"

# The management tab: the lines of its table, and auto-renew.
AMOUNT = "managed-amount"
PROBLEM = "managed-problem"
COST = "managed-cost"
CHANGE = "managed-change"
CONFIRM_CHANGE = "managed-change-button"
AUTO_RENEW = "auto-renew-switch"
AUTO_PERIOD = "auto-renew-period"

Id = dict[str, Any]


def field_id(name: str, kind: str = FIELD) -> Id:
    return {"type": kind, "name": name}


def open_button(
    children: Any,
    action: str,
    subscription_id: str,
    *,
    class_name: str,
    place: str = "",
    own_id: Id | None = None,
    **properties: Any,
) -> html.Button:
    """Draw a button that opens the dialog of an operation: assets/js/managing.js hears of it.

    `place` says which button it is, where a page has several for the same; `own_id` is for one
    that a callback speaks of.
    """
    named = "-".join(filter(None, ("operation", str(action), subscription_id, place)))
    return html.Button(
        children,
        id=own_id or named,
        type="button",
        className=class_name,
        **aria(haspopup="dialog"),
        **data(operation=str(action), subscription=subscription_id),
        **properties,
    )
