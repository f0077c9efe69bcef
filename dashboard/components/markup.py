"""Turns the HTML that the platform sends as a description into components of ours.

Nothing of it reaches the browser as HTML: known tags become components, all others only their
text, and no attribute but the address of a link survives. A picture is shown by an address of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from dash import html

from dashboard.components.pictures import lazy_picture
from dashboard.services.media import Picture

TAGS: dict[str, Callable[..., Any]] = {
    "p": html.P, "ul": html.Ul, "ol": html.Ol, "li": html.Li, "b": html.B, "strong": html.Strong,
    "i": html.I, "em": html.Em, "h1": html.H3, "h2": html.H3, "h3": html.H3, "h4": html.H4,
    "table": html.Table, "tbody": html.Tbody, "tr": html.Tr, "td": html.Td, "th": html.Th,
    "blockquote": html.Blockquote, "code": html.Code, "a": html.A,
}  # fmt: skip
VOID = {"br": html.Br, "hr": html.Hr}
# What stands between these is not text for a reader.
HIDDEN = ("script", "style", "template", "iframe", "object", "noscript")
SCHEMES = ("http", "https", "mailto")
DEEPEST = 20
# The place that is kept for a picture: what it measures is known only when it is there.
WIDTH, HEIGHT = 640, 400


def draw_markup(text: str | None, pictures: Iterable[Picture] = ()) -> list[Any]:
    """Return components that say what an HTML text says; plain text is fine as well.

    Of the pictures in it those are shown that `pictures` has.
    """
    reader = _Reader({picture.link: picture for picture in pictures})
    reader.feed(text or "")
    reader.close()
    return reader.finish()


class _Reader(HTMLParser):
    def __init__(self, pictures: Mapping[str, Picture]) -> None:
        super().__init__(convert_charrefs=True)
        self._pictures = pictures
        self._open: list[tuple[str, dict[str, str | None], list[Any]]] = [("", {}, [])]
        self._hidden = 0

    def finish(self) -> list[Any]:
        while len(self._open) > 1:
            self._close()
        return self._open[0][2]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HIDDEN:
            self._hidden += 1
        elif tag == "img":
            self._draw_picture(dict(attrs))
        elif tag in VOID:
            self._open[-1][2].append(VOID[tag]())
        elif tag in TAGS and len(self._open) < DEEPEST:
            self._open.append((tag, dict(attrs), []))

    def handle_endtag(self, tag: str) -> None:
        if tag in HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif any(tag == name for name, _, _ in self._open):
            while self._close() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._hidden and (data.strip() or self._open[-1][2]):
            self._open[-1][2].append(data)

    def _draw_picture(self, attributes: dict[str, str | None]) -> None:
        picture = self._pictures.get(attributes.get("src") or "")
        if picture is not None and not self._hidden:
            alt = attributes.get("alt") or ""
            drawn = lazy_picture(picture.src, alt, width=WIDTH, height=HEIGHT, class_name="inline")
            self._open[-1][2].append(drawn)

    def _close(self) -> str:
        tag, attributes, children = self._open.pop()
        properties = _link(attributes.get("href")) if tag == "a" else {}
        self._open[-1][2].append(TAGS[tag](children, **properties))
        return tag


def _link(href: str | None) -> dict[str, str]:
    if href is None or urlsplit(href).scheme not in SCHEMES:
        return {}
    return {"href": href, "target": "_blank", "rel": "noopener noreferrer"}
