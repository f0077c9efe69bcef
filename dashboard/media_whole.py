"""Whether all of a file has come: a body that was cut may still say that it is complete."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import BinaryIO

TAIL_BYTES = 4096
SVG_END = re.compile(rb"(?:</svg>|/>)\s*(?:<!--.*?-->\s*)*\Z", re.DOTALL)
PNG_END = b"IEND\xaeB`\x82"
JPEG_END = b"\xff\xd9"
UNKNOWN_SIZE = (1 << 56) - 1  # Of eight bytes: a recording that was sent while it was made.


def is_whole(file: BinaryIO, mimetype: str) -> bool:
    """Say whether a file ends as one of its type does; moves the file's position."""
    return CHECKS[mimetype](file)


def _tail(file: BinaryIO) -> bytes:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - TAIL_BYTES))
    return file.read()


def _svg(file: BinaryIO) -> bool:
    return SVG_END.search(_tail(file)) is not None


def _png(file: BinaryIO) -> bool:
    return PNG_END in _tail(file)


def _jpeg(file: BinaryIO) -> bool:
    return JPEG_END in _tail(file)


def _gif(file: BinaryIO) -> bool:
    return _tail(file).rstrip(b"\0").endswith(b";")


def _webp(file: BinaryIO) -> bool:
    size = file.seek(0, os.SEEK_END)
    file.seek(4)
    return int.from_bytes(file.read(4), "little") + 8 <= size


def _mp4(file: BinaryIO) -> bool:
    """Go from box to box: the last one ends where the file does."""
    size, at = file.seek(0, os.SEEK_END), 0
    while at + 8 <= size:
        file.seek(at)
        length = int.from_bytes(file.read(4), "big")
        if length == 1:  # Its size stands behind its name.
            file.seek(at + 8)
            length = int.from_bytes(file.read(8), "big")
        if length == 0:  # To the end, however far that is.
            return True
        if length < 8:
            return False
        at += length
    return at == size


def _webm(file: BinaryIO) -> bool:
    """Read how long the head and the one segment behind it say that they are."""
    size = file.seek(0, os.SEEK_END)
    file.seek(4)
    head = _vint(file)
    file.seek(file.tell() + head + 4)
    segment = _vint(file)
    return segment == UNKNOWN_SIZE or 0 < file.tell() + segment <= size


def _vint(file: BinaryIO) -> int:
    """Read a number whose first byte says how many there are; 0 where nothing is left."""
    first = file.read(1)
    if not first or not first[0]:
        return 0
    more = 8 - first[0].bit_length()
    value = first[0] & ((1 << (7 - more)) - 1)
    return int.from_bytes(bytes([value]) + file.read(more), "big")


CHECKS: dict[str, Callable[[BinaryIO], bool]] = {
    "image/svg+xml": _svg,
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/gif": _gif,
    "image/webp": _webp,
    "video/mp4": _mp4,
    "video/webm": _webm,
}
