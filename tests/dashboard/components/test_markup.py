"""Descriptions come from outside: they are read, and never run."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.markup import TAGS, VOID, draw_markup
from dashboard.services.media import Picture


def kinds(parts: list[Any]) -> list[str]:
    return [part if isinstance(part, str) else type(part).__name__ for part in parts]


def test_known_tags_become_components() -> None:
    (paragraph, bullets) = draw_markup("<p>For <b>work</b>.</p><ul><li>Mail</li></ul>")

    assert kinds(paragraph.children) == ["For ", "B", "."]
    assert kinds(bullets.children) == ["Li"]


def test_plain_text_and_nothing_are_fine() -> None:
    assert draw_markup("Mail & files") == ["Mail & files"]
    assert draw_markup("2 &lt; 3") == ["2 < 3"]
    assert draw_markup("") == draw_markup(None) == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<style>*{display:none}</style>",
        "<iframe src='https://x.example'></iframe>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)></svg>",
    ],
)
def test_what_could_run_leaves_nothing(text: str) -> None:
    assert draw_markup(text) == []


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "/inside", "", None]
)
def test_a_link_leads_to_another_site_or_nowhere(href: str | None) -> None:
    written = "<a>x</a>" if href is None else f'<a href="{href}" onclick="y()" style="z">x</a>'

    (link,) = draw_markup(written)

    assert link.children == ["x"]
    assert link.to_plotly_json()["props"].keys() == {"children"}


def test_a_link_to_another_site_opens_beside_and_tells_it_nothing() -> None:
    (link,) = draw_markup('<a href="https://learn.example/teams">Teams</a>')

    assert (link.href, link.target, link.rel) == (
        "https://learn.example/teams", "_blank", "noopener noreferrer",
    )  # fmt: skip


def test_tags_that_are_never_closed_or_never_opened_are_mended() -> None:
    (paragraph,) = draw_markup("</div><p>One <b>two</p>")

    assert kinds(paragraph.children) == ["One ", "B"]


@given(st.text(st.sampled_from("<>/ab pul=i\"'&;script"), max_size=60))
def test_any_text_becomes_known_components(text: str) -> None:
    allowed = {kind.__name__ for kind in (*TAGS.values(), *VOID.values())}

    def check(parts: list[Any]) -> None:
        for part in parts:
            if not isinstance(part, str):
                assert type(part).__name__ in allowed
                check(getattr(part, "children", None) or [])

    check(draw_markup(text))


def test_a_deep_nest_is_flattened() -> None:
    assert draw_markup("<p>" * 5_000 + "deep" + "</p>" * 5_000)


def test_a_picture_of_the_platform_is_shown_by_an_address_of_ours() -> None:
    """CAT-6."""
    ours = Picture("/media/products/1/described/1", "/files/a.png", "v1")
    text = '<p>See <img src="/files/a.png" alt="A list" onerror="y()" width="9999"> it.</p>'

    (paragraph,) = draw_markup(text, [ours])

    assert kinds(paragraph.children) == ["See ", "Img", " it."]
    drawn = paragraph.children[1].to_plotly_json()["props"]
    assert (drawn["alt"], drawn["data-src"]) == ("A list", "/media/products/1/described/1?v=v1")
    assert drawn.keys() - {"children"} == {"alt", "data-src", "width", "height", "className"}
    assert kinds(draw_markup(text)[0].children) == ["See ", " it."]
    assert draw_markup('<script><img src="/files/a.png"></script>', [ours]) == []
