"""The ids that the parts of managing find each other by.

Any button anywhere may open the dialog of operations: `open_button` draws one.
"""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components.attributes import aria

# A button that opens the dialog, and what tells pages that something was done.
OPEN = "operation-open"
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
AUTO_RENEW = "auto-renew-switch"
AUTO_PERIOD = "auto-renew-period"

Id = dict[str, Any]


def open_id(action: str, subscription_id: str, amount: int | None = None, *, place: str = "") -> Id:
    """Return the id of a button that opens the dialog of an operation.

    `amount` is the amount of the primary resource that it begins with, where it is to be changed;
    `place` says which button it is, where a page has several for the same.
    """
    return {
        "type": OPEN,
        "action": str(action),
        "subscription": subscription_id,
        "amount": "" if amount is None else amount,
        "place": place,
    }


def field_id(name: str, kind: str = FIELD) -> Id:
    return {"type": kind, "name": name}


def open_button(
    children: Any,
    action: str,
    subscription_id: str,
    *,
    class_name: str,
    place: str = "",
    **properties: Any,
) -> html.Button:
    """Draw a button that opens the dialog of an operation."""
    return html.Button(
        children,
        id=open_id(action, subscription_id, place=place),
        type="button",
        className=class_name,
        **aria(haspopup="dialog"),
        **properties,
    )
