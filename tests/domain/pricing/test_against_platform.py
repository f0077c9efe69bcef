"""The price that is shown is the one the platform charges: every charge, to the last digit.

The engine of the stand-in knows the platform's rules by itself. Both are asked about the same
sales, of every billing type, at any time; nothing of one is used in the other.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.offer import OfferPeriod, OfferResource
from domain.pricing.quote import Quote
from domain.pricing.sale import BuyingTerms, price_sale
from domain.service_terms import ServiceTerm
from domain.statuses import BillingType, ChargeStatus
from sandbox.instants import ZONE
from tests.domain.pricing.engine import (
    Engine,
    Sale,
    gross_of,
    noon,
    told_by_platform,
    told_by_us,
)

EVERY_TYPE = [kind for kind in BillingType if kind is not BillingType.UNKNOWN]
CONSUMED = (BillingType.PAYG, BillingType.PAYG_EXTERNAL)
NEEDS_END = (BillingType.LONG_TERM, BillingType.MONTHLY_COMMITMENT_INTERVAL)
PLAN_CURRENCIES = ("EUR", "USD", "CZK", "GBP")
CURRENCIES = ("EUR", "PLN", "GBP")
# Ends of months, a leap day, the days on which clocks change in Europe.
SPECIAL_DAYS = [
    date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 31), date(2025, 1, 31), date(2025, 2, 28),
    date(2025, 3, 30), date(2025, 10, 26), date(2025, 11, 30), date(2025, 12, 31),
    date(2026, 1, 1), date(2027, 12, 31), date(2028, 2, 29),
]  # fmt: skip

fees = st.one_of(
    st.just(Decimal(0)),
    st.decimals(0, 400, places=2),
    st.decimals(0, 3, places=4),
    st.decimals(0, 1, places=6),
)
# With 50 % every odd cent is halved.
percents = st.one_of(
    st.sampled_from([Decimal(0), Decimal(10), Decimal(50)]), st.decimals(0, 100, places=2)
)
days = st.one_of(st.sampled_from(SPECIAL_DAYS), st.dates(date(2023, 12, 1), date(2029, 1, 31)))
times = st.sampled_from([(0, 0), (0, 1), (2, 59), (3, 0), (12, 0), (20, 59), (21, 30), (23, 50)])


@st.composite
def resources(draw: st.DrawFn, key: int, *, is_measured: bool) -> OfferResource:
    included = draw(st.integers(0, 5))
    minimum = draw(st.integers(0, 8))
    maximum = draw(st.one_of(st.none(), st.integers(max(included, minimum, 1), 300)))
    return OfferResource(
        str(key), f"Resource {key}", "unit", key == 1, is_measured, included, minimum, maximum,
        draw(fees), draw(fees), draw(fees), draw(fees),
    )  # fmt: skip


@st.composite
def sales(draw: st.DrawFn, kinds: list[BillingType] = EVERY_TYPE) -> Sale:
    kind = draw(st.sampled_from(kinds))
    lengths = [1, 2, 3, 6, 12] if kind in NEEDS_END else [None, 1, 2, 3, 12]
    months = draw(st.sampled_from(lengths))
    is_trial = months is not None and draw(st.integers(0, 9)) == 0
    period = OfferPeriod("1", "Period", months, is_trial, draw(fees), draw(fees), draw(fees))
    offered = tuple(
        draw(resources(key, is_measured=kind in CONSUMED))
        for key in range(1, 1 + (1 if kind in CONSUMED else draw(st.integers(0, 3))))
    )
    quantities = {
        one.plan_resource_id: draw(st.integers(one.initial_quantity, one.maximum or 1000))
        for one in offered
    }
    hour, minute = draw(times)
    day = draw(days)
    return Sale(
        billing_type=kind,
        period=period,
        resources=offered,
        quantities=quantities,
        plan_currency=draw(st.sampled_from(PLAN_CURRENCIES)),
        currency=draw(st.sampled_from(CURRENCIES)),
        rate=draw(st.decimals("0.0001", 120, places=4)),
        rate_quantity=draw(st.sampled_from([1, 100])),
        billing_day=draw(st.one_of(st.sampled_from([1, 15, 28]), st.integers(1, 28))),
        discount_percent=draw(percents),
        window_hours=draw(st.sampled_from([0, 24, 72, 168, 350])),
        now=datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE),
        delay_days=0 if is_trial else draw(st.sampled_from([0, 0, 0, 1, 7, 15])),
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
