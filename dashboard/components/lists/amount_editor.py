"""The field that an amount in a row turns into: − and +, confirm and cancel (SUB-9).

It stands outside of what a list draws anew, and assets/js/amounts.js lays it over its row.
Confirming opens the dialog of operations, which says what it costs before anything is done.
"""

from __future__ import annotations

from dash import html

from dashboard.components.attributes import aria, data
from dashboard.components.icons import icon
from dashboard.components.still import Still, still
from dashboard.services.managing.availability import Action
from dashboard.texts import gettext

EDITOR = "amount-editor"
FIELD = "amount-editor-field"


def amount_editor() -> Still:
    """Draw the field, hidden."""
    drawn = html.Div(
        [
            _turn("dash-lg", gettext("Less"), -1),
            html.Label(gettext("New amount"), htmlFor=FIELD, className="visually-hidden"),
            _field(),
            _turn("plus-lg", gettext("More"), 1),
            html.Button(
                icon("check-lg"), type="button", className="btn btn-primary amount-confirm",
                title=gettext("Confirm"), disabled=True, **data(operation=str(Action.CHANGE)),
                **aria(label=gettext("Confirm"), haspopup="dialog"),
            ),
            html.Button(
                icon("x-lg"), type="button", className="btn btn-quiet amount-cancel",
                title=gettext("Cancel"), **aria(label=gettext("Cancel")),
            ),
            html.Div(
                className="problem",
                role="alert",
                **data(
                    between=gettext("Enter a whole number from {min} to {max}."),
                    above=gettext("Enter a whole number from {min}."),
                ),
            ),
        ],
        id=EDITOR,
        className="amount-editor",
        hidden=True,
        role="group",
        **aria(label=gettext("New amount")),
    )  # fmt: skip
    return still(drawn)


def _field() -> Still:
    """Draw a field that no callback reads: what is in it goes with the button that confirms."""
    return Still(
        "input",
        {
            "id": FIELD, "type": "text", "inputMode": "numeric", "maxLength": 9,
            "autoComplete": "off", "className": "form-control number",
        },
        "",
    )  # fmt: skip


def _turn(name: str, label: str, by: int) -> html.Button:
    return html.Button(
        icon(name), type="button", className="btn btn-quiet amount-turn", tabIndex="-1",
        title=label, **aria(label=label), **data(by=by),
    )  # fmt: skip
