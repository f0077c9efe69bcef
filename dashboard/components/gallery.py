"""What there is to see of a product: pictures that open enlarged, and videos that play in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.components.attributes import aria, data
from dashboard.components.icons import icon
from dashboard.components.pictures import lazy_picture
from dashboard.services.media import Medium
from dashboard.texts import gettext

WIDTH, HEIGHT = 640, 400


def draw_gallery(media: Sequence[Medium], product_name: str) -> list[Any]:
    """Draw a strip of everything, and the dialog that assets/js/gallery.js opens (CAT-6)."""
    if not media:
        return []
    tiles = [
        html.Li(_video(one, title) if one.is_video else _picture(one, title))
        for place, one in enumerate(media, start=1)
        for title in [one.title or _usual_title(product_name, place, len(media))]
    ]
    strip = html.Ul(tiles, className="gallery", **aria(label=gettext("Pictures and videos")))
    has_pictures = any(not one.is_video for one in media)
    return [strip, _dialog(product_name)] if has_pictures else [strip]


def _usual_title(product_name: str, place: int, count: int) -> str:
    return gettext(
        "%(product)s, picture %(place)s of %(count)s",
        product=product_name,
        place=place,
        count=count,
    )


def _picture(medium: Medium, title: str) -> html.Button:
    return html.Button(
        lazy_picture(medium.file.src, title, width=WIDTH, height=HEIGHT),
        type="button",
        className="gallery-picture",
        **data(full=medium.file.src, title=title),
        **aria(haspopup="dialog"),
    )


def _video(medium: Medium, title: str) -> html.Div:
    return html.Div(
        [
            html.Video(
                src=medium.file.src,
                poster=medium.preview.src if medium.preview else None,
                controls=True,
                preload="none",
                playsInline=True,
                width=WIDTH,
                height=HEIGHT,
                **aria(label=title),
            ),
            html.Div(
                [
                    icon("exclamation-triangle"),
                    gettext("This video can't be played now. Please try again later."),
                ],
                className="video-failed",
                role="status",
                hidden=True,
            ),
        ],
        className="gallery-video",
    )


def _dialog(product_name: str) -> html.Dialog:
    return html.Dialog(
        [
            html.Div(
                [
                    html.Span(className="gallery-title", **aria(live="polite")),
                    html.Span(className="gallery-place number"),
                    _button("x-lg", gettext("Close"), "gallery-close"),
                ],
                className="gallery-head",
            ),
            html.Div(
                [
                    _button("chevron-left", gettext("Previous picture"), "gallery-previous"),
                    html.Img(alt="", className="gallery-full", width=WIDTH, height=HEIGHT),
                    _button("chevron-right", gettext("Next picture"), "gallery-next"),
                ],
                className="gallery-stage",
            ),
        ],
        className="gallery-dialog",
        **aria(label=gettext("Pictures of %(product)s", product=product_name)),
    )


def _button(icon_name: str, label: str, class_name: str) -> html.Button:
    return html.Button(
        icon(icon_name), type="button", className=f"gallery-button {class_name}", title=label,
        **aria(label=label),
    )  # fmt: skip
