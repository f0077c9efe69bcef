"""Which pictures and videos stand in the catalog, and where the portal shows each of them.

A browser names a record, never a link: the link is the one that the mirror holds for the reseller.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from urllib.parse import quote

from domain.errors import NotFound
from upstream.media import MediaItem, MediaKind, read_media
from warehouse.catalog import Category, Product, categories, products
from warehouse.connection import Snapshot

VERSION = "v"
MOST_DESCRIBED = 24


@dataclass(frozen=True, slots=True)
class Picture:
    """A file of the platform: the portal's own path for it, and the link it is fetched by."""

    path: str
    link: str
    version: str
    kind: MediaKind = MediaKind.IMAGE

    @property
    def src(self) -> str:
        """The address to show it by, which changes when what the platform says of it does."""
        return f"{self.path}?{VERSION}={self.version}"


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture or video of a product; `preview` is what is seen of a video before it plays."""

    file: Picture
    title: str | None
    preview: Picture | None

    @property
    def is_video(self) -> bool:
        return self.file.kind is MediaKind.VIDEO


class CatalogMedia:
    """Finds the pictures and videos of one reseller's catalog, as addresses name them."""

    def __init__(self, snapshot: Snapshot, *, reseller_id: str) -> None:
        self._snapshot = snapshot
        self._reseller_id = reseller_id

    def category(self, category_id: str) -> Category:
        """Return a category.

        Raises:
            NotFound: the reseller has no such category, or nothing to sell in it.
        """
        found = categories(self._snapshot, reseller_id=self._reseller_id)
        for one in found:
            if one.category_id == category_id:
                return one
        raise NotFound(f"no category {category_id}")

    def product(self, product_id: str) -> Product:
        """Return a product.

        Raises:
            NotFound: the reseller has no such product.
        """
        found = products(self._snapshot, product_id=product_id, reseller_id=self._reseller_id)
        if not found:
            raise NotFound(f"no product {product_id}")
        return found[0]

    def medium(self, product_id: str, position: int) -> Medium:
        """Return a product's picture or video by its place, from 1.

        Raises:
            NotFound: the reseller has no such product, or it has not as many.
        """
        found = product_media(self.product(product_id))
        if not 1 <= position <= len(found):
            raise NotFound(f"no picture {position} of product {product_id}")
        return found[position - 1]

    def described(self, product_id: str, position: int) -> Picture:
        """Return a picture of a product's description by its place, from 1.

        Raises:
            NotFound: the reseller has no such product, or it has not as many.
        """
        found = described_pictures(self.product(product_id))
        if not 1 <= position <= len(found):
            raise NotFound(f"no picture {position} in the description of product {product_id}")
        return found[position - 1]


def category_logo(category: Category) -> Picture | None:
    path = f"/media/categories/{quote(category.category_id, safe='')}/logo"
    return _picture(path, category.logo_url, category.updated_at)


def product_logo(product: Product) -> Picture | None:
    return _picture(f"{_folder(product)}/logo", product.logo_url, product.updated_at)


def product_media(product: Product) -> tuple[Medium, ...]:
    """Return what there is to see of a product, in the platform's order (CAT-6)."""
    return tuple(
        _medium(f"{_folder(product)}/{position}", item, product.updated_at)
        for position, item in enumerate(read_media(product.media), start=1)
    )


def described_pictures(product: Product) -> tuple[Picture, ...]:
    """Return the pictures that stand in a product's description, in their order (CAT-6)."""
    reader = _PictureLinks()
    reader.feed(product.description or "")
    reader.close()
    found = (
        _picture(f"{_folder(product)}/described/{position}", link, product.updated_at)
        for position, link in enumerate(dict.fromkeys(reader.links), start=1)
    )
    return tuple(one for one in found if one is not None)[:MOST_DESCRIBED]


class _PictureLinks(HTMLParser):
    """Collects what `<img src>` names."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        link = dict(attrs).get("src") if tag == "img" else None
        if link:
            self.links.append(link)


def _folder(product: Product) -> str:
    return f"/media/products/{quote(product.product_id, safe='')}"


def _medium(path: str, item: MediaItem, updated_at: datetime | None) -> Medium:
    file = Picture(path, item.url, _version(item.url, updated_at), item.kind)
    return Medium(file, item.title, _picture(f"{path}/preview", item.preview_url, updated_at))


def _picture(path: str, link: str | None, updated_at: datetime | None) -> Picture | None:
    return Picture(path, link, _version(link, updated_at)) if link else None


def _version(link: str, updated_at: datetime | None) -> str:
    return hashlib.sha256(f"{link} {updated_at}".encode()).hexdigest()[:12]
