"""The fields of an order: each with its label, its hint and what is wrong with it.

Every field has an id of the same shape, so that one callback takes what any of them holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.components.attributes import data
from dashboard.components.icons import icon
from dashboard.services.ordering.configuration import QuantityField
from dashboard.services.ordering.draft import LONGEST_KEPT
from dashboard.services.ordering.screen import OrderScreen
from dashboard.texts import gettext

FIELD = "order-field"
PROBLEM = "order-problem"
LESS, MORE, LIMITS = "order-less", "order-more", "order-limits"
COST = "order-cost"

Option = dict[str, Any]


class Kinds(NamedTuple):
    """The types of the ids that a field and its problem have: by them a page finds its own."""

    field: str = FIELD
    problem: str = PROBLEM


ORDER = Kinds()


@dataclass(frozen=True, slots=True)
class Form:
    """What the fields of one view share: what is wrong with each, by its name, and whose they are.

    What is typed stays in the browser's tab until the draft has it, so that nothing is lost when
    it can't be kept, as once the session has expired; without a `scope` it does not.

    `choices` are the fields that others may depend on, `others` the rest. `is_at_once` has a text
    taken while it is typed, where nothing listens to it.
    """

    scope: str
    problems: Mapping[str, str]
    choices: Kinds = ORDER
    others: Kinds = ORDER
    is_at_once: bool = False

    @classmethod
    def of(cls, screen: OrderScreen) -> Form:
        """Return the form of a view. What was typed about one client is not for another."""
        draft = screen.draft
        scope = f"{draft.key} {draft.client} {draft.account_id or ''}"
        return cls(scope, screen.problems)

    def problem(self, name: str) -> str | None:
        return self.problems.get(name)

    def text(self, name: str, value: str, **properties: Any) -> dcc.Input:
        """Draw a line of text, whose value is taken when it is left, or by Enter."""
        given = {
            "type": "text",
            # A pause in seconds would lose what is typed just before "Next".
            "debounce": not self.is_at_once,
            "autoComplete": "off",
            "maxLength": LONGEST_KEPT,
            "persistence": self.scope or None,
            "persistence_type": "session",
        }
        own_id = field_id(name, self.others)
        return dcc.Input(
            id=own_id, value=value, className="form-control", **{**given, **properties}
        )


def held_values(drawn: Any) -> dict[str, Any]:
    """Return what the fields hold that stand in something drawn, by their names."""
    if isinstance(drawn, list | tuple):
        return {name: value for part in drawn for name, value in held_values(part).items()}
    held = held_values(getattr(drawn, "children", None)) if hasattr(drawn, "children") else {}
    own_id = getattr(drawn, "id", None)
    if isinstance(own_id, dict) and own_id.get("type") == FIELD:
        held[own_id["name"]] = getattr(drawn, "value", None)
    return held


def field_id(name: str, kinds: Kinds = ORDER) -> dict[str, str]:
    return {"type": kinds.field, "name": name}


def problem_id(name: str, kinds: Kinds = ORDER) -> dict[str, str]:
    return {"type": kinds.problem, "name": name}


def dom_id(component_id: dict[str, str]) -> str:
    """Return the id that a component with a structured id has in the document."""
    return json.dumps(component_id, sort_keys=True, separators=(",", ":"))


def labelled(
    name: str,
    label: str,
    control: Any,
    *,
    problem: str | None,
    hint: Any = None,
    is_required: bool = False,
    is_wide: bool = False,
    kinds: Kinds = ORDER,
) -> html.Div:
    """Draw a field under its label."""
    mark = html.Span(" *", className="required", title=gettext("Required"))
    parts = [
        html.Div(
            html.Label(
                [label, mark if is_required else None], htmlFor=dom_id(field_id(name, kinds))
            ),
            className="field-label",
        ),
        control,
        html.Div(hint, className="hint") if hint else None,
        problem_line(name, problem, kinds),
    ]
    return html.Div(parts, className=f"field order-field {'wide' if is_wide else ''}".strip())


def problem_line(name: str, problem: str | None, kinds: Kinds = ORDER) -> html.Div:
    """Draw where a field's problem is said; assets/js/order.js says it of the field as well."""
    return html.Div(
        problem or "",
        id=problem_id(name, kinds),
        className="problem",
        **data(problem_of=dom_id(field_id(name, kinds))),
    )


def select_field(
    name: str,
    value: str | None,
    options: Sequence[Option],
    kinds: Kinds = ORDER,
    **properties: Any,
) -> dcc.Dropdown:
    """Draw a list that one value is chosen from."""
    given = {"clearable": False, "searchable": len(options) > 10}
    return dcc.Dropdown(
        id=field_id(name, kinds), options=list(options), value=value, **{**given, **properties}
    )


def choice_field(
    name: str,
    value: str | None,
    options: Sequence[Option],
    kinds: Kinds = ORDER,
    *,
    side_by_side: bool = False,
) -> dbc.RadioItems:
    """Draw a few choices as cards, all of them in view."""
    beside = "side-by-side" if side_by_side else ""
    return dbc.RadioItems(
        id=field_id(name, kinds),
        options=list(options),
        value=value,
        className=f"choices {beside}".strip(),
    )


def check_field(name: str, label: Any, kinds: Kinds = ORDER, *, is_on: bool) -> dbc.Checkbox:
    """Draw a box to be ticked; its value is whether it is."""
    return dbc.Checkbox(id=field_id(name, kinds), label=label, value=is_on, className="checks")


def stepper(form: Form, line: QuantityField) -> html.Div:
    """Draw an amount with its − and +; it is typed as well."""
    less = gettext("Less: %(name)s", name=line.resource.name)
    more = gettext("More: %(name)s", name=line.resource.name)
    limits = {"least": line.amounts.least, "most": line.amounts.most}
    return html.Div(
        [
            dcc.Store(id={"type": LIMITS, "name": line.name}, data=limits),
            _turn(LESS, line.name, "dash-lg", less),
            form.text(line.name, line.text, inputMode="numeric", debounce=False),
            _turn(MORE, line.name, "plus-lg", more),
        ],
        className="stepper",
    )


def _turn(kind: str, name: str, icon_name: str, label: str) -> html.Button:
    return html.Button(
        [icon(icon_name), html.Span(label, className="visually-hidden")],
        id={"type": kind, "name": name},
        type="button",
        className="btn btn-quiet",
        tabIndex="-1",
        title=label,
    )


def card(title: str, *parts: Any) -> html.Section:
    """Draw a part of a step under its title."""
    return html.Section([html.H2(title), *parts], className="card order-card")
