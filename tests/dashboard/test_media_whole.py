"""A file that was cut is not taken for a whole one."""

from __future__ import annotations

from importlib.resources import files
from io import BytesIO

import pytest

from dashboard.media_whole import is_whole
from sandbox.pictures.gallery import FILM
from tests.media_rows import PNG, SVG, WEBM

BOX = b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00"
LONG_BOX = b"\x00\x00\x00\x01mdat" + (24).to_bytes(8, "big") + b"12345678"
WEBP = b"RIFF" + (12).to_bytes(4, "little") + b"WEBPVP8 1234"
WHOLE = [
    ("image/png", PNG),
    ("image/svg+xml", SVG),
    ("image/svg+xml", b"<svg/>"),
    ("image/svg+xml", SVG + b"\n<!-- drawn\nby hand -->"),
    ("image/jpeg", b"\xff\xd8\xff\xe0" + b"x" * 30 + b"\xff\xd9"),
    ("image/gif", b"GIF89a" + b"x" * 30 + b";"),
    ("image/webp", WEBP),
    ("video/mp4", BOX + LONG_BOX),
    ("video/mp4", BOX + b"\x00\x00\x00\x08free"),
    ("video/webm", WEBM),
    ("video/webm", (files("sandbox") / "data" / FILM).read_bytes()),
]


@pytest.mark.parametrize(("mimetype", "content"), WHOLE)
def test_a_whole_file_is_known_and_half_of_it_too(mimetype: str, content: bytes) -> None:
    assert is_whole(BytesIO(content), mimetype)
    assert not is_whole(BytesIO(content[: len(content) // 2]), mimetype)
    assert not is_whole(BytesIO(content[:-1].rstrip()), mimetype)


def test_what_does_not_tell_its_length_is_taken_as_it_is() -> None:
    endless = b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\x01" + b"\xff" * 7 + b"clusters"

    assert is_whole(BytesIO(endless), "video/webm")
    assert is_whole(BytesIO(BOX + b"\x00\x00\x00\x00mdat12345"), "video/mp4")


@pytest.mark.parametrize("content", [b"", b"\x1a\x45\xdf\xa3", b"\x1a\x45\xdf\xa3\x00"])
def test_a_head_alone_is_no_video(content: bytes) -> None:
    assert not is_whole(BytesIO(content), "video/webm")
