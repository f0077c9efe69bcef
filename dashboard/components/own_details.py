"""One's own name and phone, to be changed on one's own profile (PRF-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from uuid import uuid4

from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update

from dashboard.components.company.people import unsettled_text
from dashboard.components.ordering.fields import Form, Kinds, labelled
from dashboard.components.page import notice
from dashboard.components.toasts import say_done
from dashboard.context import services
from dashboard.services.company.manager_form import LONGEST_NAME
from dashboard.services.company.outcomes import NotSent, Outcome, Refused, Saved
from dashboard.texts import gettext

KINDS = Kinds("own-field", "own-problem")
NAME, PHONE = "name", "phone"
KEY, SAVE, MESSAGE = "own-key", "own-save", "own-message"
READY, BUSY = "btn btn-primary", "btn btn-primary busy"


def draw_details(name: str, phone: str) -> html.Div:
    """Draw the form. Its key makes one change of it, however often it is sent."""
    form = Form("", {}, choices=KINDS, others=KINDS, is_at_once=True)
    return html.Div(
        [
            dcc.Store(id=KEY, data=str(uuid4())),
            html.Div(id=MESSAGE, role="status"),
            labelled(
                NAME,
                gettext("First and last name"),
                form.text(NAME, name, maxLength=LONGEST_NAME, autoComplete="name"),
                problem=None, is_required=True, is_wide=True, kinds=KINDS,
            ),
            labelled(
                PHONE,
                gettext("Phone"),
                form.text(PHONE, phone, type="tel", inputMode="tel", autoComplete="tel"),
                problem=None, hint=gettext("With + and the country code."), is_wide=True,
                kinds=KINDS,
            ),
            html.Button(gettext("Save"), id=SAVE, type="button", className=READY, n_clicks=0),
        ],
        className="own-details",
    )  # fmt: skip


def save(_: int | None, __: list[Any], ___: list[Any], key: Any) -> dict[str, Any]:
    """Keep what is entered, and say what is wrong at each field."""
    places = ctx.outputs_grouping["problems"]
    if not any(one.get("value") for one in ctx.triggered):
        return {"problems": [no_update for _ in places], "message": no_update, "key": no_update}
    entered = {str(one["id"]["name"]): str(one.get("value") or "") for one in ctx.states_list[0]}
    outcome = services().change_own(_key(str(key), entered), entered)
    is_saved = isinstance(outcome, Saved)
    if is_saved:
        say_done(gettext("Your name and phone are saved."))
    return {
        "problems": _problems(places, outcome),
        "message": None if is_saved else _told(outcome),
        "key": str(uuid4()) if is_saved else no_update,
    }


def register(app: Dash) -> None:
    app.callback(
        {
            "problems": Output({"type": KINDS.problem, "name": ALL}, "children"),
            "message": Output(MESSAGE, "children"),
            "key": Output(KEY, "data"),
        },
        Input(SAVE, "n_clicks"),
        Input({"type": KINDS.field, "name": ALL}, "n_submit"),
        State({"type": KINDS.field, "name": ALL}, "value"),
        State(KEY, "data"),
        running=[(Output(SAVE, "className"), BUSY, READY)],
        prevent_initial_call=True,
    )(save)


def _key(key: str, entered: Mapping[str, str]) -> str:
    """Return the key of what a form asks for: other values are another change."""
    digest = sha256("\0".join(entered.get(one, "") for one in (NAME, PHONE)).encode()).hexdigest()
    return f"{key}~{digest[:16]}"


def _told(outcome: Outcome) -> html.Div:
    if isinstance(outcome, Refused | NotSent):
        has_fields = isinstance(outcome, Refused) and outcome.fields
        text = gettext("Check the marked fields.") if has_fields else outcome.text
        return notice(text, "warn" if has_fields else "bad")
    return notice(unsettled_text(), "warn")


def _problems(places: Sequence[Any], outcome: Outcome) -> list[str]:
    fields = outcome.fields if isinstance(outcome, Refused) else {}
    return [fields.get(place["id"]["name"], "") for place in places]
