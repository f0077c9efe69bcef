"""The files that categories and products name: logos, pictures, a film. Drawn when asked for."""

from __future__ import annotations

from importlib.resources import files

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from sandbox.api.access import books
from sandbox.catalog_records import Category, Product
from sandbox.pictures.gallery import FILM
from sandbox.pictures.marks import draw_mark
from sandbox.pictures.scenes import SCENES, draw_scene

blueprint = Blueprint("media", __name__)

SVG = "image/svg+xml"


@blueprint.get("/logos/<key>.svg")
def category_logo(key: str) -> Response:
    found = books().find(Category, "key = ?", key)
    # Stores of older versions name a logo for each vendor.
    return Response(draw_mark(found[0].name if found else key), mimetype=SVG)


@blueprint.get("/logos/products/<int:product_id>.svg")
def product_logo(product_id: int) -> Response:
    return Response(draw_mark(_product(product_id).name), mimetype=SVG)


@blueprint.get("/media/products/<int:product_id>/<kind>.svg")
def picture(product_id: int, kind: str) -> Response:
    if kind not in SCENES:
        raise NotFound
    return Response(draw_scene(_product(product_id).name, kind), mimetype=SVG)


@blueprint.get(f"/media/films/{FILM}")
def film() -> Response:
    with (files("sandbox") / "data" / FILM).open("rb") as file:
        content = file.read()
    return Response(content, mimetype="video/webm")


def _product(product_id: int) -> Product:
    found = books().find(Product, "product_id = ?", product_id)
    if not found:
        raise NotFound
    return found[0]
