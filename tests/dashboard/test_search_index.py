"""Finding what was meant in what was typed."""

from __future__ import annotations

import pytest

from dashboard.search_index import TO_CYRILLIC, Entry, SearchIndex, normalize

NAMES = (
    "Microsoft 365 Business Premium (NCE, 1 month)",
    "Microsoft 365 Business Premium (NCE, 1 year)",
    "Microsoft 365 E3 (NCE, 1 month)",
    "Office 365 E1 (NCE, 1 month)",
    "Exchange Online (Plan 1)",
    "Exchange Online (Plan 2)",
    "Резервное копирование 1С",
    "Õunapuu 24 OÜ",
    "ООО «Ёлка»",
)


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    plans = [
        Entry("plan", str(100 + at), name, f"/{at}", sku=f"CFQ7TTC0LCH{at}:0001")
        for at, name in enumerate(NAMES)
    ]
    return SearchIndex(plans)


def first(index: SearchIndex, text: str) -> str | None:
    found = index.find(text, limit=3)
    return found[0].title if found else None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("365 e3", NAMES[2]),
        ("e3 microsoft", NAMES[2]),
        ("buisness premium 1 year", NAMES[1]),
        ("exchange 2", NAMES[5]),
        ("exchangeonline plan 1", NAMES[4]),
        ("EXCHANGE  ONLINE (PLAN 1)", NAMES[4]),
        ("резервное копиорвание", NAMES[6]),
        ("ounapuu", NAMES[7]),
        ("елка", NAMES[8]),
        ("office e1".translate(TO_CYRILLIC), NAMES[3]),
        ("htpthdyjt rjgbhjdfybt", NAMES[6]),  # Typed in Latin by someone who meant Cyrillic.
    ],
)
def test_the_wanted_one_is_first(index: SearchIndex, text: str, wanted: str) -> None:
    assert first(index, text) == wanted


def test_a_sku_or_an_id_in_full_is_first(index: SearchIndex) -> None:
    """SRCH-5."""
    assert first(index, "cfq7ttc0lch3:0001") == NAMES[3]
    assert first(index, " 104 ") == NAMES[4]


@pytest.mark.parametrize("text", ["", "   ", "()", "zzzzqqqq", "☂", "\x00", '"*:^~', "a" * 5_000])
def test_what_is_like_nothing_finds_nothing(index: SearchIndex, text: str) -> None:
    assert index.find(text, limit=3) == []


def test_no_more_than_asked_for(index: SearchIndex) -> None:
    assert len(index.find("365", limit=2)) == 2


def test_an_index_may_be_empty() -> None:
    assert SearchIndex([]).find("anything", limit=3) == []


def test_words_are_lower_case_without_accents_and_punctuation() -> None:
    assert normalize("  Côté-Mer, S.A.R.L. «Ёж»_2 ") == "cote mer s a r l еж 2"
