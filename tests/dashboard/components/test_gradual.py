"""A page is cut into parts of a few components, with nothing lost and nothing moved."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.gradual import AT_ONCE, gradual
from dashboard.components.near import Near
from tests.markup import sent


def whole(drawn: Any) -> Any:
    """Return what a cut page was before."""
    if isinstance(drawn, list):
        parts = [part for one in drawn for part in _inside(one)]
        return [whole(part) for part in parts]
    if not isinstance(drawn, dict):
        return drawn
    if drawn["type"] == "Gradual":
        [only] = drawn["props"]["children"]
        return only
    props = drawn["props"]
    return {**drawn, "props": {**props, "children": whole(props["children"])}}


def _inside(drawn: Any) -> list[Any]:
    is_cut = isinstance(drawn, dict) and drawn["type"] == "Gradual"
    return drawn["props"]["children"] if is_cut else [drawn]


def parts(drawn: Any) -> list[Any]:
    if isinstance(drawn, list):
        return [found for one in drawn for found in parts(one)]
    if not isinstance(drawn, dict):
        return []
    inside = drawn["props"].get("children")
    return [inside] if drawn["type"] == "Gradual" else parts(inside)


def components(drawn: Any) -> int:
    if isinstance(drawn, list):
        return sum(map(components, drawn))
    return 1 + components(drawn["props"].get("children")) if isinstance(drawn, dict) else 0


def rows(count: int) -> list[html.P]:
    return [html.P(f"row {number}") for number in range(count)]


def test_a_small_page_is_one_part() -> None:
    page = sent(html.Div(rows(3)))

    assert gradual(page) == {
        "type": "Gradual", "namespace": "portal", "props": {"children": [page]},
    }  # fmt: skip


def test_a_long_list_is_cut_into_parts_in_its_order() -> None:
    page = sent(html.Div(rows(25), id="list"))

    cut = gradual(page)

    assert cut["type"] == "Div"
    assert cut["props"]["id"] == "list"
    assert [components(part) for part in parts(cut)] == [AT_ONCE, AT_ONCE, 5]
    assert whole(cut) == page


def test_a_large_part_among_small_ones_is_cut_itself() -> None:
    page = sent(html.Div([html.H1("Title"), html.Div(rows(15)), "and", html.P("foot")]))

    cut = gradual(page)

    assert [one["type"] for one in cut["props"]["children"]] == ["Gradual", "Div", "Gradual"]
    assert whole(cut) == page


def test_what_is_drawn_once_it_is_seen_counts_as_one() -> None:
    folded = Near(html.Div(rows(30)))
    page = sent(html.Div([html.P("first"), folded, html.P("last")]))

    assert len(parts(gradual(page))) == 1


def test_a_widget_is_never_cut_since_it_knows_its_parts_itself() -> None:
    tabs = [dcc.Tab(rows(8), label=str(number)) for number in range(4)]
    page = sent(html.Div([html.P("first"), dcc.Tabs(tabs)]))

    cut = gradual(page)

    assert [found[0]["type"] for found in parts(cut)] == ["P", "Tabs"]
    assert whole(cut) == page


def test_an_empty_page_stays_empty() -> None:
    assert parts(gradual(None)) == [[None]]
    assert gradual([]) == []


def branch(inside: Any) -> Any:
    return st.lists(inside, max_size=14).map(html.Div)


@given(st.recursive(st.sampled_from(["text", None, html.P("row"), html.Hr()]), branch))
def test_nothing_is_lost_and_no_part_is_large(drawn: Any) -> None:
    page = sent(html.Div([drawn]))

    cut = gradual(page)

    assert whole(cut) == page
    assert all(components(part) <= AT_ONCE for part in parts(cut))
