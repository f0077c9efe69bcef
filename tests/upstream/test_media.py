"""What a product's media say, in whatever shape they are sent."""

from __future__ import annotations

import json
from typing import Any

import pytest

from upstream.media import MOST, MediaItem, MediaKind, read_media

IMAGE, VIDEO = MediaKind.IMAGE, MediaKind.VIDEO


@pytest.mark.parametrize(
    ("sent", "item"),
    [
        ({"type": "image", "url": "/a.png", "title": "A"}, MediaItem(IMAGE, "/a.png", "A")),
        (
            {"type": "video", "url": "/a.webm", "preview": "/a.png"},
            MediaItem(VIDEO, "/a.webm", None, "/a.png"),
        ),
        ({"content_type": "video/mp4", "link": "/a"}, MediaItem(VIDEO, "/a")),
        ({"type": "Image", "file": " /a "}, MediaItem(IMAGE, "/a")),
        ({"type": "screenshot", "src": "/a.MP4?x=1"}, MediaItem(VIDEO, "/a.MP4?x=1")),
        ({"id": "1", "attributes": {"url": "/a"}}, MediaItem(IMAGE, "/a")),
        ("/a.jpg", MediaItem(IMAGE, "/a.jpg")),
    ],
)
def test_an_entry_is_a_link_with_what_is_said_of_it(sent: Any, item: MediaItem) -> None:
    """DATA-3."""
    assert read_media(json.dumps([sent])) == (item,)


@pytest.mark.parametrize("sent", [{}, {"url": ""}, {"url": 7}, {"attributes": 7}, 7, None, [1]])
def test_an_entry_without_a_link_is_passed_over(sent: Any) -> None:
    assert read_media(json.dumps([sent, "/a"])) == (MediaItem(IMAGE, "/a"),)


@pytest.mark.parametrize("text", [None, "", "{}", "not JSON", '{"url": "/a"}', "[]"])
def test_no_media_are_no_error(text: str | None) -> None:
    assert read_media(text) == ()


def test_there_are_not_endlessly_many() -> None:
    assert len(read_media(json.dumps(["/a"] * 1000))) == MOST
