"""All style sheets take colours, sizes and spacings from the tokens, which stand in one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.app import ASSETS

SHEETS = sorted((ASSETS / "css").glob("*.css"))
DECLARATION = re.compile(r"(?P<name>[\w-]+)\s*:\s*(?P<value>[^;{}]+);")
COLOR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?)\(|\b(?:white|black)\b", re.IGNORECASE)
LENGTH = re.compile(r"(?<![\w.-])-?(\d*\.?\d+)(?:px|r?em)\b")
SPACING = re.compile(r"(?:margin|padding|gap|row-gap|column-gap)(?:-|$)")
HAIRLINE = 2  # Pixels: a nudge, not a spacing.
# Sizes that no token can give: none, a circle, what is around.
GIVEN = {"0", "50%", "inherit"}


def declarations(sheet: Path) -> Iterator[tuple[str, str]]:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    for found in DECLARATION.finditer(text):
        yield found["name"], found["value"].strip()


def is_off(name: str, value: str) -> bool:
    """Tell whether a declaration says itself what a token should."""
    if COLOR.search(value):
        return True
    if SPACING.match(name):
        return any(float(number) > HAIRLINE for number in LENGTH.findall(value))
    if name in ("font-size", "font-weight"):
        return "var(" not in value and value not in GIVEN
    if name.endswith("radius") and not name.startswith("--"):
        return bool(LENGTH.search(value))
    return False


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_says_nothing_that_a_token_should(sheet: Path) -> None:
    if sheet.name == "tokens.css":
        return
    off = [f"{name}: {value}" for name, value in declarations(sheet) if is_off(name, value)]
    if sheet.name == "plain.css":
        # It repeats the dark theme for who has no script; test_plain_style.py compares the two.
        off = [one for one in off if not one.startswith("--")]
    assert off == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_token_that_is_used_exists(sheet: Path) -> None:
    known = {name for each in SHEETS for name, _ in declarations(each) if name.startswith("--")}
    text = sheet.read_text("utf-8")
    used = {name for name in re.findall(r"var\((--[\w-]+)\)", text) if not name.startswith("--bs-")}
    # Of libraries' own, and set by a script.
    assert {name for name in used - known if not name.startswith(("--radix-", "--Dash-"))} == set()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_rule_has_a_browser_look_at_everything_after_each_change(sheet: Path) -> None:
    """It does for `:has()` of what holds the whole page: 10 ms on a desktop, each time."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(r"(?<![\w-])(?:html|body|:root|\.shell|\.content|#content):has\(", text) == []
