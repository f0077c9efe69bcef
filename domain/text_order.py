"""The order in which names stand in lists: digits, Latin, Cyrillic, whatever their case (NAV-9).

The warehouse orders by `COLLATE en`; this is for the few rows that are ordered without it.
"""

from __future__ import annotations

import unicodedata

SHORT_I = "й"
# Й is a letter of its own, after И and before К, and no И with an accent.
AFTER_EVERY_I = "и\uffff"


def text_order(name: str) -> tuple[str, str]:
    """Return what names are ordered by: their letters, then their accents."""
    low = unicodedata.normalize("NFC", name.casefold())
    plain = unicodedata.normalize("NFD", low.replace(SHORT_I, AFTER_EVERY_I))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)), low
