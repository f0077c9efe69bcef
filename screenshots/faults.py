"""What a look at a page as it stands finds wrong: by its width, and by axe."""

from __future__ import annotations

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Parts of Dash's own controls that break a rule: a focusable field that is hidden, a role that
# doesn't take a label.
NOT_OURS = re.compile(r'class="[^"]*dash-(?:dropdown|datepicker|options)')
IS_LIVE = "() => !document.getElementById('first-view')"
# What fades has a colour of its own on the way, which is nobody's fault.
HAS_MOVED = """() => Promise.allSettled(document.getAnimations()
  .filter((each) => each.effect.getComputedTiming().iterations !== Infinity)
  .map((each) => each.finished)).then(() => null)"""
# Words of a block that end beyond its edge, and what holds them cuts nothing off.
LEAKS = """() => {
  const found = [], words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const held = words.currentNode.parentElement, style = getComputedStyle(held);
    if (!words.currentNode.data.trim() || held.namespaceURI.endsWith("svg")
        || style.display.startsWith("inline") || style.overflowX !== "visible"
        || held.clientWidth < 2 || !held.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(words.currentNode);
    if (range.getBoundingClientRect().right <= held.getBoundingClientRect().right + 1) continue;
    let around = held; // What is for screen readers alone is as small as can be.
    while (around && getComputedStyle(around).clipPath === "none") around = around.parentElement;
    if (!around) found.push(words.currentNode.data.trim());
  }
  return found;
}"""
# What passes is not told, which takes axe and the browser as long again as all the rest.
FAILED_ONLY = {"resultTypes": ["violations"]}


def wait_until_moved(page: Page) -> None:
    """Wait until the page itself stands there, and what is under way has come to its end."""
    page.wait_for_function(IS_LIVE)
    page.evaluate(HAS_MOVED)


def fits(page: Page) -> bool:
    """Say whether nothing reaches out of the screen sideways."""
    width: bool = page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    return width


def leaks(page: Page) -> list[str]:
    """Return the words that have no room in what holds them, and so reach over what is beside."""
    found: list[str] = page.evaluate(LEAKS)
    return found


def violations(page: Page, options: dict[str, Any] | None = None) -> list[tuple[str, str]]:
    """Return the accessibility rules that our own elements break, and the elements.

    `options` are axe's; a transition that is under way is waited for.
    """
    wait_until_moved(page)
    return [
        (rule["id"], node["html"])
        for rule in Axe().run(page, options=FAILED_ONLY | (options or {})).response["violations"]
        for node in rule["nodes"]
        if not NOT_OURS.search(node["html"])
    ]
