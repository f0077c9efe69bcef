"""What only a browser shows: signing in, going on, and what is left on the screen afterwards."""

from __future__ import annotations

import pytest
from dash import Dash
from playwright.sync_api import Page, expect

from tests.browser import DESKTOP, PHONE, browse, look, serve
from tests.web import PASSWORD, FixedClock

pytestmark = pytest.mark.browser


def fill_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Domain name").fill("https://alfa.example/")
    page.get_by_label("Email").fill("anna@alfa.example")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_sign_in_a_page_sign_out_and_back(app: Dash, width: int) -> None:
    """ACC-6, ACC-22."""
    with serve(app) as url, browse(url, width=width) as page:
        page.goto(f"{url}/things/7?month=2026-10")
        expect(page).to_have_title("Sign in · Reseller Store")
        fill_in(page)
        expect(page.get_by_role("heading", name="7 of Alfa")).to_be_visible()
        assert page.url == f"{url}/things/7?month=2026-10"
        assert page.title() == "Things · Reseller Store"
        page.get_by_role("button", name="Press").click()
        expect(page.locator("#tiny-text")).to_have_text("anna@alfa.example 1")

        page.evaluate("() => document.querySelector('form[action=\"/sign-out\"]').requestSubmit()")
        expect(page).to_have_title("Sign in · Reseller Store")
        assert page.get_by_label("Domain name").input_value() == "alfa.example"
        page.go_back()
        expect(page).to_have_title("Sign in · Reseller Store")
        assert "Alfa" not in page.locator("body").inner_text()
        assert "anna@" not in page.content()


def test_an_ended_session_leads_to_sign_in_and_back(app: Dash, clock: FixedClock) -> None:
    """ACC-21: the next action on an open page."""
    with serve(app) as url, browse(url, is_refused=True) as page:
        page.goto(f"{url}/things/7?month=2026-10")
        fill_in(page)
        expect(page.locator("#tiny-text")).to_have_text("anna@alfa.example 0")
        clock.move(hours=1)
        with page.expect_navigation():
            page.get_by_role("button", name="Press").click()
        expect(page).to_have_title("Sign in · Reseller Store")
        page.get_by_label("Email").fill("anna@alfa.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="7 of Alfa")).to_be_visible()
        assert page.url == f"{url}/things/7?month=2026-10"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_callback_that_fails_shows_a_toast(app: Dash, scheme: str) -> None:
    """NAV-14, NFR-7."""
    with serve(app) as url, browse(url, color_scheme=scheme) as page:
        page.goto(f"{url}/things/7")
        fill_in(page)
        button = page.get_by_role("button", name="Press")
        for clicks in range(1, 14):
            button.click()
            if clicks < 13:
                expect(page.locator("#tiny-text")).to_have_text(f"anna@alfa.example {clicks}")
        expect(page.locator("#toasts")).to_contain_text("Something went wrong")
        expect(page.locator(".toast")).to_have_css("opacity", "1")
        look(page, f"toast-{scheme}")


def test_what_a_button_asked_for_in_vain_is_tried_again(app: Dash) -> None:
    """NFR-8."""
    with serve(app) as url, browse(url, is_refused=True) as page:
        page.goto(f"{url}/things/7")
        fill_in(page)
        said = page.locator("#tiny-text")
        expect(said).to_have_text("anna@alfa.example 0")
        page.route("**/_dash-update-component*", lambda route: route.abort("connectionreset"))
        page.get_by_role("button", name="Press").click()
        told = page.get_by_role("alert").filter(visible=True)
        expect(told).to_contain_text("The portal could not be reached")
        expect(said).to_have_text("anna@alfa.example 0")

        page.unroute("**/_dash-update-component*")
        told.get_by_role("button", name="Try again").click()
        expect(said).to_have_text("anna@alfa.example 2")
        expect(told).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [
        ("en", "light", DESKTOP),
        ("en", "dark", PHONE),
        ("ru", "light", PHONE),
        ("ru", "dark", DESKTOP),
    ],
)
def test_the_pages_around_a_password_are_readable(
    app: Dash, width: int, scheme: str, language: str
) -> None:
    """NFR-7: labelled, AA contrast, nothing off the screen; without a script."""
    # A button that fades in is looked at when it has.
    options = {"color_scheme": scheme, "locale": language, "reduced_motion": "reduce"}
    name = f"{language}-{scheme}-{width}"
    with serve(app) as url, browse(url, width=width, is_refused=True, **options) as page:
        page.goto(f"{url}/sign-in")
        look(page, f"sign-in-{name}")
        page.get_by_role("button").click()
        look(page, f"sign-in-empty-{name}")
        page.locator("#domain").fill("alfa.example")
        page.locator("#email").fill("anna@alfa.example")
        page.locator("#password").fill("wrong")
        page.get_by_role("button").click()
        look(page, f"sign-in-wrong-{name}")
        page.goto(f"{url}/forgot-password")
        look(page, f"forgot-{name}")
        page.goto(f"{url}/set-password/x")
        look(page, f"link-over-{name}")
        page.goto(f"{url}/sign-in?next=/password")
        page.locator("#domain").fill("alfa.example")
        page.locator("#email").fill("anna@alfa.example")
        page.locator("#password").fill(PASSWORD)
        page.get_by_role("button").click()
        expect(page.locator("#current")).to_be_visible()
        look(page, f"password-{name}")
        page.locator("#current").fill("x")
        page.locator("#new").fill("y")
        page.locator("#confirm").fill("z")
        expect(page.locator("button[type=submit]")).to_be_disabled()  # ACC-13
        with page.expect_navigation():  # As it is sent without a script.
            page.evaluate("() => document.querySelector('form').requestSubmit()")
        look(page, f"password-wrong-{name}")
        page.locator("[data-generate]").click()  # ACC-12
        assert page.locator("#new").input_value() == page.locator("#confirm").input_value() != ""
        assert page.locator("li[data-rule]").count() == page.locator("li[data-holds]").count()
        expect(page.locator("button[type=submit]")).to_be_enabled()
        look(page, f"password-generated-{name}")
