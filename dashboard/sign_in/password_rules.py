"""What a new password must hold (ACC-19)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import LazyString, lazy_gettext

from dashboard.texts import gettext
from store.credentials import LONGEST

LEAST_LENGTH = 8
# Shown as what a good password looks like, to everyone: so it is none.
EXAMPLE = "Cedar-Bridge-42"


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement, as a person reads it and as it is checked."""

    name: str  # assets/plain/password.js knows it by this.
    text: LazyString
    holds: Callable[[str], bool]


def _letters_and_digits(password: str) -> bool:
    return any(map(str.isalpha, password)) and any(map(str.isdigit, password))


def _mixed_case(password: str) -> bool:
    return any(map(str.isupper, password)) and any(map(str.islower, password))


def _symbol(password: str) -> bool:
    return any(not (char.isalnum() or char.isspace()) for char in password)


LENGTH = Rule(
    "length",
    lazy_gettext("at least 8 characters"),
    lambda password: LEAST_LENGTH <= len(password) <= LONGEST,
)
LETTERS_AND_DIGITS = Rule(
    "letters-and-digits", lazy_gettext("letters and digits"), _letters_and_digits
)
MIXED_CASE = Rule("mixed-case", lazy_gettext("capital and small letters"), _mixed_case)
SYMBOL = Rule("symbol", lazy_gettext("a symbol, such as ! or #"), _symbol)
MIXED_CASE_OR_SYMBOL = Rule(
    "mixed-case-or-symbol",
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


def problem_of(password: str, strength: str) -> str | None:
    """Say what keeps a new password from being taken; None where nothing does (ACC-11)."""
    broken = broken_rules(password, strength)
    if broken:
        missing = "; ".join(str(rule.text) for rule in broken)
        return gettext("Still missing: %(rules)s.", rules=missing)
    if unicodedata.normalize("NFKC", password).strip().casefold() == EXAMPLE.casefold():
        return gettext("This is the example, which everyone knows. Choose another password.")
    return None
