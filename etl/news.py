"""Brings in the operator's news: their feeds, read over HTTP and kept in the portal store.

A feed that can't be read changes nothing: what it said before stays.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from sqlalchemy.exc import IntegrityError

from domain.errors import NewsUnreadable
from etl.options import LoadOptions
from etl.run import Clock, our_time
from store.database import Store
from store.news import languages_of_news, replace_news

SECONDS = 10.0  # For each step of an answer.
LONGEST_SECONDS = 30.0  # For all of it.
MOST_BYTES = 1_000_000
MOST_REDIRECTS = 3
ACCEPTED = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.8"

# None stands for readers of a language that has no feed of its own.
Feeds = Mapping[str | None, str]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """A feed as it came, and what it is to be asked by next time."""

    content: bytes
    validators: Mapping[str, str]


def feeds_of(options: LoadOptions) -> Feeds:
    """Return the addresses of the feeds that the settings name, by language."""
    named = {None: options.news_url, "ru": options.news_url_ru}
    return {language: url for language, url in named.items() if url}


class NewsReader:
    """Reads feeds, each again only when it has changed, as far as it says so itself."""

    def __init__(
        self,
        feeds: Feeds,
        store: Store,
        *,
        transport: httpx.BaseTransport | None = None,
        clock: Clock = our_time,
    ) -> None:
        self._feeds = feeds
        self._store = store
        self._clock = clock
        self._transport = transport
        self._validators: dict[str | None, Mapping[str, str]] = {}

    def read(self) -> None:
        """Bring in what each feed says now. What a feed said that is named no more goes."""
        for language in languages_of_news(self._store) - self._feeds.keys():
            replace_news(self._store, [], language=language, now=self._clock())
        for language, url in self._feeds.items():
            try:
                self._read(language, url)
            except NewsUnreadable as error:
                # Without its query, in which a secret may stand.
                log.warning("the news at %s stay as they are: %s", _told_address(url), error)
            except IntegrityError:
                log.debug("another process has just read the news")

    def _read(self, language: str | None, url: str) -> None:
        # Not at the top: where no feed is named nobody needs the library.
        from etl.news_feed import read_feed

        answer = fetch_feed(url, self._validators.get(language, {}), self._transport)
        if answer is None:
            log.debug("no news at %s", _told_address(url))
            return
        now = self._clock()
        told, unusable = read_feed(answer.content, language=language, now=now)
        replace_news(self._store, told, language=language, now=now)
        self._validators[language] = answer.validators
        log.info("%d news from %s, %d without title or link",
                 len(told), _told_address(url), unusable)  # fmt: skip


def fetch_feed(
    url: str, validators: Mapping[str, str], transport: httpx.BaseTransport | None = None
) -> Answer | None:
    """Return what is at an address; None where it has not changed since.

    Raises:
        NewsUnreadable: no answer, another one than that, or too much of it.
    """
    headers = {"Accept": ACCEPTED, "Accept-Encoding": "identity", **validators}
    try:
        with (
            httpx.Client(
                transport=transport,
                timeout=SECONDS,
                follow_redirects=True,
                max_redirects=MOST_REDIRECTS,
            ) as client,
            client.stream("GET", url, headers=headers) as response,
        ):
            if response.status_code == httpx.codes.NOT_MODIFIED:
                return None
            if response.status_code != httpx.codes.OK:
                raise NewsUnreadable(f"it answers {response.status_code}")
            return Answer(_content(response), _validators(response.headers))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NewsUnreadable(f"no answer: {type(error).__name__}") from error


def _content(response: httpx.Response) -> bytes:
    """Return the body. What is packed is refused: a little of that can be made into very much."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise NewsUnreadable("it is packed, which was not asked for")
    give_up_at = time.monotonic() + LONGEST_SECONDS
    content = bytearray()
    for chunk in response.iter_raw():
        content += chunk
        if len(content) > MOST_BYTES:
            raise NewsUnreadable(f"it is larger than {MOST_BYTES:,} bytes")
        if time.monotonic() > give_up_at:
            raise NewsUnreadable(f"it takes longer than {LONGEST_SECONDS:.0f} seconds")
    return bytes(content)


def _validators(headers: httpx.Headers) -> Mapping[str, str]:
    asked_by = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
    return {asked: headers[told] for told, asked in asked_by.items() if told in headers}


def _told_address(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}{parts.path}"
