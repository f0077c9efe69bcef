"""Which language and theme a request is answered in, and the texts of each language."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, current_app, g, request
from flask_babel import Babel, get_locale

LANGUAGES = {"en": "English", "ru": "Русский"}
DEFAULT_LANGUAGE = "en"
LANGUAGE_COOKIE = "language"
THEME_COOKIE = "theme"
CATALOGS = Path(__file__).parent / "translations"


def install(server: Flask, data_dir: Path, default_language: str) -> None:
    """`default_language` is for whoever has chosen none; empty for what their browser asks for."""
    server.config["DEFAULT_LANGUAGE"] = default_language
    folder = compile_catalogs(CATALOGS, data_dir / "translations")
    server.config["BABEL_TRANSLATION_DIRECTORIES"] = str(folder.absolute())
    Babel(server, default_locale=DEFAULT_LANGUAGE, locale_selector=chosen_language)


def keep_for_request(language: str | None) -> None:
    """Note which language whoever is signed in has chosen: it comes before the device's."""
    g.kept_language = language


def chosen_language() -> str:
    """Return the language that the reader chose, else that of the installation (PRF-5).

    Chosen in their profile, or on this device before they signed in; where the installation
    names none, the one the browser asks for.
    """
    default = current_app.config["DEFAULT_LANGUAGE"]
    for chosen in (g.get("kept_language"), request.cookies.get(LANGUAGE_COOKIE), default):
        if chosen in LANGUAGES:
            return str(chosen)
    return request.accept_languages.best_match(LANGUAGES, DEFAULT_LANGUAGE) or DEFAULT_LANGUAGE


def language() -> str:
    """Return the language this request is answered in."""
    return str(get_locale() or DEFAULT_LANGUAGE)


def chosen_theme() -> str | None:
    """Return the theme chosen on this device; None follows the system."""
    theme = request.cookies.get(THEME_COOKIE)
    return theme if theme in ("light", "dark") else None


def compile_catalogs(source: Path, target: Path) -> Path:
    """Compile the .po files under `source` and return the folder that holds the result.

    What is compiled is not part of the code, so that no one has to remember to compile it. The
    folder is named for what it was made from: a start with the same texts finds it there.
    """
    catalogs = sorted(source.glob("*/LC_MESSAGES/*.po"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in catalogs)).hexdigest()
    folder = target / digest[:16]
    for path in catalogs:
        compiled = folder / path.relative_to(source).with_suffix(".mo")
        if not compiled.exists():
            _compile(path, compiled)
    return folder


def _compile(path: Path, compiled: Path) -> None:
    compiled.parent.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.parent.parent.name)
    # Several workers may start at once: each writes a file of its own and moves it into place.
    with tempfile.NamedTemporaryFile(dir=compiled.parent, delete=False) as finished:
        write_mo(finished, catalog)
    os.replace(finished.name, compiled)
