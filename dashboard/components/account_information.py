"""The general information of a client: company, contact, and what Microsoft knows it by (CLI-7)."""

from __future__ import annotations

from typing import Any

from babel import Locale
from dash import html

from dashboard import formats
from dashboard.components.status import facts
from dashboard.texts import gettext
from domain.details import AccountDetails


def draw_account_information(account: AccountDetails, locale: str) -> html.Div:
    """Draw the tab."""
    return html.Div(
        [
            _card(gettext("Company data"), _company(account, locale)),
            _card(gettext("Contact"), _contact(account)),
            _microsoft(account),
        ],
        className="account-cards",
    )


def contact_name(account: AccountDetails) -> str:
    """Return the name of the contact person, empty where there is none."""
    return " ".join(filter(None, [account.first_name, account.last_name]))


def _company(account: AccountDetails, locale: str) -> html.Dl:
    return facts(
        _fact(gettext("ITN"), account.custom.itn),
        _fact(gettext("Legal address"), _address(account, locale)),
    )


def _contact(account: AccountDetails) -> html.Dl:
    email = html.A(account.email, href=f"mailto:{account.email}") if account.email else None
    return facts(
        _fact(gettext("Contact person"), contact_name(account)),
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
