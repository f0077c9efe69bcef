"""What the pages of the company share: the heading with its tabs, and the company itself."""

from __future__ import annotations

from typing import Any

from babel import Locale
from dash import dcc, html

from dashboard.components.icons import icon
from dashboard.components.page import Choice, notice, page_head, tabs
from dashboard.components.status import facts
from dashboard.places import COMPANY, MANAGERS
from dashboard.texts import gettext
from warehouse.resellers import Company

CONTACTS = "contacts"
INFORMATION = "information"
PEOPLE = "managers"


def draw_head(current: str, *actions: Any) -> list[Any]:
    """Draw the heading of the company with its tabs (PRF-1)."""
    choices = (
        Choice(gettext("Company information"), COMPANY, current == INFORMATION),
        Choice(gettext("Contacts"), f"{COMPANY}?tab={CONTACTS}", current == CONTACTS),
        Choice(gettext("Managers"), MANAGERS, current == PEOPLE),
    )
    return [page_head(gettext("Company profile"), *actions), tabs(choices)]


def new_manager_button() -> dcc.Link:
    return dcc.Link(
        [icon("plus-lg"), gettext("Add manager")],
        href=f"{MANAGERS}/new",
        className="btn btn-primary",
    )


def draw_information(company: Company, locale: str) -> list[Any]:
    """Draw the company as it is billed (PRF-2)."""
    pairs = (
        (gettext("Partner name"), company.name),
        (gettext("Legal name"), company.company_name),
        (gettext("Legal address"), company.address),
        (gettext("Country"), _country(company.country, locale)),
        (gettext("Currency"), company.currency),
        (gettext("Domain name"), company.domain),
    )
    return _card(pairs)


def draw_contacts(company: Company) -> list[Any]:
    """Draw whom the supplier writes to and calls (PRF-2)."""
    pairs = (
        (gettext("Contact person"), company.contact_name),
        (gettext("Email"), company.email),
        (gettext("Phone"), company.phone),
    )
    return _card(pairs)


def _card(pairs: tuple[tuple[str, str], ...]) -> list[Any]:
    hint = html.Span(
        [
            gettext("Your supplier keeps these. To have something changed, contact support."),
            " ",
            dcc.Link(gettext("Support"), href="/support"),
        ]
    )
    return [
        html.Section(facts(*((name, value or "—") for name, value in pairs)),
                     className="card company-facts"),
        notice(hint),
    ]  # fmt: skip


def _country(code: str, locale: str) -> str:
    return str(Locale.parse(locale).territories.get(code, code))
