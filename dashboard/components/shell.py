"""The frame around every page: navigation, freshness, the partner's menu, messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import dash
import dash_bootstrap_components as dbc
from dash import dcc, html
from flask_wtf.csrf import generate_csrf

from dashboard.branding import current_brand
from dashboard.components import freshness
from dashboard.components.attributes import aria
from dashboard.components.catalog import CATALOG
from dashboard.components.icons import icon
from dashboard.components.managing import dialog, saving
from dashboard.components.managing.dialog import dialog_host
from dashboard.components.page import failure, long_and_short
from dashboard.components.profile import PATH as PROFILE
from dashboard.components.search import search_field
from dashboard.components.tour import tour
from dashboard.context import Viewer, services
from dashboard.errors import TOASTS
from dashboard.glossary import HELP
from dashboard.places import COMPANY
from dashboard.sections import callbacks_of
from dashboard.texts import gettext
from domain.access import EVERYONE, Part, Reserved, Section

FAILED_VIEW = "failed-view"
FAILED_ACTION = "failed-action"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation, and the section whose access level shows it.

    `short` is what it is called in the bar of a phone, where its name has no room. The main page
    is left out there: the brand above leads to it.
    """

    section: Part
    name: str
    icon: str
    href: str
    short: str | None = None
    is_main: bool = False


def entries() -> tuple[Entry, ...]:
    held = Section.SUBSCRIPTIONS
    return (
        Entry(EVERYONE, gettext("Main page"), "house", "/", is_main=True),
        Entry(Section.CATALOG, gettext("Catalog"), "grid", "/catalog"),
        Entry(held, gettext("My subscriptions"), "list-ul", "/subscriptions",
              gettext("Subscriptions")),
        Entry(Section.CLIENTS, gettext("Clients"), "people", "/clients"),
        Entry(held, gettext("Deadlines"), "clock", "/deadlines"),
        Entry(Section.ANALYTICS, gettext("Analytics"), "bar-chart", "/analytics"),
    )  # fmt: skip


def layout() -> html.Div:
    """Draw the frame for the manager who is signed in."""
    viewer = services().viewer
    return html.Div(
        [
            html.A(gettext("Skip to the content"), href="#content", className="skip-link"),
            _sidebar(),
            html.Div(
                [_topbar(viewer), html.Main(dash.page_container, id="content", className="content")]
            ),
            _messages(),
            dialog_host(),
            tour(),
        ],
        className="shell",
    )


# Parts of every page, and the sections that their callbacks belong to.
PARTS = ((freshness, EVERYONE), (dialog, Section.SUBSCRIPTIONS), (saving, Section.SUBSCRIPTIONS))


def register(app: dash.Dash) -> None:
    for part, section in PARTS:
        with callbacks_of(app, section):
            part.register(app)


def _messages() -> html.Div:
    """Draw where a person is told what went wrong; assets/js/views.js shows the failures."""
    return html.Div(
        [
            failure(
                FAILED_VIEW,
                gettext("This view could not be loaded"),
                gettext("What is shown is the previous one."),
                _try_again(),
            ),
            failure(
                FAILED_ACTION,
                gettext("That did not work"),
                gettext("The portal could not be reached, or could not answer."),
                _try_again(),
            ),
            html.Div(id=TOASTS, role="status", **aria(live="polite")),
        ],
        className="messages",
    )


def _try_again() -> html.Button:
    return html.Button(gettext("Try again"), type="button", className="btn btn-primary again")


def _sidebar() -> html.Aside:
    return html.Aside(
        [
            _brand("brand"),
            html.Nav(
                [
                    _section_link(entry)
                    for entry in entries()
                    if services().viewer.access.may_see(entry.section)
                ],
                className="sections",
                **aria(label=gettext("Sections")),
            ),
            html.Div(
                [
                    dbc.NavLink(
                        [icon("question-circle"), html.Span(gettext("Help"), className="label")],
                        href=HELP,
                        active="partial",
                    ),
                    html.Button(
                        [
                            icon("circle-half"),
                            html.Span(gettext("Light or dark"), className="label"),
                        ],
                        type="button",
                        className="theme-button",
                    ),
                ],
                className="sidebar-foot",
            ),
        ],
        className="sidebar",
    )


def _section_link(section: Entry) -> dbc.NavLink:
    return dbc.NavLink(
        [icon(section.icon), *long_and_short(section.name, section.short, "label")],
        href=section.href,
        active="exact" if section.is_main else "partial",
        class_name="main-section" if section.is_main else "",
    )


def _brand(class_name: str) -> dcc.Link:
    brand = current_brand()
    name = html.Span(brand.name, className="label")
    if brand.logo is None:
        mark = _brand_picture(brand.icon, "brand-icon") if brand.about.brand_icon else _mark()
        drawn: list[Any] = [mark, name]
    else:
        # Where there is no room for a logo, the icon stands for it.
        mark = _brand_picture(brand.icon, "brand-icon") if brand.icon else _mark()
        drawn = [
            html.Span(mark, className="when-narrow"),
            _brand_picture(brand.logo, "brand-logo on-light"),
            _brand_picture(brand.logo_dark, "brand-logo on-dark"),
            html.Span(brand.name, className="visually-hidden"),
        ]
    return dcc.Link(drawn, href="/", className=class_name, title=brand.name)


def _mark() -> html.Span:
    return html.Span(className="brand-mark")


def _brand_picture(address: str | None, class_name: str) -> html.Img:
    return html.Img(src=address, alt="", className=class_name)


def _topbar(viewer: Viewer) -> html.Header:
    return html.Header(
        [
            _brand("brand topbar-brand"),
            search_field(),
            html.Div(
                [
                    freshness.freshness(),
                    _order_button() if services().can_order else None,
                    _partner_menu(viewer),
                ],
                className="topbar-end",
            ),
        ],
        className="topbar",
    )


def _order_button() -> dcc.Link:
    """Draw what leads to the catalog with its search ready (NAV-2)."""
    return dcc.Link(
        [icon("plus-lg"), html.Span(gettext("Order subscription"), className="label")],
        href=f"{CATALOG}?order=1",
        className="btn btn-primary order-start",
        title=gettext("Order subscription"),
    )


def _partner_menu(viewer: Viewer) -> dbc.DropdownMenu:
    return dbc.DropdownMenu(
        [
            html.Div(
                [
                    html.Strong(viewer.name),
                    html.Span(viewer.email, className="hint"),
                ],
                className="menu-head",
            ),
            dbc.DropdownMenuItem(divider=True),
            *_company(),
            *_audit(),
            dbc.DropdownMenuItem([icon("person-circle"), gettext("My profile")], href=PROFILE),
            dbc.DropdownMenuItem(
                [icon("key"), gettext("Change password")], href="/password", external_link=True
            ),
            dbc.DropdownMenuItem(
                [icon("globe"), _other_language(viewer)[0]],
                href=_other_language(viewer)[1],
                external_link=True,
            ),
            html.Button(
                [icon("circle-half"), gettext("Light or dark")],
                type="button",
                className="dropdown-item theme-button",
            ),
            dbc.DropdownMenuItem([icon("question-circle"), gettext("Help")], href=HELP),
            # assets/js/support.js adds the subscription that is looked at.
            dbc.DropdownMenuItem(
                [icon("life-preserver"), gettext("Support")],
                href="/support",
                external_link=True,
                class_name="support-link",
            ),
            dbc.DropdownMenuItem(divider=True),
            _sign_out(),
        ],
        label=[
            html.Span(_initials(viewer.reseller_name), className="avatar"),
            html.Span(viewer.reseller_name, className="partner-name"),
        ],
        align_end=True,
        color="link",
        class_name="partner-menu",
    )


def _company() -> list[dbc.DropdownMenuItem]:
    """Draw the way to the company for who may see it (NAV-3)."""
    if not services().viewer.access.may_see(Section.COMPANY):
        return []
    return [dbc.DropdownMenuItem([icon("building"), gettext("Company profile")], href=COMPANY)]


def _audit() -> list[dbc.DropdownMenuItem]:
    """Draw the way to the audit for who may see it."""
    if not services().viewer.access.may_see(Reserved.AUDIT):
        return []
    return [dbc.DropdownMenuItem([icon("list-ul"), gettext("Audit")], href="/audit")]


def _sign_out() -> html.Form:
    return html.Form(
        [
            dcc.Input(type="hidden", name="csrf_token", value=generate_csrf()),
            html.Button(
                [icon("box-arrow-right"), gettext("Sign out")],
                type="submit",
                className="dropdown-item",
            ),
        ],
        action="/sign-out",
        method="post",
    )


def _other_language(viewer: Viewer) -> tuple[str, str]:
    if viewer.locale == "ru":
        return "English", "/language/en"
    return "Русский", "/language/ru"


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split()[:2]).upper()
