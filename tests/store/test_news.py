"""The operator's news as they are kept (HOME-2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from store.database import Store
from store.news import News, Told, languages_of_news, latest_news, replace_news

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
BEFORE = NOW - timedelta(days=3)


def told(name: str, published_at: datetime | None = None) -> Told:
    return Told(f"id-{name}", f"Title {name}", f"About {name}", f"https://n.example/{name}",
                published_at)  # fmt: skip


def titles(store: Store, language: str = "en", most: int = 10) -> list[str]:
    return [one.title for one in latest_news(store, language=language, most=most)]


def test_the_newest_come_first_and_no_more_than_asked_for(store: Store) -> None:
    items = [told("old", BEFORE), told("new", NOW), told("middle", NOW - timedelta(hours=1))]
    replace_news(store, items, language=None, now=NOW)

    assert titles(store) == ["Title new", "Title middle", "Title old"]
    assert latest_news(store, language="en", most=1) == [
        News("Title new", "About new", "https://n.example/new", NOW)
    ]


def test_what_a_feed_says_no_more_goes_and_what_has_no_date_keeps_its_first(store: Store) -> None:
    replace_news(store, [told("undated"), told("gone", NOW)], language=None, now=BEFORE)
    replace_news(store, [told("undated"), told("new", NOW)], language=None, now=NOW)

    assert titles(store) == ["Title new", "Title undated"]
    assert latest_news(store, language="en", most=5)[1].published_at == BEFORE


def test_a_language_reads_its_own_feed_or_else_everyones(store: Store) -> None:
    replace_news(store, [told("all", NOW)], language=None, now=NOW)
    assert titles(store, "ru") == ["Title all"]

    replace_news(store, [told("ru", NOW)], language="ru", now=NOW)
    assert titles(store, "ru") == ["Title ru"]
    assert titles(store, "en") == ["Title all"]
    assert languages_of_news(store) == {None, "ru"}

    replace_news(store, [], language="ru", now=NOW)
    assert titles(store, "ru") == ["Title all"]


def test_there_may_be_none(store: Store) -> None:
    assert titles(store) == []
