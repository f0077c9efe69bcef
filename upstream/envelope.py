"""What every answer is wrapped in: the links of a page, and JSON itself."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

import msgspec

from domain.errors import UnexpectedPayload

Decoded = TypeVar("Decoded")

NOTHING = (b"", b"null", b"[]", b"{}")
STRING_OR_CONSTANT = re.compile(rb'"(?:[^"\\]|\\.)*"|-?(?:NaN|Infinity)')
PAGE_NUMBERS = ("page[number]", "page")


class _Links(msgspec.Struct):
    next: str | None = None
    last: str | None = None


class _Envelope(msgspec.Struct):
    data: msgspec.Raw = msgspec.Raw(b"")
    links: _Links | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where a page stands among its collection's pages.

    `digest` tells whether two pages hold the same records. `next_page` and `last_page` are None
    when the answer does not name them; `has_links` tells "no more pages" from "no links at all".
    """

    digest: bytes
    is_empty: bool
    has_links: bool
    next_page: int | None
    last_page: int | None


_DECODER = msgspec.json.Decoder(_Envelope | None)


def read_envelope(body: bytes) -> Envelope:
    """Read what surrounds the records of an answer; `null`, `{}` and nothing at all are empty.

    Raises:
        UnexpectedPayload: it is not a JSON object.
    """
    if not body.strip():
        return Envelope(b"", True, False, None, None)
    try:
        envelope = decode(_DECODER, body) or _Envelope()
    except msgspec.DecodeError as error:
        raise UnexpectedPayload(f"not a JSON object ({error})") from error
    data = bytes(envelope.data)
    links = envelope.links or _Links()
    return Envelope(
        digest=hashlib.blake2b(data, digest_size=16).digest(),
        is_empty=data in NOTHING,
        has_links=envelope.links is not None,
        next_page=_page_number(links.next),
        last_page=_page_number(links.last),
    )


def decode(decoder: msgspec.json.Decoder[Decoded], body: bytes) -> Decoded:
    """Decode JSON, also the kind that writes NaN and Infinity: they are read as text.

    Raises:
        msgspec.DecodeError: it is not JSON, or not of the decoder's type.
    """
    try:
        return decoder.decode(body)
    except msgspec.DecodeError:
        if b"NaN" in body or b"Infinity" in body:
            return decoder.decode(STRING_OR_CONSTANT.sub(_quoted, body))
        raise


def _quoted(match: re.Match[bytes]) -> bytes:
    return match[0] if match[0].startswith(b'"') else b'"' + match[0] + b'"'


def _page_number(link: str | None) -> int | None:
    """Read the number of a page from a link to it. Its host may be a proxy's: we never go there."""
    if not link:
        return None
    query = parse_qs(urlsplit(link).query)
    numbers = [query[name][0] for name in PAGE_NUMBERS if name in query]
    return int(numbers[0]) if numbers and numbers[0].isdecimal() else None
