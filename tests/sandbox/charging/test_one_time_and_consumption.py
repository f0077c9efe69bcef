"""Non-Recurring, and consumption that the platform prices itself (section 19.2)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from domain.statuses import BillingType, ChargeStatus, ChargeType
from sandbox.charging.agreement import Agreement
from sandbox.charging.lines import consumed
from sandbox.charging.opening import opened
from tests.sandbox.charging.lines import LICENSE, licenses, on, told

BLOCKED, CLOSED = ChargeStatus.BLOCKED, ChargeStatus.CLOSED
FOR_A_YEAR = Agreement(BillingType.NON_RECURRING, 1, on(14, 5), on(14, 5, 2026))
FOR_GOOD = Agreement(BillingType.NON_RECURRING, 1, on(14, 5), None)
PAYG = Agreement(BillingType.PAYG, 1, on(20, 8), None)


def test_a_term_is_paid_by_one_setup_fee() -> None:
    bought = opened(FOR_A_YEAR, [licenses(3, setup="1418.00", renewal="1389.00")])

    assert told(bought.lines) == [("14.05.25", "14.05.26", "4254.00", BLOCKED)]
    assert bought.lines[0].kind is ChargeType.SETUP
    assert bought.lines[0].duration == 12
    assert bought.lines[0].close_on == on(14, 5)


def test_what_has_no_end_covers_one_day() -> None:
    """REP-4: a day is 0.032 of a month of 31 days."""
    bought = opened(FOR_GOOD, [licenses(2, setup="1069.00")])

    assert told(bought.lines) == [("14.05.25", "15.05.25", "2138.00", BLOCKED)]
    assert bought.lines[0].duration == Decimal("0.032")
    assert bought.paid_end_on is None


def test_its_renewal_has_the_renewal_fee() -> None:
    bought = opened(
        FOR_A_YEAR, [licenses(3, setup="1418.00", renewal="1389.00")], ChargeType.RENEWAL
    )

    assert [(line.kind, str(line.amount)) for line in bought.lines] == [
        (ChargeType.RENEWAL, "4167.00")
    ]


def test_an_order_of_consumption_costs_nothing() -> None:
    bought = opened(PAYG, [licenses(500, "1.00", setup="1.00")])

    assert bought.lines == ()
    assert bought.paid_end_on is None


def test_what_was_consumed_costs_its_amount_times_the_price() -> None:
    """120 GB at 0.085; the length of the period makes no difference to the amount."""
    line = consumed(LICENSE, 120, Decimal("0.0850"), (on(20, 8), on(1, 9)), Fraction(12, 31))

    assert str(line.amount) == "10.20"
    assert line.duration == Decimal("0.387")
    assert line.status is CLOSED
    assert line.close_on == on(1, 9)


def test_consumption_is_rounded_half_up() -> None:
    """333 x 0.085 = 28.305."""
    line = consumed(LICENSE, 333, Decimal("0.085"), (on(1, 8), on(1, 9)), Fraction(1))

    assert str(line.amount) == "28.31"
