"""What the page about numbers is made of: a rule, a worked example, and doors to the screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from dashboard.components.attributes import aria
from dashboard.components.icons import icon
from dashboard.components.page import scrolled
from dashboard.components.still import Still
from dashboard.texts import gettext

Row = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """How one number is made. Where `is_sum`, the last row of an example follows from the others.

    `doors` are names of live screens and where they are.
    """

    key: str
    title: str
    texts: tuple[Any, ...]
    example: tuple[Row, ...] = ()
    own: tuple[Row, ...] = ()
    doors: tuple[tuple[str, str], ...] = ()
    more: Any = None
    is_sum: bool = True


def draw_rules(rules: Sequence[Rule]) -> html.Div:
    links = [html.A(rule.title, href=f"#{rule.key}") for rule in rules]
    title = gettext("On this page")
    return html.Div(
        [
            html.Nav([html.H2(title), *links], className="help-contents", **aria(label=title)),
            html.Div([_draw(rule) for rule in rules], className="stack help-groups"),
        ],
        className="help-words",
    )


def column_table(names: Sequence[str], meanings: Sequence[str]) -> Still:
    """Draw what each column of a report holds, numbered."""
    rows = [
        html.Tr([html.Td(str(number), className="number"), html.Td(name), html.Td(meaning)])
        for number, (name, meaning) in enumerate(zip(names, meanings, strict=True), 1)
    ]
    head = html.Tr([html.Th("#"), html.Th(gettext("Column")), html.Th(gettext("What it holds"))])
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="data-table help-columns")
    return scrolled(table, gettext("Columns of the report"))


def _draw(rule: Rule) -> html.Section:
    parts: list[Any] = [html.H2(rule.title), *(html.P(text) for text in rule.texts)]
    if rule.example:
        parts.append(_worked(gettext("For example"), rule.example, is_sum=rule.is_sum))
    if rule.own:
        parts.append(_worked(gettext("Yours now"), rule.own, is_sum=rule.is_sum))
    if rule.more is not None:
        parts.append(rule.more)
    if rule.doors:
        doors = [dcc.Link([name, icon("chevron-right")], href=href) for name, href in rule.doors]
        parts.append(html.Div(doors, className="help-doors"))
    return html.Section(parts, id=rule.key, className="card help-group help-number")


def _worked(title: str, rows: Sequence[Row], *, is_sum: bool) -> html.Div:
    drawn = [html.Div([html.Dt(name), html.Dd(value, className="number")]) for name, value in rows]
    kind = "help-example summed" if is_sum else "help-example"
    return html.Div([html.H3(title), html.Dl(drawn)], className=kind)
