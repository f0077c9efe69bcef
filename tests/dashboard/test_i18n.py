from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from dashboard.i18n import CATALOGS, LANGUAGES, compile_catalogs

ROOT = Path(__file__).parents[2]
RUSSIAN = CATALOGS / "ru" / "LC_MESSAGES" / "messages.po"
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def test_a_second_start_finds_the_texts_compiled(tmp_path: Path) -> None:
    first = compile_catalogs(CATALOGS, tmp_path)
    (compiled,) = first.rglob("*.mo")
    os.utime(compiled, (1, 1))

    assert compile_catalogs(CATALOGS, tmp_path) == first
    assert compiled.stat().st_mtime == 1


def test_changed_texts_are_compiled_anew(tmp_path: Path) -> None:
    source = tmp_path / "source" / "ru" / "LC_MESSAGES"
    source.mkdir(parents=True)
    (source / "messages.po").write_text('msgid "Sign in"\nmsgstr "Вход"\n', "utf-8")
    first = compile_catalogs(tmp_path / "source", tmp_path / "target")
    (source / "messages.po").write_text('msgid "Sign in"\nmsgstr "Войти"\n', "utf-8")
    second = compile_catalogs(tmp_path / "source", tmp_path / "target")

    assert first != second
    assert "Войти".encode() in (second / "ru/LC_MESSAGES/messages.mo").read_bytes()


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> set[str | tuple[str, ...]]:
    """Every text in the code that is to be translated."""
    template = tmp_path_factory.mktemp("texts") / "messages.pot"
    subprocess.run(
        [
            sys.executable, "-m", "babel.messages.frontend", "-q", "extract",
            "-F", str(CATALOGS / "babel.cfg"), "-k", "lazy_gettext", "-k", "lazy_ngettext:1,2",
            "--omit-header", "-o", str(template), "dashboard", "letters", "pages",
        ],
        cwd=ROOT,
        check=True,
    )  # fmt: skip
    with template.open("rb") as file:
        return {message.id for message in read_po(file) if message.id}


def test_every_text_is_in_russian(texts: set[str | tuple[str, ...]]) -> None:
    """NFR-7."""
    with RUSSIAN.open("rb") as file:
        catalog = read_po(file, locale="ru")

    # A guess ("fuzzy") is not compiled.
    translated = {
        message.id
        for message in catalog
        if message.id and all(_forms(message.string)) and not message.fuzzy
    }
    assert sorted(map(str, texts - translated)) == []


def test_translations_fill_in_the_same_values() -> None:
    with RUSSIAN.open("rb") as file:
        catalog = read_po(file, locale="ru")

    for message in catalog:
        wanted = {name for text in _forms(message.id) for name in PLACEHOLDER.findall(text)}
        for text in _forms(message.string):
            assert not text or set(PLACEHOLDER.findall(text)) == wanted, message.id


def test_the_catalogs_hold_nothing_else(texts: set[str | tuple[str, ...]]) -> None:
    with RUSSIAN.open("rb") as file:
        catalog = read_po(file, locale="ru")

    assert {message.id for message in catalog if message.id} <= texts
    assert not catalog.obsolete


def test_each_language_but_the_first_has_a_catalog() -> None:
    assert {path.name for path in CATALOGS.iterdir() if path.is_dir()} == set(LANGUAGES) - {"en"}


def _forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)
