"""The page of an order: the line of steps, the step, the buttons, the receipt."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from dash import dcc, html

from dashboard.components.attributes import aria
from dashboard.components.icons import icon
from dashboard.components.ordering.additional import draw_additional, draw_checking
from dashboard.components.ordering.client import draw_client
from dashboard.components.ordering.configuration import draw_configuration
from dashboard.components.ordering.confirmation import draw_confirmation
from dashboard.components.ordering.fields import Form
from dashboard.components.ordering.receipt import draw_receipt
from dashboard.components.page import empty, notice, page_head, view_link
from dashboard.services.ordering.screen import OrderScreen
from dashboard.services.ordering.steps import State, Step
from dashboard.services.outcomes import InProgress, Placed, SentBefore, Unknown
from dashboard.texts import gettext
from warehouse.buying import BuyingAccount

ADDRESS = "/order"
ANEW = "order-anew"


def search_of(plan_id: str, step: Step, account_id: str | None) -> str:
    """Return the part of an order's address behind its path."""
    query = {"plan": plan_id}
    if account_id:
        query["account"] = account_id
    return f"?{urlencode({**query, 'step': int(step)})}"


def screen_search(screen: OrderScreen, step: Step | None = None) -> str:
    """Return the address of a step. The client is the draft's: an address in the browser's history
    must not bring back one that was chosen before.
    """
    return search_of(screen.draft.plan_id, step or screen.step, None)


def shown_of(screen: OrderScreen) -> dict[str, Any]:
    """Return what the page remembers of what it shows: it comes back with every answer."""
    confirmed = screen.confirmation
    total = confirmed.total if confirmed else None
    return {
        "plan": screen.draft.plan_id,
        "step": int(screen.step),
        "key": screen.draft.key,
        "shape": _shape(screen),
        "fingerprint": confirmed.fingerprint if confirmed else "",
        "total": str(total.amount) if total else "",
        "sent": screen.placed is not None,
    }


def draw_head(screen: OrderScreen) -> html.Div:
    offer = screen.offered.offer
    anew = html.Button(
        gettext("Start anew"), id=ANEW, type="button", className="link-button",
        title=gettext("Forget what was entered for this plan"),
    )  # fmt: skip
    return html.Div(
        [
            html.Div(
                [
                    html.H1(gettext("Order Subscription")),
                    html.Div(
                        [
                            dcc.Link(offer.product_name, href=f"/products/{offer.product_id}"),
                            " · ",
                            offer.name,
                        ],
                        className="sub",
                    ),
                ]
            ),
            html.Div(
                [html.Span(gettext("What you enter is kept for a week."), className="hint"), anew],
                className="page-actions",
            ),
        ],
        className="page-head order-head",
    )


def draw_steps(screen: OrderScreen) -> html.Ol:
    return html.Ol(
        [_step(screen, step) for step in Step], className="steps", **aria(label=gettext("Steps"))
    )


def draw_step(screen: OrderScreen, accounts: list[BuyingAccount], locale: str) -> list[Any]:
    """Draw the step that is shown, and what is said above it."""
    if screen.placed is not None:
        return [draw_placed(screen.placed)]
    said = [notice(one.text, one.kind) for one in screen.said]
    return [*said, *_content(screen, accounts, locale)]


def draw_receipt_card(screen: OrderScreen, locale: str, zone: ZoneInfo) -> list[Any]:
    return draw_receipt(screen, locale=locale, zone=zone)


def draw_withdrawn() -> html.Div:
    """Draw what stands in the place of an order that is not possible (CAT-13)."""
    told = empty(
        "slash-circle",
        gettext("This plan is no longer available for ordering."),
        gettext("It was withdrawn, or is not offered to you. Nothing was ordered."),
        dcc.Link(gettext("Open the catalog"), href="/catalog", className="btn btn-primary"),
    )
    return html.Div([page_head(gettext("Order Subscription")), html.Div(told, className="card")])


def draw_unconnected() -> html.Div:
    """Draw what stands in the place of an order where the settings name no platform."""
    told = empty(
        "slash-circle",
        gettext("Nothing can be ordered now"),
        gettext("The portal is not connected to the platform. Tell support."),
    )
    return html.Div([page_head(gettext("Order Subscription")), html.Div(told, className="card")])


def draw_forbidden() -> html.Div:
    """Draw what stands in the place of an order for a manager who may only look (MGR-9)."""
    told = empty(
        "slash-circle",
        gettext("You do not have permission for this operation."),
        gettext("A sales person or an administrator of your company can order."),
        dcc.Link(gettext("Open the catalog"), href="/catalog", className="btn btn-primary"),
    )
    return html.Div([page_head(gettext("Order Subscription")), html.Div(told, className="card")])


def draw_placed(placed: Placed) -> html.Section:
    """Draw an order that was sent, while it is not known what came of it."""
    if isinstance(placed, SentBefore):
        placed = placed.earlier
    says = {
        Unknown: gettext(
            "The connection broke before the platform answered. The portal looks for the order on"
            " the platform; it is not sent again meanwhile. This page shows what came of it, and"
            " you can leave it: the order will stand in the subscriptions of the client."
        ),
        InProgress: gettext("The order is being sent at this moment."),
    }.get(type(placed), gettext("The order was sent before."))
    return html.Section(
        [
            icon("arrow-clockwise", "turning"),
            html.Div([html.Strong(gettext("We are checking the order")), html.Div(says)]),
        ],
        className="card order-card checking",
        role="status",
    )


def _content(screen: OrderScreen, accounts: list[BuyingAccount], locale: str) -> list[Any]:
    offered, form = screen.offered, Form.of(screen)
    if screen.step is Step.CLIENT and screen.client is not None:
        hrefs = {
            one.account_id: search_of(screen.draft.plan_id, Step.CLIENT, one.account_id)
            for one in screen.client.same_itn
        }
        return draw_client(
            screen.client,
            accounts,
            form,
            locale,
            chosen=screen.draft.account_id,
            same_itn_hrefs=hrefs,
            creates_now=offered.offer.asks_vendor,
        )
    if screen.step is Step.ADDITIONAL and screen.additional is not None and screen.client:
        if screen.is_checking:
            return [draw_checking()]
        return [
            draw_additional(
                screen.additional,
                screen.client.data,
                form,
                offered.offer.product_name,
            )
        ]
    if screen.step is Step.CONFIRMATION:
        return draw_confirmation(screen, locale)
    has_window = screen.quote is not None and screen.quote.cancel_until is not None
    return draw_configuration(
        offered.offer, screen.configuration, offered.term, form, locale, has_window=has_window
    )


def _step(screen: OrderScreen, step: Step) -> html.Li:
    progress = screen.progress
    state = progress.state(step)
    mark: Any = icon("check-lg") if state is State.DONE else f"{int(step)}"
    name = [
        html.Span(mark, className="step-number"),
        html.Span(_names()[step], className="step-label"),
    ]
    current = aria(current="step" if state is State.CURRENT else None)
    is_open = state is State.DONE and progress.can_open(step)
    inner = (
        view_link(name, screen_search(screen, step), **aria(label=_names()[step]))
        if is_open
        else html.Span(name, className="step-name")
    )
    return html.Li(inner, className=state.value, **current)


def _names() -> dict[Step, str]:
    return {
        Step.CONFIGURATION: gettext("Config setting"),
        Step.CLIENT: gettext("Client"),
        Step.ADDITIONAL: gettext("Additional data"),
        Step.CONFIRMATION: gettext("Confirmation"),
    }


def draw_back(screen: OrderScreen) -> html.A | None:
    """Draw the way to the step before; there is none before the first, nor while it is checked."""
    if screen.step is Step.CONFIGURATION or screen.is_checking or screen.placed is not None:
        return None
    before = screen.progress.before(screen.step)
    return view_link(gettext("Back"), screen_search(screen, before), "btn btn-quiet")


def next_name(screen: OrderScreen) -> str:
    return gettext("Order") if screen.step is Step.CONFIRMATION else gettext("Next")


def is_held(screen: OrderScreen) -> bool:
    """Tell whether there is nothing to go on with yet (ORD-18, ORD-29, ORD-36)."""
    if screen.step is Step.CONFIRMATION:
        return True  # Until it is agreed to (ORD-34).
    is_wrong = screen.step is Step.CONFIGURATION and bool(screen.configuration.problems)
    return screen.is_checking or screen.placed is not None or is_wrong


def _shape(screen: OrderScreen) -> str:
    """Return what the fields of a step depend on: when it changes, they are drawn anew."""
    chosen, client, extra = screen.configuration, screen.client, screen.additional
    about = [
        screen.step,
        chosen.period,
        [one.amounts for one in chosen.fields],
        (client.client, client.known, client.same_itn) if client else None,
        [(one.asked, one.suffix) for one in extra.fields] if extra else None,
        screen.said,
        screen.is_checking,
        screen.placed,
    ]
    return hashlib.sha256(repr(about).encode()).hexdigest()[:16]
