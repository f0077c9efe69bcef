"""The price that is shown is the one the platform charges: every charge, to the last digit.

The engine of the stand-in knows the platform's rules by itself. Both are asked about the same
sales, of every billing type, at any time; nothing of one is used in the other.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings

from domain.pricing.buying import BuyingTerms
from domain.pricing.quote import Quote
from domain.pricing.sale import price_sale
from domain.service_terms import ServiceTerm
from domain.statuses import BillingType, ChargeStatus
from sandbox.instants import ZONE
from tests.domain.pricing.draws import CONSUMED, EVERY_TYPE, sales
from tests.domain.pricing.engine import (
    Engine,
    Sale,
    gross_of,
    noon,
    told_by_platform,
    told_by_us,
)


def quoted(sale: Sale, now: datetime | None = None) -> Quote:
    """Return our price; with `now` as though the order were placed then, to start on its day."""
    term = ServiceTerm("Term", sale.window_hours, 15, False, False, False, None, False, 0, 30, 0,
                       30, -1, 30, True, False, False)  # fmt: skip
    terms = BuyingTerms(
        sale.currency, sale.unit_rate, sale.billing_day, sale.discount_percent, term, ZONE
    )
    start_on = sale.start_on if sale.delay_days else None
    quote = price_sale(sale.offer, sale.period, sale.quantities, terms, now=now or sale.now,
                       start_on=start_on)  # fmt: skip
    assert quote is not None
    return quote


@settings(max_examples=300, deadline=None)
@given(sales())
def test_the_charges_of_the_order_are_the_lines_of_the_quote(sale: Sale) -> None:
    """ORD-14, ORD-33, BIL-3 to BIL-6, CUR-3."""
    engine, quote = Engine(sale), quoted(sale)

    charges = engine.order_charges
    assert [told_by_us(line) for line in quote.lines] == [told_by_platform(one) for one in charges]
    assert quote.order.total.amount == engine.order.total
    assert quote.order.discount.amount == engine.order.discount_amount

    engine.activate(sale)

    held = [one for one in engine.order_charges if one.status is not ChargeStatus.OPENED]
    assert quote.at_once.gross == gross_of(held, sale.currency)
    assert engine.subscription.end_on == quote.until
    assert engine.subscription.is_trial is (not quote.lines and sale.period.is_trial)


@settings(max_examples=300, deadline=None)
@given(sales([kind for kind in EVERY_TYPE if kind is not BillingType.PAYG_EXTERNAL]))
def test_what_follows_is_charged_when_and_as_the_quote_says(sale: Sale) -> None:
    """BIL-10; section 19.2."""
    engine, quote = Engine(sale), quoted(sale)
    engine.activate(sale)
    begun = engine.charged_days()

    if quote.next_charge is None or quote.next_charge_on is None:
        assert quote.monthly_after is None
        engine.at(noon(quote.until or quote.start_on + timedelta(days=70)))
        assert engine.charged_days() == begun
        return

    engine.at(noon(quote.next_charge_on) - timedelta(days=1))
    assert engine.charged_days() == begun
    engine.at(noon(quote.next_charge_on))
    first = engine.taken_on(quote.next_charge_on)
    assert gross_of(first, sale.currency) == quote.next_charge.gross
    if first[0].order_id != engine.order.order_id:
        where = "subscription_id = ? AND kind = 'prolong'"
        (order,) = engine.books.find(type(engine.order), where, engine.order.subscription_id)
        assert order.total == quote.next_charge.total.amount
    _check_months(engine, quote, sale.currency)


def _check_months(engine: Engine, quote: Quote, currency: str) -> None:
    """Hold what a full month costs to the two that follow the next charge."""
    day = quote.next_charge_on
    for _ in range(2):
        assert day is not None
        (end,) = {one.end_on for one in engine.taken_on(day) if one.kind == "recurring"} or {None}
        if end is None or end == quote.until:
            break
        engine.at(noon(end))
        taken = engine.taken_on(end)
        if all(one.duration == 1 for one in taken):
            assert quote.monthly_after is not None
            assert gross_of(taken, currency) == quote.monthly_after.gross
        day = end


@settings(max_examples=300, deadline=None)
@given(sales())
def test_it_can_be_deleted_up_to_the_moment_the_quote_says(sale: Sale) -> None:
    """ORD-17, OP-42, MS-17."""
    engine = Engine(sale)
    activated_at = engine.activate(sale)
    promised = quoted(sale).cancel_until
    exact = quoted(replace(sale, delay_days=0), now=activated_at).cancel_until

    assert (promised is None) == (exact is None) == (not engine.is_deletable)
    until = engine.subscription.end_on
    if exact is None or promised is None or (until and exact >= noon(until) - timedelta(days=1)):
        return  # It expires before the window does.
    assert promised <= exact
    engine.at(exact - timedelta(milliseconds=1))
    assert engine.is_deletable
    engine.at(exact)
    assert not engine.is_deletable


@settings(max_examples=300, deadline=None)
@given(sales([kind for kind in EVERY_TYPE if kind not in CONSUMED]))
def test_the_charges_close_with_the_discount_of_the_quote(sale: Sale) -> None:
    """BIL-6, while the discount stays as it is."""
    engine, quote = Engine(sale), quoted(sale)
    engine.activate(sale)

    last = max((charge.close_on for charge in engine.order_charges if charge.close_on),
               default=None)  # fmt: skip
    if last is not None:
        engine.at(noon(last) + timedelta(days=1))

    assert all(charge.status is ChargeStatus.CLOSED for charge in engine.order_charges)
    assert engine.discount_given() == quote.order.discount.amount
