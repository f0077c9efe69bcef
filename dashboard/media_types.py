"""What sort of file something is: as its sender says, and as its first bytes confirm."""

from __future__ import annotations

import re

from upstream.media import MediaKind

SVG = "image/svg+xml"
HEAD_BYTES = 4096
# No declarations inside a DOCTYPE: they can make a small file grow without end.
SVG_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*|<!DOCTYPE\s[^>\[]*>\s*)*<svg[\s>]",
    re.DOTALL,
)
HEADS = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    SVG: SVG_HEAD,
    "video/mp4": re.compile(rb".{4}ftyp", re.DOTALL),
    "video/webm": re.compile(rb"\x1a\x45\xdf\xa3"),
}
ALSO_CALLED = {"image/jpg": "image/jpeg"}


def media_type(said: str, head: bytes, kind: MediaKind) -> str | None:
    """Return the type to serve a file with; None for one that is not what it is said to be."""
    known = ALSO_CALLED.get(said, said)
    if known not in HEADS or not known.startswith(f"{kind}/"):
        return None
    return known if HEADS[known].match(head) else None
