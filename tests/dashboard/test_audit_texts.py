"""Whatever the audit is told has words in both languages (NFR-3, NFR-7)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from dashboard.audit_changes import ELSEWHERE, LEVEL
from dashboard.audit_texts import _KEYS, _WORDS, ACTIONS, action_name, key_name, value_text
from store.audit import Action
from tests.web import make_app

ROOT = Path(__file__).parents[2]
PACKAGES = ("dashboard", "store", "letters", "etl")
WRITERS = {"add_event", "record_event", "_audit"}
# What entries of operations hold, which are put together from requests (store/journal_rows.py).
ASKED = {"plan_id", "plan_period_id", "provisioning_on", "is_auto_renewed", "quantities"}


def calls() -> Iterator[ast.Call]:
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and called(node) in WRITERS:
                    yield node


def called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def written_keys() -> set[str]:
    """Return the keys that stand in the code where something is noted."""
    return {
        str(key.value)
        for call in calls()
        for node in ast.walk(call)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    }


def downloaded() -> set[str]:
    """Return the kinds that downloads are noted by: what stands first in a call."""
    path = ROOT / "dashboard" / "downloads.py"
    tree = ast.parse(path.read_text("utf-8"))
    return {
        str(node.args[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and called(node) in {"_audit", "_csv", "_list_csv", "_list_xlsx", "_workbook"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def test_every_action_is_noted_by_the_code_that_does_it() -> None:
    """An action that nobody writes is a gap in the audit, or a word too many."""
    named = {
        node.attr
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if path.name != "audit_texts.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "Action"
    }
    assert {one.name for one in Action} <= named


def test_every_key_that_is_written_has_a_word() -> None:
    found = written_keys()

    assert {"kind", "by", "count", "address"} & found
    assert found - _KEYS.keys() - ELSEWHERE == set()
    assert ASKED - ELSEWHERE - _KEYS.keys() == set()
    assert LEVEL in _KEYS


def test_every_kind_of_download_has_a_word() -> None:
    found = downloaded()

    assert {"costs", "clients", "audit"} <= found
    assert found <= _WORDS.keys()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return make_app(tmp_path_factory.mktemp("words")).server


def test_the_words_are_those_of_the_reader(server: Flask) -> None:
    with server.test_request_context("/"):
        with force_locale("ru"):
            for action in ACTIONS:
                assert not action_name(action).isascii(), action
            for key in _KEYS:
                assert not key_name(key).isascii(), key
            told = [
                value_text("manager_status", "inactive", {}),
                value_text("role", "Sales person", {}),
                value_text("role", "Janitor", {}),
                value_text("person_fields", ["name", "phone"], {}),
                value_text("language", "ru", {}),
                value_text("access_level", "look", {("access_level", "look"): "Просмотр"}),
                value_text("access_level", "gone", {}),
            ]
    assert told == ["Неактивен", "Менеджер по продажам", "Janitor", "Имя и фамилия, Телефон",
                    "Русский", "Просмотр", "gone"]  # fmt: skip
