from __future__ import annotations

from domain.text_order import text_order


def test_digits_come_first_then_latin_then_cyrillic() -> None:
    """NAV-9"""
    names = ["Яхта", "zebra", "7 дней", "Ärger", "азбука", "Alfa", "apfel", "Zürich", "24/7"]

    found = sorted(names, key=text_order)

    assert found == [
        "24/7",
        "7 дней",
        "Alfa",
        "apfel",
        "Ärger",
        "zebra",
        "Zürich",
        "азбука",
        "Яхта",
    ]


def test_accents_only_tell_equal_letters_apart() -> None:
    names = ["Жук", "Ёлка", "Елена", "Ель", "Еж", "Ёж", "Резюме", "resume", "résumé", "rest"]

    found = sorted(names, key=text_order)

    assert found == [
        "rest",
        "resume",
        "résumé",
        "Еж",
        "Ёж",
        "Елена",
        "Ёлка",
        "Ель",
        "Жук",
        "Резюме",
    ]


def test_short_i_stands_between_i_and_k() -> None:
    assert sorted(["Кот", "Йод", "Ишак", "Иголка"], key=text_order) == [
        "Иголка",
        "Ишак",
        "Йод",
        "Кот",
    ]
