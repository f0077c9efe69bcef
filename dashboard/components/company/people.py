"""The managers of the partner, drawn as a list (MGR-1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html

from dashboard import formats
from dashboard.components.attributes import aria, data
from dashboard.components.company import ids
from dashboard.components.page import notice, scrolled_alive
from dashboard.components.status import origin_note
from dashboard.people_texts import role_text, status_text
from dashboard.places import manager_page
from dashboard.services.company.directory import ManagerList
from dashboard.services.company.outcomes import Outcome, Saved, Unsettled
from dashboard.texts import gettext
from domain.access import AccessLevels
from domain.manager import ManagerDetails
from domain.statuses import ManagerStatus


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the list, the levels that managers were given, by their ids, and who stayed away
    for too long to sign in.
    """

    manager_id: str
    locale: str
    zone: ZoneInfo
    levels: AccessLevels
    assigned: dict[str, str]
    absent: frozenset[str] = frozenset()

    def level(self, manager: ManagerDetails) -> str:
        """Say what a manager may do, by the name of their level."""
        if manager.is_administrator:
            return gettext("Full control")
        found = self.levels.level(manager.role, self.assigned.get(manager.manager_id))
        return found.name(self.locale) if found else gettext("No access")


def draw_people(screen: ManagerList, reader: Reader) -> list[Any]:
    """Draw everyone, newest registration first."""
    as_of = f"{screen.reading.as_of.astimezone(reader.zone):%d.%m.%Y %H:%M}"
    heads = (
        gettext("Manager"), gettext("Role"), gettext("Access level"), gettext("Status"),
        gettext("Registered"),
    )  # fmt: skip
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th(name, scope="col") for name in heads])),
            html.Tbody([_row(one, heads, reader) for one in screen.managers]),
        ],
        className="data-table list-table people-table",
    )
    return [
        *origin_note(screen.reading, as_of),
        html.Div(scrolled_alive(table, gettext("Managers")), className="card list-card"),
    ]


def role_name(manager: ManagerDetails) -> str:
    """Say a role in the reader's language; one that is not known here in the platform's words."""
    return role_text(manager.role) or manager.role_name or "—"


def status_switch(manager: ManagerDetails) -> html.Button:
    """Draw a manager's status as a switch, which asks before it does anything (MGR-6)."""
    word = status_text(manager.status) or "—"
    return html.Button(
        [html.Span(className="switch-track", **aria(hidden="true")), html.Span(word)],
        id={"type": ids.STATUS, "manager": manager.manager_id},
        type="button",
        role="switch",
        className="status-switch",
        n_clicks=0,
        **aria(
            checked="true" if manager.is_active else "false",
            label=gettext("%(name)s: active", name=manager.name),
        ),
    )


def registered(manager: ManagerDetails, zone: ZoneInfo) -> str:
    return formats.day(manager.created_at.astimezone(zone).date()) if manager.created_at else "—"


def draw_created(outcome: Outcome, name: str, email: str) -> html.Div:
    """Say what came of adding a manager (MGR-4, MSG-16)."""
    match outcome:
        case Saved():
            return notice(
                gettext(
                    "Manager %(name)s is created. The invitation is sent to %(email)s.",
                    name=name,
                    email=email,
                )
            )
        case Unsettled():
            return notice(unsettled_text(), "warn")
    return notice(gettext("The manager was not created."), "warn")


def unsettled_text() -> str:
    return gettext(
        "The platform did not answer in time. We are checking what came of it; open this page again"
        " in a minute."
    )


def _row(one: ManagerDetails, heads: tuple[str, ...], reader: Reader) -> html.Tr:
    own = gettext("You") if one.manager_id == reader.manager_id else None
    is_shut_out = one.is_active and one.manager_id in reader.absent
    name = html.Div(
        [
            dcc.Link(html.Bdi(one.name or one.email), href=manager_page(one.manager_id)),
            html.Span(own, className="pill") if own else None,
            html.Span(gettext("Long absence"), className="pill") if is_shut_out else None,
        ],
        className="named",
    )
    cells: tuple[Any, ...] = (
        [name, html.Span(one.email, className="sub")],
        role_name(one),
        reader.level(one),
        status_switch(one),
        registered(one, reader.zone),
    )
    keys = ("name", "role", "level", "status", "registered")
    return html.Tr(
        [
            html.Td(cell, className=f"{key}-cell", **data(name=head))
            for key, head, cell in zip(keys, heads, cells, strict=True)
        ],
        className="" if one.is_active else "inactive",
    )


def wanted_status(manager: ManagerDetails) -> ManagerStatus:
    """Return what the switch of a manager turns their status to."""
    return ManagerStatus.INACTIVE if manager.is_active else ManagerStatus.ACTIVE
