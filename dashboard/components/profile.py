"""A manager's own profile, drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import formats
from dashboard.components.icons import icon
from dashboard.components.own_details import draw_details
from dashboard.components.page import notice, page_head
from dashboard.components.status import facts, status_pill
from dashboard.components.tokens import token_field
from dashboard.context import Viewer
from dashboard.devices import device_name
from dashboard.i18n import LANGUAGES
from dashboard.people_texts import role_text
from dashboard.services.profile import ProfileScreen
from dashboard.services.reading import Origin
from dashboard.statuses import StatusText, Tone
from dashboard.texts import gettext, ngettext
from domain.statuses import ManagerRole
from store.sessions import OpenSession

PATH = "/profile"
LANGUAGE = "profile-language"
REMINDED = "profile-reminded"
SUMMARIZED = "profile-summarized"


class Done(StrEnum):
    """What was done a moment ago, as the address says it."""

    SETTINGS = "settings"
    SESSION = "session"
    SESSIONS = "sessions"
    NO_SESSION = "no-session"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the page, and in which zone."""

    viewer: Viewer
    zone: ZoneInfo


def draw_profile(screen: ProfileScreen, reader: Reader, done: str | None) -> list[Any]:
    return [
        page_head(gettext("My profile")),
        *_told(done),
        html.Div(
            [
                _card(gettext("About me"), *_about(screen, reader)),
                _card(gettext("Language and mails"), _settings(screen, reader)),
                _card(gettext("Signing in"), *_signing_in(screen, reader)),
            ],
            className="profile-cards",
        ),
        _sessions(screen.sessions, reader.zone),
    ]


def _told(done: str | None) -> list[html.Div]:
    texts = {
        Done.SETTINGS: gettext("Your settings are saved."),
        Done.SESSION: gettext("The session has ended."),
        Done.SESSIONS: gettext("All other sessions have ended."),
        Done.NO_SESSION: gettext("This session had ended before."),
    }
    return [notice(text) for key, text in texts.items() if key == done]


def _card(title: str, *content: Any) -> html.Section:
    return html.Section([html.H2(title), *content], className="card profile-card")


def _about(screen: ProfileScreen, reader: Reader) -> list[Any]:
    is_editable = screen.origin is not Origin.NOT_CONNECTED
    named = (
        (gettext("First and last name"), screen.name or formats.NOTHING),
        (gettext("Phone"), screen.phone or formats.NOTHING),
    )
    return [
        draw_details(screen.name, screen.phone) if is_editable else None,
        facts(
            *(() if is_editable else named),
            (gettext("Email"), reader.viewer.email),
            (gettext("Role"), role_name(screen.role)),
            (gettext("Access level"), screen.access_level or _no_level(screen.role)),
        ),
        html.P(
            gettext(
                "Email and role can't be changed here. Ask a system administrator of your company."
            ),
            className="hint",
        ),
    ]


def role_name(role: ManagerRole) -> str:
    return role_text(role) or formats.NOTHING


def _no_level(role: ManagerRole) -> str:
    if role is ManagerRole.SYSTEM_ADMINISTRATOR:
        return gettext("Full control of everything")
    return formats.NOTHING


def _settings(screen: ProfileScreen, reader: Reader) -> html.Form:
    choices = screen.choices
    return html.Form(
        [
            token_field(),
            html.Div(
                [
                    html.Div(
                        html.Label(gettext("Language"), htmlFor=LANGUAGE), className="field-label"
                    ),
                    dbc.Select(
                        id=LANGUAGE,
                        name="language",
                        options=[{"value": code, "label": name}
                                 for code, name in LANGUAGES.items()],
                        value=choices.language or reader.viewer.locale,
                    ),
                ],
                className="field",
            ),
            html.P(
                gettext("For the portal, your mails and the headers of your reports."),
                className="hint",
            ),
            html.Div(
                [
                    dbc.Switch(
                        id=REMINDED,
                        name="is_reminded",
                        label=gettext("Remind me of deadlines by mail"),
                        value=choices.is_reminded,
                    ),
                    dbc.Switch(
                        id=SUMMARIZED,
                        name="is_summarized",
                        label=gettext("Send me a summary each week"),
                        value=choices.is_summarized,
                    ),
                ],
                className="profile-switches",
            ),
            html.Button(gettext("Save"), type="submit", className="btn btn-primary"),
        ],
        action=f"{PATH}/settings",
        method="post",
    )  # fmt: skip


def _signing_in(screen: ProfileScreen, reader: Reader) -> list[Any]:
    factor = screen.factor
    if factor is None:
        state = None
        text = gettext("Off. A code of an app on your phone, besides the password.")
    else:
        day = formats.day(factor.confirmed_at.astimezone(reader.zone).date())
        state = StatusText(gettext("On"), "", Tone.GOOD)
        left = ngettext(
            "%(num)s recovery code is left.",
            "%(num)s recovery codes are left.",
            factor.recovery_count,
        )
        text = gettext("Since %(day)s.", day=day) + " " + left
    return [
        _way(gettext("Password"), None, _password(screen, reader.zone),
             gettext("Change password"), "/password"),
        _way(gettext("Second factor"), state, text,
             gettext("Set up") if factor is None else gettext("Manage"), "/second-factor"),
    ]  # fmt: skip


def _password(screen: ProfileScreen, zone: ZoneInfo) -> str:
    told = [gettext("Changing it signs you out on all other devices.")]
    if screen.password_ends_at:
        day = formats.day(screen.password_ends_at.astimezone(zone).date())
        told.insert(0, gettext("Good until %(day)s.", day=day))
    elif screen.password_set_at:
        day = formats.day(screen.password_set_at.astimezone(zone).date())
        told.insert(0, gettext("Set on %(day)s.", day=day))
    return " ".join(told)


def _way(name: str, state: StatusText | None, text: str, action: str, href: str) -> html.Div:
    return html.Div(
        [
            html.Div(
                [
                    html.Div([html.Strong(name), status_pill(state) if state else None],
                             className="named"),
                    html.Span(text, className="hint"),
                ]
            ),
            html.A(action, href=href, className="btn btn-quiet"),
        ],
        className="profile-row",
    )  # fmt: skip


def _sessions(sessions: list[OpenSession], zone: ZoneInfo) -> html.Section:
    others = [one for one in sessions if not one.is_this]
    return html.Section(
        [
            html.Div(
                [html.H2(gettext("Where you are signed in")), _end_others() if others else None],
                className="profile-head",
            ),
            html.P(
                gettext("If you do not know one of them, end it and change your password."),
                className="hint",
            ),
            html.Ul([_session(one, zone) for one in sessions], className="profile-sessions"),
        ],
        className="card profile-card",
    )


def _session(one: OpenSession, zone: ZoneInfo) -> html.Li:
    this = StatusText(gettext("This session"), "", Tone.GOOD)
    told = [
        one.device.address,
        gettext("since %(time)s", time=_time(one.created_at, zone)),
        gettext("last seen %(time)s", time=_time(one.seen_at, zone)),
    ]
    return html.Li(
        [
            html.Div(
                [
                    html.Div(
                        [
                            html.Strong(device_name(one.device.user_agent)),
                            status_pill(this) if one.is_this else None,
                        ],
                        className="named",
                    ),
                    html.Span(" · ".join(filter(None, told)), className="hint"),
                ]
            ),
            None if one.is_this or one.session_id is None else _end_one(one.session_id),
        ],
        className="profile-row",
    )


def _end_one(session_id: str) -> html.Form:
    return html.Form(
        [
            token_field(),
            dcc.Input(type="hidden", name="session_id", value=session_id),
            html.Button(gettext("End session"), type="submit", className="btn btn-quiet"),
        ],
        action=f"{PATH}/sessions/end",
        method="post",
    )


def _end_others() -> html.Form:
    return html.Form(
        [
            token_field(),
            html.Button(
                [icon("box-arrow-right"), gettext("End all others")],
                type="submit",
                className="btn btn-quiet",
            ),
        ],
        action=f"{PATH}/sessions/end-others",
        method="post",
    )


def _time(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%d.%m.%Y %H:%M}"
