"""Logos and pictures. Their places are kept from the start, and nothing moves when they come."""

from __future__ import annotations

from dash import html

from dashboard.components.attributes import aria, data
from dashboard.services.media import Picture


def lazy_picture(src: str, alt: str, *, width: int, height: int, class_name: str = "") -> html.Img:
    """Draw a picture that assets/js/gallery.js has the browser fetch once it comes near."""
    return html.Img(
        alt=alt, width=width, height=height, className=f"picture {class_name}".strip(),
        **data(src=src),
    )  # fmt: skip


def logo(picture: Picture | None, name: str, *, size: int = 40) -> html.Img | html.Span:
    """Draw a logo; its first letter on a tile for what has none. The name stands beside it."""
    if picture is not None:
        return lazy_picture(picture.src, "", width=size, height=size, class_name="logo")
    letter = next((letter for letter in name if letter.isalnum()), "·").upper()
    class_name = "mark" if size <= 40 else "mark large"
    return html.Span(letter, className=class_name, **aria(hidden="true"))
