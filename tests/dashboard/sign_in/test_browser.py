"""The pages before anyone is signed in, in a browser: without scripts, and what scripts add."""

from __future__ import annotations

from pathlib import Path

import pytest
from dash import Dash
from playwright.sync_api import Page, expect
from pyotp import TOTP

from dashboard.sign_in.password_rules import EXAMPLE
from screenshots.faults import fits
from store.tokens import Purpose, new_token
from tests.browser import PHONE, browse, serve, shoot
from tests.second_factors import code_at, give_second_factor
from tests.web import ANNA, OTHER_ANNA, PASSWORD, make_app, portal_of

pytestmark = pytest.mark.browser

NEW = "Another-Horse-8"


def link(app: Dash) -> str:
    """Return the address of a link that was mailed to Anna."""
    here, now = portal_of(app), portal_of(app).clock()
    whose = {"manager_id": "m1", "reseller_id": "r1"}
    return f"/set-password/{new_token(here.store, Purpose.RESET, **whose, asked_at=now, now=now)}"


def say_who(page: Page, password: str | None = None) -> None:
    page.locator("#domain").fill("alfa.example")
    page.locator("#email").fill("anna@alfa.example")
    if password is not None:
        page.locator("#password").fill(password)
    page.locator("main button[type=submit]").click()


def test_everything_before_the_portal_works_without_scripts(app: Dash) -> None:
    """ACC-10 to ACC-17, ACC-21: sign-in, its second step, a forgotten password, a new one."""
    with serve(app) as url, browse(url, java_script_enabled=False, is_refused=True) as page:
        page.goto(f"{url}/sign-in")
        page.get_by_role("link", name="Forgot your password?").click()
        say_who(page)
        expect(page.get_by_text("a mail with a link is on its way")).to_be_visible()

        page.goto(url + link(app))
        expect(page.get_by_role("button", name="Generate")).to_be_hidden()
        expect(page.get_by_text("capital and small letters")).to_be_visible()
        submit = page.get_by_role("button", name="Change my password")
        page.locator("#new").fill("horse")
        page.locator("#confirm").fill("cow")
        submit.click()
        expect(page.locator("#confirm-problem")).to_have_text("The two passwords differ.")
        shoot(page, "set-password-without-scripts")
        give_second_factor(app)
        page.locator("#new").fill(NEW)
        page.locator("#confirm").fill(NEW)
        submit.click()
        expect(page.locator("#code")).to_be_visible()

        page.goto(f"{url}/sign-in")
        say_who(page, "wrong")
        expect(page.get_by_role("alert")).to_have_text("Domain, email or password is incorrect.")
        page.locator("#password").fill(NEW)
        page.locator("main button[type=submit]").click()
        page.locator("#code").fill("000000")
        page.locator("main button[type=submit]").click()
        expect(page.locator("#code-problem")).to_be_visible()
        page.locator("#code").fill(code_at(app))
        page.locator("main button[type=submit]").click()
        expect(page.locator("#code")).to_have_count(0)
        shoot(page, "portal-without-scripts")
        assert "The portal needs JavaScript." in page.locator("noscript").inner_text()


def test_scripts_show_what_a_new_password_holds_and_make_one(app: Dash) -> None:
    """ACC-11, ACC-12, ACC-13."""
    with serve(app) as url, browse(url, width=PHONE, is_refused=True) as page:
        page.goto(url + link(app))
        new, confirm = page.locator("#new"), page.locator("#confirm")
        submit = page.get_by_role("button", name="Change my password")
        held = page.locator("li[data-holds]")
        for typed, names in (
            ("h", []),
            ("horse", []),
            ("Horse", ["mixed-case"]),
            ("Horse7", ["letters-and-digits", "mixed-case"]),
            ("Horse-7-x", ["length", "letters-and-digits", "mixed-case", "symbol"]),
        ):
            new.fill(typed)
            assert held.evaluate_all("all => all.map(one => one.dataset.rule)") == names, typed
            expect(submit).to_be_disabled()
        confirm.fill("Horse-7-x")
        expect(submit).to_be_enabled()
        confirm.fill("Horse-7-y")
        expect(submit).to_be_disabled()

        new.fill(EXAMPLE)
        confirm.fill(EXAMPLE)
        submit.click()
        expect(page.locator("#new-problem")).to_contain_text("This is the example")
        new.fill(EXAMPLE + "x")
        expect(page.locator(".problem")).to_have_count(0)
        with page.expect_navigation():  # As it is sent without a script.
            page.evaluate("() => document.querySelector('form').requestSubmit()")
        expect(page.locator("#confirm-problem")).to_have_text("The two passwords differ.")
        page.get_by_role("button", name="Generate").click()
        expect(page.locator(".problem")).to_have_count(0)
        expect(new).to_have_attribute("type", "text")
        assert new.get_attribute("aria-invalid") is None
        assert len(new.input_value()) >= 12
        assert new.input_value() == confirm.input_value()
        assert held.count() == 4
        assert fits(page)
        shoot(page, "set-password-generated")
        submit.click()
        expect(page.get_by_text("Welcome").or_(page.locator(".shell")).first).to_be_visible()
        assert PASSWORD not in page.content()


LONG_WORD = "Übergrößenträger" * 8
HEBREW = "חברת הענן הגדולה של אלפא"
# 1280 px at 200 %, 1280 px at 400 %, and a phone that is turned.
SIZES = {"zoomed": (640, 450), "most": (320, 256), "turned": (844, 390)}


def test_all_fits_zoomed_on_a_turned_phone_and_with_names_without_end(tmp_path: Path) -> None:
    """NFR-7, NAV-11: every page around a password, its button in reach."""
    email = f"{'a' * 64}@{'.'.join(['b' * 58] * 3)}.example"
    people = [{**ANNA, "email": email, "name": f"{HEBREW} {LONG_WORD}"}, OTHER_ANNA]
    app = make_app(tmp_path, brand=f"{HEBREW} {LONG_WORD}", tables={"manager": people})
    with serve(app) as url, browse(url, is_refused=True) as page:

        def look_at(name: str) -> None:
            for size, (width, height) in SIZES.items():
                page.set_viewport_size({"width": width, "height": height})
                shoot(page, f"{name}-{size}")
                assert fits(page), (name, size)
                page.locator("main :is(button[type=submit], a.button)").first.hover(trial=True)

        page.goto(f"{url}/sign-in")
        look_at("sign-in")
        page.goto(f"{url}/forgot-password")
        look_at("forgot-password")
        page.goto(url + link(app))
        look_at("set-password")
        page.goto(f"{url}/sign-in")
        page.locator("#domain").fill("alfa.example")
        page.locator("#email").fill(email)
        page.locator("#password").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        page.wait_for_url(f"{url}/")
        for path in ("password", "second-factor"):
            page.goto(f"{url}/{path}")
            look_at(path)
        page.locator("#password").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        page.locator("svg.qr").wait_for()
        look_at("second-factor-app")
        secret = page.locator("code.key").inner_text().replace(" ", "")
        page.locator("#code").fill(TOTP(secret).at(portal_of(app).clock()))
        page.locator("main button[type=submit]").first.click()
        page.locator("ol.codes").wait_for()
        look_at("recovery-codes")
        page.context.clear_cookies()
        page.goto(f"{url}/sign-in?domain=alfa.example")
        page.locator("#email").fill(email)
        page.locator("#password").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        page.locator("#code").wait_for()
        look_at("second-step")
