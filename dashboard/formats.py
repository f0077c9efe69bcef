"""Money, dates and numbers as a reader's locale writes them.

The only place where an amount is rounded for the eye: half up, to its currency's places.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_compact_decimal
from flask_babel import get_locale

from domain.money import Money, precision, round_half_up

MINUS = "\N{MINUS SIGN}"
NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
NOTHING = "\N{EM DASH}"
FIGURE_SPACE = "\N{FIGURE SPACE}"  # As wide as a digit,
DECIMAL_SPACE = "\N{PUNCTUATION SPACE}"  # and as wide as the sign before them.
MOST_PLACES = 6  # What is kept of an amount.


@lru_cache(maxsize=8)
def _locale(code: str) -> Locale:
    return Locale.parse(code)


@lru_cache(maxsize=8)
def _signs(code: str) -> dict[int, str]:
    """Return what a locale writes in place of `,` and `.`; both of ours group by thousands."""
    symbols = _locale(code).number_symbols["latn"]
    group = symbols["group"].replace("\N{NO-BREAK SPACE}", NARROW_SPACE)
    return {ord(","): group, ord("."): symbols["decimal"]}


def number(value: Decimal, places: int, locale: str, *, trim: bool = False) -> str:
    """Write a number with a fixed count of places, or at most as many with `trim`."""
    rounded = round_half_up(value, places)
    text = f"{abs(rounded):,.{places}f}"
    if trim and places:
        text = text.rstrip("0").rstrip(".")
    # Not through babel's patterns, which take thirty times as long: a page has hundreds.
    text = text.translate(_signs(locale))
    return f"{MINUS}{text}" if rounded < 0 else text


def amount(value: Decimal, currency: str, locale: str) -> str:
    """Write an amount without its currency, for a column that names it in its header."""
    return number(value, precision(currency), locale)


def money(value: Money, locale: str) -> str:
    """Write an amount with its ISO code: 1,234.50 EUR."""
    return f"{amount(value.amount, value.currency, locale)} {value.currency}"


def exact_money(value: Money, locale: str) -> str:
    """Write an amount unrounded, with the places it has: for a tip beside the rounded one."""
    places = max(precision(value.currency), -int(value.amount.normalize().as_tuple().exponent))
    return f"{number(value.amount, places, locale)} {value.currency}"


def price_places(value: Decimal, currency: str) -> int:
    """Return how many places a price of one unit has: as many as it needs, and its currency's."""
    needed = -int(value.normalize().as_tuple().exponent)
    return min(max(precision(currency), needed), MOST_PLACES)


def unit_price(value: Decimal, currency: str, locale: str, *, places: int = 0) -> str:
    """Write the price of one unit with the places it has, without its currency.

    In a column of prices of which another has more `places`, as wide as if it had them, too: one
    decimal sign stands below the other.
    """
    own = price_places(value, currency)
    text = number(value, own, locale)
    missing = max(places - own, 0)
    return text + (DECIMAL_SPACE if missing and not own else "") + FIGURE_SPACE * missing


def unit_money(value: Money, locale: str) -> str:
    """Write the price of one unit, exactly, with its ISO code: 0.012345 EUR."""
    return f"{unit_price(value.amount, value.currency, locale)} {value.currency}"


def quantity(value: Decimal, locale: str) -> str:
    return number(value, 6, locale, trim=True)


def count(value: int, locale: str) -> str:
    return number(Decimal(value), 0, locale)


def whole(value: int) -> str:
    """Write a count in the language of this request, for a text in it."""
    return count(value, str(get_locale() or "en"))


def percent(value: Decimal | None, locale: str) -> str:
    """Write a percentage that is already in percent: 4.2 %."""
    if value is None:
        return NOTHING
    return f"{number(value, 1, locale)}{NARROW_SPACE}%"


def growth(value: Decimal | None, locale: str) -> str:
    """Write a growth rate with its sign and direction (ANL-20)."""
    if value is None:
        return NOTHING
    if not value:
        return percent(value, locale)
    arrow, sign = ("▲", "+") if value > 0 else ("▼", "")
    return f"{arrow} {sign}{percent(value, locale)}"


def day(value: date) -> str:
    """Write a day as everywhere in the portal: 25.11.2026 (NAV-13)."""
    return f"{value:%d.%m.%Y}"


def short_day(value: date, locale: str) -> str:
    """Write a day without its year: 25 Nov."""
    return format_skeleton("dMMM", value, locale=_locale(locale))


def month(value: date, locale: str) -> str:
    """Write a month with its year: Oct 2026."""
    return format_date(value, "LLL y", locale=_locale(locale))


def month_label(value: date, locale: str, *, with_year: bool) -> str:
    """Write a month for an axis, its year below it where the axis begins or the year does."""
    name = format_date(value, "LLL", locale=_locale(locale))
    return f"{name}<br>{value.year}" if with_year else name


def month_name(value: date, locale: str) -> str:
    """Write a month in full, with its year: October 2026."""
    return format_date(value, "LLLL y", locale=_locale(locale))


def month_title(value: date, locale: str) -> str:
    """Write a month in full where nothing stands before it: with a capital in each language."""
    name = month_name(value, locale)
    return name[:1].upper() + name[1:]


def month_told(value: date, locale: str, *, is_short: bool = False) -> str:
    """Write a month as it stands after other words, which bend it in Russian."""
    return format_date(value, "MMM y" if is_short else "MMMM y", locale=_locale(locale))


def clock_time(value: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Write an instant in the platform's zone; the day too unless it is today's."""
    local = value.astimezone(zone)
    if local.date() == now.astimezone(zone).date():
        return f"{local:%H:%M}"
    return f"{local:%d.%m.%Y %H:%M}"


def compact(value: Decimal, locale: str) -> str:
    """Write an amount in short, for a label on a chart: 12.4K. Never for a table."""
    if abs(value) < 1000:
        return number(value, 0 if abs(value) >= 100 else 2, locale)
    text = format_compact_decimal(abs(value), locale=_locale(locale), fraction_digits=1)
    return f"{MINUS}{text}" if value < 0 else text


def separators(locale: str) -> str:
    """Return the decimal and the thousands sign, as Plotly wants them."""
    symbols = _locale(locale).number_symbols["latn"]
    return f"{symbols['decimal']}{symbols['group']}"
