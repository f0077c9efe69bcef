"""A browser that signs in, waits until a page stands still, and takes its picture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from screenshots.chromium import LAUNCH
from screenshots.faults import fits, leaks, violations
from screenshots.stage import PASSWORD, Stage

HEIGHTS = {1280: 900, 768: 1024, 390: 844}
OTHER_HEIGHT = 800
HIGHEST = 8_000
THEMES = ("light", "dark")
# How long a page may take to come to rest: the first ones wait for pictures of products.
PATIENCE_MS = 20_000
# Whether a finger meets what it aims at (WCAG 2.2 AA), which axe leaves out unless it is told to.
WITH_SIZES = {"rules": {"target-size": {"enabled": True}}}
# At rest: nothing on its way, nothing moving, every picture there, every chart drawn.
STANDS_STILL = """() => {
  const busy = document.querySelector(
    "[aria-busy=true], ._dash-loading-callback, .dash-graph--pending");
  const moving = document.getAnimations().some((each) => each.playState === "running"
      && each.effect.getComputedTiming().iterations !== Infinity);
  const late = [...document.images].some((each) => !each.complete && each.loading !== "lazy");
  const chart = [...document.querySelectorAll(".dash-graph")].some(
    (each) => each.offsetParent
      && Math.abs((each.querySelector(".main-svg")?.clientWidth ?? 0) - each.clientWidth) > 1);
  const drawn = document.querySelector("h1") && document.fonts.status === "loaded";
  return drawn && !busy && !moving && !late && !chart;
}"""


@dataclass(frozen=True, slots=True)
class Camera:
    """Where pictures go, and which ones are wanted."""

    folder: Path
    widths: tuple[int, ...]
    themes: tuple[str, ...]
    is_whole: bool = True  # Or what is seen without scrolling.
    is_examined: bool = False  # Whether axe looks at it as well.

    def take(self, page: Page, name: str) -> list[str]:
        """Take a page as it stands, at every width and in both themes; return what is wrong with
        it: what reaches out of the screen, and what axe finds.
        """
        wrong = []
        for width in self.widths:
            for theme in self.themes:
                page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, OTHER_HEIGHT)})
                page.emulate_media(color_scheme="dark" if theme == "dark" else "light",
                                   reduced_motion="reduce")  # fmt: skip
                wait_until_still(page)
                picture = f"{name}-{width}-{theme}"
                wrong += [f"{picture}: {found}" for found in self._faults(page)]
                if self.is_whole:
                    unroll(page, width)
                page.screenshot(path=self.folder / f"{picture}.png", animations="disabled")
        return wrong

    def _faults(self, page: Page) -> list[str]:
        found = [] if fits(page) else ["wider than the screen"]
        found += [f"no room for “{text}”" for text in leaks(page)]
        if self.is_examined:
            found += [f"{rule} of {html[:120]}" for rule, html in violations(page, WITH_SIZES)]
        return found


def wait_until_still(page: Page) -> None:
    page.wait_for_load_state("networkidle", timeout=PATIENCE_MS)
    page.wait_for_function(STANDS_STILL, timeout=PATIENCE_MS)


def unroll(page: Page, width: int) -> None:
    """Make the screen as high as the page, so that bars that stick to its edges are there. What
    covers the page is as high as a screen, and stays so.
    """
    if page.locator(".modal.show, dialog[open]").count():
        return
    height = page.evaluate("() => document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(height, HIGHEST)})
    wait_until_still(page)


@contextmanager
def browser() -> Iterator[Browser]:
    """Start the system's Chromium, and end it."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**LAUNCH)
        try:
            yield chromium
        finally:
            chromium.close()


def visit(chromium: Browser, stage: Stage, language: str, who: str | None) -> BrowserContext:
    """Return a profile of its own, in which a manager is signed in unless `who` is None."""
    context = chromium.new_context(
        base_url=stage.url,
        locale=language,
        reduced_motion="reduce",
        timezone_id="UTC",
        bypass_csp=True,  # Else axe, which is put into the page, is refused there.
    )
    context.set_default_timeout(PATIENCE_MS)
    if who is not None:
        page = context.new_page()
        sign_in(page, who)
        page.wait_for_selector("#content h1")
        page.close()
    return context


def sign_in(page: Page, who: str) -> None:
    page.goto("/sign-in")
    page.locator("#domain").fill(who.partition("@")[2])
    page.locator("#email").fill(who)
    page.locator("#password").fill(PASSWORD)
    page.locator("button[type=submit]").click()
