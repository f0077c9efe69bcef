"""What deletions and stops give back, worked by hand (docs/portal.md sections 10.3 and 10.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from domain.pricing.ending import price_deletion, price_stop
from domain.pricing.operation_quote import OperationQuote
from domain.pricing.subscribed import Subscribed
from domain.statuses import BillingType, ChargeStatus
from tests.domain.pricing.held import held_of, money_of, months_of, noon, with_closed
from tests.domain.pricing.offers import IN_EUROS, NOON, TERM, license_of, period_of, told

FOUR = license_of("4.00")
YEAR, ENDLESS = period_of(12), period_of()
MONTHLY, LONG_TERM = BillingType.MONTHLY, BillingType.LONG_TERM
COMMITMENT = BillingType.MONTHLY_COMMITMENT
WINDOW = datetime(2025, 8, 27, 9, tzinfo=UTC)
LATER = noon(date(2025, 8, 25))


def deleted(held: Subscribed, *, now: datetime = LATER) -> OperationQuote:
    quote = price_deletion(held, now=now)
    assert quote is not None
    return quote


def stopped(held: Subscribed) -> OperationQuote:
    quote = price_stop(held, now=LATER)
    assert quote is not None
    return quote


@pytest.mark.parametrize("kind", [MONTHLY, COMMITMENT])
def test_on_the_first_day_everything_comes_back(kind: BillingType) -> None:
    """OP-44."""
    quote = deleted(held_of(kind, YEAR, FOUR, 10, deletable_until=WINDOW), now=NOON)

    assert money_of(quote) == ("0.00", "15.48", "no order")
    assert [one.status for one in quote.settled] == [ChargeStatus.WAITING_FOR_REFUND]


def test_later_in_the_window_the_unused_days_come_back() -> None:
    """OP-44: 26/31 of the first month, and eleven months: 480.00 less 6.45."""
    quote = deleted(held_of(LONG_TERM, YEAR, FOUR, 10, deletable_until=WINDOW))

    assert money_of(quote) == ("0.00", "473.55", "no order")
    assert (str(quote.now.amount), quote.until) == ("-473.55", None)
    assert months_of(quote) == ("40.00", "0.00")
    used, rest = quote.settled[0].parts
    assert (used.status, rest.status) == (ChargeStatus.CLOSED, ChargeStatus.WAITING_FOR_REFUND)


def test_what_is_closed_comes_back_too_but_not_its_fees() -> None:
    held = held_of(LONG_TERM, YEAR, license_of("4.00", setup="5.00"), 10, deletable_until=WINDOW)

    quote = deleted(with_closed(held, "0"), now=NOON)

    assert money_of(quote)[1] == "480.00"


def test_where_deletions_are_approved_the_refund_waits_for_it() -> None:
    terms = replace(IN_EUROS, service_term=replace(TERM, deletion_needs_approval=True))
    held = held_of(MONTHLY, ENDLESS, FOUR, 10, terms=terms, deletable_until=WINDOW)

    assert [one.status for one in deleted(held, now=NOON).settled] == [ChargeStatus.WAITING_APPROVE]


def test_after_the_window_it_is_as_the_billing_type_says() -> None:
    """BIL-11: Monthly gives back, calendar months close in full."""
    assert money_of(deleted(held_of(MONTHLY, ENDLESS, FOUR, 10)))[1] == "9.03"
    kept = deleted(held_of(BillingType.LICENSE_BASED, YEAR, FOUR, 10, deletable_until=NOON))
    assert money_of(kept)[1] == "0.00"
    assert [one.status for one in kept.settled] == [ChargeStatus.CLOSED]


def test_the_window_ends_at_its_end() -> None:
    held = held_of(COMMITMENT, YEAR, FOUR, 10, deletable_until=WINDOW)

    statuses = {part.status for one in deleted(held, now=WINDOW).settled for part in one.parts}

    assert statuses == {ChargeStatus.CLOSED}


def test_what_is_over_is_left_to_close() -> None:
    """Early on the billing day the charge of the month before is not closed yet."""
    held = held_of(MONTHLY, ENDLESS, FOUR, 10)

    assert deleted(held, now=noon(date(2025, 9, 1))).settled == ()


def test_a_trial_costs_nothing_and_gives_nothing_back() -> None:
    trial = held_of(MONTHLY, period_of(1, is_trial=True), FOUR, 10)

    assert money_of(deleted(trial)) == ("0.00", "0.00", "no order")
    assert stopped(trial).settled == ()


def test_a_stop_closes_what_is_used_and_lets_the_rest_wait() -> None:
    """OP-12: 6.45 close, 7/31 x 40.00 = 9.03 are let go on the billing day."""
    quote = stopped(held_of(MONTHLY, ENDLESS, FOUR, 10))

    (settled,) = quote.settled
    assert told(part.line for part in settled.parts) == [
        ("20.08.25", "25.08.25", 10, "6.45"),
        ("25.08.25", "01.09.25", 10, "9.03"),
    ]
    assert money_of(quote) == ("0.00", "0.00", "no order")
    assert (str(quote.released.total.amount), quote.released_on) == ("9.03", date(2025, 9, 1))
    assert months_of(quote) == ("40.00", "0.00")


def test_what_is_paid_for_two_billing_periods_is_let_go_of_on_two_days() -> None:
    """OP-12, OP-26: 9.03 of August on 1 September, all of September on 1 October."""
    held = held_of(MONTHLY, ENDLESS, FOUR, 10)
    (august,) = held.charges
    september = replace(
        august, charge_id="2", start_on=date(2025, 9, 1), end_on=date(2025, 10, 1),
        amount=Decimal("40.00"), plan_amount=Decimal("40.00"), close_on=date(2025, 10, 1),
    )  # fmt: skip

    quote = stopped(replace(held, charges=(august, september), paid_to=date(2025, 10, 1)))

    assert str(quote.released.total.amount) == "49.03"
    assert (quote.released_on, quote.released_last_on) == (date(2025, 9, 1), date(2025, 10, 1))


def test_a_stop_on_the_first_day_splits_nothing() -> None:
    quote = price_stop(held_of(MONTHLY, ENDLESS, FOUR, 10), now=NOON)

    assert quote is not None
    assert (quote.settled, str(quote.released.gross.amount)) == ((), "15.48")


def test_a_stop_lets_go_of_all_later_months_that_are_not_closed() -> None:
    quote = stopped(held_of(LONG_TERM, YEAR, FOUR, 10))

    assert str(quote.released.gross.amount) == "473.55"
    assert quote.until == date(2026, 8, 20)


def test_a_stop_does_not_touch_what_is_closed() -> None:
    quote = stopped(held_of(LONG_TERM, YEAR, FOUR, 10, status=ChargeStatus.CLOSED))

    assert (quote.settled, bool(quote.released.gross), quote.released_on) == ((), False, None)


@pytest.mark.parametrize("kind", [COMMITMENT, BillingType.MONTHLY_COMMITMENT_INTERVAL])
def test_a_commitment_is_charged_on_while_it_is_stopped(kind: BillingType) -> None:
    """OP-10."""
    quote = stopped(held_of(kind, YEAR, FOUR, 10))

    assert (quote.settled, quote.released_on) == ((), None)
    assert months_of(quote) == ("40.00", "40.00")


def test_calendar_months_close_in_full_and_none_follows() -> None:
    quote = stopped(held_of(BillingType.LICENSE_BASED, YEAR, FOUR, 10))

    assert (quote.settled, months_of(quote)) == ((), ("40.00", "0.00"))


def test_consumption_is_charged_besides() -> None:
    held = held_of(BillingType.PAYG_EXTERNAL, ENDLESS, FOUR, 0)

    assert deleted(held).is_consumption_charged
    assert months_of(stopped(held)) == (None, None)


def test_of_an_unknown_billing_type_nothing_is_told() -> None:
    held = held_of(MONTHLY, ENDLESS, FOUR, 10)
    unknown = replace(held, offer=replace(held.offer, billing_type=BillingType.UNKNOWN))

    assert price_deletion(unknown, now=LATER) is None
    assert price_stop(unknown, now=LATER) is None
