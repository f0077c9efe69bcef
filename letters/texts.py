"""The texts of letters in each language, from the same catalogs as those of the screens."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

CATALOGS = Path(__file__).parent.parent / "dashboard" / "translations"
DEFAULT_LANGUAGE = "en"


@cache
def texts_of(language: str) -> NullTranslations:
    """Return the texts of a language; those of the code where there is no catalog of it."""
    path = CATALOGS / language / "LC_MESSAGES" / "messages.po"
    if not is_known(language) or language == DEFAULT_LANGUAGE:
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def is_known(language: str | None) -> bool:
    """Say whether there are letters in a language."""
    if language == DEFAULT_LANGUAGE:
        return True
    catalogs = {path.parent.parent.name for path in CATALOGS.glob("*/LC_MESSAGES/messages.po")}
    return language in catalogs
