"""What changes on the page of an order from view to view: after a step, a press, an answer."""

from __future__ import annotations

from typing import Any

from dash import no_update

from dashboard.components.ordering import fields
from dashboard.components.ordering.page import (
    draw_back,
    draw_placed,
    draw_receipt_card,
    draw_step,
    draw_steps,
    draw_withdrawn,
    is_held,
    next_name,
    screen_search,
    shown_of,
)
from dashboard.context import services
from dashboard.services.ordering.screen import OrderScreen
from dashboard.services.ordering.shown import Shown
from dashboard.services.ordering.steps import Step
from dashboard.services.outcomes import Accepted, NotSent, Placed, Refused

URL = "order-url"
STEPS = "order-steps"
STEP = "order-step"
RECEIPT = "order-receipt"
SHOWN = "order-shown"
POLL = "order-poll"
GO = "order-go"
NEXT = "order-next"
BACK = "order-back"
# What changes from view to view, and what leads elsewhere.
VIEW = {
    "steps": (STEPS, "children"),
    "step": (STEP, "children"),
    "receipt": (RECEIPT, "children"),
    "back": (BACK, "children"),
    "next": (NEXT, "children"),
    "is_held": (NEXT, "disabled"),
    "shown": (SHOWN, "data"),
    "is_calm": (POLL, "disabled"),
}
LEADING = {"search": (URL, "search"), "go": (GO, "href")}

Parts = dict[str, Any]


def parts_of(screen: OrderScreen) -> Parts:
    """Return what changes on the page from view to view."""
    here = services()
    locale = here.viewer.locale
    accounts = here.wizard.find_accounts(None) if screen.step is Step.CLIENT else []
    step = draw_step(screen, accounts, locale)
    return {
        "steps": draw_steps(screen),
        "step": step,
        "receipt": draw_receipt_card(screen, locale, here.zone),
        "back": draw_back(screen),
        "next": next_name(screen),
        "is_held": is_held(screen),
        "shown": {**shown_of(screen), "fields": fields.held_values(step)},
        "is_calm": not screen.is_checking and screen.placed is None,
    }


def moved(screen: OrderScreen, shown: Shown) -> Parts:
    """Return a view that follows from another: its address, or the same step as it is now."""
    if screen.step is not shown.step:
        return {**stay(), "search": screen_search(screen)}
    return {**stay(), **parts_of(screen)}


def after(placed: Placed, shown: Shown, *, was_looked_for: bool = False) -> Parts:
    """Return what is shown of an order that was sent."""
    if isinstance(placed, Accepted):
        place = f"/subscriptions/{placed.subscription_id}?placed={placed.order_id}"
        if placed.subscription_id is None:
            place = f"/clients/{placed.account_id}?placed={placed.order_id}"
        return {**stay(), "go": place}
    if isinstance(placed, Refused | NotSent):
        screen = services().wizard.refused(shown.plan_id, placed, was_looked_for=was_looked_for)
        return {**stay(), **parts_of(screen)}
    return {
        **stay(),
        "step": [draw_placed(placed)],
        "back": None,
        "is_held": True,
        "shown": {**shown.told, "sent": True},
        "is_calm": False,
    }


def withdrawn() -> Parts:
    """Return what is shown where the plan is not offered any more."""
    return {
        "steps": [],
        "step": [draw_withdrawn()],
        "receipt": [],
        "back": None,
        "next": no_update,
        "is_held": True,
        "shown": no_update,
        "is_calm": True,
    }


def untouched() -> Parts:
    """Return a view that stays as it is."""
    return dict.fromkeys(VIEW, no_update)


def stay() -> Parts:
    """Return one that stays as it is, and leads nowhere."""
    return dict.fromkeys((*VIEW, *LEADING), no_update)
