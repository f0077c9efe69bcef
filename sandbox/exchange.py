"""The exchange rates the distributor sets each month, from the European Central Bank's."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from domain.money import round_half_up
from sandbox.books import Books
from sandbox.catalog_records import ExchangeRate
from sandbox.instants import instant_of
from sandbox.months import first_of_next_month
from sandbox.open_data import read_csv
from sandbox.records import Reseller

SHOWN = ("EUR", "USD", "GBP", "PLN", "CZK", "HUF", "JPY", "CHF", "SEK")
# Small units are quoted by the hundred, so that four places say enough.
BY_THE_HUNDRED = {"CZK", "HUF", "JPY"}
PLACES = 4
SHIFT_WEEKS = "exchange_shift_weeks"
MARGINS = (Decimal("1.010"), Decimal("1.015"), Decimal("1.020"))


@cache
def _history() -> tuple[list[date], list[dict[str, Decimal]]]:
    days, rates = [], []
    for row in read_csv("ecb_rates.csv"):
        days.append(date.fromisoformat(row.pop("date")))
        rates.append({"EUR": Decimal(1)} | {name: Decimal(rate) for name, rate in row.items()})
    return days, rates


def shift_for(day: date) -> timedelta:
    """Return how far back the rates of a day are looked up.

    The data end in April 2026. A later day takes the rates of an earlier one, whole weeks
    before, so that days of the week still fit and the day itself lies inside the data.
    """
    beyond = (day - _history()[0][-1]).days
    return timedelta(weeks=max(0, -(-beyond // 7)))


def run(books: Books, reseller_id: int) -> None:
    """Set a reseller's rates of the month, and have the next month's set when it begins."""
    weeks = int(books.setting(SHIFT_WEEKS) or 0)
    set_rates(books, books.get(Reseller, reseller_id), timedelta(weeks=weeks))
    books.schedule("rates", reseller_id, instant_of(first_of_next_month(books.today)))


def set_rates(books: Books, reseller: Reseller, shift: timedelta) -> None:
    """Set a reseller's rates as of today: the bank's, with a margin of one or two percent."""
    days, history = _history()
    place = max(0, bisect_right(days, books.today - shift) - 1)
    rates = history[place]
    margin = MARGINS[(books.today.month + reseller.reseller_id) % len(MARGINS)]
    for currency in SHOWN:
        if currency != reseller.currency:
            quantity = 100 if currency in BY_THE_HUNDRED else 1
            price = rates[reseller.currency] / rates[currency] * quantity * margin
            books.add(
                ExchangeRate(
                    exchange_rate_id=books.new_id(ExchangeRate),
                    reseller_id=reseller.reseller_id,
                    currency=currency,
                    quantity=quantity,
                    rate=round_half_up(price, PLACES),
                    effective_on=books.today,
                    created_at=books.now,
                )
            )
