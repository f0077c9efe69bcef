"""Text as it was sent to the types of a table, exactly, or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, Inexact, InvalidOperation, localcontext
from types import MappingProxyType
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.sql import merge

TYPES: Mapping[str, pa.DataType] = MappingProxyType(
    {
        "VARCHAR": pa.string(),
        "BOOLEAN": pa.bool_(),
        "INTEGER": pa.int32(),
        "BIGINT": pa.int64(),
        "DATE": pa.date32(),
        "TIMESTAMP": pa.timestamp("us"),
    }
)
DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
INSTANT = pa.timestamp("us", "UTC")
FIRST_DAY = date(1, 1, 1)
# Measures, not money: they are rounded to the places of their column, and everything else that
# has more places than its column is refused.
ROUNDED = ("_quantity", "quantity", "duration_months")
# Longer numbers, and any with an exponent, are not for Arrow: it reads too many digits as another
# number, and a large negative exponent ends the process.
LONGEST_NUMBER = 38
LONGEST_SHOWN = 60


class Unfit(ValueError):
    """A value that its column can't hold. Never leaves this module."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, and whether a row must have it."""

    name: str
    type: pa.DataType
    is_required: bool


def columns(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[Column]]:
    """Return the columns of every table as warehouse/schema declares them."""
    found: dict[tuple[str, str], list[Column]] = {}
    rows = connection.execute(merge("columns")).fetchall()
    for database, table, name, data_type, is_required in rows:
        column = Column(name, _arrow_type(data_type), is_required)
        found.setdefault((database, table), []).append(column)
    return found


def as_text(values: Sequence[object]) -> pa.Array:
    """Return values as the text they were sent as: `cast` takes nothing else."""
    try:
        return pa.array(values, pa.string())
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        pass  # Numbers, or flags.
    try:
        return pa.array(values).cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError):
        # Text and numbers in one column, a number too long for Arrow, or no single value at all.
        return pa.array([_as_json(value) for value in values], pa.string())


def cast(column: Column, texts: pa.Array) -> tuple[pa.Array, dict[int, str]]:
    """Return texts in the column's type, and what is wrong with the ones that don't fit.

    The second is by index; the value itself is then NULL. Nothing is rounded but quantities and
    durations. Blank text is no value, except where the column holds text.
    """
    problems: dict[int, str] = {}
    try:
        array = _cast_all(column, texts)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        array, problems = _cast_each(column, texts)
    if column.is_required and array.null_count:
        missing = pc.indices_nonzero(array.is_null()).to_pylist()
        problems = {index: f"{column.name} is missing" for index in missing} | problems
    return array, problems


def _as_json(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _arrow_type(data_type: str) -> pa.DataType:
    if match := DECIMAL.fullmatch(data_type):
        # Smaller ones Arrow reads wrongly from text with many digits, and says nothing.
        return pa.decimal128(int(match[1]), int(match[2]))
    return TYPES[data_type]


def _cast_all(column: Column, texts: pa.Array) -> pa.Array:
    if column.type == pa.string():
        return pc.utf8_trim_whitespace(texts)
    if pa.types.is_decimal(column.type):
        return _cast_numbers(column, texts)
    if pa.types.is_temporal(column.type):
        return _cast_times(column, texts)
    return texts.cast(column.type)


def _cast_numbers(column: Column, texts: pa.Array) -> pa.Array:
    """Cast what is said many times once: a price stands there for everyone who pays it."""
    distinct = texts.dictionary_encode()
    if not _are_plain_numbers(distinct.dictionary):
        raise pa.ArrowInvalid("not all of them are plain numbers")
    return distinct.dictionary.cast(column.type).take(distinct.indices)


def _cast_times(column: Column, texts: pa.Array) -> pa.Array:
    if pa.types.is_timestamp(column.type):
        times = texts.cast(INSTANT).cast(column.type)
    else:
        times = texts.cast(column.type)
    # Arrow knows a year 0, which no reader of ours could be handed.
    if pc.any(pc.less(times, pa.scalar(FIRST_DAY, pa.date32()).cast(column.type))).as_py():
        raise pa.ArrowInvalid("a year before 1")
    return times


def _are_plain_numbers(texts: pa.Array) -> bool:
    longest = pc.max(pc.binary_length(texts)).as_py() or 0
    exponents = pc.match_substring(texts, "e", ignore_case=True)
    return longest <= LONGEST_NUMBER and not pc.any(exponents).as_py()


def _cast_each(column: Column, texts: pa.Array) -> tuple[pa.Array, dict[int, str]]:
    read = _reader(column)
    distinct = texts.dictionary_encode()
    values: list[object] = []
    unfit = {}
    for key, text in enumerate(distinct.dictionary.to_pylist()):
        plain = text.strip()
        try:
            values.append(read(plain) if plain else None)
        except Unfit as error:
            values.append(None)
            unfit[key] = f"{column.name} is {_shown(text)}, {error}"
    array = pa.array(values, column.type).take(distinct.indices)
    keys = distinct.indices.to_pylist() if unfit else ()
    return array, {index: unfit[key] for index, key in enumerate(keys) if key in unfit}


def _shown(text: str) -> str:
    shown = repr(text)
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}..."


def _reader(column: Column) -> Callable[[str], Any]:
    if pa.types.is_decimal(column.type):
        return lambda text: _decimal(column, text)
    if pa.types.is_integer(column.type):
        return lambda text: _whole(column, text)
    if pa.types.is_date(column.type):
        return _day
    if pa.types.is_timestamp(column.type):
        return _instant
    if pa.types.is_boolean(column.type):
        return _flag
    return str


def _number(text: str) -> Decimal:
    if not NUMBER.fullmatch(text):
        raise Unfit("not a number")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise Unfit("too large") from None


def _decimal(column: Column, text: str) -> Decimal:
    number = _number(text)
    precision, scale = column.type.precision, column.type.scale
    if number and number.adjusted() >= precision - scale:
        raise Unfit("too large")
    with localcontext(prec=2 * LONGEST_NUMBER, rounding=ROUND_HALF_UP) as context:
        context.traps[Inexact] = not column.name.endswith(ROUNDED)
        try:
            return number.quantize(Decimal(1).scaleb(-scale))
        except Inexact:
            raise Unfit(f"more than {scale} decimal places") from None


def _whole(column: Column, text: str) -> int:
    number = _number(text)
    limit = 2 ** (column.type.bit_width - 1)
    if not -limit <= number < limit:
        raise Unfit("too large")
    if number != int(number):
        raise Unfit("not a whole number")
    return int(number)


def _day(text: str) -> date:
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Unfit("not a day")


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is not None:
            return instant.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise Unfit("not an instant") from None
    raise Unfit("an instant without a UTC offset")


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise Unfit("not true or false")
    return text == "true"
