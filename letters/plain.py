"""Makes what others have entered fit for a letter: one line, nothing that can't be seen."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

# Control characters, and those that turn the direction of what follows: a name can look like a
# part of the letter with them. "Cs" are halves of characters, which can't be sent.
UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
TURNING = {"\u200e", "\u200f", "\u061c", *map(chr, range(0x202A, 0x202F)),
           *map(chr, range(0x2066, 0x206A))}  # fmt: skip

RIGHT_TO_LEFT = {"R", "AL", "AN"}
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def one_line(text: str) -> str:
    """Return a text in one line, without what is not seen of it."""
    kept = "".join(" " if unicodedata.category(each) in UNSEEN else each for each in text
                   if each not in TURNING)  # fmt: skip
    return " ".join(kept.split())


def shortened(text: str, longest: int) -> str:
    """Return a text of so many characters at most."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def isolated(text: str) -> str:
    """Return a text that does not turn the direction of what stands beside it, in plain text."""
    is_turning = any(unicodedata.bidirectional(each) in RIGHT_TO_LEFT for each in text)
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}" if is_turning else text


def plain_values(value: Any) -> Any:
    """Return what JSON holds, with each of its texts in one line."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, Mapping):
        return {str(key): plain_values(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain_values(each) for each in value]
    return value
