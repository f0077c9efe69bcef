"""The tour: shown once to who is new, left by one key, begun again from the help page."""

from __future__ import annotations

import pytest
from dash import Dash
from playwright.sync_api import Page, expect

from dashboard.app import PAGES, ROUTES
from screenshots.faults import violations
from store.models import ManagerSetting
from store.tours import is_toured
from tests.browser import PHONE, browse, serve, shoot
from tests.cost_rows import TABLES
from tests.pages.steps import open_page
from tests.web import csrf_token, make_app, portal_of, sign_in

ANNA = {"manager_id": "m1", "reseller_id": "r1"}
TITLES = ["Find anything", "Order for a client", "Manage what was ordered",
          "See what everything costs", "You and your company"]  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    folder = tmp_path_factory.mktemp("toured")
    return make_app(folder, pages=PAGES, routes=ROUTES, tables=TABLES)


def forget(app: Dash) -> None:
    """Let both Annas be new."""
    with portal_of(app).store.writing() as session:
        session.query(ManagerSetting).delete()


def is_seen(app: Dash, **who: str) -> bool:
    return is_toured(portal_of(app).store, **(ANNA | who))


def test_only_who_is_signed_in_has_seen_it_and_only_by_a_form_of_ours(app: Dash) -> None:
    forget(app)
    client = app.server.test_client()
    assert client.post("/help/tour").status_code == 302
    sign_in(client)
    assert client.post("/help/tour").status_code == 400

    token = csrf_token(client, "/password")
    assert client.post("/help/tour", headers={"X-CSRFToken": token}).status_code == 204

    assert is_seen(app)
    assert not is_seen(app, manager_id="m2", reseller_id="r2")


@pytest.mark.browser
def test_who_is_new_is_shown_around_once(app: Dash) -> None:
    forget(app)
    with serve(app) as url:
        with browse(url, reduced_motion="reduce") as page:
            open_page(page, url, "/")
            dialog = page.get_by_role("dialog")
            for number, title in enumerate(TITLES, 1):
                expect(dialog).to_have_accessible_name(title)
                expect(dialog).to_contain_text(f"{number} of 5")
                page.keyboard.press("Tab")  # The keyboard stays within.
                page.keyboard.press("Tab")
                page.keyboard.press("Tab")
                assert page.evaluate("() => !!document.activeElement.closest('.tour')")
                points_at_something(page)
                check(page, f"tour-{number}")
                name = "Next" if number < len(TITLES) else "Start working"
                dialog.get_by_role("button", name=name).click()
            expect(dialog).to_have_count(0)
            page.wait_for_function("() => document.getElementById('tour').dataset.due === 'no'")
        with browse(url, width=PHONE) as page:  # On another device.
            open_page(page, url, "/")
            expect(page.locator("#tour")).to_have_attribute("data-due", "no")
            expect(page.get_by_role("dialog")).to_have_count(0)
    assert is_seen(app)


@pytest.mark.browser
def test_one_key_leaves_it_for_good_and_help_begins_it_again(app: Dash) -> None:
    forget(app)
    options = {"color_scheme": "dark", "reduced_motion": "reduce"}
    with serve(app) as url, browse(url, width=PHONE, **options) as page:
        open_page(page, url, "/subscriptions")
        expect(page.locator("#tour")).to_have_attribute("data-due", "yes")
        expect(page.get_by_role("dialog")).to_have_count(0)  # Only on the main page.

        page.goto(url)
        dialog = page.get_by_role("dialog")
        expect(dialog).to_have_accessible_name(TITLES[0])
        for number in range(1, 5):
            check(page, f"tour-phone-{number}")
            dialog.get_by_role("button", name="Next").click()
        points_at_something(page)
        dialog.get_by_role("button", name="Back").click()
        expect(dialog).to_have_accessible_name(TITLES[3])
        with page.expect_response("**/help/tour") as answer:
            page.keyboard.press("Escape")
        assert answer.value.status == 204
        expect(dialog).to_have_count(0)
        assert is_seen(app)

        page.goto(f"{url}/help")
        again = page.get_by_role("button", name="Show me around")
        again.click()
        expect(dialog).to_have_accessible_name(TITLES[0])
        dialog.get_by_role("button", name="Skip the tour").click()
        expect(dialog).to_have_count(0)
        expect(again).to_be_focused()


def points_at_something(page: Page) -> None:
    """The spot lies on the screen, and the card beside it and not over it."""
    spot, card = page.locator(".tour-spot"), page.locator(".tour-card")
    expect(spot).to_be_in_viewport(ratio=0.8)
    expect(card).to_be_in_viewport(ratio=1)
    one, other = spot.bounding_box(), card.bounding_box()
    assert one is not None
    assert other is not None
    is_above = one["y"] + one["height"] <= other["y"]
    assert is_above or other["y"] + other["height"] <= one["y"]


def check(page: Page, name: str) -> None:
    shoot(page, name)
    assert violations(page) == [], name
