"""A real browser in front of a portal of this process.

    with serve(app) as url, browse(url, width=390) as page:
        page.goto(url)

`browse` fails at its end when a page said something on the console, broke, or asked another site
for anything. One Chromium, which takes long to start, serves all tests of a process, and each of
them has a profile of its own in it. Screenshots: `shoot(page, "name")` keeps one where SCREENSHOTS
names a folder.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from dash import Dash
from playwright.sync_api import Browser, Page, sync_playwright

from screenshots.chromium import LAUNCH
from screenshots.faults import fits, violations, wait_until_moved
from screenshots.serving import serving

HEIGHT = 900
PHONE, TABLET, DESKTOP = 390, 768, 1280
REFUSED = "error: Failed to load resource: "
# On a busy machine a chart may come seconds after its page. How fast it is, bench/ says.
LATE = "was preloaded using link preload but not used within a few seconds"


@contextmanager
def serve(app: Dash) -> Iterator[str]:
    """Serve an application on a free port of this machine."""
    with serving(app.server) as url:
        yield url


@contextmanager
def browse(
    url: str,
    *,
    width: int = DESKTOP,
    is_refused: bool = False,
    elsewhere: str | None = None,
    **options: Any,
) -> Iterator[Page]:
    """Open a page in a browser with a new profile. `options` are Playwright's for a context.

    `is_refused` says that the test makes requests fail, which is noted on the console; `elsewhere`
    is another site that it leads to.
    """
    troubles: list[str] = []
    allowed = (url, elsewhere or url, "data:", "blob:")
    with _chromium().new_context(viewport={"width": width, "height": HEIGHT}, **options) as context:
        page = context.new_page()
        # Collected and not raised here: an exception in a handler takes the driver down.
        page.on("console", lambda said: _note(troubles, said.type, said.text))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("request", lambda request: _note_elsewhere(troubles, allowed, request.url))
        yield page
    unexpected = [
        trouble for trouble in troubles if not (is_refused and trouble.startswith(REFUSED))
    ]
    assert not unexpected, unexpected


def shoot(page: Page, name: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def look(page: Page, name: str) -> None:
    """Keep a screenshot of a page that has come, which must fit and break no rule of axe."""
    page.wait_for_load_state()
    wait_until_moved(page)
    shoot(page, name)
    assert fits(page), name
    assert violations(page) == [], name


@cache
def _chromium() -> Browser:
    playwright = sync_playwright().start()
    atexit.register(playwright.stop)
    return playwright.chromium.launch(**LAUNCH)


def _note(troubles: list[str], kind: str, text: str) -> None:
    if kind in ("error", "warning") and LATE not in text:
        troubles.append(f"{kind}: {text}")


def _note_elsewhere(troubles: list[str], allowed: tuple[str, ...], asked: str) -> None:
    if not asked.startswith(allowed):
        troubles.append(f"asked {asked}")
