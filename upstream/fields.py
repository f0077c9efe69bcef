"""How single values are read, wherever they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

import msgspec

Text: TypeAlias = str | int | None
Flag: TypeAlias = bool | None
# An amount comes as text or as a number; a number with a point or an exponent becomes its text,
# digit for digit, by the decoder's `float_hook`.
Number: TypeAlias = Any
Json: TypeAlias = msgspec.Raw

Value = TypeVar("Value")
Result = TypeVar("Result")

ABSENT = msgspec.Raw(b"")


class Fields(msgspec.Struct, gc=False):
    """The attributes of a record: our names, renamed to the platform's."""


class Linked(msgspec.Struct, gc=False):
    id: Text = None


class Link(msgspec.Struct, gc=False):
    data: Linked | list[Linked] | None = None


Relationships: TypeAlias = dict[str, Link]


@lru_cache(1024)
def word(text: Text) -> str | None:
    """Write a status as one word in snake case: `Deactivated by provider` is
    `deactivated_by_provider`.
    """
    return None if text is None else "_".join(str(text).lower().split())


@lru_cache(1024)
def kind(class_name: Text, suffix: str, known: type[StrEnum]) -> str:
    """Read what sort of thing a class is for: `Charge::Setup` is `setup`, `RenewalOrder` is
    `renewal`; any other class, and none at all, is `unknown`.
    """
    name = str(class_name).strip().rpartition("::")[2].lower().replace("_", "")
    name = name.removesuffix(suffix)
    return next((str(one) for one in known if name.endswith(one)), "unknown")


def read_each(read: Callable[[Value], Result], values: Sequence[Value]) -> list[Result]:
    """Read every value of a column; what stands there many times, once."""
    known = {value: read(value) for value in set(values)}
    return [known[value] for value in values]


def day(text: Text) -> Text:
    """Read the day of a date that may come with a time: the platform's own day."""
    if isinstance(text, str) and text[10:11] in ("T", " "):
        return text[:10]
    return text


def lower(text: Text) -> str | None:
    return None if text is None else str(text).strip().lower()


def json_text(raw: msgspec.Raw) -> str | None:
    text = bytes(raw).decode("utf-8", "replace")
    return None if text in ("", "null") else text


def name_in(raw: msgspec.Raw) -> str | None:
    """Return the name of something that is sent by its name, or as an object that has one."""
    text = json_text(raw)
    found = None if text is None else msgspec.json.decode(text)
    for around in ("data", "attributes"):
        if isinstance(found, dict):
            found = found.get(around, found)
    if isinstance(found, dict):
        found = found.get("name")
    return (found.strip() or None) if isinstance(found, str) else None


def linked_id(relationships: Relationships | None, name: str) -> Text:
    """Return the id of the one thing a relationship names."""
    ids = all_ids((relationships or {}).get(name))
    return ids[0] if ids else None


def all_ids(link: Link | None) -> list[Text]:
    if link is None or link.data is None:
        return []
    return [one.id for one in (link.data if isinstance(link.data, list) else [link.data])]
