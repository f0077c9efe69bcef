"""The files that the catalog names: drawn by us, and the same each time."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from sandbox.pictures.film import draw_frame
from sandbox.pictures.glyphs import GLYPHS, HUES, WORDS
from sandbox.pictures.marks import draw_mark
from sandbox.pictures.scenes import SCENES, draw_scene
from tests.sandbox.api.asking import FIRST, Api

STORE = f"/api/v3/customer_store/resellers/{FIRST}"


def test_every_file_that_the_catalog_names_is_there(api: Api) -> None:
    """DATA-3."""
    shelves = api.data(f"{STORE}/product_categories?per_page=1000")
    products = api.data(f"{STORE}/products?per_page=1000")
    named = {one["attributes"]["logo"] for one in [*shelves, *products]}
    media = [item for one in products for item in one["attributes"]["media"]]
    named |= {item[key] for item in media for key in ("url", "preview") if key in item}

    assert {item["type"] for item in media} == {"image", "video"}
    assert len(named) > 100
    for path in named:
        answer = api.get(path)
        assert answer.status_code == 200, path
        if path.endswith(".svg"):
            assert answer.mimetype == "image/svg+xml"
            assert ElementTree.fromstring(answer.text).tag.endswith("svg")


def test_the_film_is_a_small_webm(api: Api) -> None:
    answer = api.get("/media/films/a-day-with-it.webm")

    assert answer.mimetype == "video/webm"
    assert answer.data.startswith(b"\x1a\x45\xdf\xa3")
    assert len(answer.data) < 200_000


@pytest.mark.parametrize(
    "path", ["/logos/products/1.svg", "/media/products/1/list.svg", "/media/products/x/list.svg"]
)
def test_what_nobody_has_is_not_there(api: Api, path: str) -> None:
    assert api.get(path).status_code == 404


def test_a_picture_of_no_known_kind_is_not_there(api: Api) -> None:
    product = api.data(f"{STORE}/products")[0]

    assert api.get(f"/media/products/{product['id']}/list.svg").status_code == 200
    assert api.get(f"/media/products/{product['id']}/nothing.svg").status_code == 404


def test_files_take_a_token_as_everything_does(api: Api) -> None:
    assert api.get("/logos/office.svg", token="nobody's").status_code == 401


def test_a_logo_of_an_older_store_is_drawn_too(api: Api) -> None:
    assert api.get("/logos/microsoft.svg").status_code == 200


def test_every_family_has_a_sign_and_a_hue() -> None:
    assert GLYPHS.keys() == HUES.keys() >= set(WORDS.values())


def test_a_name_is_drawn_the_same_each_time_and_never_as_markup() -> None:
    for kind in SCENES:
        assert draw_scene("Guard <1> & more", kind) == draw_scene("Guard <1> & more", kind)
        assert "Guard &lt;1&gt; &amp; more" in draw_scene("Guard <1> & more", kind)
    assert draw_mark("Exchange Online (Plan 1)") != draw_mark("Exchange Online (Plan 2)")


def test_a_frame_of_the_film_is_a_picture() -> None:
    for second in (0, 2.9, 5.99):
        assert ElementTree.fromstring(draw_frame(second)).tag.endswith("svg")
