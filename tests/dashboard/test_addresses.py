from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.addresses import Addresses, Page
from dashboard.shapes import Shape
from domain.access import EVERYONE, Access, Mode, Section
from tests.web import show_page


def page(template: str, section: Section | None = EVERYONE, **offered: Any) -> Page:
    module = SimpleNamespace(
        PAGE={"path_template": template, "title": template, "section": section},
        layout=dict,
        **offered,
    )
    return Page.of(module)  # type: ignore[arg-type]


ADDRESSES = Addresses(
    (page("/"), page("/things"), page("/things/new"), page("/things/<thing_id>"),
     page("/things/<thing_id>/parts/<part_id>")), lambda: "Store",
)  # fmt: skip


@pytest.mark.parametrize(
    ("path", "template", "values"),
    [
        ("/", "/", {}),
        ("", "/", {}),
        ("/things", "/things", {}),
        ("/things/", "/things", {}),
        ("/things/new", "/things/new", {}),
        ("/things/7", "/things/<thing_id>", {"thing_id": "7"}),
        ("/things/7/parts/a b", "/things/<thing_id>/parts/<part_id>",
         {"thing_id": "7", "part_id": "a b"}),
    ],
)  # fmt: skip
def test_an_address_leads_to_one_page(path: str, template: str, values: dict[str, str]) -> None:
    found = ADDRESSES.find(path)

    assert found is not None
    assert (found[0].template, found[1]) == (template, values)


@pytest.mark.parametrize("path", ["/other", "/things/7/8", "/Things", "/things/7/parts", "/thing"])
def test_other_addresses_lead_nowhere(path: str) -> None:
    assert ADDRESSES.find(path) is None
    assert ADDRESSES.status(path, {}, Access()) == 404


def test_the_query_does_not_replace_what_the_path_says() -> None:
    drawn = ADDRESSES.draw("/things/7", {"thing_id": "8", "sort": "name"}, Access())

    assert drawn == {"thing_id": "7", "sort": "name"}


def test_a_page_is_told_the_decoded_values() -> None:
    assert ADDRESSES.draw("/things/%D1%8F%20b", {}, Access()) == {"thing_id": "я b"}


def test_a_page_says_whether_what_is_named_exists() -> None:
    asked = []

    def exists(path_values: dict[str, str], query: dict[str, Any]) -> bool:
        asked.append((path_values, query))
        return False

    addresses = Addresses((page("/things/<thing_id>", exists=exists),), lambda: "Store")

    assert addresses.status("/things/7", {"a": ["1"], "b": ["2", "3"]}, Access()) == 404
    assert asked == [({"thing_id": "7"}, {"a": "1", "b": "2,3"})]


def test_what_is_hidden_is_not_even_looked_for() -> None:
    """NAV-5: nor does its status tell whether it exists."""

    def exists(*_: object) -> bool:
        raise AssertionError("looked for")

    addresses = Addresses((page("/clients/<id>", Section.CLIENTS, exists=exists),), "Store")
    access = Access({Section.CLIENTS: Mode.NONE, Section.CATALOG: Mode.FULL})

    assert addresses.status("/clients/7", {}, access) == 403


def test_a_page_that_names_no_section_does_not_start() -> None:
    module = SimpleNamespace(PAGE={"path": "/x", "title": "X"}, layout=dict)

    with pytest.raises(KeyError, match="section"):
        Page.of(module)  # type: ignore[arg-type]


def test_the_status_of_a_document_says_whether_its_thing_exists(signed_in: FlaskClient) -> None:
    """NFR-1: the ids of other partners answer 404; the page itself says it too."""
    assert signed_in.get("/things/7").status_code == 200
    assert signed_in.get("/things/missing").status_code == 404
    assert signed_in.get("/nowhere").status_code == 404
    assert "Page not found" in show_page(signed_in, "/nowhere").text


def test_the_router_takes_the_id_from_the_path(app: Dash, signed_in: FlaskClient) -> None:
    answer = show_page(signed_in, "/things/7", "?thing_id=8&portal_address=/things/9&self=x")

    assert "7 of Alfa" in answer.text
    assert "Page not found" in show_page(signed_in, "/things/7/8").text


def test_a_page_is_titled_in_the_document_and_after_a_click(signed_in: FlaskClient) -> None:
    assert "<title>Things · Reseller Store</title>" in signed_in.get("/things/7").text
    answer = show_page(signed_in, "/things/7").json
    assert answer["response"]["_pages_store"]["data"] == {"title": "Things · Reseller Store"}
    assert "<title>Page not found · Reseller Store</title>" in signed_in.get("/nowhere").text


def test_a_page_has_its_shape_before_it_comes_and_what_is_hidden_has_none() -> None:
    hidden = page("/costs", Section.ANALYTICS)
    named = SimpleNamespace(
        PAGE={"path": "/new", "title": "", "section": EVERYONE, "shape": Shape.FORM}, layout=dict
    )
    addresses = Addresses((hidden, Page.of(named)), lambda: "Store")  # type: ignore[arg-type]

    assert addresses.shape("/new", Access()) is Shape.FORM
    assert addresses.shape("/costs", Access({Section.ANALYTICS: Mode.READ})) is Shape.LIST
    assert addresses.shape("/costs", Access()) is None
    assert addresses.shape("/nowhere", Access()) is None
    assert addresses.shapes() == [("/costs", Shape.LIST), ("/new", Shape.FORM)]
