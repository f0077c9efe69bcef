"""How values are spelt on the wire, and how answers are made of them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
from flask import Response

from sandbox.instants import ZONE
from sandbox.records import Json

JSON_API = "application/vnd.api+json"
PLAIN = "application/json"

_encoder = msgspec.json.Encoder(decimal_format="number")


def text(amount: Decimal) -> str:
    """Spell an amount as the platform does in strings: zeros trimmed to one place, "437.0"."""
    whole, _, places = f"{amount:f}".partition(".")
    return f"{whole}.{places.rstrip('0') or '0'}"


def number(amount: Decimal) -> Decimal:
    """Return an amount that is sent as a bare number, spelt like `text`."""
    return Decimal(text(amount))


def text_or_null(amount: Decimal | None) -> str | None:
    return None if amount is None else text(amount)


def number_or_null(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else number(amount)


def stamp(instant: datetime) -> str:
    """Spell an instant: milliseconds, with the offset of the platform's zone."""
    return instant.astimezone(ZONE).isoformat(timespec="milliseconds")


def stamp_or_null(instant: datetime | None) -> str | None:
    return None if instant is None else stamp(instant)


def stamps(record: Any) -> Json:
    """Return the two instants that nearly every object carries."""
    return {"created_at": stamp(record.created_at), "updated_at": stamp(record.updated_at)}


def answer(body: Any, status: int = 200, content_type: str = JSON_API) -> Response:
    """Encode a body exactly: decimals become bare numbers without passing through a float."""
    return Response(_encoder.encode(body), status=status, content_type=content_type)


def done() -> Response:
    """Say that something has been begun, with an empty body."""
    return Response(status=200, content_type=JSON_API)


def error(status: int, message: str, *, detail: str | None = None, **source: str) -> Response:
    """Answer with one JSON:API error object."""
    return errors(status, [problem_of(status, message, detail=detail, **source)])


def problem_of(status: int, title: str, *, detail: str | None = None, **source: str) -> Json:
    problem: Json = {"status": str(status), "title": title, "detail": detail or title}
    if source:
        problem["source"] = source
    return problem


def errors(status: int, problems: list[Json]) -> Response:
    return answer({"errors": problems}, status)
