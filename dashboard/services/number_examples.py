"""Worked examples of how numbers are made, each by the function that makes the portal's own.

What goes in is the same for everyone; what comes out is computed. So an example is wrong as soon
as the portal is, and never otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from domain.money import Money, growth_percent
from domain.offer import Offer, OfferPeriod, OfferResource
from domain.pricing.buying import BuyingTerms
from domain.pricing.known_charge import KnownCharge
from domain.pricing.lines import DURATION_PLACES, Currencies, Item, Line, recurring_line, rounded
from domain.pricing.months import Span, whole_span
from domain.pricing.quote import Price, Quote, discounted
from domain.pricing.sale import price_sale
from domain.pricing.settling import Part, Settling
from domain.statuses import BillingType, ChargeStatus, ChargeType

NOTHING = Decimal(0)
LICENSES = 10
MONTHLY_FEE = Decimal("4.00")
DISCOUNT_PERCENT = Decimal("12.5")
RATE = Decimal("0.9137")
ORDERED_AT = datetime(2025, 8, 20, 12, tzinfo=UTC)
MONTH_START, MONTH_END = date(2025, 8, 1), date(2025, 9, 1)
REDUCED_ON = date(2025, 8, 16)
PART = Decimal("10.005")
PARTS = 3
ONE_DAY = (date(2025, 4, 1), date(2025, 4, 2))
TWO_YEARS = (date(2025, 4, 1), date(2027, 4, 1))


@dataclass(frozen=True, slots=True)
class Growth:
    """Two months, and the growth from one to the other; None where there is none to tell."""

    previous: Money
    last: Money
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Rounding:
    """Equal parts, what is shown of each, and their sum."""

    part: Money
    shown: Money
    count: int
    total: Money


@dataclass(frozen=True, slots=True)
class Converted:
    """A charge of a plan in another currency, and what is charged of it."""

    line: Line
    rate: Decimal
    price: Price


@dataclass(frozen=True, slots=True)
class Reduced:
    """A charge that was closed up to a day, and what comes in its place."""

    quantity: int
    on: date
    used: Part
    rest: Part
    before: Money


def growths(currency: str) -> tuple[Growth, ...]:
    """Return a growth, a fall, and the one there is none of (ANL-20)."""
    pairs = (("1200.00", "1254.60"), ("-50.00", "-75.00"), ("0.00", "80.00"))
    found = ((Money(Decimal(one), currency), Money(Decimal(two), currency)) for one, two in pairs)
    return tuple(Growth(one, two, growth_percent(one, two)) for one, two in found)


def rounding(currency: str) -> Rounding:
    """Return parts whose sum is not the sum of what is shown of them."""
    part = Money(PART, currency)
    total = sum((part for _ in range(PARTS)), Money.zero(currency))
    return Rounding(part, part.rounded(), PARTS, total)


def discount(currency: str) -> Price:
    """Return a charge before and after a discount (BIL-6)."""
    return discounted(Money(MONTHLY_FEE * LICENSES, currency), DISCOUNT_PERCENT)


def first_charge(currency: str) -> Quote:
    """Return what an order of the 20th of a month costs, billed on the first day (BIL-9)."""
    offered = OfferResource("1", "License", None, True, False, 0, 0, None, NOTHING, MONTHLY_FEE,
                            NOTHING, NOTHING)  # fmt: skip
    period = OfferPeriod("1", "1 year", 12, False, NOTHING, NOTHING, NOTHING)
    kind = BillingType.MONTHLY
    offer = Offer("1", "Plan", None, None, "1", "Product", None, currency, kind, kind.value, None,
                  (period,), (offered,))  # fmt: skip
    terms = BuyingTerms(currency, Decimal(1), 1, NOTHING, None, UTC)
    quote = price_sale(offer, period, {"1": LICENSES}, terms, now=ORDERED_AT)
    if quote is None:
        raise LookupError("the rules of a monthly plan are not known")
    return quote


def converted(plan_currency: str, currency: str) -> Converted:
    """Return a month of a plan in another currency, at a rate and after a discount (CUR-3)."""
    line = recurring_line(_licenses(), _month(), MONTH_START,
                          Currencies(plan_currency, currency, RATE))  # fmt: skip
    return Converted(line, RATE, discounted(line.amount, DISCOUNT_PERCENT))


def durations() -> tuple[Decimal, Decimal]:
    """Return how many months one day is, and two years are, as reports write them (REP-4)."""
    one_day, two_years = (
        rounded(whole_span(*days, days[0].day).months, DURATION_PLACES)
        for days in (ONE_DAY, TWO_YEARS)
    )
    return one_day, two_years


def reduced(currency: str) -> Reduced:
    """Return what becomes of a month's charge once fewer licenses are held (BIL-8)."""
    line = recurring_line(_licenses(), _month(), MONTH_START, _same(currency))
    charge = KnownCharge(
        "1", "1", "1", "1", "License", ChargeType.RECURRING, ChargeStatus.BLOCKED, LICENSES,
        MONTHLY_FEE, MONTH_START, MONTH_END, currency, line.plan_amount.amount, line.amount.amount,
        None, None, Decimal(1), None,
    )  # fmt: skip
    settling = Settling(REDUCED_ON, MONTH_START.day, currency)
    fewer = LICENSES // 2
    (settled,) = settling.reduced((charge,), {"1": fewer}, is_closed_refunded=False)
    used, rest = settled.parts
    return Reduced(fewer, REDUCED_ON, used, rest, line.amount)


def _licenses() -> Item:
    return Item("1", "License", LICENSES, NOTHING, MONTHLY_FEE)


def _month() -> Span:
    return whole_span(MONTH_START, MONTH_END, MONTH_START.day)


def _same(currency: str) -> Currencies:
    return Currencies(currency, currency, Decimal(1))
