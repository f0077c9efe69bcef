"""The help page: where to read on, who helps, and every word that is explained."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.components.attributes import aria
from dashboard.components.help_numbers import NUMBERS
from dashboard.components.page import page_head
from dashboard.components.support import contacts
from dashboard.components.tour import tour_button
from dashboard.glossary import Entry, Group, glossary
from dashboard.texts import gettext
from domain.branding import Branding


def draw_help(about: Branding, partner: str) -> list[Any]:
    """Draw the page."""
    groups = glossary()
    return [
        page_head(gettext("Help")),
        html.Div([_numbers(), _tour(), _support(about, partner)], className="help-ways"),
        html.Div(
            [
                _contents(groups),
                html.Div([_group(each) for each in groups], className="stack help-groups"),
            ],
            className="help-words",
        ),
    ]


def _numbers() -> html.Section:
    said = gettext("Every total, discount and rate: the rule behind it, and an example.")
    way = dcc.Link(gettext("Read how"), href=NUMBERS, className="btn btn-quiet")
    return html.Section(
        [html.H2(gettext("How the numbers are made")), html.P(said), way],
        className="card help-way",
    )


def _tour() -> html.Section:
    said = gettext("Where to find what, in less than a minute.")
    return html.Section(
        [html.H2(gettext("A look around")), html.P(said), tour_button()],
        className="card help-way",
    )


def _support(about: Branding, partner: str) -> html.Section:
    ways = contacts(about, partner)
    said = (
        gettext("Write or call when something does not work, or a number looks wrong.")
        if ways
        else gettext("Ask your supplier when something does not work, or a number looks wrong.")
    )
    return html.Section(
        [html.H2(gettext("Support")), html.P(said), html.Div(ways, className="help-contacts")],
        className="card help-way",
    )


def _contents(groups: tuple[Group, ...]) -> html.Nav:
    links = [html.A(each.title, href=f"#{each.key}") for each in groups]
    return html.Nav(
        [html.H2(gettext("What the words mean")), *links],
        className="help-contents",
        **aria(label=gettext("What the words mean")),
    )


def _group(group: Group) -> html.Section:
    return html.Section(
        [
            html.H2(group.title),
            html.Dl([_word(each) for each in group.entries], className="help-list"),
        ],
        id=group.key,
        className="card help-group",
    )


def _word(word: Entry) -> html.Div:
    return html.Div([html.Dt(word.name), html.Dd(word.meaning)], id=word.key)
