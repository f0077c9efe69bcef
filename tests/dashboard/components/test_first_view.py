"""A page is seen as HTML before it is live: it says what Dash is about to draw."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
import pytest
from dash import dcc, html

from dashboard.components.first_view import first_view
from dashboard.components.gradual import Gradual
from dashboard.components.near import Near, graph
from dashboard.components.still import still
from tests.markup import sent


def seen(drawn: Any, **inside: Any) -> str:
    return first_view(sent(drawn), {name: sent(one) for name, one in inside.items()})


def test_html_is_written_as_it_is_without_what_only_scripts_know() -> None:
    drawn = html.Div(
        [html.H1("1 < 2", id="head"), None, " & ", html.Br(), html.P(["a", 7], n_clicks=3)],
        id={"type": "part", "number": 1},
        className="page",
        hidden=False,
    )

    assert seen(drawn) == '<div class="page"><h1>1 &lt; 2</h1> &amp; <br><p>a7</p></div>'


def test_what_was_drawn_still_is_taken_over() -> None:
    drawn = still(html.Section([html.B("x"), dcc.Link("On", href="/on")], id="x", className="y"))

    assert seen([drawn]) == (
        '<section class="y"><b>x</b><a href="/on" data-goes="true">On</a></section>'
    )


def test_a_page_is_put_into_its_place() -> None:
    frame = html.Main(html.Div(id="content"))

    assert seen(frame, content=html.H1("Page")) == "<main><div><h1>Page</h1></div></main>"


def test_a_link_is_one() -> None:
    assert seen(dcc.Link("Clients", href="/clients?a=1&b=2", className="nav")) == (
        '<a href="/clients?a=1&amp;b=2" class="nav">Clients</a>'
    )


def test_a_field_shows_what_is_chosen_and_can_not_be_typed_into() -> None:
    options = [{"label": "All <b>", "value": "all"}, {"label": "Some", "value": "some"}]

    assert seen(dcc.Input(id="q", type="search", placeholder="Find", value="“x”", name="q")) == (
        '<div class="dash-input-container dash-input">'
        '<input type="search" placeholder="Find" value="“x”" class="dash-input-element"'
        ' readonly=""></div>'
    )
    assert seen(dbc.Select(options=options, value="some")) == (
        '<select class="form-select"><option>All &lt;b&gt;</option>'
        "<option selected>Some</option></select>"
    )
    assert ">All &lt;b&gt;, Some<i" in seen(dcc.Dropdown(options, ["all", "some"], multi=True))
    assert ">Any<i" in seen(dcc.Dropdown(options, placeholder="Any"))
    assert " disabled>" in seen(dcc.Dropdown(options, disabled=True, placeholder="Any"))
    days = dcc.DatePickerRange(
        start_date="2026-04-01", start_date_placeholder_text="from", end_date_placeholder_text="to"
    )
    assert ">01.04.2026 → to<" in seen(days)


def test_nothing_is_seen_of_what_is_hidden_or_only_remembers() -> None:
    hidden = [
        dcc.Store(id="kept", data={"a": 1}),
        dcc.Location(id="url"),
        dcc.Interval(id="tick"),
        dcc.Input(type="hidden", name="key", value="secret"),
        dbc.Modal([dbc.ModalBody("Really?")], id="dialog"),
    ]

    assert seen(html.Div(hidden)) == "<div></div>"


def test_a_chart_is_the_room_that_it_takes_and_what_is_folded_away_is_written() -> None:
    assert seen(html.Div(graph({"data": []}, id="bars"), className="chart")) == (
        '<div class="chart"><div></div></div>'
    )
    assert seen(Near([html.P("Product")], className="more")) == (
        '<div class="more"><p>Product</p></div>'
    )


def test_a_part_that_came_as_html_has_no_id_either() -> None:
    row = html.P(["say ", html.B('id="b"', title=' id="c"')], id="row")

    assert seen(still(html.Div(row, id="table"))) == (
        '<div><p>say <b title=" id=&quot;c&quot;">id=&quot;b&quot;</b></p></div>'
    )


def test_what_is_drawn_a_bit_at_a_time_is_seen_at_once() -> None:
    assert seen(html.Main(Gradual([html.P("one"), html.P("two")]))) == (
        "<main><p>one</p><p>two</p></main>"
    )


def test_a_component_that_is_not_known_is_refused() -> None:
    with pytest.raises(LookupError, match="Slider"):
        seen(html.Div(dcc.Slider(0, 10)))
