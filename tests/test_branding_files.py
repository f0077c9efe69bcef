"""What a brand's settings hold, and what malformed ones say."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from domain.branding import branding_for
from domain.errors import SettingsError
from settings import read_settings

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


def png(side: int = 1) -> bytes:
    """Return a grey square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress((b"\0" + b"\x77" * side) * side))
        + chunk(b"IEND", b"")
    )


def write(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def test_an_installation_has_the_portals_own_look_unless_it_says_otherwise() -> None:
    about = branding_for(read_settings({}), "alfa.example")

    assert about.brand == "Reseller Store"
    assert (about.brand_logo, about.light_shades, about.dark_shades) == (None, None, None)


def test_what_is_dark_follows_from_what_is_light(tmp_path: Path) -> None:
    logo = write(tmp_path, "logo.svg", SVG)
    about = branding_for(read_settings({"ACCENT": "#0B7A4B", "BRAND_LOGO": logo}))

    assert about.accent == "#0b7a4b"
    assert about.light_shades is not None
    assert about.dark_shades is not None
    assert about.dark_shades.accent == "#469a76"  # Moved as far towards white as it takes.
    assert about.brand_logo is not None
    assert (about.brand_logo.content, about.brand_logo.mimetype) == (SVG, "image/svg+xml")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ACCENT": "red"}, "ACCENT is 'red'; expected a colour such as #2f5bea"),
        (
            {"ACCENT": "#ffcc00"},
            r"ACCENT is '#ffcc00'; .* in the light theme: .*\(#f1f3f6\) is 1.36, .* 3.14 under 4.5",
        ),
        (
            {"ACCENT_DARK": "#2f3bea"},
            r"ACCENT_DARK is '#2f3bea'; .* in the dark theme: .*text on a button \(#0e1116\)",
        ),
        ({"SUPPORT_URL": "javascript:alert(1)"}, "SUPPORT_URL is .* starts with http"),
        ({"SUPPORT_URL": "http://[oh"}, "SUPPORT_URL is .* starts with http"),
        ({"SUPPORT_EMAIL": "help"}, "SUPPORT_EMAIL is 'help'; expected an e-mail address"),
        ({"SUPPORT_PHONE": "call us"}, "SUPPORT_PHONE is 'call us'; expected a phone number"),
    ],
)
def test_a_bad_value_names_its_key(given: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        read_settings(given)


@pytest.mark.parametrize("key", ["BRAND_LOGO", "BRAND_ICON"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "expected a file that can be read"),
        (b"GIF89a", "expected a picture, SVG or PNG"),
        (b"<html xmlns='http://www.w3.org/2000/svg'/>", "expected a picture, SVG or PNG"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "expected a picture, SVG or PNG"),
        (SVG + b" " * 300_000, "expected a picture of at most 256 KB"),
        (png(9)[:-9], "expected a whole picture; its end is missing"),
        (png(2001), "expected a picture of 2000 pixels a side at most"),
    ],
)
def test_a_picture_that_cant_be_shown_names_its_key(
    tmp_path: Path, key: str, content: bytes | None, said: str
) -> None:
    path = tmp_path / "logo" if content is None else write(tmp_path, "logo", content)

    with pytest.raises(SettingsError, match=f"{key} is .*{said}"):
        read_settings({key: str(path)})


def test_a_dark_logo_needs_a_light_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="BRAND_LOGO is ''; expected the logo"):
        read_settings({"BRAND_LOGO_DARK": write(tmp_path, "dark.svg", SVG)})


def test_a_partner_has_its_own_and_nothing_of_the_operators_beside_it(tmp_path: Path) -> None:
    """A file beside the partners' file is found from wherever the portal is started."""
    write(tmp_path, "alfa.png", png())
    partners = write(
        tmp_path,
        "brands.toml",
        b'["Alfa.example"]\nbrand = "Alfa Cloud"\nbrand_logo = "alfa.png"\naccent = "#7a1fa2"\n'
        b'["beta.example"]\nsupport_phone = "+49 30 123"\n',
    )
    settings = read_settings(
        {
            "BRAND": "Cloud House",
            "BRAND_LOGO": write(tmp_path, "own.svg", SVG),
            "BRAND_ICON": write(tmp_path, "own-icon.svg", SVG),
            "ACCENT_DARK": "#7c9bff",
            "SUPPORT_EMAIL": "help@house.example",
            "BRANDING": partners,
        }
    )

    alfa = branding_for(settings, " ALFA.example ")
    assert (alfa.brand, alfa.support_email) == ("Alfa Cloud", "help@house.example")
    assert alfa.brand_logo is not None
    assert alfa.brand_logo.mimetype == "image/png"
    assert (alfa.brand_icon, alfa.accent_dark) == (None, "")
    beta = branding_for(settings, "beta.example")
    assert (beta.brand, beta.support_email, beta.support_phone) == ("Cloud House", "", "+49 30 123")
    assert beta.accent_dark == "#7c9bff"
    assert branding_for(settings) == branding_for(settings, "gamma.example")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "BRANDING is .* expected a file of TOML"),
        ('brand = "x"', r"brand is 'x'; expected a table"),
        ('["a.example"]\ncolour = "x"', r"a.example: colour is 'x'; expected one of brand, "),
        ('["a.example"]\nbrand = " "', r"a.example: brand is ' '; expected a text"),
        ('["a.example"]\naccent = "#ffcc00"', r"brands.toml: a.example: accent is .* 1.36"),
        ('["a.example"]\nbrand_icon = "no.png"', r"a.example: brand_icon is .*no.png.* be read"),
    ],
)
def test_a_malformed_file_of_partners_says_where(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, "brands.toml", text.encode())

    with pytest.raises(SettingsError, match=said):
        read_settings({"BRANDING": path})


def test_a_missing_file_of_partners_names_its_key(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"BRANDING is .* expected a file that can be read"):
        read_settings({"BRANDING": str(tmp_path / "none.toml")})
