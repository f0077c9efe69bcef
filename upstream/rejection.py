"""What the platform says when it refuses. The shape of its errors is documented nowhere."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from upstream.envelope import decode

LONGEST = 500
ANYTHING = msgspec.json.Decoder()
SAYING = ("detail", "title", "message", "error_description", "error", "errors")


def error_text(body: bytes) -> str:
    """Return the sentences of a refusal, from any of the shapes it may come in.

    `{"errors": [{"title", "detail"}]}`, `{"errors": ["..."]}`, `{"errors": {"field": ["..."]}}`,
    `{"error": "..."}`, plain text, or an empty body, which gives an empty text. The names of
    fields stay in front of what is wrong with them.
    """
    try:
        said = list(_sentences(decode(ANYTHING, body)))
    except (msgspec.DecodeError, RecursionError):
        said = [_plain(body)]
    return "; ".join(dict.fromkeys(said))[:LONGEST]


def _sentences(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, list):
        for item in value:
            yield from _sentences(item)
    elif isinstance(value, dict):
        known = [value[key] for key in SAYING if value.get(key)]
        if known:
            yield from _sentences(known[0])
        else:
            yield from _by_field(value)


def _by_field(fields: dict[str, object]) -> Iterator[str]:
    for name, value in fields.items():
        for sentence in _sentences(value):
            yield f"{name}: {sentence}"


def _plain(body: bytes) -> str:
    text = body.decode("utf-8", "replace").strip()
    return "" if text.startswith("<") else text
