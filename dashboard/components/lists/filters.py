"""The filters of a list: fields that make an address, and chips of what is set (SUB-4, CLI-5).

assets/js/lists.js turns a change of a field into an address, and puts what a view says into the
fields. A field's id ends with the name of its parameter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dash import dcc, html

from dashboard.components.attributes import aria
from dashboard.components.filter_fields import limit_pill, optional_days
from dashboard.components.icons import icon
from dashboard.components.near import Near
from dashboard.components.page import view_link
from dashboard.texts import gettext

Option = dict[str, str]
Fields = Sequence["Field"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a filter; `key` is its parameter. `value` is what a view says.

    `is_searched` says that its options are found by what is typed.
    """

    key: str
    name: str
    options: Sequence[Option] = field(default_factory=tuple)
    value: Any = None
    is_many: bool = True
    is_searched: bool = False
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """A first and a last day, in the parameters `<key>_from` and `<key>_to`."""

    key: str
    name: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that a list is limited to, and the address without it."""

    name: str
    href: str


def field_id(name: str, key: str) -> str:
    """Return the id of a list's field."""
    return f"{name}-filter-{key}"


def draw_filters(name: str, text: str, hint: str, fields: Sequence[Field | Days]) -> html.Div:
    """Draw the fields of a list: the text, the first ones, and behind a button the others."""
    first = [one for one in fields if isinstance(one, Field) and one.is_first]
    others = [one for one in fields if one not in first]
    is_open = any(_is_set(one) for one in others)
    drawn = [_field(name, one) for one in others]
    return html.Div(
        [
            html.Div(
                [_text(name, text, hint), *(_field(name, one) for one in first), _more(is_open)],
                className="list-filters-first",
            ),
            (html.Div if is_open else Near)(drawn, className="list-filters-more"),
        ],
        className="list-filters",
        role="search",
    )


def controls(name: str, text: str, fields: Sequence[Field | Days]) -> dict[str, dict[str, Any]]:
    """Return what the fields hold in a view, by their ids."""
    held: dict[str, dict[str, Any]] = {field_id(name, "q"): {"value": text}}
    for one in fields:
        own_id = field_id(name, one.key)
        if isinstance(one, Days):
            held[own_id] = {"start_date": _iso(one.first), "end_date": _iso(one.last)}
        else:
            held[own_id] = {"value": one.value}
            if one.is_searched:
                held[own_id]["options"] = list(one.options)
    return held


def draw_chips(counted: str, chips: Sequence[Chip], clear: str) -> html.Div:
    """Draw how many there are and what they are limited to, each limit with a way to lift it."""
    drawn: list[Any] = [html.Span(counted, className="list-count")]
    for chip in chips:
        clipped = html.Span(chip.name, className="clip")
        drawn.append(limit_pill(chip.name, chip.href, clipped))
    if chips:
        drawn.append(view_link(gettext("Clear filters"), clear, "clear-filters"))
    return html.Div(drawn, className="chips list-chips")


def options_of(names: Mapping[str, str]) -> list[Option]:
    return [{"value": value, "label": name} for value, name in names.items()]


def _text(name: str, text: str, hint: str) -> html.Div:
    own_id = field_id(name, "q")
    return html.Div(
        [
            html.Label(hint, htmlFor=own_id, className="visually-hidden"),
            icon("search"),
            dcc.Input(
                id=own_id, type="search", value=text, placeholder=hint, debounce=True,
                maxLength=200, autoComplete="off", className="form-control",
            ),
        ],
        className="field list-text",
    )  # fmt: skip


def _more(is_open: bool) -> html.Button:
    return html.Button(
        [icon("funnel"), gettext("More filters")],
        type="button",
        className="btn btn-quiet more-filters",
        **aria(expanded="true" if is_open else "false"),
    )


def _is_set(one: Field | Days) -> bool:
    return bool(one.first or one.last) if isinstance(one, Days) else bool(one.value)


def _field(name: str, one: Field | Days) -> html.Div:
    own_id = field_id(name, one.key)
    label = html.Label(one.name, htmlFor=own_id, className="field-label")
    return html.Div([label, _control(own_id, one)], className="field")


def _control(own_id: str, one: Field | Days) -> Any:
    if isinstance(one, Days):
        return optional_days(own_id, one.first, one.last)
    return dcc.Dropdown(
        id=own_id,
        options=list(one.options),
        value=one.value,
        multi=one.is_many,
        placeholder=gettext("Any"),
        labels={
            "select_all": gettext("Select all"),
            "deselect_all": gettext("Deselect all"),
            "selected_count": gettext("{num_selected} selected"),
            "search": gettext("Search"),
            "clear_search": gettext("Clear search"),
            "clear_selection": gettext("Clear selection"),
            "no_options_found": gettext("Nothing found"),
        },
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
