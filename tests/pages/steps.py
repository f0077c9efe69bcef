"""What a person does first in a browser test of the portal, and what is on the screen then.

The costs of tests/cost_rows.py lie in January to March 2026.
"""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.web import PASSWORD

WINTER = "from=2026-01&to=2026-02"


def open_page(page: Page, url: str, address: str) -> None:
    """Sign in and open an address, as someone who was sent it."""
    page.goto(f"{url}{address}")
    page.get_by_label(re.compile("Domain name|Домен")).fill("alfa.example")
    page.get_by_label(re.compile("Email|почта", re.IGNORECASE)).fill("anna@alfa.example")
    page.get_by_label(re.compile("Password|Пароль")).fill(PASSWORD)
    page.keyboard.press("Enter")
    # The first browser of all waits for static files to be compressed.
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)


def click_bar(page: Page, number: int) -> None:
    """Click in the middle of a component's first bar, where the pointer's layer takes it."""
    bar = page.locator("#analytics-bars .trace.bars").nth(number).locator("path").first
    box = bar.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def bars(page: Page) -> list[str]:
    """Return the tips of the bars as they are drawn."""
    page.locator("#analytics-charts .card").last.scroll_into_view_if_needed()
    expect(page.locator("#analytics-bars .trace.bars path").first).to_be_visible()
    names: list[str] = page.evaluate(
        "() => document.querySelector('#analytics-bars .js-plotly-plot').data.map(t => t.name)"
    )
    return names
