"""A manager of the partner, drawn for the others (MGR-7, MGR-8, MGR-9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from dashboard.components.attributes import aria
from dashboard.components.company import ids
from dashboard.components.company.people import Reader, registered, role_name, status_switch
from dashboard.components.icons import icon
from dashboard.components.page import page_head, way_back
from dashboard.components.status import facts, origin_note
from dashboard.places import MANAGERS, manager_password_page
from dashboard.services.reading import Reading
from dashboard.texts import gettext
from domain.manager import ManagerDetails


@dataclass(frozen=True, slots=True)
class Kept:
    """What the portal itself keeps of a manager."""

    has_password: bool
    has_second_factor: bool
    is_shut_out: bool = False


def draw_profile(
    manager: ManagerDetails, kept: Kept, reading: Reading, reader: Reader
) -> list[Any]:
    """Draw who a manager is, and what an administrator may do about them."""
    as_of = f"{reading.as_of.astimezone(reader.zone):%d.%m.%Y %H:%M}"
    known = facts(
        (gettext("Email"), manager.email),
        (gettext("Phone"), manager.phone or "—"),
        (gettext("Role"), role_name(manager)),
        (gettext("Access level"), reader.level(manager)),
        (gettext("Registered"), registered(manager, reader.zone)),
        (gettext("Status"), status_switch(manager)),
    )
    parts = [_level(manager, reader), *_entry(manager, kept, reader)]
    return [
        *origin_note(reading, as_of),
        way_back(gettext("Managers"), MANAGERS),
        page_head(manager.name or manager.email),
        html.Section(known, className="card company-facts"),
        html.Div([part for part in parts if part], className="manager-actions"),
    ]


def _level(manager: ManagerDetails, reader: Reader) -> html.Section | None:
    if manager.is_administrator:
        return None
    found = reader.levels.level(manager.role, reader.assigned.get(manager.manager_id))
    choices = [
        {"value": key, "label": level.name(reader.locale)}
        for key, level in reader.levels.levels.items()
    ]
    return _card(
        gettext("Access level"),
        gettext("What they see and may change. It counts at their next click."),
        html.Label(gettext("Access level"), htmlFor=ids.LEVEL, className="visually-hidden"),
        dcc.Dropdown(
            id=ids.LEVEL, options=choices, value=found.key if found else None, clearable=False,
            searchable=False,
        ),
        _button(ids.SAVE_LEVEL, gettext("Save")),
    )  # fmt: skip


def _entry(manager: ManagerDetails, kept: Kept, reader: Reader) -> list[html.Section]:
    """Draw what has to do with signing in. One's own stands in one's own profile."""
    if manager.manager_id == reader.manager_id:
        return []
    cards = []
    if kept.is_shut_out and manager.is_active:
        cards.append(
            _card(
                gettext("Long absence"),
                gettext("They have not signed in for so long that they can't any more. A link by"
                        " mail, which they ask for themselves, lets them in, too."),
                _button(ids.LET_IN, gettext("Let in again")),
            )
        )  # fmt: skip
    if not kept.has_password:
        cards.append(
            _card(
                gettext("Invitation"),
                gettext("They have not set a password yet. The new link replaces the one before."),
                _button(ids.INVITE, gettext("Resend invitation")),
            )
        )
    cards.append(
        _card(
            gettext("Password"),
            gettext("A new password signs them out everywhere. They get a mail about it."),
            html.A(
                [icon("key"), gettext("Set a new password")],
                href=manager_password_page(manager.manager_id),
                className="btn btn-quiet",
            ),
        )
    )
    if kept.has_second_factor:
        cards.append(
            _card(
                gettext("Second factor"),
                gettext("For who lost the phone with their codes: without it, the password is"
                        " enough to sign in."),
                _button(ids.RESET_FACTOR, gettext("Reset the second factor")),
            )
        )  # fmt: skip
    return cards


def _card(title: str, text: str, *controls: Any) -> html.Section:
    return html.Section(
        [html.H2(title), html.P(text, className="hint"), *controls],
        className="card manager-action",
        **aria(label=title),
    )


def _button(own_id: str, text: str) -> html.Button:
    return html.Button(text, id=own_id, type="button", className="btn btn-quiet", n_clicks=0)
