"""The distributor's news: a feed (RSS 2.0) and a page for each item. No token: they are for all.

`/news.rss` is in English, `/news.rss?language=ru` in Russian.
"""

from __future__ import annotations

from datetime import UTC
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from urllib.parse import urlencode
from xml.etree import ElementTree

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from sandbox.api.access import platform
from sandbox.news import LANGUAGES, Item, items_until

blueprint = Blueprint("news", __name__)

RSS = "application/rss+xml"
CHANNEL = {
    "en": ("News for resellers", "What is new at the distributor"),
    "ru": ("Новости для партнёров", "Что нового у дистрибьютора"),
}
PAGE = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ max-width: 40rem; margin: 3rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui; }}
</style>
<h1>{title}</h1>
<p><time>{day}</time></p>
<p>{text}</p>
</html>
"""


@blueprint.get("/news.rss")
def feed() -> Response:
    language = _language()
    content = _written(items_until(platform().now()), language)
    answer = Response(content, content_type=f"{RSS}; charset=utf-8")
    answer.set_etag(sha256(content).hexdigest()[:32])
    answer.make_conditional(request)
    return answer


@blueprint.get("/news/<key>")
def page(key: str) -> Response:
    language = _language()
    for item in items_until(platform().now()):
        if item.key == key:
            return Response(
                PAGE.format(
                    language=language,
                    title=escape(item.titles[language]),
                    day=f"{item.published_at:%d.%m.%Y}",
                    text=escape(item.texts[language]),
                ),
                mimetype="text/html",
            )
    raise NotFound


def _language() -> str:
    asked = request.args.get("language", "en")
    return asked if asked in LANGUAGES else "en"


def _written(items: list[Item], language: str) -> bytes:
    rss = ElementTree.Element("rss", version="2.0")
    channel = ElementTree.SubElement(rss, "channel")
    title, description = CHANNEL[language]
    for name, text in (
        ("title", title),
        ("link", request.host_url),
        ("description", description),
        ("language", language),
    ):
        ElementTree.SubElement(channel, name).text = text
    for item in items:
        drawn = ElementTree.SubElement(channel, "item")
        link = f"{request.host_url}news/{item.key}?{urlencode({'language': language})}"
        for name, text in (
            ("title", item.titles[language]),
            ("link", link),
            ("guid", link),
            ("description", f"<p>{escape(item.texts[language])}</p>"),
            ("pubDate", format_datetime(item.published_at.astimezone(UTC), usegmt=True)),
        ):
            ElementTree.SubElement(drawn, name).text = text
    content: bytes = ElementTree.tostring(rss, encoding="utf-8", xml_declaration=True)
    return content
