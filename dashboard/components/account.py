"""The page of a client, drawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from dash import dcc, html

from dashboard import formats
from dashboard.components.icons import icon
from dashboard.components.page import notice
from dashboard.components.status import (
    copied_id,
    facts,
    origin_note,
    status_pill,
)
from dashboard.components.subscription_aside import costs_address
from dashboard.services.account_screen import AccountScreen
from dashboard.statuses import account_status
from dashboard.texts import gettext
from domain.details import AccountDetails


def draw_account(
    screen: AccountScreen, locale: str, zone: ZoneInfo, *, can_order: bool, can_see_costs: bool
) -> list[Any]:
    """Draw everything that may change while the page is open, for who may order and see costs or
    may not.
    """
    account = screen.account
    as_of = f"{screen.reading.as_of.astimezone(zone):%d.%m.%Y %H:%M}"
    return [
        *origin_note(screen.reading, as_of),
        _head(screen, can_order=can_order, can_see_costs=can_see_costs),
        html.Div(_known(screen, zone), className="account-known"),
        *_hold(screen),
        html.Div(
            [
                _card(gettext("Company data"), _company(account, locale)),
                _card(gettext("Contact"), _contact(account)),
                _microsoft(account),
            ],
            className="account-cards",
        ),
    ]


def account_sentence(screen: AccountScreen) -> str:
    """Say in which status the client is, for those who hear the page."""
    return account_status(screen.account.status).name


def order_address(account_id: str) -> str:
    """Return where ordering for a client begins (CLI-9)."""
    return f"/catalog?account={account_id}"


def _head(screen: AccountScreen, *, can_order: bool, can_see_costs: bool) -> html.Div:
    account = screen.account
    status = account_status(account.status)
    costs = dcc.Link(
        [icon("bar-chart"), gettext("Costs")],
        href=costs_address(account.account_id),
        className="btn btn-quiet",
    )
    order = dcc.Link(
        [icon("plus-lg"), gettext("Order subscription")],
        href=order_address(account.account_id),
        className="btn btn-primary",
    )
    return html.Div(
        [
            html.Div(
                [
                    html.Div(
                        [html.H1(account.name), status_pill(status)], className="details-title"
                    ),
                    html.Div(
                        [copied_id(account.account_id), html.Span(status.meaning)],
                        className="details-sub",
                    ),
                ],
                className="details-head",
            ),
            html.Div(
                [
                    costs if screen.has_costs and can_see_costs else None,
                    order if screen.may_order and can_order else None,
                ],
                className="page-actions",
            ),
        ],
        className="page-head",
    )


def _hold(screen: AccountScreen) -> list[html.Div]:
    """Say why nothing can be ordered (MSG-10)."""
    if screen.may_order:
        return []
    status = account_status(screen.account.status).name
    text = gettext("New operations are not possible: client status is %(status)s.", status=status)
    return [notice(text, "warn")]


def _known(screen: AccountScreen, zone: ZoneInfo) -> html.Dl:
    """Draw since when the client is known, and in which group it is (CLI-6)."""
    account = screen.account
    return facts(
        _fact(gettext("Client type"), account.custom.client_type),
        _fact(gettext("Creation date"), _local_day(account.created_at, zone)),
        _fact(gettext("Last purchase date"), _local_day(screen.last_bought_at, zone)),
    )


def _local_day(instant: datetime | None, zone: ZoneInfo) -> str:
    return formats.day(instant.astimezone(zone).date()) if instant else ""


def _company(account: AccountDetails, locale: str) -> html.Dl:
    return facts(
        _fact(gettext("ITN"), account.custom.itn),
        _fact(gettext("Legal address"), _address(account, locale)),
    )


def _contact(account: AccountDetails) -> html.Dl:
    name = " ".join(filter(None, [account.first_name, account.last_name]))
    email = html.A(account.email, href=f"mailto:{account.email}") if account.email else None
    return facts(
        _fact(gettext("Contact person"), name),
        _fact(gettext("Position"), account.custom.position) if account.custom.position else None,
        _fact(gettext("Email"), email),
        _fact(gettext("Phone"), account.phone),
    )


def _microsoft(account: AccountDetails) -> html.Section | None:
    """Draw what Microsoft knows the client by; nothing where it does not know it (MS-11)."""
    custom = account.custom
    if not (custom.tenant_name or custom.tenant_id or custom.agreement_accepted_on):
        return None
    accepted = " · ".join(
        filter(None, [_day(custom.agreement_accepted_on), custom.agreement_accepted_by])
    )
    return _card(
        "Microsoft",
        facts(
            _fact(gettext("Microsoft Tenant Name"), custom.tenant_name),
            _fact(gettext("Microsoft Tenant ID"), custom.tenant_id),
            _fact(gettext("Agreement accepted"), accepted),
        ),
    )


def _address(account: AccountDetails, locale: str) -> str:
    street = " ".join(filter(None, [account.street, account.building]))
    city = " ".join(filter(None, [account.zip, account.city]))
    country = account.country
    if country:
        country = Locale.parse(locale).territories.get(country.upper(), country)
    return ", ".join(filter(None, [street, city, account.region, country]))


def _day(text: str | None) -> str:
    """Write a day that was sent as text; as it was sent, where it is none."""
    head = (text or "")[:10]
    year, _, rest = head.partition("-")
    month, _, day = rest.partition("-")
    is_day = all(part.isdecimal() for part in (year, month, day)) and len(year) == 4
    return f"{day}.{month}.{year}" if is_day else text or ""


def _fact(name: str, value: Any) -> tuple[str, Any]:
    return name, value or formats.NOTHING


def _card(title: str, body: html.Dl) -> html.Section:
    return html.Section([html.H2(title), body], className="card account-card")
