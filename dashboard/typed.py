"""Texts as people type them and browsers send them: nothing in them that can't be kept or sent.

A browser may send half of a letter (a lone surrogate), which no encoding has and every store and
platform stumbles over, in JSON as in a form. Forms and addresses come with a sign in its place
already; `install` has JSON do the same, and refuses NUL, which PostgreSQL does not keep. (What an
address asks for after its question mark is compared, and never kept.) Fields refuse the sign by
`text_problem`, so that nothing is kept that nobody typed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from flask import Flask, abort, request
from flask.json.provider import DefaultJSONProvider

from dashboard.texts import gettext

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
HALVES = re.compile("[\ud800-\udfff]")
# Whether it is worth while to look at every text.
ESCAPED = re.compile(rb"\\u(?:d[89a-f]|0000)", re.IGNORECASE)
UNWRITABLE = frozenset({"Cc", "Cs"})  # Control signs, and what is left of halves.


def install(server: Flask) -> None:
    server.json = _Json(server)
    server.before_request(_refuse_nul)


def one_line(value: Any) -> str:
    """Return what was typed as one line, any spaces and line breaks in it as one space."""
    return " ".join(str(value or "").split())


def text_problem(text: str, longest: int) -> str | None:
    """Say what is wrong with a text that is to be kept or sent; None where nothing is."""
    if len(text) > longest:
        return gettext("Enter %(count)s characters at most.", count=longest)
    if any(unicodedata.category(sign) in UNWRITABLE or sign == REPLACEMENT for sign in text):
        return gettext("It has signs that can't be kept or sent. Type it anew.")
    return None


class _Json(DefaultJSONProvider):
    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        told = super().loads(s, **kwargs)
        text = s if isinstance(s, bytes) else s.encode("utf-8", "surrogatepass")
        return _readable(told) if ESCAPED.search(text) else told


def _readable(told: Any) -> Any:
    match told:
        case str():
            return HALVES.sub(REPLACEMENT, told).replace("\0", REPLACEMENT)
        case list():
            return [_readable(one) for one in told]
        case dict():
            return {_readable(key): _readable(value) for key, value in told.items()}
    return told


def _refuse_nul() -> None:
    texts = [request.path, *request.form.values()]
    if any("\0" in text for text in texts):
        abort(400)
