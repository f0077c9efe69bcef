"""Asks before a manager is activated or deactivated, and does it (MGR-6)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import dash_bootstrap_components as dbc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update

from dashboard.components.company import ids
from dashboard.components.company.people import unsettled_text, wanted_status
from dashboard.components.toasts import say_done, say_failed
from dashboard.context import services
from dashboard.services.company.last_administrator import last_administrator
from dashboard.services.company.outcomes import NotSent, Outcome, Refused, Saved, Unsettled
from dashboard.texts import gettext
from domain.manager import is_last_administrator
from domain.statuses import ManagerStatus


def status_dialog() -> html.Div:
    """Draw the dialog, closed."""
    return html.Div(
        [
            dcc.Store(id=ids.ASKED),
            dbc.Modal(
                [
                    dbc.ModalHeader(
                        dbc.ModalTitle("", id=ids.TITLE, tag="h2"), close_button=False
                    ),
                    dbc.ModalBody(html.Div(id=ids.SAYS)),
                    dbc.ModalFooter(
                        [
                            html.Button(gettext("Cancel"), id=ids.CLOSE, type="button",
                                        className="btn btn-quiet", n_clicks=0),
                            html.Button(gettext("Confirm"), id=ids.CONFIRM, type="button",
                                        className="btn btn-primary", n_clicks=0),
                        ]
                    ),
                ],
                id=ids.DIALOG,
                is_open=False,
                centered=True,
                class_name="operation-dialog",
                labelledby=ids.TITLE,
            ),
        ]
    )  # fmt: skip


def ask(_: list[Any], __: int | None) -> tuple[Any, Any, Any, Any]:
    """Open the dialog for the manager whose switch was pressed; close it by its other button."""
    pressed = ctx.triggered_id
    if pressed == ids.CLOSE:
        return False, no_update, no_update, no_update
    if not isinstance(pressed, dict) or not any(one.get("value") for one in ctx.triggered):
        return no_update, no_update, no_update, no_update
    here = services()
    here.managers.check_allowed()
    screen = here.directory.screen()
    manager = screen.find(str(pressed["manager"]))
    status = wanted_status(manager)
    if status is ManagerStatus.INACTIVE:
        if manager.manager_id == here.viewer.manager_id:
            return _failed(gettext("You can't deactivate yourself."))
        if is_last_administrator(manager, screen.managers):
            return _failed(last_administrator())
        title = gettext("Deactivate %(name)s?", name=manager.name)
        says = gettext(
            "They are signed out at once, everywhere, and can't sign in until they are activated"
            " again. What they did stays."
        )
    else:
        title = gettext("Activate %(name)s?", name=manager.name)
        says = gettext("They can sign in again with their password.")
    asked = {"manager": manager.manager_id, "status": status.value, "key": str(uuid4())}
    return True, title, [html.P(manager.email), html.P(says)], asked


def carry_out(_: int | None, asked: Any) -> tuple[Any, Any]:
    """Do what the dialog asks; close it, and draw anew what shows it."""
    if not isinstance(asked, dict) or not ctx.triggered_id:
        return no_update, no_update
    try:
        status = ManagerStatus(str(asked.get("status")))
    except ValueError:
        return False, no_update
    managers = services().managers
    outcome = managers.set_status(str(asked.get("key")), str(asked.get("manager")), status)
    done = (
        gettext("The manager is deactivated.")
        if status is ManagerStatus.INACTIVE
        else gettext("The manager is activated.")
    )
    say(outcome, done)
    return False, str(uuid4())


def say(outcome: Outcome, done: str) -> None:
    """Say what came of it."""
    match outcome:
        case Saved():
            say_done(done)
        case Refused(text=text) | NotSent(text):
            say_failed(text)
        case Unsettled():
            say_failed(unsettled_text())


def register(app: Dash, touched: str) -> None:
    """`touched` is the store of the page that says when to draw it anew."""
    app.callback(
        Output(ids.DIALOG, "is_open"),
        Output(ids.TITLE, "children"),
        Output(ids.SAYS, "children"),
        Output(ids.ASKED, "data"),
        Input({"type": ids.STATUS, "manager": ALL}, "n_clicks"),
        Input(ids.CLOSE, "n_clicks"),
        prevent_initial_call=True,
    )(ask)
    app.callback(
        Output(ids.DIALOG, "is_open", allow_duplicate=True),
        Output(touched, "data"),
        Input(ids.CONFIRM, "n_clicks"),
        State(ids.ASKED, "data"),
        prevent_initial_call=True,
    )(carry_out)


def _failed(text: str) -> tuple[Any, Any, Any, Any]:
    say_failed(text)
    return False, no_update, no_update, no_update
