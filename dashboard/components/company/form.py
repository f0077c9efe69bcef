"""The form of a new manager (MGR-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update

from dashboard.components.company import ids
from dashboard.components.company.people import role_name
from dashboard.components.ordering.fields import Form, Kinds, field_id, labelled, select_field
from dashboard.components.page import notice
from dashboard.context import services
from dashboard.places import MANAGERS
from dashboard.services.company.manager_form import LONGEST_EMAIL, LONGEST_NAME, check_new_manager
from dashboard.services.company.outcomes import NotSent, Refused, Saved, Unsettled
from dashboard.texts import gettext
from domain.access import AccessLevels
from domain.errors import NotAllowed
from domain.manager import ManagerDetails, Role
from domain.statuses import ManagerStatus

KINDS = Kinds(ids.FIELD, ids.PROBLEM)
READY, BUSY = "btn btn-primary", "btn btn-primary busy"


def draw_form(roles: Sequence[Role], levels: AccessLevels, locale: str) -> list[Any]:
    """Draw the form, empty. Its key makes one manager of it, however often it is sent."""
    form = Form("", {}, choices=KINDS, others=KINDS, is_at_once=True)
    level_options = [
        {"value": key, "label": level.name(locale)} for key, level in levels.levels.items()
    ]
    role_options = [{"value": one.role_id, "label": _role_label(one)} for one in roles]

    def field(name: str, label: str, control: Any, hint: str = "", required: bool = True) -> Any:
        return labelled(
            name, label, control, problem=None, hint=hint or None, is_required=required,
            is_wide=True, kinds=KINDS,
        )  # fmt: skip

    fields = [
        field("name", gettext("First and last name"),
              form.text("name", "", maxLength=LONGEST_NAME, autoFocus=True)),
        field("role", gettext("Role"), select_field("role", None, role_options, KINDS)),
        html.Div(
            field("level", gettext("Access level"),
                  select_field("level", None, level_options, KINDS),
                  gettext("What they see and may change.")),
            id=ids.LEVEL_ROW,
            hidden=True,
        ),
        field("email", gettext("Email"),
              form.text("email", "", type="email", inputMode="email", maxLength=LONGEST_EMAIL),
              gettext("The login. It can't be changed later; the invitation goes there.")),
        field("phone", gettext("Phone"), form.text("phone", "", type="tel", inputMode="tel"),
              gettext("With + and the country code."), required=False),
    ]  # fmt: skip
    return [
        dcc.Store(id=ids.KEY, data=str(uuid4())),
        dcc.Location(id=ids.GO, refresh="callback-nav"),
        html.Div(
            [
                html.Div(id=ids.MESSAGE, role="status"),
                html.Div(fields, className="manager-fields"),
                html.Div(
                    [
                        dcc.Link(gettext("Cancel"), href=MANAGERS, className="btn btn-quiet"),
                        html.Button(gettext("Create manager"), id=ids.CREATE, type="button",
                                    className=READY, n_clicks=0),
                    ],
                    className="form-actions",
                ),
            ],
            className="card manager-form",
        ),
    ]  # fmt: skip


def choose_role(role_id: Any) -> tuple[bool, Any]:
    """Ask for an access level where the role has one, and propose the role's own."""
    here = services()
    role = next((one for one in here.directory.roles() if one.role_id == role_id), None)
    if role is None or role.is_administrators:
        return True, no_update
    usual = here.settings.access_levels.level(_details(role).role, None)
    return False, usual.key if usual else no_update


def create(_: int | None, __: list[Any], key: Any) -> dict[str, Any]:
    """Add the manager who is entered; say what is wrong at each field."""
    places = ctx.outputs_grouping["problems"]
    kept = {"problems": [no_update for _ in places], "message": no_update, "go": no_update}
    if not ctx.triggered_id or not any(one.get("value") for one in ctx.triggered):
        return kept
    here = services()
    entered = {str(one["id"]["name"]): str(one.get("value") or "") for one in ctx.states_list[0]}
    try:
        here.managers.check_allowed()
    except NotAllowed as error:
        return {**kept, "message": notice(str(error), "bad")}
    # A second press finds the first: its e-mail would now be somebody's.
    earlier = here.managers.created(str(key))
    if earlier is not None and isinstance(earlier[0], Saved | Unsettled):
        return {**kept, "go": f"{MANAGERS}?created={key}"}
    checked = check_new_manager(
        entered,
        roles=here.directory.roles(),
        levels=here.settings.access_levels,
        known=here.directory.screen().managers,
    )
    if checked.new is None:
        says = notice(gettext("Check the marked fields."), "warn")
        return {**kept, "problems": _problems(places, checked.problems), "message": says}
    outcome = here.managers.create(str(key), checked.new)
    if isinstance(outcome, Refused | NotSent):
        fields = outcome.fields if isinstance(outcome, Refused) else {}
        text = gettext("Check the marked fields.") if fields else outcome.text
        return {**kept, "problems": _problems(places, fields), "message": notice(text, "bad")}
    return {**kept, "go": f"{MANAGERS}?created={key}"}


def register(app: Dash) -> None:
    app.callback(
        Output(ids.LEVEL_ROW, "hidden"),
        Output(field_id("level", KINDS), "value"),
        Input(field_id("role", KINDS), "value"),
        prevent_initial_call=True,
    )(choose_role)
    app.callback(
        {
            "problems": Output({"type": ids.PROBLEM, "name": ALL}, "children"),
            "message": Output(ids.MESSAGE, "children"),
            "go": Output(ids.GO, "href"),
        },
        Input(ids.CREATE, "n_clicks"),
        State({"type": ids.FIELD, "name": ALL}, "value"),
        State(ids.KEY, "data"),
        running=[(Output(ids.CREATE, "className"), BUSY, READY)],
        prevent_initial_call=True,
    )(create)


def _problems(places: Sequence[Any], problems: Mapping[str, str]) -> list[str]:
    return [problems.get(place["id"]["name"], "") for place in places]


def _role_label(role: Role) -> str:
    return role_name(_details(role))


def _details(role: Role) -> ManagerDetails:
    return ManagerDetails("", "", "", "", ManagerStatus.ACTIVE, role.role_id, role.name)
