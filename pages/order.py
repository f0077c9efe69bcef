"""The order of a subscription, in four steps."""

from __future__ import annotations

from typing import Any

from dash import (
    ALL,
    MATCH,
    ClientsideFunction,
    Dash,
    Input,
    Output,
    State,
    ctx,
    dcc,
    html,
    no_update,
)
from flask_babel import lazy_gettext

from dashboard.addresses import asked_search, query_of
from dashboard.components.attributes import aria, data
from dashboard.components.ordering import fields
from dashboard.components.ordering.client import account_options
from dashboard.components.ordering.confirmation import AGREED
from dashboard.components.ordering.page import (
    ANEW,
    draw_forbidden,
    draw_head,
    draw_unconnected,
    draw_withdrawn,
    search_of,
)
from dashboard.components.ordering.parts import (
    BACK,
    GO,
    LEADING,
    NEXT,
    POLL,
    RECEIPT,
    SHOWN,
    STEP,
    STEPS,
    URL,
    VIEW,
    Parts,
    after,
    moved,
    parts_of,
    stay,
    untouched,
    withdrawn,
)
from dashboard.components.ordering.resources import line_costs
from dashboard.context import services
from dashboard.services.ordering.draft import ACCOUNT
from dashboard.services.ordering.prices import Withdrawn
from dashboard.services.ordering.screen import OrderScreen
from dashboard.services.ordering.shown import Shown, read_shown, values_of
from dashboard.services.ordering.steps import Step
from dashboard.services.ordering.wizard import Confirmed
from dashboard.services.outcomes import InProgress, Unknown
from dashboard.shapes import Shape
from dashboard.texts import gettext
from domain.access import Section
from domain.errors import NotFound

PAGE = {
    "path": "/order",
    "title": lazy_gettext("Order Subscription"),
    "section": Section.CATALOG,
    "shape": Shape.FORM,
}

POLL_SECONDS = 1.5
READY, BUSY = "btn btn-primary", "btn btn-primary busy"


def exists(_path: dict[str, str], query: dict[str, str]) -> bool:
    return bool(query.get("plan"))


def layout(**query: str) -> html.Div:
    asked = asked_search()
    if not services().is_connected:
        return draw_unconnected()
    if not services().can_order:
        return draw_forbidden()
    if not exists({}, query):
        raise NotFound("no plan is named")
    try:
        screen = services().wizard.open(query["plan"], query)
    except Withdrawn:
        return draw_withdrawn()
    parts = parts_of(screen)
    return html.Div(
        [
            dcc.Location(id=URL, refresh=False, search=asked),
            dcc.Location(id=GO, refresh="callback-nav"),
            dcc.Store(id=SHOWN, data=parts["shown"]),
            dcc.Interval(id=POLL, interval=POLL_SECONDS * 1000, disabled=parts["is_calm"]),
            draw_head(screen),
            html.Div(parts["steps"], id=STEPS),
            html.Div(
                [
                    html.Div([html.Div(parts["step"], id=STEP), actions(parts)]),
                    html.Section(
                        parts["receipt"],
                        id=RECEIPT,
                        className="card receipt",
                        **aria(label=gettext("Your order")),
                    ),
                ],
                className="order",
            ),
        ],
        **data(view_location=URL),
    )


def actions(parts: Parts) -> html.Div:
    """Draw the buttons. They stay where they are from step to step, and so does the keyboard."""
    button = html.Button(
        parts["next"], id=NEXT, type="button", className=READY, disabled=parts["is_held"]
    )
    return html.Div([html.Div(parts["back"], id=BACK), button], className="order-actions")


def open_view(search: str) -> Parts | Any:
    query = query_of(search)
    if "plan" not in query:  # The address is that of another page already.
        return untouched()
    try:
        return parts_of(services().wizard.open(query["plan"], query))
    except Withdrawn:
        return withdrawn()


def change(_: list[Any], told: Any) -> Parts:
    """Keep what a field holds now. The fields are drawn anew only where they depend on it.

    Dash calls it for fields that have just been drawn, too: then nothing has changed.
    """
    shown, values = read_shown(told), values_of(ctx.inputs_list[0])
    same = {**untouched(), "problems": unchanged("problems"), "costs": unchanged("costs")}
    if shown.step is Step.CONFIRMATION:
        # What stands there is confirmed as it stands: only the box has changed.
        is_held = shown.is_sent or not (shown.fingerprint and values.get(AGREED))
        return {**same, "is_held": is_held}
    if values == shown.fields or shown.is_sent:
        return same
    try:
        screen = services().wizard.change(shown.plan_id, shown.step, values)
    except Withdrawn:
        return {**same, **withdrawn()}
    parts = parts_of(screen)
    if parts["shown"]["shape"] == shown.shape:
        kept = {**parts["shown"], "fields": values}
        parts = {**parts, "step": no_update, "steps": no_update, "shown": kept}
    return {**parts, "problems": problems_of(screen), "costs": costs_of(screen)}


def go_on(clicks: int | None, _: list[Any], told: Any) -> Parts:
    """Leave a step, or send the order from the last one."""
    if not clicks:
        return stay()
    shown, values = read_shown(told), values_of(ctx.states_list[0])
    try:
        if shown.step is Step.CONFIRMATION:
            return submit(shown, is_agreed=bool(values.get(AGREED)))
        screen = services().wizard.go_on(shown.plan_id, shown.step, values)
    except Withdrawn:
        return {**stay(), **withdrawn()}
    return moved(screen, shown)


def submit(shown: Shown, *, is_agreed: bool) -> Parts:
    confirmed = Confirmed(shown.key, shown.fingerprint, shown.total, is_agreed)
    ended = services().wizard.submit(shown.plan_id, confirmed)
    if isinstance(ended, OrderScreen):
        return moved(ended, shown)
    return after(ended, shown)


def look(_: int, told: Any) -> Parts:
    """Look how far the vendor is, or what came of an order that was sent."""
    shown, wizard = read_shown(told), services().wizard
    try:
        if not shown.is_sent:
            screen = wizard.look_again(shown.plan_id)
            return stay() if screen.is_checking else moved(screen, shown)
        placed = wizard.outcome(shown.plan_id, shown.key)
        is_open = placed is None or isinstance(placed, Unknown | InProgress)
        if placed is None or is_open:
            return stay()
        return after(placed, shown, was_looked_for=True)
    except Withdrawn:
        return {**stay(), **withdrawn()}


def start_anew(clicks: int | None, told: Any) -> Any:
    if not clicks:
        return no_update
    shown = read_shown(told)
    services().wizard.forget(shown.plan_id)
    return search_of(shown.plan_id, Step.CONFIGURATION, None)


def find_accounts(text: str | None, chosen: str | None) -> list[dict[str, Any]]:
    return account_options(services().wizard.find_accounts(text, chosen), None)


def problems_of(screen: OrderScreen) -> list[str]:
    """Return the problem of each field that stands on the page, in the page's order."""
    lines = ctx.outputs_grouping["problems"]
    return [screen.problems.get(line["id"]["name"], "") for line in lines]


def costs_of(screen: OrderScreen) -> list[str]:
    """Return what each line of the resource table costs now."""
    costs = line_costs(screen.offered.offer, screen.configuration, services().viewer.locale)
    lines = ctx.outputs_grouping["costs"]
    return [costs.get(line["id"]["name"], "") for line in lines]


def unchanged(name: str) -> list[Any]:
    return [no_update for _ in ctx.outputs_grouping[name]]


def register(app: Dash) -> None:
    view, leading = (
        {name: Output(*place, allow_duplicate=True) for name, place in places.items()}
        for places in (VIEW, LEADING)
    )
    shown = State(SHOWN, "data")
    every_field = {"type": fields.FIELD, "name": ALL}
    app.callback(view, Input(URL, "search"), prevent_initial_call=True)(open_view)
    app.callback(
        {
            **view,
            "problems": Output({"type": fields.PROBLEM, "name": ALL}, "children"),
            "costs": Output({"type": fields.COST, "name": ALL}, "children"),
        },
        Input(every_field, "value"),
        shown,
        prevent_initial_call=True,
    )(change)
    app.callback(
        {**view, **leading},
        Input(NEXT, "n_clicks"),
        State(every_field, "value"),
        shown,
        running=[(Output(NEXT, "className"), BUSY, READY)],
        prevent_initial_call=True,
    )(go_on)
    app.callback({**view, **leading}, Input(POLL, "n_intervals"), shown, prevent_initial_call=True)(
        look
    )
    app.callback(
        Output(URL, "search", allow_duplicate=True),
        Input(ANEW, "n_clicks"),
        shown,
        prevent_initial_call=True,
    )(start_anew)
    app.callback(
        Output(fields.field_id(ACCOUNT), "options"),
        Input(fields.field_id(ACCOUNT), "search_value"),
        State(fields.field_id(ACCOUNT), "value"),
        prevent_initial_call=True,
    )(find_accounts)
    app.clientside_callback(
        ClientsideFunction("order", "step"),
        Output({"type": fields.FIELD, "name": MATCH}, "value"),
        Input({"type": fields.LESS, "name": MATCH}, "n_clicks"),
        Input({"type": fields.MORE, "name": MATCH}, "n_clicks"),
        State({"type": fields.FIELD, "name": MATCH}, "value"),
        State({"type": fields.LIMITS, "name": MATCH}, "data"),
        prevent_initial_call=True,
    )
