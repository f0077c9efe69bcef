"""What one currency costs in another, as the distributor has set it (CUR-2..5)."""

from __future__ import annotations

from decimal import Decimal

from domain.money import round_half_up
from sandbox.books import Books
from sandbox.catalog_records import ExchangeRate
from sandbox.records import Reseller

RATE_PLACES = 6


def current_rates(books: Books, reseller_id: int) -> list[ExchangeRate]:
    """Return the rate of each currency that is in force today, by currency."""
    rates = books.find(
        ExchangeRate,
        "reseller_id = ? AND effective_on <= ? ORDER BY effective_on, exchange_rate_id",
        reseller_id,
        books.today,
    )
    newest = {rate.currency: rate for rate in rates}
    return [newest[currency] for currency in sorted(newest)]


def current_rate(books: Books, reseller_id: int, currency: str) -> Decimal:
    """Return what one unit of a currency costs a reseller today, in the reseller's currency.

    Raises:
        LookupError: no rate has been set (CUR-7).
    """
    reseller = books.get(Reseller, reseller_id)
    if reseller.currency == currency:
        return Decimal(1)
    rates = books.find(
        ExchangeRate,
        "reseller_id = ? AND currency = ? AND effective_on <= ? "
        "ORDER BY effective_on DESC, exchange_rate_id DESC LIMIT 1",
        reseller_id,
        currency,
        books.today,
    )
    if not rates:
        raise LookupError(f"no rate of {currency} in {reseller.currency}")
    return unit_rate(rates[0])


def unit_rate(rate: ExchangeRate) -> Decimal:
    """Return what one unit costs; rates are given for one unit or for a round number of them."""
    return round_half_up(rate.rate / rate.quantity, RATE_PLACES)
