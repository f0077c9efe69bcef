"""The part of a page of managers that changes by itself: the list, or one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from dash import Dash, Input, Output, State, ctx, dcc, html, no_update

from dashboard.components.company import ids, status
from dashboard.components.company.frame import PEOPLE, draw_head, new_manager_button
from dashboard.components.company.people import Reader, draw_people
from dashboard.components.company.profile import Kept, draw_profile
from dashboard.context import Services, services
from dashboard.services.company.outcomes import Saved
from dashboard.texts import gettext
from domain.manager import ManagerDetails
from store.access_levels import assigned_levels
from store.credentials import has_password
from store.second_factors import second_factor

About = dict[str, str]


def draw_part(about: About) -> list[Any]:
    """Draw the list, or the manager that `about` names, with what acts on them."""
    return [
        dcc.Store(id=ids.ABOUT, data=about),
        dcc.Store(id=ids.TOUCHED),
        html.Div(drawn(about), id=ids.PART, className="stack"),
        status.status_dialog(),
    ]


def drawn(about: About) -> list[Any]:
    here = services()
    screen = here.directory.screen()
    viewer = here.viewer
    levels = here.settings.access_levels
    assigned = assigned_levels(here.store, reseller_id=viewer.reseller_id)
    reader = Reader(viewer.manager_id, viewer.locale, here.zone, levels, assigned)
    if "manager" not in about:
        absent = frozenset(here.absences.shut_out())
        drawn_people = draw_people(screen, replace(reader, absent=absent))
        return [*draw_head(PEOPLE, new_manager_button()), *drawn_people]
    manager = screen.find(about["manager"])
    whose = {"manager_id": manager.manager_id, "reseller_id": viewer.reseller_id}
    factor = second_factor(here.store, **whose)
    is_shut_out = here.absences.is_shut_out(manager)
    kept = Kept(has_password(here.store, **whose), factor is not None, is_shut_out)
    return draw_profile(manager, kept, screen.reading, reader)


def redraw(_: Any, about: Any) -> list[Any]:
    own_id = about.get("manager") if isinstance(about, dict) else None
    return drawn({"manager": str(own_id)} if own_id else {})


def save_level(_: int | None, level: Any, about: Any) -> Any:
    """Give the manager of the page the level that is chosen."""
    if not ctx.triggered[0]["value"]:
        return no_update
    here, manager = _changeable(about)
    outcome = here.managers.assign(manager, str(level))
    status.say(outcome, gettext("The access level is saved."))
    return str(uuid4()) if isinstance(outcome, Saved) else no_update


def invite(_: int | None, about: Any) -> None:
    if not ctx.triggered[0]["value"]:
        return
    here, manager = _changeable(about)
    outcome = here.managers.resend(manager, here.invitations)
    status.say(outcome, gettext("The invitation is sent to %(email)s.", email=manager.email))


def reset_factor(_: int | None, about: Any) -> Any:
    if not ctx.triggered[0]["value"]:
        return no_update
    here, manager = _changeable(about)
    here.second_factors.reset(manager.manager_id)
    status.say(Saved(""), gettext("The second factor is reset."))
    return str(uuid4())


def let_in(_: int | None, about: Any) -> Any:
    if not ctx.triggered[0]["value"]:
        return no_update
    here, manager = _changeable(about)
    status.say(here.absences.let_in(manager), gettext("They can sign in again."))
    return str(uuid4())


def register(app: Dash) -> None:
    status.register(app, ids.TOUCHED)
    about = State(ids.ABOUT, "data")
    app.callback(
        Output(ids.PART, "children"), Input(ids.TOUCHED, "data"), about, prevent_initial_call=True
    )(redraw)
    app.callback(
        Output(ids.TOUCHED, "data", allow_duplicate=True),
        Input(ids.SAVE_LEVEL, "n_clicks"),
        State(ids.LEVEL, "value"),
        about,
        prevent_initial_call=True,
    )(save_level)
    app.callback(Input(ids.INVITE, "n_clicks"), about, prevent_initial_call=True)(invite)
    for button, act in ((ids.RESET_FACTOR, reset_factor), (ids.LET_IN, let_in)):
        app.callback(
            Output(ids.TOUCHED, "data", allow_duplicate=True),
            Input(button, "n_clicks"),
            about,
            prevent_initial_call=True,
        )(act)


def _changeable(about: Any) -> tuple[Services, ManagerDetails]:
    """Return what acts on managers and the one of the page, whom the reader may change."""
    here = services()
    here.managers.check_allowed()
    return here, here.directory.screen().find(str(about["manager"]))
