"""A part of a page that no callback speaks of, sent to the browser as HTML.

Dash keeps each component in a store of its own and asks all of them about every change there: a
table of 25 rows would be a thousand. Drawn still it is one, whose inside the browser reads by
itself; when it is drawn anew, assets/js/still.js changes only what differs, so that the keyboard
stays where it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

OWN_ADDRESS = re.compile(r"/(?!/)|[?#]")
HTML = html.Div._namespace
VOID = frozenset({"br", "col", "hr", "img", "input"})
HTML_NAMES = {"className": "class", "htmlFor": "for"}
DASH_ONLY = frozenset({"children", "disable_n_clicks", "key", "n_clicks", "refresh"})


class Still(Component):
    """What `still` returns. `properties` are those of the outermost tag, as React names them."""

    _namespace = "portal"
    _type = "Still"
    _prop_names = ["tag", "properties", "markup"]  # noqa: RUF012
    _valid_wildcard_attributes: list[str] = []  # noqa: RUF012
    tag: str
    properties: dict[str, Any]
    markup: str

    def __init__(self, tag: str, properties: dict[str, Any], markup: str) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            tag=tag, properties=properties, markup=markup
        )


def still(drawn: Component) -> Still:
    """Return a component whose inside is HTML.

    Raises:
        ValueError: a part of it has an id that only callbacks know, is none of HTML's, or is a
            link of Dash's that leads out of the portal.
    """
    if isinstance(drawn, Still):
        return drawn
    name, properties = _tag(drawn)
    inside = "".join(_written(properties.pop("children", None)))
    return Still(name, properties, inside)


def _written(drawn: Any) -> Iterator[str]:
    if drawn is None:
        return
    if isinstance(drawn, list | tuple):
        for one in drawn:
            yield from _written(one)
    elif isinstance(drawn, Component):
        part = still(drawn)
        yield f"<{part.tag}{''.join(attributes(part.properties))}>"
        if part.tag not in VOID:
            yield f"{part.markup}</{part.tag}>"
    else:
        yield escape(str(drawn))


def _tag(drawn: Component) -> tuple[str, dict[str, Any]]:
    """Return the name of a component's tag and its properties, children among them."""
    shown = drawn.to_plotly_json()
    properties = {name: value for name, value in shown["props"].items() if value is not None}
    if isinstance(properties.get("id"), dict):
        raise ValueError(f"a callback may speak of {properties['id']}, which can't be still")
    if isinstance(drawn, dcc.Link):
        if not OWN_ADDRESS.match(properties["href"]):
            raise ValueError(f"a link within the portal leads elsewhere: {properties['href']}")
        # assets/js/still.js goes there as Dash's own link would.
        return "a", {**properties, "data-goes": True}
    if isinstance(drawn, dcc.Input) and properties.get("type") == "hidden":
        return "input", properties
    if shown["namespace"] != HTML:
        raise ValueError(f"{shown['namespace']}.{shown['type']} can't be still")
    return drawn._type.lower(), properties


def attributes(properties: Mapping[str, Any]) -> Iterator[str]:
    """Yield the attributes of a tag, by the properties that React knows it by."""
    for name, value in properties.items():
        if name in DASH_ONLY:
            continue
        own = HTML_NAMES.get(name, name.lower())
        if own == "style":
            value = ";".join(f"{key}:{each}" for key, each in value.items())
        is_told = own.startswith(("data-", "aria-"))
        if isinstance(value, bool):
            if not is_told and not value:
                continue
            value = str(value).lower() if is_told else ""
        yield f' {own}="{escape(str(value))}"'
