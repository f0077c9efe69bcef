"""Reads what a brand's settings name: pictures, colours, and the file of partners' own brands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from domain.branding import FIELDS, Picture
from domain.colors import DARK, LIGHT, is_color, shortfalls
from domain.errors import SettingsError
from setting_files import document

PICTURES = ("brand_logo", "brand_logo_dark", "brand_icon")
LARGEST_BYTES = 256 * 1024
LARGEST_SIDE = 2000
PNG, PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
SVG_ROOT = "{http://www.w3.org/2000/svg}svg"
SIZE = f"at most {LARGEST_BYTES // 1024} KB"

Tell = Callable[[str, object, str], SettingsError]


def read_own(given: Mapping[str, str], tell: Tell) -> dict[str, Any]:
    """Return the operator's own brand, of the settings that were given: files as pictures.

    `tell` makes the error of a key, what it got and what it expects.

    Raises:
        SettingsError: a value is malformed, or a picture can't be read.
    """
    return _values(given, Path(), tell)


def read_partners(path: Path, tell: Tell) -> dict[str, dict[str, Any]]:
    """Return what each partner has of its own, by its domain in lower case.

    Raises:
        SettingsError: the file or a value in it is malformed; the message names both.
    """
    written = document("branding", path, tell)
    return {domain.strip().lower(): _partner(path, domain, own) for domain, own in written.items()}


def _partner(path: Path, domain: str, own: object) -> dict[str, Any]:
    def tell(name: str, got: object, expected: str) -> SettingsError:
        return SettingsError(f"{path}: {domain}: {name} is {got!r}; expected {expected}")

    if not isinstance(own, dict):
        raise SettingsError(f"{path}: {domain} is {own!r}; expected a table, [{domain!r}]")
    for name, value in own.items():
        if name not in FIELDS:
            raise tell(name, value, f"one of {', '.join(FIELDS)}")
        if not isinstance(value, str) or not value.strip():
            raise tell(name, value, "a text")
    return _values(own, path.parent, tell)


def _values(given: Mapping[str, str], folder: Path, tell: Tell) -> dict[str, Any]:
    found: dict[str, Any] = {name: text for name, text in given.items() if name in FIELDS}
    for name in PICTURES:
        if name in found:
            found[name] = _picture(name, folder / found[name], tell)
    if "brand_logo_dark" in found and "brand_logo" not in found:
        raise tell("brand_logo", "", "the logo that BRAND_LOGO_DARK is the dark one of")
    for name, theme in (("accent", LIGHT), ("accent_dark", DARK)):
        if name in found:
            _check_color(name, found[name], theme, tell)
            found[name] = found[name].lower()
    _check_contacts(found, tell)
    return found


def _check_color(name: str, text: str, theme: Any, tell: Tell) -> None:
    if not is_color(text):
        raise tell(name, text, "a colour such as #2f5bea")
    if lacking := shortfalls(text, theme):
        said = "; ".join(map(str, lacking))
        raise tell(name, text, f"a colour that can be read in the {theme.name} theme: {said}")


def _check_contacts(found: Mapping[str, Any], tell: Tell) -> None:
    email, phone, url = (found.get(f"support_{name}", "") for name in ("email", "phone", "url"))
    if email and (email.count("@") != 1 or any(sign.isspace() for sign in email)):
        raise tell("support_email", email, "an e-mail address")
    if phone and not (phone.isprintable() and sum(map(str.isdigit, phone)) >= 3):
        raise tell("support_phone", phone, "a phone number")
    if url and not _is_address(url):
        raise tell("support_url", url, "an address that starts with http:// or https://")


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable()


def _picture(name: str, path: Path, tell: Tell) -> Picture:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise tell(name, str(path), f"a file that can be read ({error.strerror})") from None
    if len(content) > LARGEST_BYTES:
        raise tell(name, str(path), f"a picture of {SIZE}")
    if content.startswith(PNG):
        if max(_png_sides(content), default=0) > LARGEST_SIDE:
            raise tell(name, str(path), f"a picture of {LARGEST_SIDE} pixels a side at most")
        if PNG_END not in content:
            raise tell(name, str(path), "a whole picture; its end is missing")
        return Picture(content, "image/png")
    if _is_svg(content):
        return Picture(content, "image/svg+xml")
    raise tell(name, str(path), "a picture, SVG or PNG")


def _png_sides(content: bytes) -> tuple[int, int]:
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")


def _is_svg(content: bytes) -> bool:
    """Tell whether this is a drawing that declares nothing of its own, such as entities."""
    if b"<!ENTITY" in content:
        return False
    try:
        return ElementTree.fromstring(content).tag == SVG_ROOT  # noqa: S314 - the operator's file
    except ElementTree.ParseError:
        return False
