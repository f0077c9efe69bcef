"""What Dash is about to draw, as HTML: what is seen of a page before its scripts have come.

It is a picture that can be read: no callback, no script and no keyboard knows of it, so it has no
ids. A field stands as a box with what is chosen in it, a chart as the room that it takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from html import escape
from typing import Any

from dashboard.components.still import HTML, VOID, attributes

Part = Mapping[str, Any]

# What nothing is seen of, or only once somebody has opened it.
UNSEEN = frozenset({"Checklist", "Graph", "Interval", "Location", "Modal", "Store", "Toast"})
# Wherever else these characters stand in it, the quotes are written as an entity.
ID = re.compile(r' id="[^"]*"')
SEEN_OF_INPUT = ("type", "placeholder", "value")
PORTAL = "portal"


def first_view(layout: Any, inside: Mapping[str, Any]) -> str:
    """Return the HTML of a layout as Dash sends it, read from JSON; `inside` has what is drawn
    into parts of it, by their ids.

    Raises:
        LookupError: there is a component in it that is not known here.
    """
    return "".join(_written(layout, inside))


def _written(drawn: Any, inside: Mapping[str, Any]) -> Iterator[str]:
    if drawn is None:
        return
    if isinstance(drawn, list):
        for one in drawn:
            yield from _written(one, inside)
    elif isinstance(drawn, dict):
        yield from _component(drawn, inside)
    else:
        yield escape(str(drawn))


def _component(drawn: Part, inside: Mapping[str, Any]) -> Iterator[str]:
    properties = dict(drawn["props"])
    if drawn["type"] == "Gradual":
        yield from _written(properties["children"], inside)
    elif drawn["type"] == "Near":
        children = properties.pop("children")
        yield _opened("div", properties)
        yield from _written(children, inside)
        yield "</div>"
    elif drawn["namespace"] == PORTAL:
        yield _opened(properties["tag"], properties["properties"])
        yield f"{ID.sub('', properties['markup'])}</{properties['tag']}>"
    elif drawn["namespace"] == HTML or drawn["type"] == "Link":
        tag = "a" if drawn["type"] == "Link" else drawn["type"].lower()
        children = inside.get(str(properties.get("id")), properties.pop("children", None))
        yield _opened(tag, properties)
        if tag not in VOID:
            yield from _written(children, inside)
            yield f"</{tag}>"
    elif drawn["type"] not in UNSEEN:
        yield WIDGETS[drawn["type"]](properties)


def _opened(tag: str, properties: Part) -> str:
    seen = {name: value for name, value in properties.items() if name != "id" and value is not None}
    return f"<{tag}{''.join(attributes(seen))}>"


def _input(properties: Part) -> str:
    if properties.get("type") == "hidden":
        return ""
    seen = {name: properties.get(name) for name in SEEN_OF_INPUT}
    field = _opened("input", {**seen, "className": "dash-input-element", "readOnly": True})
    kind = f"dash-input-container dash-input {properties.get('className', '')}".strip()
    return f'<div class="{escape(kind)}">{field}</div>'


def _select(properties: Part) -> str:
    chosen = properties.get("value")
    options = (
        f"<option{' selected' if each['value'] == chosen else ''}>{escape(each['label'])}</option>"
        for each in properties["options"]
    )
    return f'<select class="form-select"{_off(properties)}>{"".join(options)}</select>'


def _dropdown(properties: Part) -> str:
    values = properties.get("value")
    chosen = values if isinstance(values, list) else [values]
    labels = [each["label"] for each in properties["options"] if each["value"] in chosen]
    said = ", ".join(labels) or properties.get("placeholder", "")
    return (
        f'<button class="dash-dropdown drawn-field"{_off(properties)}>{escape(said)}'
        '<i class="drawn-arrow"></i></button>'
    )


def _off(properties: Part) -> str:
    return " disabled" if properties.get("disabled") else ""


def _days(properties: Part) -> str:
    said = " → ".join(
        f"{date.fromisoformat(properties[f'{end}_date']):%d.%m.%Y}"
        if properties.get(f"{end}_date")
        else str(properties[f"{end}_date_placeholder_text"])
        for end in ("start", "end")
    )
    return f'<span class="dash-datepicker-input-wrapper drawn-field">{escape(said)}</span>'


WIDGETS: Mapping[str, Callable[[Part], str]] = {
    "DatePickerRange": _days,
    "Dropdown": _dropdown,
    "Input": _input,
    "Select": _select,
}
