"""The dialog in which a manager makes a calendar of deadlines, copies its address and ends it."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, ctx, html
from dash.exceptions import PreventUpdate

from dashboard import formats
from dashboard.components.attributes import aria, data
from dashboard.components.deadlines import CALENDAR
from dashboard.components.icons import icon
from dashboard.components.page import notice
from dashboard.context import services
from dashboard.deadline_feeds import current_feed, end_current_feed, make_feed
from dashboard.texts import gettext

TOLD = "deadlines-calendar-told"
CREATE = "deadlines-calendar-create"
END = "deadlines-calendar-end"
TITLE = "deadlines-calendar-title"


def draw_dialog() -> html.Dialog:
    return html.Dialog(
        [
            html.H2(gettext("Deadlines in your calendar"), id=TITLE),
            html.P(
                gettext(
                    "A private address that a calendar program subscribes to. It shows the"
                    " deadlines of the next 90 days without signing in, so give it to nobody."
                )
            ),
            html.Div(_told(), id=TOLD, **aria(live="polite")),
            html.Form(
                html.Button(gettext("Close"), className="btn btn-quiet"),
                method="dialog",
                className="dialog-actions",
            ),
        ],
        id=CALENDAR,
        className="calendar-dialog",
        **aria(labelledby=TITLE),
    )


def change(_create: int | None, _end: int | None) -> list[Any]:
    """Make a calendar, in place of the one before, or end it."""
    if ctx.triggered_id == CREATE and _create:
        return _told(make_feed())
    if ctx.triggered_id == END and _end:
        end_current_feed()
        return _told(has_ended=True)
    raise PreventUpdate


def register(app: Dash) -> None:
    app.callback(
        Output(TOLD, "children"),
        Input(CREATE, "n_clicks"),
        Input(END, "n_clicks"),
        prevent_initial_call=True,
    )(change)


def _told(address: str | None = None, *, has_ended: bool = False) -> list[Any]:
    feed = current_feed()
    if address is not None:
        said = _address(address)
    elif feed is not None:
        since = formats.day(feed.created_at.astimezone(services().zone).date())
        said = [
            html.P(gettext("You have had one since %(day)s. Its address is shown only once, when"
                           " it is made; a new one takes its place.", day=since))
        ]  # fmt: skip
    else:
        ended = notice(gettext("The address has ended. Calendars that used it get nothing more."))
        said = [ended] if has_ended else []
    name = gettext("Make a new address") if feed else gettext("Make an address")
    kind = "btn btn-quiet" if address else "btn btn-primary"
    buttons = [
        html.Button(name, id=CREATE, type="button", className=kind),
        html.Button(
            gettext("End the address"), id=END, type="button", className="btn btn-quiet",
            hidden=feed is None,
        ),
    ]  # fmt: skip
    return [*said, html.Div(buttons, className="dialog-actions")]


def _address(address: str) -> list[Any]:
    return [
        notice(gettext("Copy it now: it is not shown again.")),
        html.Div(
            [
                html.Code(address, className="feed-address"),
                html.Button(
                    [icon("copy"), gettext("Copy")],
                    type="button",
                    className="copied-id",
                    title=gettext("Copy"),
                    **data(copies=address, done=gettext("Copied")),
                ),
            ],
            className="feed-line",
        ),
    ]
