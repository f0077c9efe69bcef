"""Pictures and videos of the catalog over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from dash import Dash
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.media import EXTENSION, MOST_BYTES, add_routes
from dashboard.media_cache import MediaCache
from dashboard.media_store import MediaStore
from dashboard.services.media import product_logo, product_media
from tests.media_rows import HOME, MEDIA, PNG, SVG, WEBM, Platform, with_media
from tests.web import browser_of, make_app, portal_of, sign_in
from upstream.files import PlatformFiles
from warehouse.catalog import products


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    """A portal without a platform."""
    return make_app(
        tmp_path_factory.mktemp("portal"), routes=(add_routes,), tables=with_media(*MEDIA)
    )


@pytest.fixture
def app(portal: Dash, tmp_path: Path, platform: Platform, monkeypatch: pytest.MonkeyPatch) -> Dash:
    """The portal with a platform that a test changes, and nothing kept of it."""
    files = PlatformFiles(HOME, "token", transport=httpx.MockTransport(platform))
    cache = MediaCache(MediaStore(tmp_path, most_bytes=MOST_BYTES), files)
    monkeypatch.setitem(portal.server.extensions, EXTENSION, cache)
    return portal


@pytest.fixture
def anna(app: Dash) -> FlaskClient:
    return browser_of(app)


def src_of(app: Dash, what: int | None = None) -> str:
    """Return the address that the catalog shows a product's logo or medium by."""
    with portal_of(app).warehouse.snapshot() as snapshot:
        (product,) = products(snapshot, product_id="m365", reseller_id="r1")
    logo = product_logo(product)
    assert logo is not None
    return logo.src if what is None else product_media(product)[what].file.src


def get(client: FlaskClient, address: str, **headers: str) -> TestResponse:
    return client.get(address, headers=headers, buffered=True)  # Which closes the file.


def is_tile(answer: TestResponse) -> bool:
    return (
        answer.status_code == 200
        and answer.mimetype == "image/svg+xml"
        and answer.headers["Cache-Control"] == "no-store"
        and "#8d97a5" in answer.text
    )


@pytest.mark.parametrize(
    "address",
    ["/media/products/m365/logo", "/media/products/m365/1", "/media/categories/office/logo"],
)
def test_someone_who_is_not_signed_in_sees_no_picture(
    app: Dash, platform: Platform, address: str
) -> None:
    answer = app.server.test_client().get(address, headers={"Sec-Fetch-Mode": "no-cors"})

    assert answer.status_code == 401
    assert platform.asked == []


@pytest.mark.parametrize(
    "address",
    ["/media/products/m365/logo", "/media/products/m365/1", "/media/products/m365/2/preview",
     "/media/categories/office/logo"],
)  # fmt: skip
def test_another_resellers_pictures_are_not_found(
    app: Dash, platform: Platform, anna: FlaskClient, address: str
) -> None:
    assert get(anna, address).status_code == 200
    asked = len(platform.asked)
    other = app.server.test_client()
    sign_in(other, domain="beta.example")

    assert get(other, address).status_code == 404
    assert len(platform.asked) == asked


@pytest.mark.parametrize(
    "address",
    ["/media/products/none/logo", "/media/products/azure/logo", "/media/products/azure/1",
     "/media/products/m365/0", "/media/products/m365/4", "/media/products/m365/-1",
     "/media/products/m365/described/0", "/media/products/azure/described/1",
     "/media/products/m365/1/preview", "/media/products/m365/one", "/media/categories/empty/logo",
     "/media/categories/none/logo", "/media/products/m365/../../../etc/passwd", "/media/",
     "/media/https://elsewhere.example/a.png", "/media//elsewhere.example/a.png",
     "/media/products/..%2f..%2fsecret/logo", "/media/media/1.png", "/media/logos/m365.png"],
)  # fmt: skip
def test_only_what_the_mirror_names_is_shown(
    anna: FlaskClient, platform: Platform, address: str
) -> None:
    assert get(anna, address).status_code in (404, 308)
    assert platform.asked == []


def test_a_picture_of_the_description_is_shown(anna: FlaskClient, platform: Platform) -> None:
    """CAT-6: what another site has is not fetched, and twice the same is one."""
    assert get(anna, "/media/products/m365/described/1").data == PNG
    assert is_tile(get(anna, "/media/products/m365/described/2"))
    assert get(anna, "/media/products/m365/described/3").status_code == 404
    assert [request.url.path for request in platform.asked] == ["/media/1.png"]


def test_a_link_in_the_address_is_no_link(anna: FlaskClient, platform: Platform) -> None:
    get(anna, "/media/products/m365/logo?url=https://elsewhere.example&v=//elsewhere.example")

    assert [str(request.url) for request in platform.asked] == [f"{HOME}/logos/m365.png"]


def test_a_picture_comes_from_the_platform_once(
    app: Dash, anna: FlaskClient, platform: Platform
) -> None:
    first, second = (get(anna, src_of(app)) for _ in range(2))

    assert (first.status_code, first.mimetype, first.data) == (200, "image/png", PNG)
    assert second.data == PNG
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert first.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert len(platform.asked) == 1


def test_an_address_of_another_version_is_asked_about_again(anna: FlaskClient) -> None:
    answer = get(anna, "/media/products/m365/logo?v=old")

    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = get(anna, "/media/products/m365/logo", **{"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_drawing_can_run_nothing(anna: FlaskClient) -> None:
    answer = get(anna, "/media/categories/office/logo")

    assert answer.data == SVG
    assert answer.headers["Content-Security-Policy"] == (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_video_is_sent_in_parts(app: Dash, anna: FlaskClient) -> None:
    """CAT-6: a player asks for the part it plays."""
    whole = get(anna, src_of(app, 1))
    part = get(anna, src_of(app, 1), Range="bytes=11-20")

    assert (whole.mimetype, whole.headers["Accept-Ranges"]) == ("video/webm", "bytes")
    assert (part.status_code, part.data) == (206, bytes(range(10)))
    assert part.headers["Content-Range"] == f"bytes 11-20/{len(WEBM)}"
    assert get(anna, src_of(app, 1), Range="bytes=9999-").status_code == 416


def test_a_picture_that_leads_off_the_platform_is_a_tile(
    app: Dash, anna: FlaskClient, platform: Platform
) -> None:
    assert is_tile(get(anna, src_of(app, 2)))
    assert platform.asked == []


@pytest.mark.parametrize(
    "instead",
    [
        lambda: httpx.Response(404),
        lambda: httpx.Response(503),
        lambda: httpx.Response(200, content=iter([b"<p>"]), headers={"Content-Type": "text/html"}),
        lambda: httpx.Response(200, content=iter([b"<p>"]), headers={"Content-Type": "image/png"}),
    ],
)  # fmt: skip
def test_what_can_not_be_had_is_a_tile_that_nothing_keeps(
    app: Dash, anna: FlaskClient, platform: Platform, instead: Callable[[], httpx.Response]
) -> None:
    """NFR-8."""
    platform.instead = instead

    assert is_tile(get(anna, src_of(app)))
    assert is_tile(get(anna, src_of(app, 0)))


def test_a_video_that_can_not_be_had_says_so(
    app: Dash, anna: FlaskClient, platform: Platform
) -> None:
    platform.is_down()
    answer = get(anna, src_of(app, 1))

    assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
    assert answer.headers["Retry-After"] == "60"


def test_without_a_platform_there_are_tiles(portal: Dash) -> None:
    client = portal.server.test_client()
    sign_in(client)

    assert is_tile(get(client, src_of(portal)))
