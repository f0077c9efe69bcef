"""Reads `filter[...]` and `sort` into conditions on columns; refuses what is not documented."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import request

from sandbox.api.access import Unprocessable
from sandbox.instants import ZONE

FILTER = re.compile(r"filter\[(\w+)\](?:\[(\w+)\])?")
INSTANT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
OPERATORS = {"gt": ">", "lt": "<"}


@dataclass(frozen=True, slots=True)
class Condition:
    """A part of a WHERE clause, with its values."""

    sql: str
    binds: tuple[Any, ...] = ()


# What reads one filter: its operator (None for equality) and its text.
Filter = Callable[[str | None, str], Condition]


def whole(column: str) -> Filter:
    """Match any of several whole numbers."""
    return _listed(column, parse_whole)


def words(column: str) -> Filter:
    """Match any of several words."""
    return _listed(column, str)


def exactly(column: str) -> Filter:
    """Match a text as it stands, commas and all."""

    def read(operator: str | None, text: str) -> Condition:
        _no_range(operator)
        return Condition(f"{column} = ?", (text,))

    return read


def flag(column: str) -> Filter:
    def read(operator: str | None, text: str) -> Condition:
        _no_range(operator)
        if text not in ("true", "false", "1", "0"):
            raise ValueError(f"{text!r} is not true or false")
        return Condition(f"{column} = ?", (text in ("true", "1"),))

    return read


def day(column: str) -> Filter:
    """Match a day, or the days strictly after or before it."""

    def read(operator: str | None, text: str) -> Condition:
        if operator is not None:
            return Condition(f"{column} {OPERATORS[operator]} ?", (parse_day(text),))
        return _any_of(column, [parse_day(part) for part in text.split(",")])

    return read


def instant(column: str) -> Filter:
    """Match a second, or a whole day; or what is strictly after or before an instant."""

    def read(operator: str | None, text: str) -> Condition:
        at = parse_instant(text)
        if operator is not None:
            return Condition(f"{column} {OPERATORS[operator]} ?", (at,))
        length = timedelta(days=1) if DAY.fullmatch(text) else timedelta(seconds=1)
        return Condition(f"{column} >= ? AND {column} < ?", (at, at + length))

    return read


def parse_whole(text: str) -> int:
    # More digits than these would not fit the store's integers.
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise ValueError(f"{text!r} is not a whole number")
    return int(text)


def parse_day(text: str) -> date:
    if not DAY.fullmatch(text):
        raise ValueError(f"{text!r} is not a date (YYYY-MM-DD)")
    return date.fromisoformat(text)


def parse_instant(text: str) -> datetime:
    """Read a day or an RFC 3339 instant; without an offset it is in the platform's zone."""
    if not INSTANT.fullmatch(text):
        raise ValueError(f"{text!r} is not a date or an RFC 3339 instant")
    at = datetime.fromisoformat(text)
    return at if at.tzinfo is not None else at.replace(tzinfo=ZONE)


def read_filters(known: Mapping[str, Filter]) -> list[Condition]:
    """Return the conditions of this request's filters.

    Raises:
        Unprocessable: a filter is unknown, or its value can't be read.
    """
    conditions = []
    for name, text in request.args.items(multi=True):
        if not name.startswith("filter"):
            continue
        match = FILTER.fullmatch(name)
        if match is None or match[1] not in known or match[2] not in (None, *OPERATORS):
            raise Unprocessable(f"{name} is not a filter of this method", name)
        try:
            conditions.append(known[match[1]](match[2], text))
        except ValueError as error:
            raise Unprocessable(f"{name}: {error}", name) from error
    return conditions


def read_sort(columns: Mapping[str, str], key: str) -> str:
    """Return the ORDER BY of this request, by key unless it asks otherwise.

    Raises:
        Unprocessable: the method does not sort by that.
    """
    asked = request.args.get("sort")
    if asked is None:
        return key
    name = asked.removeprefix("-")
    if name not in columns:
        raise Unprocessable(f"This method does not sort by {asked}", "sort")
    direction = "DESC" if asked.startswith("-") else "ASC"
    return f"{columns[name]} {direction}, {key} {direction}"


def _listed(column: str, read_one: Callable[[str], Any]) -> Filter:
    def read(operator: str | None, text: str) -> Condition:
        _no_range(operator)
        return _any_of(column, [read_one(part) for part in text.split(",")])

    return read


def _any_of(column: str, values: list[Any]) -> Condition:
    return Condition(f"{column} IN ({', '.join('?' * len(values))})", tuple(values))


def _no_range(operator: str | None) -> None:
    if operator is not None:
        raise ValueError(f"[{operator}] is not possible here")
