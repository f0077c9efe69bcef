"""What is made of a feed, good or bad (HOME-2): text and safe links only."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.errors import NewsUnreadable
from etl.news_feed import MOST_ITEMS, plain_text, read_feed, safe_link
from store.news import Told

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DATE = "<pubDate>Thu, 19 Nov 2026 07:00:00 +0300</pubDate>"
BOMB = """<?xml version="1.0"?>
<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<rss version="2.0"><channel><title>x</title><item><title>&c;</title></item></channel></rss>"""
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss version="2.0"><channel><title>x</title><item><title>&x;</title></item></channel></rss>"""


def rss(*items: str, declared: str = "") -> bytes:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return (
        f"{declared}<rss version='2.0'><channel><title>News</title>{inside}</channel></rss>"
    ).encode()


def item(title: str = "News", link: str = "https://n.example/1", more: str = DATE) -> str:
    return f"<title>{title}</title><link>{link}</link>{more}"


def read(content: bytes) -> list[Told]:
    return read_feed(content, language=None, now=NOW)[0]


def test_an_item_of_rss_is_read() -> None:
    (one,) = read(rss(item(more=f"{DATE}<description>&lt;p&gt;All of it.&lt;/p&gt;</description>")))

    assert (one.title, one.summary, one.link) == ("News", "All of it.", "https://n.example/1")
    assert one.published_at == datetime(2026, 11, 19, 4, tzinfo=UTC)


def test_an_entry_of_atom_is_read_in_the_encoding_it_declares() -> None:
    feed = """<?xml version="1.0" encoding="windows-1251"?>
    <feed xmlns="http://www.w3.org/2005/Atom"><title>Новости</title><entry>
    <title type="html">Цены &amp;lt;b&gt;выросли&lt;/b&gt;</title>
    <link href="https://n.example/цены"/><updated>2026-11-18T10:00:00+03:00</updated>
    <summary>Со следующего месяца</summary></entry></feed>"""
    (one,) = read(feed.replace("&amp;lt;", "&lt;").encode("windows-1251"))

    assert (one.title, one.summary) == ("Цены выросли", "Со следующего месяца")
    assert one.published_at == datetime(2026, 11, 18, 7, tzinfo=UTC)


def test_the_newest_come_first_however_many_there_are() -> None:
    many = [
        item(f"News {day}", f"https://n.example/{day}",
             f"<pubDate>{day:02} Oct 2026 07:00:00 GMT</pubDate>")
        for day in range(1, 32)
    ]  # fmt: skip
    found = read(rss(*many))

    assert len(found) == MOST_ITEMS
    assert [one.title for one in found[:2]] == ["News 31", "News 30"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("&lt;b&gt;Prices&lt;/b&gt; rise", "Prices rise"),
        ("<![CDATA[<img src=x onerror=alert(1)>Prices<script>alert(1)</script>]]>", "Prices"),
        ("AT&amp;amp;T and AT&amp;T", "AT&T and AT&T"),
        ("Under 3 &lt; 5 licences", "Under 3 < 5 licences"),
        (" two\n lines ", "two lines"),
        ("<b>a tag of its own</b>", "a tag of its own"),
    ],
)
def test_a_title_is_plain_text(written: str, shown: str) -> None:
    assert [one.title for one in read(rss(item(written)))] == [shown]


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "/relative", "", "https://",
     "https://user:secret@n.example/", "http://[bad", "https://n.example/" + "x" * 2_000],
)  # fmt: skip
def test_what_has_no_link_of_the_web_is_left_out(link: str) -> None:
    told, unusable = read_feed(rss(item(link=link), item("Good")), language=None, now=NOW)

    assert [one.title for one in told] == ["Good"]
    assert unusable == 1
    assert safe_link(link) is None


def test_what_has_no_title_is_left_out() -> None:
    assert read_feed(rss(item("&lt;i&gt;&lt;/i&gt;")), language=None, now=NOW) == ([], 1)


def test_of_several_with_one_link_there_is_one() -> None:
    told, unusable = read_feed(rss(item("First"), item("Again")), language=None, now=NOW)

    assert ([one.title for one in told], unusable) == (["First"], 0)


@pytest.mark.parametrize(
    "date", ["", "<pubDate>some day</pubDate>", "<pubDate>Fri, 20 Nov 2026 12:00:01 GMT</pubDate>"]
)
def test_without_a_date_that_can_be_it_has_none(date: str) -> None:
    (one,) = read(rss(item(more=date)))

    assert one.published_at is None


def test_an_empty_feed_says_nothing() -> None:
    assert read_feed(rss(), language=None, now=NOW) == ([], 0)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>Please sign in</body></html>",
        b"not XML",
        rss(item())[:-20],
        b"<rss version='2.0'><channel><item><title>a</b></item></channel></rss>",
        BOMB.encode(),
        BOMB.encode("utf-16"),
        OUTSIDE.encode(),
        b'<?xml version="1.0" encoding="utf-7"?>' + rss(item()),
        b"\xff\xfe\x00",
        b"<a>" * 300_000,
    ],
)
def test_what_is_no_sound_feed_is_refused(content: bytes) -> None:
    with pytest.raises(NewsUnreadable):
        read(content)


def test_a_long_text_is_cut_at_the_end_of_a_word() -> None:
    assert plain_text("one two, three", 10) == "one two…"
    assert plain_text("one two", 7) == "one two"
