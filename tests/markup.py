"""What a page draws, as the browser gets it; and what it draws still
(dashboard/components/still.py), read as components again.
"""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

from plotly.utils import PlotlyJSONEncoder

REACT_NAMES = {
    "class": "className",
    "colspan": "colSpan",
    "datetime": "dateTime",
    "for": "htmlFor",
    "rowspan": "rowSpan",
    "tabindex": "tabIndex",
}
BOOLEAN = ("checked", "data-goes", "disabled", "hidden", "open")
VOID = ("br", "col", "hr", "img", "input")


def sent(drawn: Any) -> Any:
    """Return components as Dash sends them, read from JSON."""
    return json.loads(json.dumps(drawn, cls=PlotlyJSONEncoder))


def unfold(drawn: Any) -> Any:
    """Return what was drawn with its HTML read as components."""
    if isinstance(drawn, list):
        return [unfold(each) for each in drawn]
    if not isinstance(drawn, dict):
        return drawn
    if drawn.get("namespace") == "portal" and drawn.get("type") == "Still":
        own = drawn["props"]
        return _component(own["tag"], {**own["properties"], "children": read(own["markup"])})
    return {name: unfold(each) for name, each in drawn.items()}


def read(markup: str) -> Any:
    """Return components as Dash would have sent them: a single child stands alone."""
    reader = _Reader(convert_charrefs=True)
    reader.feed(markup)
    reader.close()
    assert len(reader.open) == 1, f"not closed: {[tag for tag, *_ in reader.open]}"
    return _single(reader.open[0][2])


class _Reader(HTMLParser):
    def reset(self) -> None:
        super().reset()
        self.open: list[tuple[str, dict[str, Any], list[Any]]] = [("", {}, [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        properties = {
            REACT_NAMES.get(name, name): True if name in BOOLEAN else value for name, value in attrs
        }
        self.open.append((tag, properties, []))
        if tag in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        name, properties, children = self.open.pop()
        assert name == tag, f"<{name}> is closed by </{tag}>"
        if children:
            properties["children"] = _single(children)
        self.open[-1][2].append(_component(name, properties))

    def handle_data(self, data: str) -> None:
        self.open[-1][2].append(data)


def _single(children: list[Any]) -> Any:
    return children[0] if len(children) == 1 else children


def _component(tag: str, properties: dict[str, Any]) -> dict[str, Any]:
    if properties.pop("data-goes", False):
        return {"namespace": "dash_core_components", "type": "Link", "props": properties}
    return {"namespace": "dash_html_components", "type": tag.capitalize(), "props": properties}
