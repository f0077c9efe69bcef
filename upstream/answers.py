"""How an answer about one thing, or a few, is read into types while somebody waits for it.

Readers made with `promised` raise `UnexpectedPayload` for an answer that is not what the API
promises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import msgspec

from domain.errors import UnexpectedPayload
from upstream.envelope import decode
from upstream.fields import Text
from upstream.shapes import decoder

ANYTHING = decoder(dict[str, Any])
Given = ParamSpec("Given")
Read = TypeVar("Read")


def document(record: Any) -> msgspec.json.Decoder[Any]:
    """Return a decoder of `{"data": ...}`: one record, a list of them, or none at all."""
    members = [("data", record | list[record] | None, None)]
    return decoder(msgspec.defstruct("Document", members))


def promised(read: Callable[Given, Read]) -> Callable[Given, Read]:
    """Have a reader raise our own error, and no other, for what it can't read."""

    @wraps(read)
    def reading(*given: Given.args, **named: Given.kwargs) -> Read:
        try:
            return read(*given, **named)
        except (msgspec.DecodeError, ValueError, InvalidOperation) as error:
            raise UnexpectedPayload(f"{read.__name__}: {error}") from error

    return reading


@promised
def any_document(body: bytes) -> None:
    """Make sure that an answer is empty, or a document of the platform's."""
    if body.strip():
        decode(ANYTHING, body)


def records(pages: msgspec.json.Decoder[Any], body: bytes) -> list[Any]:
    """Return the records of an answer, be it one or a list of them."""
    data = decode(pages, body).data
    if data is None:
        return []
    return data if isinstance(data, list) else [data]


def only(found: list[Read]) -> Read:
    """Return the one thing that was answered.

    Raises:
        UnexpectedPayload: it was none, or several.
    """
    if len(found) != 1:
        raise UnexpectedPayload(f"{len(found)} records instead of one")
    return found[0]


def first(values: Iterable[Any]) -> str | None:
    """Return the first value there is, as text."""
    return next((text(value) for value in values if value not in (None, "")), None)


def text(value: Any) -> str:
    """Return a value as text: a flag is "1" or "0", as an order attribute has it."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, bool) else str(value).strip()


def required(value: Text) -> str:
    if value in (None, ""):
        raise ValueError("no id")
    return text(value)


def decimal(value: Any) -> Decimal:
    found = Decimal(text(value))
    if not found.is_finite():
        raise ValueError(f"not a number: {value!r}")
    return found


def amount(value: Any) -> Decimal | None:
    """Return a number, or None where it is none."""
    try:
        return decimal(value)
    except (ValueError, InvalidOperation):
        return None


def instant(value: Any) -> datetime | None:
    """Read an instant; one without an offset can't be compared with anything."""
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return at if at.tzinfo is not None else None
