from __future__ import annotations

import re

from dashboard.app import ASSETS

TOKEN = re.compile(r"(--[\w-]+|color-scheme): ([^;]+);")


def tokens(sheet: str, opening: str) -> dict[str, str]:
    """Return the tokens of the block that a selector opens."""
    text = (ASSETS / "css" / sheet).read_text("utf-8")
    return dict(TOKEN.findall(text.partition(opening)[2].partition("}")[0]))


def test_without_a_script_dark_is_the_same_dark() -> None:
    dark = tokens("tokens.css", '[data-bs-theme="dark"] {')
    plain = tokens("plain.css", ":root:not([data-bs-theme]) {")

    assert plain.items() <= dark.items()


def test_the_plain_pages_use_tokens_that_exist_in_both_themes() -> None:
    text = (ASSETS / "css" / "plain.css").read_text("utf-8")
    used = set(re.findall(r"var\((--[\w-]+)\)", text))
    light = tokens("tokens.css", '[data-bs-theme="light"] {')
    common = tokens("tokens.css", "\n:root {")
    dark = tokens("plain.css", ":root:not([data-bs-theme]) {")

    assert used <= light.keys() | common.keys()
    assert used - common.keys() <= dark.keys()
