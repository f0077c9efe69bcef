"""What a new password must hold (ACC-19)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import LazyString, lazy_gettext

LEAST_LENGTH = 8
LONGEST = 256  # Enough for anyone, and no way to keep the hashing busy.


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement, as a person reads it and as it is checked."""

    text: LazyString
    holds: Callable[[str], bool]


def _letters_and_digits(password: str) -> bool:
    return any(map(str.isalpha, password)) and any(map(str.isdigit, password))


def _mixed_case(password: str) -> bool:
    return any(map(str.isupper, password)) and any(map(str.islower, password))


def _symbol(password: str) -> bool:
    return any(not (char.isalnum() or char.isspace()) for char in password)


LENGTH = Rule(
    lazy_gettext("at least 8 characters"),
    lambda password: LEAST_LENGTH <= len(password) <= LONGEST,
)
LETTERS_AND_DIGITS = Rule(lazy_gettext("letters and digits"), _letters_and_digits)
MIXED_CASE = Rule(lazy_gettext("capital and small letters"), _mixed_case)
SYMBOL = Rule(lazy_gettext("a symbol, such as ! or #"), _symbol)
MIXED_CASE_OR_SYMBOL = Rule(
    lazy_gettext("capital and small letters, or a symbol"),
    lambda password: _mixed_case(password) or _symbol(password),
)

PRESETS: dict[str, tuple[Rule, ...]] = {
    "weak": (LENGTH, LETTERS_AND_DIGITS),
    "good": (LENGTH, LETTERS_AND_DIGITS, MIXED_CASE_OR_SYMBOL),
    "strong": (LENGTH, LETTERS_AND_DIGITS, MIXED_CASE, SYMBOL),
}


def broken_rules(password: str, strength: str) -> list[Rule]:
    """Return the rules of a preset (`weak`, `good`, `strong`) that a password breaks."""
    return [rule for rule in PRESETS[strength] if not rule.holds(password)]
