"""Reads what the platform tells of a product's pictures and videos.

The API's description does not show what an entry of `media` holds: it is read as an object with a
link, or as the link itself, and an entry that is neither is passed over.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

LINKS = ("url", "link", "file", "src")
KINDS = ("type", "kind", "content_type")
TITLES = ("title", "name", "description", "alt")
PREVIEWS = ("preview", "poster", "thumbnail")
VIDEO_SUFFIXES = (".mp4", ".m4v", ".webm")
MOST = 24


class MediaKind(StrEnum):
    IMAGE = "image"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class MediaItem:
    """A picture or a video: links as they were sent, and what is said of it."""

    kind: MediaKind
    url: str
    title: str | None = None
    preview_url: str | None = None


def read_media(text: str | None) -> tuple[MediaItem, ...]:
    """Return a product's pictures and videos in the order they were sent, at most 24.

    Source: contract.yaml, ProductMedia
    """
    try:
        sent = json.loads(text or "[]")
    except ValueError:
        return ()
    items = (_item(one) for one in (sent if isinstance(sent, list) else []))
    return tuple(item for item in items if item is not None)[:MOST]


def _item(sent: Any) -> MediaItem | None:
    if isinstance(sent, str):
        sent = {"url": sent}
    if not isinstance(sent, dict):
        return None
    sent = sent.get("attributes", sent)
    url = _text(sent, LINKS)
    if url is None:
        return None
    return MediaItem(
        _kind(_text(sent, KINDS), url), url, _text(sent, TITLES), _text(sent, PREVIEWS)
    )


def _kind(said: str | None, url: str) -> MediaKind:
    if said is not None and said.lower().startswith(tuple(MediaKind)):
        return MediaKind(said.lower()[: len(MediaKind.IMAGE)])
    suffix = PurePosixPath(urlsplit(url).path).suffix.lower()
    return MediaKind.VIDEO if suffix in VIDEO_SUFFIXES else MediaKind.IMAGE


def _text(sent: Any, names: tuple[str, ...]) -> str | None:
    found = (sent.get(name) for name in names) if isinstance(sent, dict) else ()
    return next((one.strip() for one in found if isinstance(one, str) and one.strip()), None)
