"""Pictures and videos of the catalog over HTTP, for whoever is signed in and may see the record."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Flask, Response, current_app, request, send_file
from flask.typing import ResponseReturnValue

from dashboard.context import services
from dashboard.media_cache import MEGABYTE, MediaCache
from dashboard.media_store import MediaStore, StoredFile
from dashboard.media_tiles import PICTURE_TILE, letter_tile
from dashboard.media_types import SVG
from dashboard.platform import PlatformSettings
from dashboard.services.media import VERSION, Picture, category_logo, product_logo
from domain.errors import NotFound
from upstream.files import PlatformFiles
from upstream.media import MediaKind

FOLDER = "media"
MOST_BYTES = 1024 * MEGABYTE
EXTENSION = "media"

# What is seen is the reseller's catalog: no proxy on the way may keep it for others.
FOR_A_YEAR = "private, max-age=31536000, immutable"
ASK_AGAIN = "private, no-cache"
RETRY_SECONDS = 60
# A drawing is opened on its own as well: nothing in it may run, or ask anybody for anything.
SVG_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'"

media_files = Blueprint("media", __name__, url_prefix="/media")


def add_routes(server: Flask) -> None:
    settings = server.extensions["portal"].settings
    store = MediaStore(settings.data_dir / FOLDER, most_bytes=MOST_BYTES)
    server.extensions[EXTENSION] = MediaCache(store, _files(settings))
    server.register_blueprint(media_files)


def _files(settings: PlatformSettings) -> PlatformFiles | None:
    if not settings.platform_url:
        return None
    return PlatformFiles(settings.platform_url, settings.platform_token)


@media_files.get("/categories/<category_id>/logo")
def of_category(category_id: str) -> ResponseReturnValue:
    category = services().catalog.media.category(category_id)
    return _answer(category_logo(category), letter_tile(category.name))


@media_files.get("/products/<product_id>/logo")
def of_product(product_id: str) -> ResponseReturnValue:
    product = services().catalog.media.product(product_id)
    return _answer(product_logo(product), letter_tile(product.name))


@media_files.get("/products/<product_id>/<int:position>")
def medium(product_id: str, position: int) -> ResponseReturnValue:
    """A picture or a video of a product, by its place among them."""
    return _answer(services().catalog.media.medium(product_id, position).file, PICTURE_TILE)


@media_files.get("/products/<product_id>/described/<int:position>")
def described(product_id: str, position: int) -> ResponseReturnValue:
    """A picture that stands in a product's description."""
    return _answer(services().catalog.media.described(product_id, position), PICTURE_TILE)


@media_files.get("/products/<product_id>/<int:position>/preview")
def preview(product_id: str, position: int) -> ResponseReturnValue:
    """What is seen of a video before it plays."""
    return _answer(services().catalog.media.medium(product_id, position).preview, PICTURE_TILE)


def _answer(picture: Picture | None, tile: str) -> ResponseReturnValue:
    if picture is None:
        raise NotFound("the platform names no file for this")
    cache = cast(MediaCache, current_app.extensions[EXTENSION])
    found = cache.find(picture.link, picture.version, picture.kind)
    try:
        return _missing(picture, tile) if found is None else _file(picture, found)
    except FileNotFoundError:  # Let go meanwhile, to make room for others.
        return _missing(picture, tile)


def _file(picture: Picture, found: StoredFile) -> Response:
    """Answer with a file, or the part of it that a player asks for."""
    response = send_file(found.path, mimetype=found.mimetype, etag=found.digest, conditional=True)
    is_named = request.args.get(VERSION) == picture.version
    response.headers["Cache-Control"] = FOR_A_YEAR if is_named else ASK_AGAIN
    if found.mimetype == SVG:
        response.headers["Content-Security-Policy"] = SVG_POLICY
    return response


def _missing(picture: Picture, tile: str) -> Response:
    """Answer with a tile, which nothing keeps; no tile stands in for a video."""
    if picture.kind is MediaKind.VIDEO:
        response = Response("", 503, {"Retry-After": str(RETRY_SECONDS)}, mimetype="text/plain")
    else:
        response = Response(tile, mimetype=SVG, headers={"Content-Security-Policy": SVG_POLICY})
    response.headers["Cache-Control"] = "no-store"
    return response
