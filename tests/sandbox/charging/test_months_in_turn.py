"""Monthly Commitment by the interval: months from the start, each paid in its turn (19.2)."""

from __future__ import annotations

from domain.statuses import BillingType, ChargeStatus
from sandbox.charging.agreement import Agreement, status_once_paid
from sandbox.charging.opening import added, opened
from sandbox.charging.settling import ended, reduced, stopped
from tests.sandbox.charging.lines import licenses, on, parts, told, written

BLOCKED, OPENED = ChargeStatus.BLOCKED, ChargeStatus.OPENED
CLOSED, DELETED = ChargeStatus.CLOSED, ChargeStatus.DELETED
INTERVAL = BillingType.MONTHLY_COMMITMENT_INTERVAL
YEAR = Agreement(INTERVAL, 1, on(10, 3), on(10, 3, 2026), window_days=7)
BOUGHT = opened(YEAR, [licenses(4, "12.50")])


def test_there_is_one_charge_for_each_month_from_the_start() -> None:
    lines = told(BOUGHT.lines)

    assert lines[0] == ("10.03.25", "10.04.25", "50.00", BLOCKED)
    assert lines[1] == ("10.04.25", "10.05.25", "50.00", OPENED)
    assert len(lines) == 12
    assert {line.duration for line in BOUGHT.lines} == {1}


def test_each_closes_at_the_end_of_its_interval() -> None:
    assert [line.close_on for line in BOUGHT.lines] == [line.end_on for line in BOUGHT.lines]


def test_months_from_the_last_day_of_a_month_stay_whole() -> None:
    """From 31 January the months run to 28 February, 31 March, 30 April."""
    agreement = Agreement(INTERVAL, 1, on(31, 1), on(30, 4))

    bought = opened(agreement, [licenses(4, "12.50")])

    assert [line[:3] for line in told(bought.lines)] == [
        ("31.01.25", "28.02.25", "50.00"),
        ("28.02.25", "31.03.25", "50.00"),
        ("31.03.25", "30.04.25", "50.00"),
    ]


def test_no_funds_are_held_for_months_to_come() -> None:
    assert status_once_paid(YEAR, on(10, 5), today=on(1, 5)) is OPENED
    assert status_once_paid(YEAR, on(10, 5), today=on(10, 5)) is BLOCKED


def test_what_is_added_is_closed_for_the_month_that_runs() -> None:
    """16 of the 31 days from 10 May are left: 16/31 x 25.00; later months follow in turn."""
    lines = added(YEAR, [licenses(2, "12.50")], on(25, 5), on(10, 3, 2026))

    assert told(lines)[:2] == [
        ("25.05.25", "10.06.25", "12.90", BLOCKED),
        ("10.06.25", "10.07.25", "25.00", OPENED),
    ]
    assert lines[0].close_on == on(25, 5)
    assert lines[1].close_on == on(10, 7)
    assert len(lines) == 10


def test_it_can_be_reduced_within_the_window() -> None:
    """OP-33: two of 31 days of four licenses are used."""
    settlement = reduced(YEAR, written(BOUGHT.lines), {7: 1}, on(12, 3))

    assert parts(settlement)[:3] == [
        ("10.03.25", "12.03.25", "3.23", CLOSED),  # 2/31 x 50.00
        ("12.03.25", "10.04.25", "11.69", BLOCKED),  # 29/31 x 12.50
        ("10.04.25", "10.05.25", "12.50", OPENED),
    ]


def test_charging_goes_on_when_it_is_stopped() -> None:
    assert stopped(YEAR, written(BOUGHT.lines), on(20, 3)).parts == []


def test_deletion_after_the_window_closes_the_month_that_runs() -> None:
    settlement = ended(YEAR, written(BOUGHT.lines), on(20, 3), is_refunded=False)

    assert settlement.statuses[1] is CLOSED
    assert {settlement.statuses[key] for key in range(2, 13)} == {DELETED}
    assert settlement.parts == []
