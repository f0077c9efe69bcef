"""Which page is asked for, and the links to the others. The platform pages in two ways."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from sandbox.api.access import Unprocessable

DEFAULT_SIZE = 50
LARGEST_SIZE = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a listing. The names are those of the parameters that ask for it."""

    size: int
    number: int
    size_name: str
    number_name: str

    @property
    def offset(self) -> int:
        return self.size * (self.number - 1)

    def links(self, count: int) -> dict[str, str | None]:
        """Return the links of a listing of so many records; no link leads out of it."""
        last = max(1, -(-count // self.size))
        return {
            "self": self._link(self.number),
            "first": self._link(1),
            "prev": self._link(min(self.number - 1, last)) if self.number > 1 else None,
            "next": self._link(self.number + 1) if self.number < last else None,
            "last": self._link(last),
        }

    def _link(self, number: int) -> str:
        asked = request.args.to_dict()
        asked |= {self.number_name: str(number), self.size_name: str(self.size)}
        return f"{request.base_url}?{urlencode(asked)}"


def read_page(size_name: str = "page[size]", number_name: str = "page[number]") -> Page:
    """Return the page this request asks for; sizes above the largest are cut to it.

    Raises:
        Unprocessable: the size or the number is not a whole number above zero.
    """
    size = _whole(size_name, DEFAULT_SIZE)
    return Page(min(size, LARGEST_SIZE), _whole(number_name, 1), size_name, number_name)


def read_store_page() -> Page:
    """Return the page as the Customer Store's methods spell it."""
    return read_page("per_page", "page")


def _whole(name: str, default: int) -> int:
    text = request.args.get(name)
    if text is None:
        return default
    # More digits would not fit the store's integers.
    if not (text.isascii() and text.isdigit() and 0 < int(text) and len(text) < 12):
        raise Unprocessable(f"{name} must be a whole number, 1 or more", name)
    return int(text)
