"""License-based and Pay in full: calendar months, always in full (section 19.2)."""

from __future__ import annotations

from domain.statuses import BillingType, ChargeStatus
from sandbox.charging.agreement import Agreement
from sandbox.charging.opening import added, beyond, opened, prolonged
from sandbox.charging.settling import ended, reduced, stopped
from tests.sandbox.charging.lines import licenses, on, the_plan, told, written

BLOCKED, CLOSED = ChargeStatus.BLOCKED, ChargeStatus.CLOSED
LICENSES = Agreement(BillingType.LICENSE_BASED, 1, on(20, 8), on(1, 9))
FREE_START = Agreement(BillingType.PAY_IN_FULL, 1, on(20, 8), on(1, 10))


def test_a_month_is_charged_in_full_even_when_ordered_on_the_20th() -> None:
    bought = opened(LICENSES, [licenses(10, "4.00")])

    assert told(bought.lines) == [("01.08.25", "01.09.25", "40.00", BLOCKED)]
    assert bought.lines[0].duration == 1
    assert bought.lines[0].close_on == on(1, 9)
    assert bought.paid_end_on == on(1, 9)


def test_the_billing_day_of_the_reseller_does_not_matter() -> None:
    agreement = Agreement(BillingType.LICENSE_BASED, 15, on(20, 8), on(1, 9))

    bought = opened(agreement, [licenses(10, "4.00")])

    assert told(bought.lines) == [("01.08.25", "01.09.25", "40.00", BLOCKED)]


def test_what_is_added_costs_the_whole_month() -> None:
    lines = added(LICENSES, [licenses(5, "4.00")], on(30, 8), on(1, 9))

    assert told(lines) == [("01.08.25", "01.09.25", "20.00", BLOCKED)]


def test_a_month_is_charged_by_its_highest_amount() -> None:
    """OP-35: 15 have been charged; 12 cost nothing more, 17 cost two more."""
    assert beyond([licenses(12, "4.00")], {7: 15}) == []
    assert beyond([licenses(17, "4.00")], {7: 15}) == [licenses(2, "4.00")]
    assert beyond([licenses(3, "4.00")], {}) == [licenses(3, "4.00")]


def test_a_reduction_or_a_stop_gives_nothing_back() -> None:
    """OP-35."""
    august = written(opened(LICENSES, [licenses(10, "4.00")]).lines)

    assert reduced(LICENSES, august, {7: 2}, on(25, 8)).statuses == {}
    assert stopped(LICENSES, august, on(25, 8)).statuses == {}


def test_leaving_the_plan_closes_the_month_in_full() -> None:
    august = written(opened(LICENSES, [licenses(10, "4.00")]).lines)

    settlement = ended(LICENSES, august, on(25, 8), is_refunded=False)

    assert settlement.statuses == {1: CLOSED}
    assert settlement.parts == []


def test_pay_in_full_starts_free() -> None:
    bought = opened(FREE_START, [licenses(10, "2.10")])

    assert bought.lines == ()
    assert bought.paid_end_on == on(1, 9)


def test_pay_in_full_charges_the_first_month_after_the_free_start() -> None:
    bought = prolonged(FREE_START, [licenses(10, "2.10")], on(1, 9))

    assert told(bought.lines) == [("01.09.25", "01.10.25", "21.00", BLOCKED)]
    assert bought.lines[0].close_on == on(1, 10)


def test_the_free_start_has_no_one_time_fees_they_come_with_the_first_month() -> None:
    """Section 19.2: nothing in the free start, then as License-based."""
    wanted = [the_plan(setup="25.00"), licenses(10, "2.10", setup="1.00")]

    assert opened(FREE_START, wanted).lines == ()
    assert told(prolonged(FREE_START, wanted, on(1, 9)).lines) == [
        ("01.09.25", "02.09.25", "25.00", BLOCKED),
        ("01.09.25", "02.09.25", "10.00", BLOCKED),
        ("01.09.25", "01.10.25", "21.00", BLOCKED),
    ]
    renewed = Agreement(BillingType.PAY_IN_FULL, 1, on(1, 10), on(1, 11))
    assert len(prolonged(renewed, wanted, on(1, 10)).lines) == 1


def test_pay_in_full_has_no_free_start_on_the_first_of_a_month() -> None:
    agreement = Agreement(BillingType.PAY_IN_FULL, 1, on(1, 9), on(1, 10))

    bought = opened(agreement, [licenses(10, "2.10")])

    assert told(bought.lines) == [("01.09.25", "01.10.25", "21.00", BLOCKED)]
