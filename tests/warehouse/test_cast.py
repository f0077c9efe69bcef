from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from warehouse.cast import Column, as_text, cast

AMOUNT = Column("gross_amount", pa.decimal128(18, 6), is_required=True)
DISCOUNT = Column("discount_amount", pa.decimal128(18, 6), is_required=False)
QUANTITY = Column("quantity", pa.decimal128(18, 6), is_required=False)
MONTHS = Column("duration_months", pa.decimal128(9, 3), is_required=False)
UNITS = Column("included_quantity", pa.int64(), is_required=False)
DAY = Column("period_start_on", pa.date32(), is_required=True)
INSTANT = Column("updated_at", pa.timestamp("us"), is_required=False)
FLAG = Column("is_public", pa.bool_(), is_required=False)
NAME = Column("name", pa.string(), is_required=True)


def value(column: Column, sent: object) -> Any:
    """Cast a value twice: among plain ones, and beside one that does not fit."""
    array, problems = cast(column, as_text([sent]))
    beside, more = cast(column, as_text([sent, "not even close"]))
    if column is not NAME:
        assert 1 in more
    assert array[0].as_py() == beside[0].as_py()
    assert problems.get(0) == more.get(0)
    return array[0].as_py() if not problems else problems[0]


@pytest.mark.parametrize(
    ("sent", "amount"),
    [
        ("437.0", "437"),
        (437, "437"),
        ("1e3", "1000"),
        ("1E+3", "1000"),
        ("12.5e-1", "1.25"),
        (" 5.10 ", "5.10"),
        ("-0.000001", "-0.000001"),
        ("437.0000000", "437"),
        ("123456789012.123456", "123456789012.123456"),
        ("0.0000000000000000000000000000000000000000000", "0"),
    ],
)
def test_an_amount_is_kept_exactly(sent: object, amount: str) -> None:
    assert value(AMOUNT, sent) == Decimal(amount)


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        (None, "gross_amount is missing"),
        ("", "gross_amount is missing"),
        ("  ", "gross_amount is missing"),
        ("abc", "gross_amount is 'abc', not a number"),
        ("NaN", "gross_amount is 'NaN', not a number"),
        ("Infinity", "gross_amount is 'Infinity', not a number"),
        ("1_000", "gross_amount is '1_000', not a number"),
        ("1,50", "gross_amount is '1,50', not a number"),
        ("0x1F", "gross_amount is '0x1F', not a number"),
        ("٣", "gross_amount is '٣', not a number"),
        (True, "gross_amount is 'true', not a number"),
        ("0.1234567", "gross_amount is '0.1234567', more than 6 decimal places"),
        ("1e-7", "gross_amount is '1e-7', more than 6 decimal places"),
        ("1234567890123", "gross_amount is '1234567890123', too large"),
        ("1e400", "gross_amount is '1e400', too large"),
        ("1e999999999999999999", "gross_amount is '1e999999999999999999', too large"),
        # Arrow reads this one as -1.
        ("9" * 200, f"gross_amount is '{'9' * 59}..., too large"),
        # This one ends a process that hands it to Arrow.
        ("1e-999999999", "gross_amount is '1e-999999999', more than 6 decimal places"),
    ],
)
def test_an_amount_that_can_not_be_kept_exactly_is_refused(sent: object, problem: str) -> None:
    assert value(AMOUNT, sent) == problem


@pytest.mark.parametrize("sign", ["", "-", "+"])
@pytest.mark.parametrize("whole", ["0", "7", "00012", "783830640037", "603393093245101159"])
@pytest.mark.parametrize(
    "places", ["", "1", "064000", "141592", "1415926", "0" * 18, "1415926" * 3]
)
def test_a_number_of_any_length_is_read_exactly_or_not_at_all(
    sign: str, whole: str, places: str
) -> None:
    number = f"{sign}{whole}.{places}" if places else f"{sign}{whole}"
    exact = Decimal(number)
    fits = exact * 10**6 % 1 == 0 and abs(exact) < 10**12

    read, problems = cast(AMOUNT, as_text([number]))

    assert read.to_pylist() == [exact if fits else None]
    assert bool(problems) is not fits


@pytest.mark.parametrize("sent", [None, "", " "])
def test_an_optional_amount_may_be_missing(sent: object) -> None:
    assert value(DISCOUNT, sent) is None


def test_an_optional_amount_that_was_sent_must_be_one() -> None:
    assert value(DISCOUNT, "abc") == "discount_amount is 'abc', not a number"


def test_text_and_numbers_may_stand_in_one_column() -> None:
    array, problems = cast(AMOUNT, as_text(["437.0", 1, "1e3", "0.10"]))

    assert array.to_pylist() == [Decimal(437), Decimal(1), Decimal(1000), Decimal("0.10")]
    assert not problems


def test_one_value_that_does_not_fit_leaves_the_others() -> None:
    array, problems = cast(AMOUNT, as_text(["1.5", "abc", None, "1.5", "abc", "2.5"]))

    assert array.to_pylist() == [
        Decimal("1.5"), None, None, Decimal("1.5"), None, Decimal("2.5"),
    ]  # fmt: skip
    assert problems == {
        1: "gross_amount is 'abc', not a number",
        2: "gross_amount is missing",
        4: "gross_amount is 'abc', not a number",
    }


def test_quantities_and_durations_are_rounded_half_up() -> None:
    assert value(QUANTITY, "0.0000005") == Decimal("0.000001")
    assert value(QUANTITY, "1.23456789") == Decimal("1.234568")
    assert value(MONTHS, "0.38709677") == Decimal("0.387")


@pytest.mark.parametrize(
    ("sent", "whole"),
    [
        (5, 5),
        ("5", 5),
        ("5.0", 5),
        ("5.5", "included_quantity is '5.5', not a whole number"),
        (2**63, f"included_quantity is '{2**63}', too large"),
        (None, None),
    ],
)
def test_whole_numbers_are_whole(sent: object, whole: object) -> None:
    assert value(UNITS, sent) == whole


@pytest.mark.parametrize(
    ("sent", "day"),
    [
        ("2025-01-31", date(2025, 1, 31)),
        ("2025-02-30", "period_start_on is '2025-02-30', not a day"),
        ("2025-1-1", "period_start_on is '2025-1-1', not a day"),
        ("20250101", "period_start_on is '20250101', not a day"),
        ("2025-01-01T00:00:00Z", "period_start_on is '2025-01-01T00:00:00Z', not a day"),
        ("0000-01-01", "period_start_on is '0000-01-01', not a day"),
        (None, "period_start_on is missing"),
    ],
)
def test_days_are_days(sent: object, day: object) -> None:
    assert value(DAY, sent) == day


@pytest.mark.parametrize(
    ("sent", "instant"),
    [
        ("2021-03-06T03:05:29.717+03:00", datetime(2021, 3, 6, 0, 5, 29, 717000)),  # noqa: DTZ001
        ("2021-03-06T03:05:29Z", datetime(2021, 3, 6, 3, 5, 29)),  # noqa: DTZ001
        (
            "2021-03-06T03:05:29",
            "updated_at is '2021-03-06T03:05:29', an instant without a UTC offset",
        ),
        ("yesterday", "updated_at is 'yesterday', not an instant"),
        ("", None),
    ],
)
def test_instants_are_stored_as_utc_and_need_an_offset(sent: object, instant: object) -> None:
    assert value(INSTANT, sent) == instant


@pytest.mark.parametrize("sent", [True, False, None])
def test_flags_are_true_or_false_or_missing(sent: bool | None) -> None:
    assert value(FLAG, sent) is sent


def test_text_is_trimmed() -> None:
    assert value(NAME, "  Microsoft 365 E3 ") == "Microsoft 365 E3"
    assert value(NAME, 365) == "365"
    assert value(NAME, None) == "name is missing"
