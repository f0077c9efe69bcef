"""The narrow column beside a subscription's tabs: its deadline, its costs, its quick actions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from dash import dcc, html

from dashboard import formats
from dashboard.components.deadline_rows import Reader
from dashboard.components.deadlines import draw_next_deadlines
from dashboard.components.sparkline import sparkline
from dashboard.components.subscription_quick import draw_quick
from dashboard.context import services
from dashboard.services.cost_screen import CostScreen
from dashboard.services.managing.controls import Controls
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.texts import gettext, ngettext
from domain.access import Section
from domain.details import SubscriptionDetails
from domain.money import Money
from domain.statuses import SubscriptionStatus

ENDED = (SubscriptionStatus.DELETED, SubscriptionStatus.DELETING)


def draw_aside(
    screen: SubscriptionScreen,
    costs: CostScreen | None,
    controls: Controls | None,
    today: date,
    locale: str,
) -> html.Div:
    """Draw the narrow column; without costs where they are hidden (NAV-5), and without actions for
    who may only look (OP-8).
    """
    parts: list[html.Section | None] = [_deadline(screen, today, locale)]
    if services().viewer.access.may_see(Section.ANALYTICS):
        parts.append(_costs(screen.subscription, costs, locale))
    if controls is not None:
        parts.append(draw_quick(screen, controls, locale))
    return html.Div(parts, className="details-aside")


def costs_address(account_id: str, subscription_id: str | None = None) -> str:
    """Return where what a client or a subscription costs is shown (DET-3, ANL-23)."""
    chosen = f"&subscription={subscription_id}" if subscription_id else ""
    return f"/analytics?account={account_id}{chosen}"


def _deadline(screen: SubscriptionScreen, today: date, locale: str) -> html.Section:
    """Draw what is near by what the last load knows; of what it does not know, what is told now."""
    subscription, here = screen.subscription, services()
    found = here.deadlines.of(subscription.subscription_id)
    if found and subscription.kind not in ENDED:
        return draw_next_deadlines(found, Reader(locale, here.zone, here.deadlines.now))
    return html.Section(
        [html.H2(gettext("Next deadline")), *_next_deadline(screen, subscription, today)],
        className="card aside-card",
    )


def _next_deadline(
    screen: SubscriptionScreen, subscription: SubscriptionDetails, today: date
) -> list[Any]:
    order = next((one for one in screen.orders if one.is_moving), None)
    if order is not None and order.provisioned_on and order.provisioned_on > today:
        return [
            html.Strong(_when(order.provisioned_on, today), className="number"),
            html.Span(gettext("An order is carried out on this day.")),
        ]
    if subscription.expires_on is None or subscription.kind in ENDED:
        return [html.Span(gettext("There is none."), className="hint")]
    after = (
        gettext("It is renewed by itself.")
        if subscription.is_auto_renewed
        else gettext("It ends, unless it is renewed.")
    )
    if subscription.expires_on < today:
        after = gettext("It has expired.")
    return [
        html.Strong(_when(subscription.expires_on, today), className="number"),
        html.Span(after),
    ]


def _when(day: date, today: date) -> str:
    """Write a day, and how far it is."""
    days = (day - today).days
    written = formats.day(day)
    if days == 0:
        return gettext("today · %(day)s", day=written)
    if days < 0:
        ago = ngettext("%(num)s day ago", "%(num)s days ago", -days)
        return f"{ago} · {written}"
    ahead = ngettext("in %(num)s day", "in %(num)s days", days)
    return f"{ahead} · {written}"


def _costs(
    subscription: SubscriptionDetails, costs: CostScreen | None, locale: str
) -> html.Section:
    if costs is None:
        said: list[Any] = [html.Span(gettext("Costs appear with the next load."), className="hint")]
    else:
        # Where nothing was charged in all these months there are no sums of them.
        this_month = Money(costs.totals[-1] if costs.totals else Decimal(0), costs.currency)
        href = costs_address(subscription.account_id, subscription.subscription_id)
        said = [
            html.Div(
                [
                    html.Strong(formats.money(this_month, locale), className="number"),
                    sparkline(costs.totals),
                ],
                className="aside-cost",
            ),
            html.Span(gettext("before discounts, so far"), className="hint"),
            dcc.Link(gettext("Open in Analytics"), href=href),
        ]
    return html.Section([html.H2(gettext("Cost this month")), *said], className="card aside-card")
