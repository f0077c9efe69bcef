"""The page of a subscription, drawn: what it is, its tabs, and beside them what is near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html

from dashboard import formats
from dashboard.components.managing.tab import draw_management
from dashboard.components.page import Choice, notice, tabs
from dashboard.components.status import (
    account_link,
    auto_renew,
    copied_id,
    facts,
    origin_note,
    status_pill,
    support_sentence,
    trial_label,
)
from dashboard.components.subscription_aside import costs_address, draw_aside
from dashboard.components.subscription_costs import draw_costs
from dashboard.components.subscription_history import draw_history
from dashboard.components.terms import explained, term, terms_in
from dashboard.components.vendor_information import draw_information
from dashboard.glossary import Term, billing_entry
from dashboard.places import subscription_page
from dashboard.services.cost_screen import CostScreen
from dashboard.services.managing.amounts import AmountLine
from dashboard.services.managing.controls import Controls
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.statuses import Tone, subscription_status
from dashboard.texts import gettext
from domain.statuses import BillingType, SubscriptionStatus

CONSUMED = (BillingType.PAYG, BillingType.PAYG_EXTERNAL)


class Tab(StrEnum):
    """What a subscription's page can show, by its name in the address (DET-5)."""

    MANAGEMENT = "management"
    HISTORY = "history"
    INFORMATION = "information"
    COSTS = "costs"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the page: in which language and zone, on which of the platform's days.

    `names` are those of the managers that orders of this page were placed by, by their ids;
    `history_page` is the one of the change history that is asked for; `controls` are what this
    reader may do, None where that is nothing (OP-8); `lines` are its resources, for that tab.
    """

    locale: str
    zone: ZoneInfo
    today: date
    support_email: str
    names: Mapping[str, str] = field(default_factory=dict)
    history_page: int = 1
    controls: Controls | None = None
    lines: tuple[AmountLine, ...] = ()


def draw_subscription(
    screen: SubscriptionScreen, tab: Tab, costs: CostScreen | None, reader: Reader
) -> list[Any]:
    """Draw everything that may change while the page is open."""
    return [
        html.Div(
            [
                *origin_note(screen.reading, _time(screen, reader)),
                _head(screen),
                *_advice(screen, reader.support_email),
                html.Div(_facts(screen), className="card subscription-facts"),
            ]
        ),
        html.Div(
            [
                html.Div(
                    [
                        tabs(_tabs(screen.subscription.subscription_id, tab)),
                        html.Div(_tab(screen, tab, costs, reader), className="stack tab-content"),
                    ]
                ),
                draw_aside(screen, costs, reader.controls, reader.today, reader.locale),
            ],
            className="with-aside",
        ),
    ]


def address_of(subscription_id: str, tab: Tab = Tab.MANAGEMENT) -> str:
    """Return where a subscription's page, or a tab of it, is."""
    query = "" if tab is Tab.MANAGEMENT else f"?tab={tab}"
    return f"{subscription_page(subscription_id)}{query}"


def placed_notice(screen: SubscriptionScreen, placed: str, address: str) -> list[html.Div]:
    """Say that an order was accepted, where it is one of this subscription's (ORD-37)."""
    if placed not in {order.order_id for order in screen.orders}:
        return []
    text = gettext("Order %(id)s is accepted. This page follows it by itself.", id=placed)
    close = dcc.Link(gettext("Close"), href=address, className="notice-close")
    return [notice([text, close])]


def status_sentence(screen: SubscriptionScreen) -> str:
    """Say the status for those who hear the page."""
    status = subscription_status(screen.subscription.status)
    return gettext("Status: %(status)s. %(meaning)s", status=status.name, meaning=status.meaning)


def _time(screen: SubscriptionScreen, reader: Reader) -> str:
    return f"{screen.reading.as_of.astimezone(reader.zone):%d.%m.%Y %H:%M}"


def _head(screen: SubscriptionScreen) -> html.Div:
    subscription = screen.subscription
    status = subscription_status(subscription.status)
    return html.Div(
        [
            html.Div(
                [
                    html.H1(subscription.name),
                    status_pill(status),
                    *([trial_label(), term(Term.TRIAL)] if subscription.is_trial else []),
                ],
                className="details-title",
            ),
            html.Div(
                [copied_id(subscription.subscription_id), html.Span(status.meaning)],
                className="details-sub",
            ),
        ],
        className="details-head",
    )


def _advice(screen: SubscriptionScreen, support_email: str) -> list[html.Div]:
    """Say what to do where a subscription can't go on by itself (OP-2)."""
    status = subscription_status(screen.subscription.status)
    if status.tone is Tone.BAD:
        said = gettext("Nothing can be done with the subscription until support has looked at it.")
        return [notice([said, " ", *support_sentence(support_email)], "bad")]
    if screen.subscription.kind is SubscriptionStatus.WAITING_FOR_MANUAL_APPROVE:
        said = gettext("Until it is approved or refused, nothing else can be done with it.")
        return [notice([said, " ", *support_sentence(support_email)])]
    return []


def _facts(screen: SubscriptionScreen) -> html.Dl:
    subscription, plan = screen.subscription, screen.plan
    account = screen.account_name or f"ID {subscription.account_id}"
    return facts(
        (
            gettext("Client"),
            [account_link(account, subscription.account_id), _sub(f"ID {subscription.account_id}")],
        ),
        (gettext("Plan"), _plan(screen)),
        (gettext("Billing type"), _billing_type(screen)) if plan else None,
        *_dates(screen),
    )


def _plan(screen: SubscriptionScreen) -> list[Any]:
    plan = screen.plan
    if plan is None:
        return [f"ID {screen.subscription.plan_id}"]
    if screen.is_offered and plan.product_id:
        href = f"/products/{plan.product_id}#plan-{plan.plan_id}"
        return [dcc.Link(plan.name, href=href), *terms_in(plan.name)]
    return [plan.name, *terms_in(plan.name)]


def _billing_type(screen: SubscriptionScreen) -> list[Any]:
    """Draw how it is charged; where that is by consumption, with the way to it (DET-3)."""
    code = screen.plan.billing_type if screen.plan else ""
    meant = billing_entry(code)
    drawn = [meant.name, explained(meant) if meant.meaning else None]
    if BillingType.read(code) not in CONSUMED:
        return drawn
    subscription = screen.subscription
    href = costs_address(subscription.account_id, subscription.subscription_id)
    return [*drawn, html.Span(dcc.Link(gettext("Consumption in Analytics"), href=href),
                              className="sub")]  # fmt: skip


def _dates(screen: SubscriptionScreen) -> Sequence[tuple[str, Any]]:
    """Draw the days that matter: of a new order, when it is to be activated (DET-2)."""
    subscription = screen.subscription
    if subscription.kind is SubscriptionStatus.ORDERED:
        order = screen.sold_by
        day = order.provisioned_on if order else None
        return [(gettext("Provisioning date"), formats.day(day) if day else formats.NOTHING)]
    started = formats.day(subscription.started_on) if subscription.started_on else formats.NOTHING
    return [
        (gettext("Activation date"), started),
        (gettext("Expiration date"), _expiration(screen)),
    ]


def _expiration(screen: SubscriptionScreen) -> list[Any]:
    subscription = screen.subscription
    if subscription.expires_on is None:
        endless = gettext("Endless") if subscription.started_on else formats.NOTHING
        return [endless]
    return [formats.day(subscription.expires_on), auto_renew(subscription)]


def _tabs(subscription_id: str, current: Tab) -> list[Choice]:
    names = {
        Tab.MANAGEMENT: (gettext("Subscription management"), gettext("Management")),
        Tab.HISTORY: (gettext("Change history"), gettext("History")),
        Tab.INFORMATION: (gettext("Information"), None),
        Tab.COSTS: (gettext("Costs"), None),
    }
    return [
        Choice(name, address_of(subscription_id, tab), tab is current, short)
        for tab, (name, short) in names.items()
    ]


def _tab(
    screen: SubscriptionScreen, tab: Tab, costs: CostScreen | None, reader: Reader
) -> list[Any]:
    match tab:
        case Tab.HISTORY:
            return draw_history(
                screen, reader.names, reader.locale, reader.zone, reader.history_page
            )
        case Tab.INFORMATION:
            return draw_information(screen, reader.support_email)
        case Tab.COSTS:
            return draw_costs(screen, costs, reader.locale)
        case Tab.MANAGEMENT:
            return draw_management(
                screen, reader.controls, reader.lines, reader.locale, reader.support_email
            )


def _sub(text: str) -> html.Span:
    return html.Span(text, className="sub")
