"""What is drawn a bit at a time, so that the browser answers in between (assets/js/gradual.js)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dash.development.base_component import Component

from dashboard.components.still import HTML

# Together a phone draws them within some 50 ms.
AT_ONCE = 10
CHILDREN = "children"
LAZY = frozenset({"Near"})


class Gradual(Component):
    """Draws what is in it in a turn of its own, after what asked to be drawn before.

    It is for what nobody sees yet: a page whose picture stands, a dialog that is closed.
    """

    _namespace = "portal"
    _type = "Gradual"
    _prop_names = [CHILDREN]  # noqa: RUF012
    _valid_wildcard_attributes: list[str] = []  # noqa: RUF012

    def __init__(self, children: Any) -> None:
        super().__init__(children=children)  # type: ignore[no-untyped-call]


def gradual(drawn: Any) -> Any:
    """Cut what Dash is about to draw, read from JSON, into parts of a few components each."""
    if isinstance(drawn, list):
        return list(_parts(drawn))
    if _count(drawn) > AT_ONCE and drawn["namespace"] == HTML:
        props = drawn["props"]
        return {**drawn, "props": {**props, CHILDREN: gradual(props[CHILDREN])}}
    return _turn([drawn])


def _parts(siblings: list[Any]) -> Iterator[Any]:
    """Yield siblings, those that are small together in one part."""
    together: list[Any] = []
    for one in siblings:
        if together and _count([*together, one]) > AT_ONCE:
            yield _turn(together)
            together = []
        if _count(one) > AT_ONCE:
            yield gradual(one)
        else:
            together.append(one)
    if together:
        yield _turn(together)


def _turn(drawn: list[Any]) -> dict[str, Any]:
    part: dict[str, Any] = Gradual(drawn).to_plotly_json()  # type: ignore[no-untyped-call]
    return part


def _count(drawn: Any) -> int:
    """Return how many components are drawn; of one whose inside is drawn when it is seen, one."""
    if isinstance(drawn, list):
        return sum(map(_count, drawn))
    if not isinstance(drawn, dict):
        return 0
    return 1 if drawn["type"] in LAZY else 1 + _count(drawn["props"].get(CHILDREN))
