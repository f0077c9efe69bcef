"""What goes to the browser as HTML says what its components said, and nothing more."""

from __future__ import annotations

import pytest
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.attributes import aria, data
from dashboard.components.still import still
from tests.markup import sent, unfold

DRAWN = html.Div(
    [
        html.Table(
            html.Tr(
                [
                    html.Td("1 < 2 & \"3\" > '0'", className="number wide", colSpan=2),
                    html.Td([html.Strong("E3"), " · ", html.Img(src="/a?b=1&c=2", alt="")]),
                    html.Td(html.Button("Stop", disabled=True, hidden=True, tabIndex=-1)),
                ]
            ),
        ),
        dcc.Link(html.Span("Client", **aria(hidden="true")), href="/clients/a1?tab=costs"),
        html.Label("Amount", htmlFor="amount", **data(name='"><script>alert(1)</script>')),
        html.Span("x", style={"background": "#123456"}, title=""),
    ],
    className="rows",
    id="rows",
    **aria(label="Rows"),
)


def test_the_browser_reads_what_the_components_said() -> None:
    markup = still(DRAWN).markup
    assert "<script" not in markup
    read = unfold(sent(still(DRAWN)))

    wanted = sent(DRAWN)
    cells = wanted["props"]["children"][0]["props"]["children"]["props"]["children"]
    cells[0]["props"]["colSpan"] = "2"  # HTML knows texts alone.
    cells[1]["props"]["children"][2]["props"].pop("children")
    cells[2]["props"]["children"]["props"]["tabIndex"] = "-1"
    wanted["props"]["children"][3]["props"]["style"] = "background:#123456"
    assert read == wanted


@pytest.mark.parametrize(
    ("inside", "wrong"),
    [
        (html.Button("Stop", id={"type": "stop", "subscription": "101"}), "callback may speak"),
        (dcc.Input(id="amount"), "dash_core_components.Input can't be still"),
        (dcc.Link("Out", href="//elsewhere.example"), "leads elsewhere"),
    ],
)
def test_what_dash_has_to_know_of_is_refused(inside: Component, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        still(html.Div(html.Span(inside)))
