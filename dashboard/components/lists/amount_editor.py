"""The field that an amount in a row turns into: − and +, confirm and cancel (SUB-9).

It stands outside of what a list draws anew, and assets/js/amounts.js lays it over its row.
Confirming opens the dialog of operations, which says what it costs before anything is done.
"""

from __future__ import annotations

from dash import ClientsideFunction, Dash, Input, Output, dcc, html

from dashboard.components.attributes import aria, data
from dashboard.components.icons import icon
from dashboard.components.managing.ids import OPEN
from dashboard.services.managing.availability import Action
from dashboard.texts import gettext

EDITOR = "amount-editor"
FIELD = "amount-editor-field"
ABOUT = "amount-editor-about"
CONFIRM = "amount-editor-confirm"


def amount_editor() -> html.Div:
    """Draw the field, hidden."""
    return html.Div(
        [
            dcc.Store(id=ABOUT),
            _turn("dash-lg", gettext("Less"), -1),
            html.Label(gettext("New amount"), htmlFor=FIELD, className="visually-hidden"),
            dcc.Input(
                id=FIELD, type="text", inputMode="numeric", value="", maxLength=9,
                autoComplete="off", className="form-control number",
            ),
            _turn("plus-lg", gettext("More"), 1),
            html.Span(
                id=CONFIRM, **data(label=gettext("Confirm"), action=str(Action.CHANGE), type=OPEN)
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


def register(app: Dash) -> None:
    """Draw the button that confirms anew with each amount: its id says which one it is."""
    app.clientside_callback(
        ClientsideFunction("amounts", "confirm"),
        Output(CONFIRM, "children"),
        Input(FIELD, "value"),
        Input(ABOUT, "data"),
        prevent_initial_call=True,
    )


def _turn(name: str, label: str, by: int) -> html.Button:
    return html.Button(
        icon(name), type="button", className="btn btn-quiet amount-turn", tabIndex="-1",
        title=label, **aria(label=label), **data(by=by),
    )  # fmt: skip
