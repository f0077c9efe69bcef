"""JSON to rows. This module and the `upstream.*_records` beside it know the API's field names.

A page gives rows of one table or several, in the columns of `warehouse/schema`, with amounts, days
and instants still as the text that was sent. A record that is not what the API promises becomes
`Quarantined`, and the rest of its page is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import msgspec

from domain.errors import UnexpectedPayload
from upstream import (
    agreement_records,
    catalog_records,
    charge_records,
    reseller_records,
    subscription_records,
)
from upstream.shapes import Rows, Shape

# What stands in a kept record for bytes that are not UTF-8.
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

SHAPES: Mapping[str, Shape[Any]] = MappingProxyType(
    {
        **reseller_records.SHAPES,
        **catalog_records.SHAPES,
        **agreement_records.SHAPES,
        **subscription_records.SHAPES,
        **charge_records.SHAPES,
    }
)


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A record that could not be read, and why. `record` is a page that holds it alone; bytes that
    are not UTF-8 are lost in it.
    """

    record_id: str
    reason: str
    record: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a page says. `count` is the number of its records, the unreadable ones included."""

    rows: Mapping[str, Rows]
    quarantined: Sequence[Quarantined]
    count: int


def parse_page(collection: str, body: bytes) -> Parsed:
    """Read a page of a collection.

    Raises:
        UnexpectedPayload: the page itself is not what the API promises.
    """
    shape = SHAPES[collection]
    try:
        records = shape.read(body)
    except msgspec.DecodeError:
        return _parse_one_by_one(shape, body)
    return Parsed(shape.rows(records, range(len(records))), (), len(records))


def set_aside(collection: str, body: bytes, reasons: Mapping[int, str]) -> list[Quarantined]:
    """Set aside records of a page that was read, but that can't be used.

    `reasons` is by the record's position on the page.
    """
    shape = SHAPES[collection]
    pages = shape.alone(body)
    return [_quarantined(shape, pages[position], why) for position, why in reasons.items()]


def changed_at(collection: str, body: bytes) -> Sequence[str | None]:
    """Return when each record of a page was last changed, as sent, in the order of the page."""
    return _told(parse_page(collection, body), "updated_at")


def subscriptions_on(body: bytes) -> Sequence[str]:
    """Return the ids of the subscriptions on a page of them; of one that can't be read, none."""
    try:
        return _told(parse_page("subscriptions", body), "subscription_id")
    except UnexpectedPayload:
        return ()


def _told(parsed: Parsed, column: str) -> Sequence[Any]:
    """Return what the records of a page tell in a column of their table."""
    rows = next(iter(parsed.rows.values()), None)
    return () if rows is None else rows.by_column.get(column, ())


def _parse_one_by_one(shape: Shape[Any], body: bytes) -> Parsed:
    try:
        pages = shape.alone(body)
    except msgspec.DecodeError as error:
        raise UnexpectedPayload(f"not a page of records ({error})") from error
    records, positions, unread = [], [], []
    for position, page in enumerate(pages):
        try:
            records += shape.read(page)
            positions.append(position)
        except msgspec.DecodeError as error:
            unread.append(_quarantined(shape, page, str(error)))
    return Parsed(shape.rows(records, positions), unread, len(pages))


def _quarantined(shape: Shape[Any], page: bytes, reason: str) -> Quarantined:
    record_id = shape.record_id(page) or hashlib.blake2b(page, digest_size=8).hexdigest()
    return Quarantined(record_id, reason, page.decode("utf-8", "replace"))
