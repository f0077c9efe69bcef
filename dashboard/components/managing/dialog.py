"""The dialog of operations: one for the whole portal, opened by a button anywhere (OP-5, OP-6).

It stands outside of what a page draws anew, so that nothing closes it and nothing typed is lost.
Buttons are drawn by `dashboard.components.managing.ids.open_button`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update

from dashboard.components.attributes import aria
from dashboard.components.managing import ids
from dashboard.components.managing.answers import (
    BUSY,
    READY,
    Parts,
    after,
    drawn,
    opened,
    shown_form,
)
from dashboard.components.managing.checking import follow, go_on
from dashboard.components.managing.shown import Shown, read_shown, values_of
from dashboard.components.page import notice
from dashboard.context import services
from dashboard.services.managing.outcomes import Done, InProgress, Unknown
from dashboard.services.managing.planning import AMOUNT, named
from dashboard.texts import gettext
from domain.errors import NotFound, UpstreamError

POLL_SECONDS = 2
# What the dialog consists of, and which part of which component each is.
PLACES = {
    "is_open": (ids.DIALOG, "is_open"),
    "title": (ids.TITLE, "children"),
    "says": (ids.SAYS, "children"),
    "body": (ids.BODY, "children"),
    "money": (ids.MONEY, "children"),
    "close": (ids.CLOSE, "children"),
    "confirm": (ids.CONFIRM, "children"),
    "is_held": (ids.CONFIRM, "disabled"),
    "shown": (ids.SHOWN, "data"),
    "is_calm": (ids.POLL, "disabled"),
    "is_locked": (ids.BODY, "disabled"),
    "checked": (ids.CHECKED, "data"),
}


def dialog_host() -> html.Div:
    """Draw the dialog, closed; it stands once in the frame around every page."""
    return html.Div(
        [
            dcc.Store(id=ids.ASKED),
            dcc.Store(id=ids.SHOWN),
            dcc.Store(id=ids.CHECKED),
            dcc.Store(id=ids.OPENED),
            dcc.Store(id=ids.DONE),
            dcc.Interval(id=ids.POLL, interval=POLL_SECONDS * 1000, disabled=True),
            dbc.Modal(
                [
                    dbc.ModalHeader(
                        dbc.ModalTitle("", id=ids.TITLE, tag="h2"), close_button=False
                    ),
                    dbc.ModalBody(
                        [
                            html.Div(id=ids.SAYS),
                            html.Fieldset(id=ids.BODY, className="operation-form",
                                          **aria(labelledby=ids.TITLE)),
                            html.Div(id=ids.MONEY, className="operation-money",
                                     **aria(live="polite")),
                        ]
                    ),
                    dbc.ModalFooter(
                        [
                            html.Button(
                                gettext("Cancel"), id=ids.CLOSE, type="button",
                                className="btn btn-quiet",
                            ),
                            html.Button("", id=ids.CONFIRM, type="button", className=READY,
                                        disabled=True),
                        ]
                    ),
                ],
                id=ids.DIALOG,
                is_open=False,
                backdrop="static",
                scrollable=True,
                centered=True,
                class_name="operation-dialog",
                labelledby=ids.TITLE,
            ),
        ]
    )  # fmt: skip


def open_form(asked: dict[str, Any] | None) -> Parts:
    """Show the form that a button asked for, of the subscription as it is now."""
    if not asked:
        return untouched()
    shown = Shown.asked(asked)
    values = {named(AMOUNT, key): text for key, text in (asked.get("amounts") or {}).items()}
    try:
        return {**untouched(), **opened(shown, values, asked.get("amount"))}
    except NotFound:
        text = gettext("There is no such subscription.")
    except UpstreamError:
        text = gettext("The platform does not answer at the moment. Nothing was changed.")
    return {**untouched(), **nothing(text)}


def edit(_: list[Any], __: list[Any], told: Any) -> Parts:
    """Follow what is chosen: the price, and what is wrong. Dash calls it for fields that have just
    been drawn, too: then nothing has changed.
    """
    same = {**untouched(), "problems": kept()}
    shown = read_shown(told)
    values = values_of(ctx.inputs_list[0])
    if shown is None or shown.is_sent or values == shown.fields:
        return same
    try:
        form = services().operation_forms.form(
            shown.action, shown.subscription_id, {**values, **values_of(ctx.states_list[0])}
        )
    except (NotFound, UpstreamError):
        return same
    parts = shown_form(form, shown, values)
    asked = form.planned.questions.shown_problems if form.planned.questions else {}
    return {**same, **parts, "problems": problems_of({**form.planned.problems, **asked})}


def confirm(clicks: int | None, _: list[Any], __: list[Any], told: Any, check: Any) -> Parts:
    """Carry out what stands in the dialog, once; what a vendor asks for it is checked first."""
    same = {**untouched(), "problems": kept()}
    shown = read_shown(told)
    if not clicks or shown is None:
        return same
    priced, said = (values_of(states) for states in ctx.states_list[:2])
    values = {**priced, **said}
    managing = services().managing
    earlier = managing.outcome(shown.key)
    if isinstance(earlier, Done | Unknown | InProgress):
        return {**same, **after(earlier, shown, None, values)}
    try:
        form = services().operation_forms.form(shown.action, shown.subscription_id, values)
    except (NotFound, UpstreamError):
        text = gettext("The platform does not answer at the moment. Nothing was changed.")
        return {**same, **says_only(text)}
    if form.planned.request is None and form.seen == shown.seen:
        # What is over by time alone, or by a right that was taken, says so in the form's place.
        is_over = not form.availability.is_available
        parts = drawn(form, shown, values) if is_over else {}
        return {**same, **parts, "problems": problems_of(form.planned.problems)}
    return with_problems({**same, **go_on(form, shown, values, check)})


def look(
    _: int, __: Any, ___: list[Any], ____: list[Any], told: Any, check: Any, is_open: bool
) -> Parts:
    """Look what a vendor says, or what came of an operation whose answer was lost."""
    same = {**untouched(), "problems": kept()}
    shown = read_shown(told)
    if shown is None or not (shown.is_sent or is_open):
        return {**same, "is_locked": False, "is_calm": True}
    if shown.is_sent:
        return {**same, **look_for(shown)}
    priced, said = (values_of(states) for states in ctx.states_list[:2])
    return with_problems({**same, **follow(shown, {**priced, **said}, check)})


def look_for(shown: Shown) -> Parts:
    outcome = services().managing.outcome(shown.key)
    if outcome is None or isinstance(outcome, Unknown | InProgress):
        return {}
    try:
        form = services().operation_forms.form(shown.action, shown.subscription_id, {})
    except (NotFound, UpstreamError):
        form = None
    parts = after(outcome, shown, form, {})
    parts.pop("field_problems", None)
    return {**parts, "is_locked": False}


def nothing(text: str) -> Parts:
    return {
        "title": gettext("That did not work"),
        "body": html.P(text),
        "money": [],
        "says": [],
        "close": gettext("Cancel"),
        "confirm": gettext("Confirm"),
        "is_held": True,
        "is_calm": True,
    }


def says_only(text: str) -> Parts:
    return {"says": [notice(text, "warn")]}


def untouched() -> Parts:
    return dict.fromkeys(PLACES, no_update)


def kept() -> list[Any]:
    return [no_update for _ in ctx.outputs_grouping["problems"]]


def with_problems(parts: Parts) -> Parts:
    """Return parts with their problems as those of the fields that stand in the dialog."""
    problems = parts["problems"]
    return {**parts, "problems": problems_of(problems)} if isinstance(problems, dict) else parts


def problems_of(problems: Mapping[str, str]) -> list[str]:
    """Return the problem of each field that stands in the dialog, in its order."""
    lines = ctx.outputs_grouping["problems"]
    return [problems.get(line["id"]["name"], "") for line in lines]


def register(app: Dash) -> None:
    parts = {name: Output(*place, allow_duplicate=True) for name, place in PLACES.items()}
    problems = Output({"type": ids.FIELD_PROBLEM, "name": ALL}, "children", allow_duplicate=True)
    priced = {"type": ids.FIELD, "name": ALL}
    said = {"type": ids.SAID, "name": ALL}
    shown = State(ids.SHOWN, "data")
    app.clientside_callback(
        ClientsideFunction("managing", "ask"),
        Output(ids.ASKED, "data"),
        Output(ids.DIALOG, "is_open"),
        Output(ids.TITLE, "children"),
        Output(ids.SAYS, "children"),
        Output(ids.BODY, "children"),
        Output(ids.MONEY, "children"),
        Output(ids.CONFIRM, "disabled"),
        Output(ids.SHOWN, "data"),
        Output(ids.CHECKED, "data"),
        Output(ids.BODY, "disabled"),
        Input(ids.OPENED, "data"),
        State({"type": ids.AMOUNT, "subscription": ALL, "resource": ALL}, "value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("managing", "close"),
        Output(ids.DIALOG, "is_open", allow_duplicate=True),
        Input(ids.CLOSE, "n_clicks"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("managing", "again"), Input(ids.DONE, "data"), prevent_initial_call=True
    )
    app.callback(parts, Input(ids.ASKED, "data"), prevent_initial_call=True)(open_form)
    app.callback(
        {**parts, "problems": problems},
        Input(priced, "value"),
        State(said, "value"),
        shown,
        prevent_initial_call=True,
    )(edit)
    app.callback(
        {**parts, "problems": problems},
        Input(ids.CONFIRM, "n_clicks"),
        State(priced, "value"),
        State(said, "value"),
        shown,
        State(ids.CHECKED, "data"),
        # What is being sent can't be called off, and its answer is for no other form.
        running=[
            (Output(ids.CONFIRM, "className"), BUSY, READY),
            (Output(ids.CLOSE, "disabled"), True, False),
            (Output(ids.DIALOG, "keyboard"), False, True),
        ],
        prevent_initial_call=True,
    )(confirm)
    app.callback(
        {**parts, "problems": problems},
        Input(ids.POLL, "n_intervals"),
        # Asked anew, Dash drops what comes of the form before: its answer is for no other one.
        Input(ids.ASKED, "data"),
        State(priced, "value"),
        State(said, "value"),
        shown,
        State(ids.CHECKED, "data"),
        State(ids.DIALOG, "is_open"),
        prevent_initial_call=True,
    )(look)
