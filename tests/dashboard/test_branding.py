"""A portal with a partner's own look: each sees its own, in both themes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from playwright.sync_api import Page, expect

from dashboard.branding import FAVICON_ACCENT
from dashboard.media import SVG_POLICY
from domain.branding import Picture
from tests.browser import PHONE, browse, look, serve
from tests.web import PASSWORD, make_app, sign_in

LOGO = Picture(
    b'<svg xmlns="http://www.w3.org/2000/svg" width="120" height="30" viewBox="0 0 120 30">'
    b'<rect width="30" height="30" rx="8" fill="#0b7a4b"/>'
    b'<rect x="38" y="10" width="76" height="10" rx="5" fill="#0b7a4b"/></svg>',
    "image/svg+xml",
)
DARK_LOGO = Picture(LOGO.content.replace(b"#0b7a4b", b"#5fd0a0"), "image/svg+xml")
ALFA: dict[str, Any] = {
    "brand": "Alfa Cloud",
    "brand_logo": LOGO,
    "brand_logo_dark": DARK_LOGO,
    "accent": "#0b7a4b",
    "support_email": "help@alfa.example",
}
GREEN, GREEN_ON_DARK = "rgb(11, 122, 75)", "rgb(70, 154, 118)"
BLUE = "rgb(47, 91, 234)"


@pytest.fixture
def branded(tmp_path: Path) -> Dash:
    return make_app(tmp_path, brand="Cloud House", branding={"alfa.example": ALFA})


def linked(page: str, kind: str) -> list[str]:
    return re.findall(rf'<link rel="{kind}" href="([^"]+)"', page)


def test_each_partner_sees_its_own_brand_after_signing_in(branded: Dash) -> None:
    alfa, beta = branded.server.test_client(), branded.server.test_client()
    sign_in(alfa)
    sign_in(beta, domain="beta.example")

    for client, name in ((alfa, "Alfa Cloud"), (beta, "Cloud House")):
        document = client.get("/things/7").get_data(as_text=True)
        assert f"<title>Things · {name}</title>" in document
        missing = client.get("/things/7/8/9")
        assert missing.status_code == 404
        assert f"· {name}</title>" in missing.get_data(as_text=True)
        assert any("/brand/" in each for each in linked(document, "stylesheet")) == (name[0] == "A")
    # What the address says of a domain is nothing to who is signed in.
    other = beta.get("/things/7?domain=alfa.example").get_data(as_text=True)
    assert "Alfa Cloud" not in other


def test_the_sign_in_page_is_of_the_domain_that_is_known(branded: Dash) -> None:
    client = branded.server.test_client()
    assert "· Cloud House</title>" in client.get("/sign-in").get_data(as_text=True)

    named = client.get("/sign-in?domain=https://ALFA.example/").get_data(as_text=True)
    assert "· Alfa Cloud</title>" in named
    assert 'value="alfa.example"' in named
    assert "· Cloud House</title>" in client.get("/sign-in?domain=<b>").get_data(as_text=True)

    client.set_cookie("portal_domain", "alfa.example")
    assert "· Alfa Cloud</title>" in client.get("/sign-in").get_data(as_text=True)
    assert "help@alfa.example" in client.get("/forgot-password").get_data(as_text=True)


def test_a_brands_files_are_kept_by_the_browser_and_run_nothing(branded: Dash) -> None:
    client = branded.server.test_client()
    page = client.get("/sign-in?domain=alfa.example").get_data(as_text=True)
    (logo,) = re.findall(r'<img src="([^"]+)" alt="Alfa Cloud"', page)
    (icon,) = linked(page, "icon")
    (style,) = (each for each in linked(page, "stylesheet") if each.startswith("/brand/"))

    drawn = client.get(logo)
    assert (drawn.data, drawn.mimetype) == (LOGO.content, "image/svg+xml")
    assert drawn.headers["Content-Security-Policy"] == SVG_POLICY
    assert "sandbox" in SVG_POLICY
    assert drawn.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in drawn.headers["Cache-Control"]
    assert FAVICON_ACCENT.encode() not in client.get(icon).data
    assert b"#0b7a4b" in client.get(icon).data
    sheet = client.get(style)
    assert (sheet.mimetype, b"--accent: #0b7a4b;" in sheet.data) == ("text/css", True)
    again = client.get(style, headers={"If-None-Match": sheet.headers["ETag"]})
    assert again.status_code == 304
    for unknown in ("/brand/0000", "/brand/0000.css", "/brand/alfa.example"):
        assert client.get(unknown).status_code == 404


def test_the_usual_icon_is_in_the_colour_that_a_brand_takes_the_place_of() -> None:
    from dashboard.app import ASSETS

    assert FAVICON_ACCENT in (ASSETS / "favicon.svg").read_text("utf-8")


def color_of(page: Page, selector: str, name: str) -> str:
    found: str = page.locator(selector).first.evaluate(
        "(element, name) => getComputedStyle(element)[name]", name
    )
    return found


@pytest.mark.browser
def test_a_brand_is_on_every_page_in_both_themes(branded: Dash) -> None:
    """The colours that count are those the browser has computed."""
    with serve(branded) as url:
        for scheme, accent, shown in (
            ("light", GREEN, "on-light"),
            ("dark", GREEN_ON_DARK, "on-dark"),
        ):
            with browse(url, color_scheme=scheme) as page:
                page.goto(f"{url}/sign-in?domain=alfa.example&next=/things/7")
                expect(page.get_by_alt_text("Alfa Cloud")).to_be_visible()
                assert color_of(page, "button", "backgroundColor") == accent
                drawn = page.get_by_alt_text("Alfa Cloud").evaluate("one => one.naturalWidth")
                assert drawn == 120
                look(page, f"brand-sign-in-{scheme}")
                page.get_by_label("Email").fill("anna@alfa.example")
                page.get_by_label("Password").fill(PASSWORD)
                page.get_by_role("button", name="Sign in").click()
                expect(page.locator(f".sidebar .brand-logo.{shown}")).to_be_visible()
                assert page.locator(".sidebar .brand-logo:visible").count() == 1
                assert color_of(page, ".order-start", "backgroundColor") == accent
                page.keyboard.press("Tab")
                page.locator(".order-start").focus()
                assert accent in color_of(page, ".order-start", "boxShadow")
                look(page, f"brand-frame-{scheme}")
                page.set_viewport_size({"width": PHONE, "height": 800})
                assert page.locator(".topbar .brand-logo:visible").count() == 0
                expect(page.locator(".topbar .when-narrow")).to_be_visible()
                look(page, f"brand-phone-{scheme}")
        with browse(url) as page:
            page.goto(f"{url}/sign-in?domain=beta.example")
            assert color_of(page, "button", "backgroundColor") == BLUE
