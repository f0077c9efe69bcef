"""A file is what its first bytes say, and nothing else is served."""

from __future__ import annotations

import pytest

from dashboard.media_types import media_type
from upstream.media import MediaKind

IMAGE, VIDEO = MediaKind.IMAGE, MediaKind.VIDEO
PNG = b"\x89PNG\r\n\x1a\n...."
WEBM = b"\x1a\x45\xdf\xa3...."
MP4 = b"\x00\x00\x00\x20ftypisom"


@pytest.mark.parametrize(
    ("said", "head", "kind", "known"),
    [
        ("image/png", PNG, IMAGE, "image/png"),
        ("image/jpeg", b"\xff\xd8\xff\xe0", IMAGE, "image/jpeg"),
        ("image/jpg", b"\xff\xd8\xff\xe0", IMAGE, "image/jpeg"),
        ("image/gif", b"GIF89a", IMAGE, "image/gif"),
        ("image/webp", b"RIFF\x01\x02\x03\x04WEBPVP8 ", IMAGE, "image/webp"),
        ("image/svg+xml", b"<svg xmlns='x'/>", IMAGE, "image/svg+xml"),
        ("image/svg+xml", b"\xef\xbb\xbf\n<?xml version='1.0'?><!-- a\n-->\n<!DOCTYPE svg "
                          b'PUBLIC "x" "y">\n<svg>', IMAGE, "image/svg+xml"),
        ("video/webm", WEBM, VIDEO, "video/webm"),
        ("video/mp4", MP4, VIDEO, "video/mp4"),
    ],
)  # fmt: skip
def test_pictures_and_videos_are_known(said: str, head: bytes, kind: MediaKind, known: str) -> None:
    assert media_type(said, head, kind) == known


@pytest.mark.parametrize(
    ("said", "head", "kind"),
    [
        ("text/html", b"<html>", IMAGE),
        ("image/png", b"<html>502 Bad Gateway", IMAGE),
        ("image/svg+xml", b"<html><svg>", IMAGE),
        ("image/svg+xml", b"<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg>", IMAGE),
        ("text/html", b"<svg>", IMAGE),
        ("application/octet-stream", PNG, IMAGE),
        ("image/bmp", b"BM", IMAGE),
        ("", PNG, IMAGE),
        ("image/jpeg", PNG, IMAGE),
        ("image/png", b"", IMAGE),
        ("video/webm", WEBM, IMAGE),
        ("image/png", PNG, VIDEO),
        ("video/mp4", WEBM, VIDEO),
    ],
)
def test_nothing_else_is(said: str, head: bytes, kind: MediaKind) -> None:
    assert media_type(said, head, kind) is None
