"""Texts that a reader reads, in the reader's language."""

from __future__ import annotations

import flask_babel


def ngettext(one: str, several: str, num: int, **values: object) -> str:
    """Return the text for a count, with `%(num)s` and `%(name)s` filled in."""
    return str(flask_babel.ngettext(one, several, num, **values))


def gettext(text: str, **values: object) -> str:
    """Return a text in the language of this request, with `%(name)s` filled in."""
    return str(flask_babel.gettext(text, **values))


def pgettext(context: str, text: str) -> str:
    """Return a text that another language says differently of different things."""
    return str(flask_babel.pgettext(context, text))
