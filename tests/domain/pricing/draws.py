"""Draws what may be sold, and how the platform is set up for it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from domain.offer import OfferPeriod, OfferResource
from domain.statuses import BillingType
from sandbox.instants import ZONE
from tests.domain.pricing.engine import Sale

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
def sales(
    draw: st.DrawFn,
    kinds: list[BillingType] = EVERY_TYPE,
    *,
    first_key: int = 1,
    fewest_resources: int = 0,
    lengths: tuple[int | None, ...] = (None, 1, 2, 3, 12),
) -> Sale:
    kind = draw(st.sampled_from(kinds))
    months = draw(st.sampled_from([n for n in lengths if n or kind not in NEEDS_END]))
    is_trial = months is not None and draw(st.integers(0, 9)) == 0
    period = OfferPeriod("1", "Period", months, is_trial, draw(fees), draw(fees), draw(fees))
    count = 1 if kind in CONSUMED else draw(st.integers(fewest_resources, 3))
    offered = tuple(
        draw(resources(key, is_measured=kind in CONSUMED))
        for key in range(first_key, first_key + count)
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
        is_bound=draw(st.booleans()),
        near_days=draw(st.sampled_from([0, 0, 5, 15, 31])),
        delay_days=0 if is_trial else draw(st.sampled_from([0, 0, 0, 1, 7, 15])),
    )
