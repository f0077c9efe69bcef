"""What a month costs after an operation, and what a stop lets go of, is so when the time comes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.pricing.change import price_change
from domain.pricing.ending import price_stop
from domain.pricing.quote import discount_of
from domain.statuses import BillingType, ChargeStatus
from sandbox.orders import place_change
from sandbox.records import Charge
from tests.domain.pricing.draws import sales
from tests.domain.pricing.engine import Sale
from tests.domain.pricing.managed import Bought, at_noon
from tests.domain.pricing.test_operations_against_platform import numbered, wanted

PAID_BY_MONTHS = [
    BillingType.MONTHLY, BillingType.MONTHLY_COMMITMENT, BillingType.MONTHLY_COMMITMENT_INTERVAL,
    BillingType.LICENSE_BASED, BillingType.PAY_IN_FULL, BillingType.ESET,
]  # fmt: skip
SPLIT = [BillingType.MONTHLY, BillingType.LONG_TERM]
by_months = sales(PAID_BY_MONTHS, fewest_resources=1, lengths=(12, None))
split = sales(SPLIT, fewest_resources=1, lengths=(12, None, 3))
NOTHING = Decimal(0)


@settings(max_examples=50, deadline=None)
@given(by_months, st.integers(0, 70), st.data())
def test_the_next_full_month_costs_what_was_said(
    sale: Sale, days: int, data: st.DataObject
) -> None:
    """OP-31, BIL-10: at the rate and discount of the day of the change."""
    managed = Bought(at_noon(sale))
    managed.let_pass(days)
    can_reduce = managed.abilities["decrease_resources_change_order"]
    amounts = data.draw(wanted(managed, can_reduce=can_reduce))
    if not amounts or not managed.abilities["adjust"]:
        return
    quote = price_change(managed.subscribed(), amounts, now=managed.now)
    place_change(managed.books, managed.record, numbered(amounts))
    managed.wait()
    assert quote is not None
    assert quote.monthly_after is not None

    month = _next_month(managed)
    if month is None:
        return
    managed.let_pass((month - managed.books.today).days)
    taken = [one for one in _recurring(managed, month) if one.status in ("blocked", "closed")]
    if taken and all(one.duration == 1 for one in taken):
        gross = sum((one.amount for one in taken), NOTHING)
        percent = managed.discount_percent
        assert quote.monthly_after.amount == gross - discount_of(gross, percent)


@settings(max_examples=50, deadline=None)
@given(split, st.integers(0, 40))
def test_a_stop_that_lasts_lets_go_of_what_was_said(sale: Sale, days: int) -> None:
    """OP-12."""
    managed = Bought(at_noon(sale))
    managed.let_pass(days)
    if not managed.abilities["stop"]:
        return
    quote = price_stop(managed.subscribed(), now=managed.now)
    managed.ask("stop")
    managed.wait()
    assert quote is not None

    waiting = [
        one for one in managed.charges()
        if one.status is ChargeStatus.BLOCKED and one.end_on > managed.books.today
    ]  # fmt: skip
    assert quote.released.gross.amount == sum((one.amount for one in waiting), NOTHING)
    days = [one.close_on for one in waiting if one.close_on]
    assert quote.released_on == min(days, default=None)
    assert quote.released_last_on == max(days, default=None)
    if quote.released_on is not None:
        managed.let_pass((quote.released_on - managed.books.today).days)
        due = {one.charge_id for one in waiting if one.close_on == quote.released_on}
        gone = {one.charge_id for one in managed.charges() if one.status is ChargeStatus.DELETED}
        assert due <= gone


def _next_month(managed: Bought) -> date | None:
    """Return the first day on which a full month is paid again; None where it ends before."""
    record, today = managed.record, managed.books.today
    later = [one.start_on for one in managed.charges() if one.status is ChargeStatus.OPENED]
    day = min((start for start in later if start > today), default=record.paid_end_on)
    is_over = day is None or day <= today or (record.end_on is not None and day >= record.end_on)
    return None if is_over else day


def _recurring(managed: Bought, start: date) -> list[Charge]:
    return [one for one in managed.charges() if one.start_on == start and one.kind == "recurring"]
