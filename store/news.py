"""What the platform's operator tells everyone, as their feeds last said it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from store.database import Store
from store.models import NewsItem


@dataclass(frozen=True, slots=True)
class Told:
    """An item of a feed. `published_at` is None where the feed does not tell it.

    `link` is an address that begins with http; all else is plain text.
    """

    news_id: str
    title: str
    summary: str
    link: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class News:
    """An item as it is kept: one without a date is as old as its first reading."""

    title: str
    summary: str
    link: str
    published_at: datetime


def replace_news(
    store: Store, told: Sequence[Told], *, language: str | None, now: datetime
) -> None:
    """Keep what a language's feed says now, in place of what it said before.

    `language` is None for the feed of everyone who has no other. Ids are each once in a feed.

    Raises:
        IntegrityError: another process has just kept the same.
    """
    with store.writing() as session:
        before = select(NewsItem.news_id, NewsItem.published_at).where(_of(language))
        known = {own_id: published_at for own_id, published_at in session.execute(before)}
        session.execute(delete(NewsItem).where(_of(language)))
        session.add_all(
            NewsItem(
                news_id=one.news_id,
                title=one.title,
                summary=one.summary,
                link=one.link,
                published_at=one.published_at or known.get(one.news_id, now),
                language=language,
            )
            for one in told
        )


def latest_news(store: Store, *, language: str, most: int) -> list[News]:
    """Return the newest items for readers of a language, the newest first.

    They are those of its own feed; where it has none, or that one is empty, of everyone's.
    """
    with store.reading() as session:
        for own in (language, None):
            newest = (
                select(NewsItem)
                .where(_of(own))
                .order_by(NewsItem.published_at.desc(), NewsItem.news_id)
                .limit(most)
            )
            if found := session.scalars(newest).all():
                return [News(one.title, one.summary, one.link, one.published_at) for one in found]
    return []


def languages_of_news(store: Store) -> set[str | None]:
    """Return the languages that items are kept in; None is everyone's."""
    with store.reading() as session:
        return set(session.scalars(select(NewsItem.language).distinct()))


def _of(language: str | None) -> ColumnElement[bool]:
    return NewsItem.language.is_not_distinct_from(language)
