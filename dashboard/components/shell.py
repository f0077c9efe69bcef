"""The frame around every page: navigation, freshness, the partner's menu, messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import dash
from dash import dcc, html

from dashboard.branding import current_brand
from dashboard.components import freshness
from dashboard.components.attributes import aria
from dashboard.components.catalog import order_link
from dashboard.components.gradual import Gradual
from dashboard.components.icons import icon
from dashboard.components.managing import dialog, saving
from dashboard.components.managing.dialog import dialog_host
from dashboard.components.menu import menu
from dashboard.components.page import failure, long_and_short
from dashboard.components.profile import PATH as PROFILE
from dashboard.components.search import search_field
from dashboard.components.still import Still, still
from dashboard.components.tokens import token_field
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
            Gradual(dialog_host()),
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


def _sidebar() -> Still:
    drawn = html.Aside(
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
                    dcc.Link(
                        [icon("question-circle"), html.Span(gettext("Help"), className="label")],
                        href=HELP,
                        className="nav-link",
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
    return still(drawn)


def _section_link(section: Entry) -> dcc.Link:
    """Draw the way to a section; assets/js/sections.js marks the one that a page belongs to."""
    return dcc.Link(
        [icon(section.icon), *long_and_short(section.name, section.short, "label")],
        href=section.href,
        className="nav-link main-section" if section.is_main else "nav-link",
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
            still(_brand("brand topbar-brand")),
            search_field(),
            html.Div(
                [
                    freshness.freshness(),
                    still(order_link("order-start")) if services().can_order else None,
                    still(_partner_menu(viewer)),
                ],
                className="topbar-end",
            ),
        ],
        className="topbar",
    )


def _partner_menu(viewer: Viewer) -> html.Details:
    access = services().viewer.access
    language, turned = _other_language(viewer)
    return menu(
        [
            html.Span(_initials(viewer.reseller_name), className="avatar"),
            html.Span(viewer.reseller_name, className="partner-name"),
        ],
        [
            html.Div(
                [
                    html.Strong(viewer.name),
                    html.Span(viewer.email, className="hint"),
                ],
                className="menu-head",
            ),
            html.Hr(className="dropdown-divider"),
            # For who may see it (NAV-3).
            _item("building", gettext("Company profile"), COMPANY)
            if access.may_see(Section.COMPANY) else None,
            _item("list-ul", gettext("Audit"), "/audit")
            if access.may_see(Reserved.AUDIT) else None,
            _item("person-circle", gettext("My profile"), PROFILE),
            _way_out("key", gettext("Change password"), "/password"),
            _way_out("globe", language, turned),
            html.Button(
                [icon("circle-half"), gettext("Light or dark")],
                type="button",
                className="dropdown-item theme-button",
            ),
            _item("question-circle", gettext("Help"), HELP),
            # assets/js/support.js adds the subscription that is looked at.
            _way_out("life-preserver", gettext("Support"), "/support", "support-link"),
            html.Hr(className="dropdown-divider"),
            _sign_out(),
        ],
        class_name="partner-menu",
    )  # fmt: skip


def _item(mark: str, name: str, href: str) -> dcc.Link:
    return dcc.Link([icon(mark), name], href=href, className="dropdown-item")


def _way_out(mark: str, name: str, href: str, class_name: str = "") -> html.A:
    """Draw a way to what is no page of Dash's."""
    return html.A([icon(mark), name], href=href, className=f"dropdown-item {class_name}".strip())


def _sign_out() -> html.Form:
    return html.Form(
        [
            token_field(),
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
