"""Which pictures and videos a product has, as the Customer Store's `media` tells of them."""

from __future__ import annotations

from sandbox.catalog_records import Product
from sandbox.pictures.glyphs import family_of
from sandbox.records import Json

TITLES = {
    "overview": "The figures of a month at a glance",
    "list": "Everything in one list",
    "board": "Work on a board",
    "page": "Writing together",
    "meeting": "Meeting from anywhere",
    "posture": "What is protected, and what needs a look",
    "machines": "Machines, and how busy they are",
}
OFFICE, GUARD, MACHINES = (
    ("page", "list", "overview"),
    ("posture", "list"),
    ("machines", "overview"),
)
SHOWN = {
    "mail": ("list", "page"), "chat": ("meeting", "list"), "files": ("list", "page"),
    "pages": OFFICE, "suite": ("page", "meeting", "list"), "chart": ("overview", "board"),
    "ledger": ("overview", "list", "board"), "people": ("board", "overview"),
    "flow": ("board", "list"), "plan": ("board", "overview"), "screen": ("machines", "list"),
    "shield": GUARD, "key": GUARD, "device": ("posture", "machines"), "cloud": MACHINES,
    "servers": MACHINES, "data": ("overview", "machines"), "backup": ("machines", "posture"),
    "seal": (),
}  # fmt: skip
FILMED = {"Microsoft 365 Business Premium", "Azure Plan", "Google Workspace Business"}
FILM = "a-day-with-it.webm"


def logo_of_product(product_id: int) -> str:
    return f"/logos/products/{product_id}.svg"


def logo_of_category(key: str) -> str:
    return f"/logos/{key}.svg"


def media_of(product: Product) -> list[Json]:
    """Return what the catalog shows of a product besides its words; nothing for some."""
    folder = f"/media/products/{product.product_id}"
    scenes = SHOWN[family_of(product.name)]
    media: list[Json] = [
        {"type": "image", "url": f"{folder}/{kind}.svg", "title": TITLES[kind]} for kind in scenes
    ]
    if product.name in FILMED:
        preview = f"{folder}/{scenes[-1]}.svg"
        media.append({"type": "video", "url": f"/media/films/{FILM}", "preview": preview,
                      "title": "A day with it, in six seconds"})  # fmt: skip
    return media
