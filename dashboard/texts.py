"""Texts that a reader reads, in the reader's language."""

from __future__ import annotations

import flask_babel


def gettext(text: str, **values: object) -> str:
    """Return a text in the language of this request, with `%(name)s` filled in."""
    return str(flask_babel.gettext(text, **values))
