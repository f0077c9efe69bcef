"""Charged from billing day to billing day: Monthly, Monthly Commitment, ESET (section 19.2)."""

from __future__ import annotations

from decimal import Decimal

from domain.statuses import BillingType, ChargeStatus
from sandbox.charging.agreement import Agreement
from sandbox.charging.opening import added, opened, prolonged
from sandbox.charging.settling import ended, is_released, reduced, stopped
from tests.sandbox.charging.lines import licenses, on, parts, the_plan, told, written

BLOCKED, CLOSED = ChargeStatus.BLOCKED, ChargeStatus.CLOSED
MONTHLY = Agreement(BillingType.MONTHLY, 1, on(20, 8), None)
COMMITMENT = Agreement(BillingType.MONTHLY_COMMITMENT, 1, on(20, 8), on(20, 8, 2026), 7)
ESET = Agreement(BillingType.ESET, 1, on(16, 9), None)
SEPTEMBER = written(prolonged(MONTHLY, [licenses(10, "4.00")], on(1, 9)).lines)


def test_a_monthly_sale_is_prorated_to_the_billing_day() -> None:
    """BIL-9: 12 of August's 31 days at 40.00 a month."""
    bought = opened(MONTHLY, [licenses(10, "4.00")])

    assert told(bought.lines) == [("20.08.25", "01.09.25", "15.48", BLOCKED)]
    assert bought.lines[0].duration == Decimal("0.387")
    assert bought.lines[0].close_on == on(1, 9)
    assert bought.paid_end_on == on(1, 9)


def test_the_next_billing_period_costs_a_whole_month() -> None:
    """BIL-9: from 1 September 40.00 a month."""
    bought = prolonged(MONTHLY, [licenses(10, "4.00")], on(1, 9))

    assert told(bought.lines) == [("01.09.25", "01.10.25", "40.00", BLOCKED)]
    assert bought.lines[0].duration == 1
    assert bought.paid_end_on == on(1, 10)


def test_another_billing_day_cuts_the_months_elsewhere() -> None:
    """26 of the 31 days from 15 August to 15 September: 26/31 x 40.00."""
    agreement = Agreement(BillingType.MONTHLY, 15, on(20, 8), None)

    bought = opened(agreement, [licenses(10, "4.00")])

    assert told(bought.lines) == [("20.08.25", "15.09.25", "33.55", BLOCKED)]


def test_the_last_period_ends_with_the_subscription() -> None:
    """19 of September's 30 days at 40.00 a month; it still closes on the billing day."""
    agreement = Agreement(BillingType.MONTHLY, 1, on(20, 8), on(20, 9))

    bought = prolonged(agreement, [licenses(10, "4.00")], on(1, 9))

    assert told(bought.lines) == [("01.09.25", "20.09.25", "25.33", BLOCKED)]
    assert bought.lines[0].close_on == on(1, 10)
    assert bought.paid_end_on == on(20, 9)


def test_monthly_has_the_plans_own_fee_but_no_one_time_fees() -> None:
    bought = opened(MONTHLY, [the_plan("31.00", setup="99.00"), licenses(2, "4.00", setup="5.00")])

    assert told(bought.lines) == [
        ("20.08.25", "01.09.25", "12.00", BLOCKED),  # 12/31 x 31.00
        ("20.08.25", "01.09.25", "3.10", BLOCKED),  # 12/31 x 8.00
    ]


def test_added_units_are_prorated_to_the_billing_day() -> None:
    """OP-30: 20 of September's 30 days at 20.00 a month."""
    lines = added(MONTHLY, [licenses(5, "4.00")], on(11, 9), on(1, 10))

    assert told(lines) == [("11.09.25", "01.10.25", "13.33", BLOCKED)]


def test_a_reduction_splits_the_charge() -> None:
    """BIL-8: 10 days of ten licenses are used and closed, 20 days of six are left."""
    settlement = reduced(MONTHLY, SEPTEMBER, {7: 6}, on(11, 9))

    assert settlement.statuses == {1: ChargeStatus.DELETED}
    assert parts(settlement) == [
        ("01.09.25", "11.09.25", "13.33", CLOSED),
        ("11.09.25", "01.10.25", "16.00", BLOCKED),
    ]


def test_a_reduction_takes_from_what_was_added_last() -> None:
    """Ten were bought and five added on the 11th; twelve are left on the 21st."""
    more = written(added(MONTHLY, [licenses(5, "4.00")], on(11, 9), on(1, 10)), first_id=2)

    settlement = reduced(MONTHLY, [*SEPTEMBER, *more], {7: 12}, on(21, 9))

    assert settlement.statuses == {2: ChargeStatus.DELETED}
    assert parts(settlement) == [
        ("11.09.25", "21.09.25", "6.67", CLOSED),  # 10/30 x 20.00
        ("21.09.25", "01.10.25", "2.67", BLOCKED),  # 10/30 x 8.00
    ]


def test_a_stop_closes_what_was_used_and_keeps_the_rest_waiting() -> None:
    """OP-12."""
    settlement = stopped(MONTHLY, SEPTEMBER, on(11, 9))

    assert settlement.statuses == {1: ChargeStatus.DELETED}
    assert parts(settlement) == [
        ("01.09.25", "11.09.25", "13.33", CLOSED),
        ("11.09.25", "01.10.25", "26.67", BLOCKED),
    ]


def test_the_rest_is_released_unless_the_subscription_runs_again() -> None:
    """OP-12."""
    rest = written([stopped(MONTHLY, SEPTEMBER, on(11, 9)).parts[1].line])[0]

    assert is_released(MONTHLY, rest, stopped_on=on(11, 9))
    assert not is_released(MONTHLY, rest, stopped_on=None)
    assert not is_released(MONTHLY, SEPTEMBER[0], stopped_on=on(11, 9))


def test_leaving_a_monthly_plan_releases_the_unused_part() -> None:
    """OP-39, BIL-11."""
    settlement = ended(MONTHLY, SEPTEMBER, on(16, 9), is_refunded=True)

    assert settlement.statuses == {1: ChargeStatus.DELETED}
    assert parts(settlement) == [("01.09.25", "16.09.25", "20.00", CLOSED)]


def test_a_commitment_is_charged_for_resources_only() -> None:
    bought = opened(COMMITMENT, [the_plan("50.00"), licenses(3, "20.00", setup="10.00")])

    assert told(bought.lines) == [("20.08.25", "01.09.25", "23.23", BLOCKED)]  # 12/31 x 60.00


def test_a_commitment_can_always_grow() -> None:
    """14 of February's 28 days at 40.00 a month."""
    lines = added(COMMITMENT, [licenses(2, "20.00")], on(15, 2, 2026), on(1, 3, 2026))

    assert told(lines) == [("15.02.26", "01.03.26", "20.00", BLOCKED)]


def test_a_commitment_goes_on_being_charged_when_it_is_stopped() -> None:
    """OP-10."""
    month = written(prolonged(COMMITMENT, [licenses(3, "20.00")], on(1, 9)).lines)

    settlement = stopped(COMMITMENT, month, on(11, 9))

    assert settlement.statuses == {}
    assert settlement.parts == []
    assert not is_released(COMMITMENT, month[0], stopped_on=on(1, 9))


def test_deleting_a_commitment_after_its_window_gives_nothing_back() -> None:
    month = written(prolonged(COMMITMENT, [licenses(3, "20.00")], on(1, 9)).lines)

    settlement = ended(COMMITMENT, month, on(11, 9), is_refunded=False)

    assert settlement.statuses == {1: CLOSED}
    assert settlement.parts == []


def test_eset_charges_the_rest_of_the_billing_period() -> None:
    """15 of September's 30 days at 5 x 2.30."""
    bought = opened(ESET, [licenses(5, "2.30")])

    assert told(bought.lines) == [("16.09.25", "01.10.25", "5.75", BLOCKED)]
    assert bought.lines[0].close_on == on(1, 10)


def test_eset_seats_given_up_are_paid_for_until_the_billing_day() -> None:
    period = written(opened(ESET, [licenses(5, "2.30")]).lines)

    assert reduced(ESET, period, {7: 1}, on(20, 9)) == reduced(ESET, [], {}, on(20, 9))
    assert stopped(ESET, period, on(20, 9)).parts == []
