"""What every answer is wrapped in: the links of a page, and JSON itself."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

import msgspec

from domain.errors import UnexpectedPayload

Decoded = TypeVar("Decoded")

NO_RECORDS = re.compile(rb"null|\[\s*\]")
STRING_OR_CONSTANT = re.compile(rb'"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity)')
PAGE_NUMBERS = ("page[number]", "page")


class Member(StrEnum):
    """Which member of an answer holds its records; `WHOLE` is the answer itself."""

    DATA = "data"
    EXPENSES = "expenses"
    WHOLE = "whole"
    SUBSCRIPTION_ITEMS = "subscription.items"


class _Links(msgspec.Struct):
    next: str | None = None
    last: str | None = None


class _WithItems(msgspec.Struct):
    items: msgspec.Raw = msgspec.Raw(b"")


class _Envelope(msgspec.Struct):
    data: msgspec.Raw = msgspec.Raw(b"")
    expenses: msgspec.Raw = msgspec.Raw(b"")
    subscription: _WithItems | None = None
    links: _Links | None = None

    def records(self, member: Member) -> bytes:
        """Return the text of what holds the records; empty when the answer has no such member."""
        if member is Member.SUBSCRIPTION_ITEMS:
            return bytes((self.subscription or _WithItems()).items)
        return bytes(self.data if member is Member.DATA else self.expenses)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where a page stands among its collection's pages.

    `digest` tells whether two pages hold the same records. `next_page` and `last_page` are None
    when the answer does not name them; `has_links` tells "no more pages" from "no links at all".
    `has_next` says that there is a next page, whatever it is called.
    """

    digest: bytes
    is_empty: bool
    has_links: bool
    next_page: int | None
    last_page: int | None
    has_next: bool = False


_DECODER = msgspec.json.Decoder(_Envelope)


def read_envelope(body: bytes, member: Member = Member.DATA) -> Envelope:
    """Read what surrounds the records of an answer; an empty list of them and `null` are none.

    Raises:
        UnexpectedPayload: it is not a JSON object, or has no such member. It may be an error in
            disguise; were it read as "no records", what is known would be dropped.
    """
    try:
        envelope = decode(_DECODER, body)
    except msgspec.DecodeError as error:
        raise UnexpectedPayload(f"not a JSON object ({error})") from error
    records = body if member is Member.WHOLE else envelope.records(member)
    if not records:
        raise UnexpectedPayload(f"no {member} in the answer")
    links = envelope.links or _Links()
    return Envelope(
        digest=hashlib.blake2b(records, digest_size=16).digest(),
        is_empty=NO_RECORDS.fullmatch(records) is not None,
        has_links=envelope.links is not None,
        next_page=_page_number(links.next),
        last_page=_page_number(links.last),
        has_next=bool(links.next),
    )


def decode(decoder: msgspec.json.Decoder[Decoded], body: bytes) -> Decoded:
    """Decode JSON, also the kind that writes NaN and Infinity: they are read as text.

    Raises:
        msgspec.DecodeError: it is not JSON, or not of the decoder's type; also where msgspec
            itself raises otherwise: for text that is not UTF-8, and for lists in lists without end.
    """
    try:
        return decoder.decode(body)
    except msgspec.DecodeError:
        if b"NaN" not in body and b"Infinity" not in body:
            raise
    except (UnicodeDecodeError, RecursionError) as error:
        raise msgspec.DecodeError(_in_short(error)) from error
    try:
        return decoder.decode(STRING_OR_CONSTANT.sub(_quoted, body))
    except (UnicodeDecodeError, RecursionError) as error:
        raise msgspec.DecodeError(_in_short(error)) from error


def _in_short(error: UnicodeDecodeError | RecursionError) -> str:
    return "not UTF-8" if isinstance(error, UnicodeDecodeError) else "nested too deeply"


def _quoted(match: re.Match[bytes]) -> bytes:
    return match[0] if match[0].startswith(b'"') else b'"' + match[0] + b'"'


def _page_number(link: str | None) -> int | None:
    """Read the number of a page from a link to it. Its host may be a proxy's: we never go there."""
    if not link:
        return None
    query = parse_qs(urlsplit(link).query)
    numbers = [query[name][0] for name in PAGE_NUMBERS if name in query]
    return int(numbers[0]) if numbers and numbers[0].isdecimal() else None
