"""The change history of a subscription: what its orders say, page by page, on every width."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from dash import Dash
from flask.testing import FlaskClient
from playwright.sync_api import expect

from dashboard.app import PAGES, ROUTES
from screenshots.faults import fits, violations
from tests.browser import DESKTOP, PHONE, browse, serve, shoot
from tests.pages.lists.seen import page_of, parts, text_in
from tests.pages.steps import open_page
from tests.web import browser_of, make_app, sign_in

ADDRESS = "/subscriptions/s1"
# How far the table reaches out of its card.
OVER = """() => {
    const box = document.querySelector('.history').parentElement;
    return box.scrollWidth - box.clientWidth;
}"""
LONG = "Microsoft 365 Business Premium, 1 month, Licenses: 120 → 1250, Storage: 10 → 25"


def order(number: int, **more: Any) -> dict[str, Any]:
    """Return an order of a subscription that is prolonged every month."""
    day = f"{2021 + number // 12}-{number % 12 + 1:02}-28"
    placed = {
        "order_id": f"{100200 + number}", "order_type": "prolong", "manager_id": "",
        "total_amount": "1234567.80", "created_at": f"{day} 09:00:00",
        "updated_at": f"{day} 09:01:00", "description": "Business Premium, 1 month",
    }  # fmt: skip
    return placed | more


ORDERS = [
    *(order(number) for number in range(55)),
    order(55, order_type="sales", manager_id="m1", status="provisioning_failed",
          failure="The vendor has no capacity in this region"),
    order(56, order_type="renewal", manager_id="m9", status="waiting_for_provisioning",
          provisioned_on="2026-11-28"),
    order(57, order_type="switch", manager_id="m1", description=LONG),
    order(58, order_type="change", manager_id="m1", description=LONG),
    order(59, manager_id=None, order_type="renewal", description=None),
]  # fmt: skip
TABLES: dict[str, Any] = {
    "account": [{"account_id": "a1", "name": "Ромашка"}],
    "plan": [{"plan_id": "p1", "name": "Business Premium"}],
    "subscription": [{"subscription_id": "s1", "name": "Business Premium"}],
    "order": ORDERS,
}  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    folder: Path = tmp_path_factory.mktemp("history")
    return make_app(folder, pages=PAGES, routes=ROUTES, tables=TABLES)


@pytest.fixture
def anna(app: Dash) -> FlaskClient:
    return browser_of(app)


def ids_of(drawn: Any) -> list[str]:
    return [text_in(one["children"]).split()[-1] for one in parts(drawn, className="order-id")]


@pytest.mark.parametrize(
    ("query", "shown", "ways"),
    [
        ("", range(59, 34, -1), {"Older": 2}),
        ("&page=2", range(34, 9, -1), {"Newer": 1, "Older": 3}),
        ("&page=3", range(9, -1, -1), {"Newer": 2}),
        ("&page=999", range(9, -1, -1), {"Newer": 2}),
    ],
)
def test_a_long_history_is_told_page_by_page(
    anna: FlaskClient, query: str, shown: range, ways: dict[str, int]
) -> None:
    """HIST-1, HIST-6: the newest first; a page past the end is the last one."""
    drawn = page_of(anna, ADDRESS, f"?tab=history{query}")

    assert ids_of(drawn) == [str(100200 + number) for number in shown]
    (links,) = parts(drawn, className="pages")
    assert {one["children"]: one["href"] for one in parts(links["children"])} == {
        name: f"{ADDRESS}?tab=history&page={page}" for name, page in ways.items()
    }
    assert f"{60 - shown[0]}–{60 - shown[-1]} of 60" in text_in(drawn)


@pytest.mark.parametrize("value", ["0", "-1", "x", "1.5", "9" * 40, "²"])
def test_a_bad_page_gets_a_sentence_and_the_first_one(anna: FlaskClient, value: str) -> None:
    """NAV-7."""
    drawn = page_of(anna, ADDRESS, f"?tab=history&page={quote(value)}")

    assert ids_of(drawn)[0] == "100259"
    assert f"“{value}” is not a value of “page”" in text_in(drawn)


def test_a_short_history_has_no_pages(tmp_path: Path) -> None:
    tables = TABLES | {"order": ORDERS[:25]}
    client = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables=tables).server.test_client()
    sign_in(client)

    drawn = page_of(client, ADDRESS, "?tab=history")

    assert len(ids_of(drawn)) == 25
    assert not list(parts(drawn, className="pages"))


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "scheme", "locale"),
    [(PHONE, "dark", "ru"), (DESKTOP, "light", "ru"), (1440, "dark", "en")],
)
def test_all_columns_are_on_the_screen(app: Dash, width: int, scheme: str, locale: str) -> None:
    """NAV-11, NFR-7: nothing is scrolled sideways for, with the longest words and amounts."""
    options = {"color_scheme": scheme, "locale": locale, "bypass_csp": True}
    with serve(app) as url, browse(url, width=width, **options) as page:
        open_page(page, url, f"{ADDRESS}?tab=history")
        expect(page.locator(".history tbody tr")).to_have_count(25)
        shoot(page, f"history-{width}-{scheme}-{locale}")
        assert page.evaluate(OVER) <= 0
        assert fits(page)
        assert not violations(page)
        page.get_by_role("link", name=re.compile("Older|Раньше")).click()
        expect(page).to_have_url(f"{url}{ADDRESS}?tab=history&page=2")
        expect(page.locator(".history .order-id").first).to_contain_text("100234")
