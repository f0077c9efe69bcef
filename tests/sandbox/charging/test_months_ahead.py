"""Long-term: every month of the period is charged when it is ordered (section 19.2)."""

from __future__ import annotations

import pytest

from domain.statuses import BillingType, ChargeStatus, ChargeType
from sandbox.charging.agreement import Agreement
from sandbox.charging.opening import added, opened
from sandbox.charging.settling import ended, reduced, refunded, stopped
from tests.sandbox.charging.lines import licenses, on, parts, the_plan, told, written

BLOCKED, CLOSED = ChargeStatus.BLOCKED, ChargeStatus.CLOSED
DELETED = ChargeStatus.DELETED
YEAR = Agreement(BillingType.LONG_TERM, 1, on(10, 3), on(10, 3, 2026), window_days=7)
BOUGHT = opened(YEAR, [licenses(5, "10.00")])


def test_all_months_of_the_period_are_charged_at_the_order() -> None:
    lines = told(BOUGHT.lines)

    assert lines[0] == ("10.03.25", "10.04.25", "50.00", BLOCKED)
    assert lines[11] == ("10.02.26", "10.03.26", "50.00", BLOCKED)
    assert len(lines) == 12
    assert all(line.duration == 1 for line in BOUGHT.lines)
    assert BOUGHT.paid_end_on == on(10, 3, 2026)


def test_they_close_once_the_deletion_window_is_over() -> None:
    """OP-45: the window ends on the 17th, so the day after is the first one beyond it."""
    assert {line.close_on for line in BOUGHT.lines} == {on(18, 3)}


def test_without_a_window_they_close_at_once() -> None:
    at_once = Agreement(BillingType.LONG_TERM, 1, on(10, 3), on(10, 3, 2026))

    bought = opened(at_once, [the_plan(setup="25.00"), licenses(5, "10.00")])

    assert {line.close_on for line in bought.lines} == {on(10, 3)}
    assert told(bought.lines)[0] == ("10.03.25", "11.03.25", "25.00", BLOCKED)
    assert bought.lines[0].kind is ChargeType.SETUP


def test_a_renewal_has_its_own_fee() -> None:
    bought = opened(YEAR, [the_plan(setup="25.00", renewal="10.00")], ChargeType.RENEWAL)

    assert [(line.kind, str(line.amount)) for line in bought.lines] == [
        (ChargeType.RENEWAL, "10.00")
    ]


def test_added_units_are_charged_to_the_end_of_the_period() -> None:
    """Of the month from 10 May to 10 June 16 of 31 days are left, and nine months follow it."""
    lines = added(YEAR, [licenses(2, "10.00")], on(25, 5), on(10, 3, 2026))

    assert told(lines)[0] == ("25.05.25", "10.06.25", "10.32", BLOCKED)
    assert told(lines)[1] == ("10.06.25", "10.07.25", "20.00", BLOCKED)
    assert len(lines) == 10


def test_a_reduction_is_refunded_while_the_charges_are_open() -> None:
    """Three of 31 days of five licenses were used; 28 of three are left, and eleven months."""
    settlement = reduced(YEAR, written(BOUGHT.lines), {7: 3}, on(13, 3))

    assert settlement.statuses == dict.fromkeys(range(1, 13), DELETED)
    assert parts(settlement)[:3] == [
        ("10.03.25", "13.03.25", "4.84", CLOSED),  # 3/31 x 50.00
        ("13.03.25", "10.04.25", "27.10", BLOCKED),  # 28/31 x 30.00
        ("10.04.25", "10.05.25", "30.00", BLOCKED),
    ]
    assert len(settlement.parts) == 13


def test_a_reduction_is_not_refunded_once_they_are_closed() -> None:
    settlement = reduced(YEAR, written(BOUGHT.lines, CLOSED), {7: 3}, on(13, 5))

    assert settlement.statuses == {}
    assert settlement.parts == []


def test_a_stop_splits_only_what_is_open() -> None:
    in_window = stopped(YEAR, written(BOUGHT.lines), on(13, 3))

    assert in_window.statuses == {1: DELETED}
    assert parts(in_window) == [
        ("10.03.25", "13.03.25", "4.84", CLOSED),
        ("13.03.25", "10.04.25", "45.16", BLOCKED),
    ]
    assert stopped(YEAR, written(BOUGHT.lines, CLOSED), on(13, 5)).parts == []


def test_leaving_the_plan_refunds_closed_charges_by_negative_ones() -> None:
    """OP-39: 21 of the 31 days from 10 May are unused, and the nine months after them."""
    settlement = refunded(YEAR, written(BOUGHT.lines, CLOSED), on(20, 5))

    assert parts(settlement)[:2] == [
        ("20.05.25", "10.06.25", "-33.87", CLOSED),  # -21/31 x 50.00
        ("10.06.25", "10.07.25", "-50.00", CLOSED),
    ]
    assert len(settlement.parts) == 10
    assert all(part.line.quantity == -5 for part in settlement.parts)


def test_deletion_on_the_first_day_gives_everything_back() -> None:
    """OP-44."""
    waiting = ChargeStatus.WAITING_FOR_REFUND

    settlement = ended(YEAR, written(BOUGHT.lines), on(10, 3), is_refunded=True, unused=waiting)

    assert settlement.statuses == dict.fromkeys(range(1, 13), waiting)
    assert settlement.parts == []


@pytest.mark.parametrize(("day", "used", "unused"), [(12, "3.23", "46.77"), (17, "11.29", "38.71")])
def test_deletion_within_the_window_is_prorated_by_day(day: int, used: str, unused: str) -> None:
    """OP-44: 2/31 and 7/31 of 50.00 were used."""
    waiting = ChargeStatus.WAITING_FOR_REFUND

    settlement = ended(YEAR, written(BOUGHT.lines), on(day, 3), is_refunded=True, unused=waiting)

    assert parts(settlement) == [
        ("10.03.25", f"{day}.03.25", used, CLOSED),
        (f"{day}.03.25", "10.04.25", unused, waiting),
    ]
