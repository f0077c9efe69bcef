"""Help in place and the help pages: by pointer, touch and keyboard, in every width and theme."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from plotly.utils import PlotlyJSONEncoder

from dashboard.app import PAGES, ROUTES
from dashboard.components.help_numbers import Shown, draw_numbers
from dashboard.services.freshness import Freshness
from screenshots.faults import violations
from tests.browser import PHONE, TABLET, browse, shoot
from tests.cost_rows import TABLES
from tests.pages.steps import WINTER, open_page
from tests.web import make_app, show_page, sign_in, text_of

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FITS = "() => document.documentElement.scrollWidth <= innerWidth"


@pytest.mark.parametrize("path", ["/help", "/help/numbers"])
def test_help_is_for_who_is_signed_in(client: FlaskClient, path: str) -> None:
    assert "/sign-in" in client.get(path).location


@pytest.mark.parametrize("path", ["/help", "/help/numbers"])
def test_help_is_for_every_partner(other_reseller: FlaskClient, path: str) -> None:
    assert other_reseller.get(path).status_code == 200
    assert show_page(other_reseller, path).status_code == 200


def test_the_search_finds_help(signed_in: FlaskClient) -> None:
    found = signed_in.get("/search.json?q=help").get_json()

    assert ("Help", "/help") in [(one["title"], one["url"]) for one in found]


def test_numbers_are_shown_on_the_readers_own(
    signed_in: FlaskClient, other_reseller: FlaskClient
) -> None:
    """As of 20 November 2026: the costs of tests/cost_rows.py lie outside the last half year."""
    own = text_of(show_page(signed_in, "/help/numbers"))

    for said in ("15.48 EUR", "31.98 EUR", "30.015 EUR", "▲ +4.6", "▼ −50.0", "0.033",
                 "Amount (with discount) in partner currency", "as of"):  # fmt: skip
        assert said.lower() in own.lower(), said
    assert "15.48 USD" in text_of(show_page(other_reseller, "/help/numbers"))


def test_names_that_are_shared_are_shown_with_what_each_costs(tmp_path: Path) -> None:
    """ANL-7; the costs are moved to where the page looks."""
    costs = [{**one, "day": f"2026-10-{one['day'][-2:]}"} for one in TABLES["cost"]]
    app = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables={**TABLES, "cost": costs})
    client = app.server.test_client()
    sign_in(client)

    own = text_of(show_page(client, "/help/numbers"))

    for said in ("Beta, ID a2", "3.50", "Beta, ID a3", "7.00", "Total of October 2026",
                 "139.80 EUR"):  # fmt: skip
        assert said in own, said
    assert "1,000" not in own


def test_the_rules_are_for_who_may_not_see_the_numbers(app: Dash) -> None:
    fresh = Freshness("1", NOW, NOW, None, is_loading=False, is_late=False)
    with app.server.test_request_context():
        shown = Shown(numbers=None, deadlines=None, fresh=fresh, as_of="9:00", next_at="9:10")
        drawn = json.dumps(draw_numbers(shown, "EUR", "en"), cls=PlotlyJSONEncoder)

    assert "15.48 EUR" in drawn
    assert "Yours now" in drawn  # How fresh they are, which every page says.
    assert '"/catalog"' in drawn
    assert '"/deadlines"' not in drawn
    assert '"/analytics' not in drawn


@pytest.mark.browser
def test_a_word_is_explained_where_it_stands(url: str) -> None:
    with browse(url, has_touch=True) as page:
        open_page(page, url, f"/analytics?{WINTER}")
        mark = page.get_by_role("button", name="About: Before and after discounts")
        told = page.get_by_role("dialog", name="Before and after discounts")
        expect(told).to_be_hidden()
        mark.click()
        expect(told).to_contain_text("less the discount your provider gives you")
        expect(told).to_be_focused()
        expect(mark).to_have_attribute("aria-expanded", "true")
        for width in (1280, TABLET, PHONE):
            page.set_viewport_size({"width": width, "height": 800})
            check(page, f"term-{width}")
            box = told.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
        page.keyboard.press("Escape")
        expect(told).to_be_hidden()
        expect(mark).to_be_focused()
        expect(mark).to_have_attribute("aria-expanded", "false")

        mark.press("Enter")
        expect(told).to_be_visible()
        page.get_by_role("heading", name="Analytics").click()
        expect(told).to_be_hidden()
        mark.tap()
        expect(told).to_be_visible()
        mark.tap()
        expect(told).to_be_hidden()

        mark.press("Enter")
        page.keyboard.press("Tab")
        with page.expect_popup() as opened:
            page.keyboard.press("Enter")
        assert opened.value.url.endswith("/help#gross-and-net")
        expect(opened.value.locator("#gross-and-net")).to_be_in_viewport()
        opened.value.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_help_is_readable_everywhere(url: str, scheme: str) -> None:
    with browse(url, color_scheme=scheme, reduced_motion="reduce") as page:
        open_page(page, url, "/help")
        for width in (1280, TABLET, PHONE):
            page.set_viewport_size({"width": width, "height": 900})
            check(page, f"help-{scheme}-{width}")
        page.get_by_role("link", name="Billing types").click()
        expect(page).to_have_url(re.compile("#billing-types$"))
        expect(page.locator("#billing-types")).to_be_in_viewport()
        page.get_by_role("link", name="Read how").click()
        title = page.get_by_role("heading", name="How the numbers are made", level=1)
        expect(title).to_be_visible()
        for width in (1280, TABLET, PHONE):
            page.set_viewport_size({"width": width, "height": 900})
            check(page, f"numbers-{scheme}-{width}")


def check(page: Page, name: str) -> None:
    page.wait_for_function(FITS)  # Charts follow a new width a moment later.
    shoot(page, name)
    assert violations(page) == [], name
