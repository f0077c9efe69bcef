"""A feed of the operator's news, read: plain text and safe links, whatever it holds.

RSS and Atom, as feedparser knows them. Imported by whoever reads one: it takes a few megabytes.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from xml.parsers import expat

import feedparser

from domain.errors import NewsUnreadable
from store.news import Told

MOST_ITEMS = 30
LONGEST_TITLE = 160
LONGEST_SUMMARY = 280
LONGEST_LINK = 2_000
LONGEST_MARKUP = 50_000
DATES = ("published_parsed", "updated_parsed")
HIDDEN = ("script", "style", "template", "iframe", "object")


def read_feed(content: bytes, *, language: str | None, now: datetime) -> tuple[list[Told], int]:
    """Return the items of a feed, and how many it has without a title or a link of the web.

    Of several with one link the first is taken. One that is to be published later has no date yet.

    Raises:
        NewsUnreadable: this is no feed, or a broken one.
    """
    _require_sound(content)
    # In memory: a text would be taken for an address. Nothing of it is shown as HTML.
    parsed = feedparser.parse(BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    if parsed.bozo:
        raise NewsUnreadable(f"it is broken: {parsed.get('bozo_exception')}")
    if not parsed.version:
        raise NewsUnreadable("it is neither RSS nor Atom")
    told = [_told(entry, language, now) for entry in parsed.entries]
    usable = {one.news_id: one for one in reversed(told) if one is not None}
    newest = sorted(usable.values(), key=lambda one: one.published_at or now, reverse=True)
    return newest[:MOST_ITEMS], told.count(None)


def plain_text(markup: str, longest: int) -> str:
    """Return what a text says without its markup, on one line, cut at the end of a word."""
    reader = _Text()
    reader.feed(markup[:LONGEST_MARKUP])
    reader.close()
    text = " ".join("".join(reader.said).split())
    if len(text) <= longest:
        return text
    return text[:longest].rpartition(" ")[0].rstrip(" ,.;:") + "…"


def safe_link(link: str) -> str | None:
    """Return an address of the web; None for anything else."""
    try:
        parts = urlsplit(link)
        is_safe = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        return None
    return link if is_safe and len(link) <= LONGEST_LINK and link.isprintable() else None


def _require_sound(content: bytes) -> None:
    """Refuse what is no XML, and what declares entities: these can be made to fill the memory."""
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise NewsUnreadable(f"it is broken: {error}") from error


def _refuse_entity(*_: object) -> None:
    raise NewsUnreadable("it declares entities")


def _told(entry: Mapping[str, Any], language: str | None, now: datetime) -> Told | None:
    title = plain_text(entry.get("title") or "", LONGEST_TITLE)
    link = safe_link((entry.get("link") or "").strip())
    if not title or link is None:
        return None
    return Told(
        news_id=sha256(f"{language or ''} {link}".encode()).hexdigest(),
        title=title,
        summary=plain_text(entry.get("summary") or "", LONGEST_SUMMARY),
        link=link,
        published_at=_published_at(entry, now),
    )


def _published_at(entry: Mapping[str, Any], now: datetime) -> datetime | None:
    # Not `get`: of two names the library takes one for the other, with a warning.
    told = next((entry[name] for name in DATES if name in entry), None)
    if told is None:
        return None
    try:
        instant = datetime.fromtimestamp(calendar.timegm(told), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return instant if instant <= now else None


class _Text(HTMLParser):
    """Collects what stands between tags, with a space where one tag may end a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in HIDDEN
        self.said.append(" " if tag in ("p", "br", "li", "div", "tr", "td") else "")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in HIDDEN and self._hidden > 0
        self.said.append(" " if tag in ("p", "li", "div", "tr", "td") else "")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.append(data)
