"""A catalog whose category and product have a logo, pictures and a video, and the platform that has
the files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from tests.catalog_rows import CATALOG

HOME = "https://platform.example"
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 40 + b"IEND\xaeB`\x82"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
WEBM = b"\x1a\x45\xdf\xa3\x80" + b"\x18\x53\x80\x67\x40\xc8" + bytes(range(200))
FILES = {
    "/logos/office.svg": ("image/svg+xml", SVG),
    "/logos/m365.png": ("image/png", PNG),
    "/media/1.png": ("image/png", PNG),
    "/media/film.webm": ("video/webm", WEBM),
}
MEDIA = (
    {"type": "image", "url": "/media/1.png", "title": "A list"},
    {"type": "video", "url": "/media/film.webm", "preview": "/media/1.png"},
    {"type": "image", "url": "https://elsewhere.example/2.png"},
)
DESCRIPTION = (
    '<p>Includes <b>Teams</b>. <img src="/media/1.png" alt="A list">'
    '<img src="/media/1.png"><img src="//elsewhere.example/2.png"></p>'
)
UPDATED = {"updated_at": "2026-11-01 00:00:00"}

Tables = dict[str, list[dict[str, Any]]]
Files = Mapping[str, tuple[str, bytes]]


def with_media(*media: dict[str, str]) -> Tables:
    """Return the catalog with these media of its first product."""
    office, *other_categories = CATALOG["category"]
    m365, *other_products = CATALOG["product"]
    logo_and_media = {
        "logo_url": "/logos/m365.png", "media": json.dumps(media), "description": DESCRIPTION,
    }  # fmt: skip
    return CATALOG | {
        "category": [office | {"logo_url": "/logos/office.svg"} | UPDATED, *other_categories],
        "product": [m365 | logo_and_media | UPDATED, *other_products],
    }


class Platform:
    """Answers for files, and remembers what it was asked."""

    def __init__(self, files: Files = FILES) -> None:
        self.files = files
        self.asked: list[httpx.Request] = []
        self.instead: Callable[[], httpx.Response] | None = None

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if self.instead is not None:
            return self.instead()
        if request.url.path not in self.files:
            return httpx.Response(404)
        content_type, content = self.files[request.url.path]
        return httpx.Response(200, content=iter([content]), headers={"Content-Type": content_type})

    def is_down(self) -> None:
        def refuse() -> httpx.Response:
            raise httpx.ConnectError("refused")

        self.instead = refuse
