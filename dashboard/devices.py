"""What a browser says it is, in plain words."""

from __future__ import annotations

import re

from dashboard.texts import gettext

LONGEST = 60

# In this order: most say that they are some of the others, too.
BROWSERS = (
    ("Edge", r"\bEdgA?(?:iOS)?/"),
    ("Opera", r"\bOPR/|\bOpera\b"),
    ("Yandex Browser", r"\bYaBrowser/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\bFirefox/|\bFxiOS/"),
    ("Chrome", r"Chrome/|\bCriOS/|\bChromium/"),
    ("Safari", r"\bSafari/"),
)
SYSTEMS = (
    ("Windows", r"\bWindows\b"),
    ("Android", r"\bAndroid\b"),
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("macOS", r"\bMac OS X\b"),
    ("Linux", r"\bLinux\b"),
)


def device_name(user_agent: str) -> str:
    """Return the browser and the system, as `Firefox, Windows`; what is not known is shortened."""
    found = [_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)]
    known = ", ".join(name for name in found if name)
    if known:
        return known
    plain = "".join(char for char in user_agent if char.isprintable()).strip()
    if len(plain) > LONGEST:
        plain = plain[: LONGEST - 1].rstrip() + "…"
    return plain or gettext("Unknown device")


def _first(named: tuple[tuple[str, str], ...], user_agent: str) -> str | None:
    return next((name for name, pattern in named if re.search(pattern, user_agent)), None)
