"""What the platform says when it refuses. The shape of its errors is documented nowhere."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from upstream.envelope import decode

LONGEST = 500
ANYTHING = msgspec.json.Decoder()
# What stands around values in a body.
WRAPPING = ("", "data", "attributes", "custom_attributes")
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


def error_fields(body: bytes) -> dict[str, str]:
    """Return what a refusal says of single values, by the key of each; empty when of none.

    `{"errors": [{"source": {"pointer": "/data/attributes/zip"}, "detail"}]}` and
    `{"errors": {"zip": ["..."]}}`. Of a custom attribute the key is its own.
    """
    try:
        said = decode(ANYTHING, body)
        errors = said.get("errors") if isinstance(said, dict) else None
        found = list(_pointed(errors))
    except (msgspec.DecodeError, RecursionError):
        return {}
    problems: dict[str, list[str]] = {}
    for key, text in found:
        problems.setdefault(key, []).append(text)
    return {key: "; ".join(dict.fromkeys(texts))[:LONGEST] for key, texts in problems.items()}


def _pointed(errors: object) -> Iterator[tuple[str, str]]:
    if isinstance(errors, dict) and not any(errors.get(key) for key in SAYING):
        for key, value in errors.items():
            yield from ((key, text) for text in _sentences(value))
    for error in errors if isinstance(errors, list) else ():
        source = error.get("source") if isinstance(error, dict) else None
        pointer = source.get("pointer") if isinstance(source, dict) else None
        key = _key(pointer) if isinstance(pointer, str) else None
        if key:
            yield from ((key, text) for text in _sentences(error))


def _key(pointer: str) -> str | None:
    """Return which value of a body a JSON pointer is about."""
    steps = [step for step in pointer.split("/") if step not in WRAPPING and not step.isdecimal()]
    return steps[0] if steps else None


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
