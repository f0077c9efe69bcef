"""What the management tab answers by itself: auto-renew is saved, and amounts are counted with."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid4

from dash import ALL, MATCH, Dash, Input, Output, State, ctx, no_update, set_props

from dashboard.components.managing import ids
from dashboard.components.toasts import say_done, say_failed
from dashboard.context import services
from dashboard.services.managing.amounts import Amount, cost_text
from dashboard.services.managing.outcomes import (
    Changed,
    Done,
    InProgress,
    NotAvailable,
    NotSent,
    Outcome,
    Refused,
    Unknown,
)
from dashboard.texts import gettext
from domain.management import AutoRenewal


def switch(is_on: bool) -> Any:
    """Turn auto-renew on or off; where that did not work the switch goes back."""
    asked = ctx.triggered_id
    if asked is None or bool(is_on) == asked["drawn"]:
        return no_update
    outcome = _save(asked, AutoRenewal(bool(is_on)))
    said = gettext("Auto-renew is on.") if is_on else gettext("Auto-renew is off.")
    return no_update if _say(outcome, asked["subscription"], said) else asked["drawn"]


def choose_period(period_id: str) -> Any:
    """Renew for another period from now on."""
    asked = ctx.triggered_id
    if asked is None or period_id == asked["drawn"]:
        return no_update
    outcome = _save(asked, AutoRenewal(True, str(period_id)))
    said = gettext("The period of auto-renew is changed.")
    return no_update if _say(outcome, asked["subscription"], said) else asked["drawn"]


def count(values: list[Any], limits: dict[str, dict[str, Any]]) -> tuple[Any, Any, bool]:
    """Return what the amounts that are typed cost, what is wrong with them, and whether there is
    nothing to change yet (OP-29, MSG-6).
    """
    costs, problems, quantities = {}, {}, {}
    locale = services().viewer.locale
    for one in ctx.inputs_list[0]:
        key = one["id"]["resource"]
        told = _told(limits, key)
        quantity, problems[key] = _limits(told).read(one.get("value"))
        quantities[key] = (quantity, told.get("held"))
        included = _whole(told.get("included")) or 0
        costs[key] = cost_text(_fee(told), _currency(told), included, quantity, locale)
    is_wrong = any(quantity is None for quantity, _ in quantities.values())
    is_same = all(quantity == held for quantity, held in quantities.values())
    cost_places, problem_places, _ = ctx.outputs_list
    return (
        [costs.get(place["id"]["resource"], no_update) for place in cost_places],
        [problems.get(place["id"]["resource"], "") for place in problem_places],
        is_wrong or is_same,
    )


def register(app: Dash) -> None:
    for kind, save in ((ids.AUTO_RENEW, switch), (ids.AUTO_PERIOD, choose_period)):
        own = {"type": kind, "subscription": MATCH, "seen": MATCH, "drawn": MATCH}
        app.callback(Output(own, "value"), Input(own, "value"), prevent_initial_call=True)(save)
    line = {"subscription": MATCH, "resource": ALL}
    button = {"type": ids.CONFIRM_CHANGE, "subscription": MATCH}
    app.callback(
        Output({"type": ids.COST, **line}, "children"),
        Output({"type": ids.PROBLEM, **line}, "children"),
        Output(button, "disabled"),
        Input({"type": ids.AMOUNT, **line}, "value"),
        State({"type": ids.CHANGE, "subscription": MATCH}, "data"),
    )(count)


def _save(asked: Any, request: AutoRenewal) -> Outcome:
    # Each turn of the switch is a form of its own: `seen` keeps a second press from doing more.
    return services().managing.carry_out(
        str(uuid4()), asked["subscription"], asked["seen"], request
    )


def _say(outcome: Outcome, subscription_id: str, done: str) -> bool:
    """Say what came of it, and tell whether it was done, or may have been."""
    if isinstance(outcome, Done | Unknown | InProgress | Changed):
        at = {"subscription": subscription_id, "at": str(uuid4())}
        set_props(ids.DONE, {"data": at})
    match outcome:
        case Done():
            say_done(done)
            return True
        case Unknown() | InProgress():
            say_failed(gettext("The platform did not answer in time. We are checking what came of"
                               " it; this page will show it."))  # fmt: skip
            return True
        case Refused(text=text) | NotSent(text) | Changed(text) | NotAvailable(text):
            say_failed(text)
    return False


def _limits(told: dict[str, Any]) -> Amount:
    least, most = _whole(told.get("least")) or 0, _whole(told.get("most"))
    return Amount("", "", None, False, 0, least, most)


def _told(limits: Any, key: str) -> dict[str, Any]:
    """Return what a browser sends back of a resource: nothing where we did not write it."""
    told = limits.get(key) if isinstance(limits, dict) else None
    return told if isinstance(told, dict) else {}


def _whole(told: Any) -> int | None:
    return told if isinstance(told, int) else None


def _fee(told: dict[str, Any]) -> Decimal | None:
    fee = told.get("fee")
    try:
        found = Decimal(fee) if isinstance(fee, str) else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None


def _currency(told: dict[str, Any]) -> str | None:
    currency = told.get("currency")
    return currency if isinstance(currency, str) else None
