"""What a vendor tells for using a subscription, in whatever layout."""

from __future__ import annotations

from typing import Any

import pytest

from domain.details import Fact, Information
from upstream.information import read_information

LOGIN = Fact("admin_login", "Administrator login", "admin@x.example")
PASSWORD = Fact("admin_password", "Initial password", "Nc-1", is_secret=True)


def test_labelled_values_and_instructions() -> None:
    told = read_information(
        {
            "attributes": [
                {"key": "admin_login", "label": "Administrator login", "value": "admin@x.example",
                 "secret": False},
                {"key": "admin_password", "label": "Initial password", "value": "Nc-1",
                 "secret": True},
            ],
            "instructions": "<p>Sign in.</p>",
        }
    )  # fmt: skip

    assert told == Information((LOGIN, PASSWORD), "<p>Sign in.</p>")


def test_values_by_their_names() -> None:
    told = read_information({"Domain": "x.example", "Seats": 25, "licence_key": "AAAA-BBBB"})

    assert [(fact.label, fact.value, fact.is_secret) for fact in told.facts] == [
        ("Domain", "x.example", False),
        ("Seats", "25", False),
        ("licence_key", "AAAA-BBBB", True),
    ]


@pytest.mark.parametrize("name", ["Пароль администратора", "API token", "PIN", "client_secret"])
def test_what_sounds_like_a_secret_is_one(name: str) -> None:
    (fact,) = read_information({"attributes": [{"label": name, "value": "x"}]}).facts

    assert fact.is_secret


@pytest.mark.parametrize("name", ["Keyboard", "Shipping", "Monkey business"])
def test_what_only_contains_such_a_word_is_none(name: str) -> None:
    (fact,) = read_information({"attributes": [{"label": name, "value": "x"}]}).facts

    assert not fact.is_secret


@pytest.mark.parametrize(
    "meta", [None, [], "text", 5, {}, {"attributes": None}, {"attributes": "x"},
             {"attributes": [1, {"value": "x"}, {"key": "k", "value": None}, {"key": ""},
                             {"key": "k", "value": {"a": 1}}, {"key": "k", "value": " "}]},
             {"instructions": {"a": 1}, "nested": {"a": 1}}],
)  # fmt: skip
def test_what_makes_no_sense_tells_nothing(meta: Any) -> None:
    assert not read_information(meta)
