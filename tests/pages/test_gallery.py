"""The catalog in a browser: its pictures, its video, the way back, and the way to an order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

import httpx
import pytest
from dash import Dash
from playwright.sync_api import Page, Route, expect

from dashboard.app import PAGES, ROUTES
from dashboard.media import EXTENSION, MOST_BYTES
from dashboard.media_cache import MediaCache
from dashboard.media_store import MediaStore
from sandbox.pictures.gallery import FILM
from sandbox.pictures.marks import draw_mark
from sandbox.pictures.scenes import draw_scene
from screenshots.faults import fits, violations
from tests.browser import PHONE, browse, serve, shoot
from tests.media_rows import HOME, Platform, with_media
from tests.pages.steps import open_page
from tests.web import make_app
from upstream.files import PlatformFiles

pytestmark = pytest.mark.browser

SVG = "image/svg+xml"
SCENES = ("page", "meeting", "list")
MEDIA = [{"type": "image", "url": f"/{scene}.svg", "title": f"A {scene}"} for scene in SCENES] + [
    {"type": "video", "url": "/film.webm", "preview": "/list.svg", "title": "A film"}
]
DRAWN = {f"/{scene}.svg": (SVG, draw_scene("E3", scene).encode()) for scene in SCENES}
LOGO = draw_mark("E3").encode()
FILES = DRAWN | {
    "/film.webm": ("video/webm", (files("sandbox") / "data" / FILM).read_bytes()),
    "/logos/office.svg": (SVG, LOGO),
    "/logos/m365.png": (SVG, LOGO),
}


@pytest.fixture
def platform() -> Platform:
    return Platform(FILES)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    folder = tmp_path_factory.mktemp("pictures")
    return make_app(folder, pages=PAGES, routes=ROUTES, tables=with_media(*MEDIA))


@pytest.fixture(scope="module")
def served(portal: Dash) -> Iterator[str]:
    with serve(portal) as url:
        yield url


@pytest.fixture
def url(
    served: str,
    portal: Dash,
    platform: Platform,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    """The address of a portal in front of a platform that a test changes."""
    store = MediaStore(tmp_path_factory.mktemp("kept"), most_bytes=MOST_BYTES)
    way = PlatformFiles(HOME, "token", transport=httpx.MockTransport(platform))
    monkeypatch.setitem(portal.server.extensions, EXTENSION, MediaCache(store, way))
    return served


def is_drawn(page: Page, selector: str) -> bool:
    drawn: bool = page.locator(selector).evaluate("one => one.complete && one.naturalWidth > 0")
    return drawn


def test_the_gallery_is_looked_through_by_keyboard(url: str) -> None:
    """CAT-6, NFR-7."""
    with browse(url) as page:
        open_page(page, url, "/products/m365")
        first = page.get_by_role("button", name="A page")
        dialog = page.get_by_role("dialog", name="Pictures of Microsoft 365 <E3>")
        first.press("Enter")
        expect(dialog.get_by_role("img", name="A page")).to_be_visible()
        expect(dialog).to_contain_text("1 / 3")
        expect(dialog.locator(":focus")).to_have_count(1)
        assert violations(page) == []
        page.wait_for_function("() => document.querySelector('.gallery-full').naturalWidth > 0")
        shoot(page, "gallery-dialog")

        for key, name in (("ArrowRight", "A meeting"), ("ArrowRight", "A list"),
                          ("ArrowRight", "A page"), ("ArrowLeft", "A list"),
                          ("Home", "A page"), ("End", "A list")):  # fmt: skip
            page.keyboard.press(key)
            expect(dialog.get_by_role("img", name=name)).to_be_visible()

        page.keyboard.press("Escape")
        expect(dialog).not_to_be_visible()
        expect(first).to_be_focused()


def test_the_gallery_is_looked_through_by_its_buttons(url: str) -> None:
    with browse(url, width=PHONE) as page:
        open_page(page, url, "/products/m365")
        page.get_by_role("button", name="A meeting").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name="Next picture").click()
        expect(dialog.get_by_role("img", name="A list")).to_be_visible()
        dialog.get_by_role("button", name="Previous picture").click()
        expect(dialog.get_by_role("img", name="A meeting")).to_be_visible()
        shoot(page, "gallery-dialog-phone")
        assert fits(page)
        dialog.get_by_role("button", name="Close").click()
        expect(dialog).not_to_be_visible()


def test_a_video_plays_in_place(url: str) -> None:
    """CAT-6: nothing of it is fetched before."""
    with browse(url) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        open_page(page, url, "/products/m365")
        video = page.locator("video")
        expect(video).to_have_attribute("controls", "")
        assert not [one for one in asked if "/m365/4?" in one]

        video.evaluate("one => one.play()")
        page.wait_for_function("() => document.querySelector('video').currentTime > 0.2")
        assert video.evaluate("one => [one.videoWidth, one.videoHeight]") == [960, 600]
        video.evaluate("one => { one.currentTime = 5; }")
        page.wait_for_function("() => document.querySelector('video').currentTime >= 5")
        assert [one for one in asked if "/m365/4?" in one]


def test_a_video_that_can_not_be_had_says_so(url: str, platform: Platform) -> None:
    """NFR-8."""
    with browse(url, is_refused=True) as page:
        open_page(page, url, "/products/m365")
        platform.is_down()
        expect(page.get_by_text("This video can't be played now.")).not_to_be_visible()
        page.locator("video").evaluate("one => { one.play().catch(() => {}); }")
        expect(page.get_by_text("This video can't be played now.")).to_be_visible()


def place_of_plans(page: Page) -> object:
    """Return where the plans stand, which is below everything that could still come."""
    expect(page.locator(".plans")).to_be_visible()
    page.evaluate("() => document.fonts.ready")
    return page.locator(".plans").bounding_box()


def test_nothing_moves_when_pictures_come_or_do_not(url: str, platform: Platform) -> None:
    with browse(url) as page:
        held: list[Route] = []
        page.route("**/media/**", lambda route: held.append(route))
        open_page(page, url, "/products/m365")
        before = place_of_plans(page)
        assert not is_drawn(page, ".product-head img")
        shoot(page, "gallery-before")

        page.unroute_all(behavior="ignoreErrors")
        page.reload()
        expect(page.locator(".plans")).to_be_visible()
        page.wait_for_function("() => [...document.images].every(one => !one.dataset.src"
                               " || one.naturalWidth > 0)")  # fmt: skip
        assert place_of_plans(page) == before
        shoot(page, "gallery-after")

        platform.is_down()
        page.goto(f"{url}/catalog/office")
        page.goto(f"{url}/products/m365")
        assert place_of_plans(page) == before


def test_tiles_stand_in_while_the_platform_is_down(url: str, platform: Platform) -> None:
    """NFR-8."""
    platform.is_down()
    with browse(url) as page:
        open_page(page, url, "/products/m365")
        page.wait_for_function("() => document.querySelector('.product-head img').naturalWidth > 0")
        shoot(page, "gallery-down")


def test_pictures_wait_until_they_come_near(url: str) -> None:
    with browse(url) as page:
        open_page(page, url, "/catalog/office")
        logo = page.locator(".tile img").first
        expect(logo).to_have_attribute("src", re.compile("^/media/products/m365/logo"))
        assert logo.evaluate("one => one.loading") == "lazy"


def test_back_leads_to_where_the_page_was_left(url: str) -> None:
    """CAT-7."""
    with browse(url, width=PHONE) as page:
        open_page(page, url, "/catalog/office")
        page.set_viewport_size({"width": PHONE, "height": 320})
        card = page.get_by_role("link", name="Azure plan")
        left = page.evaluate("() => { scrollTo(0, document.body.scrollHeight); return scrollY; }")
        assert left > 50
        card.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Azure plan")
        assert page.evaluate("() => scrollY") == 0

        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Office")
        page.wait_for_function(f"() => Math.abs(scrollY - {left}) < 2")
        page.go_forward()
        expect(page.get_by_role("heading", level=1)).to_have_text("Azure plan")
        page.wait_for_function("() => scrollY === 0")
        page.go_back()
        page.wait_for_function(f"() => Math.abs(scrollY - {left}) < 2")
        page.reload()
        page.wait_for_function(f"() => Math.abs(scrollY - {left}) < 2")


def test_back_from_another_document_leads_there_too(url: str) -> None:
    """CAT-7: a search opens one."""
    with browse(url, width=PHONE) as page:
        open_page(page, url, "/products/m365")
        page.set_viewport_size({"width": PHONE, "height": 320})
        page.evaluate("() => scrollTo(0, 400)")
        page.goto(f"{url}/search?q=e3")
        expect(page.get_by_role("heading", level=1)).to_have_text("Search")
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Microsoft 365 <E3>")
        page.wait_for_function("() => Math.abs(scrollY - 400) < 2")


def test_an_order_begins_from_any_page(url: str) -> None:
    """NAV-2: the categories, with the search ready; again where they are shown already."""
    with browse(url) as page:
        open_page(page, url, "/analytics/reports")
        begin = page.get_by_role("link", name="Order subscription")
        field = page.get_by_placeholder("Find a plan by its name or SKU")
        begin.click()
        expect(page).to_have_url(f"{url}/catalog?order=1")
        expect(field).to_be_focused()
        page.keyboard.type("e3 yaer")
        expect(page.get_by_role("option").first).to_contain_text("E3, 1 year")
        shoot(page, "catalog-search")
        assert violations(page) == []
        page.keyboard.press("Escape")

        page.get_by_role("heading", level=1).click()
        begin.click()
        expect(field).to_be_focused()

        page.reload()
        expect(field).to_be_focused()


def test_the_section_of_a_product_is_the_catalog(url: str) -> None:
    """NAV-1."""
    with browse(url) as page:
        open_page(page, url, "/products/m365")
        current = page.locator(".sections [aria-current=page]")
        expect(current).to_have_count(1)
        expect(current).to_have_text(re.compile("Catalog"))
        page.get_by_role("link", name="Main page").click()
        expect(current).to_have_text(re.compile("Main page"))


def test_the_partners_menu_leads_to_profiles_support_and_out(url: str) -> None:
    """NAV-3; and on paper neither the menu nor the sections are, whose ground is light (NFR-7)."""
    with browse(url, color_scheme="dark") as page:
        open_page(page, url, "/catalog")
        menu = page.locator(".partner-menu")
        menu.locator("summary").press("Enter")
        for name in ("Company profile", "My profile", "Support"):
            expect(menu.get_by_role("link", name=name)).to_be_visible()
        expect(menu.get_by_role("button", name="Sign out")).to_be_visible()
        page.keyboard.press("Escape")
        expect(menu.locator("summary")).to_be_focused()

        ink = page.locator("h1").evaluate("each => getComputedStyle(each).color")
        page.emulate_media(media="print")
        expect(page.locator(".sidebar")).to_be_hidden()
        expect(menu).to_be_hidden()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.locator("h1").evaluate("each => getComputedStyle(each).color") != ink
