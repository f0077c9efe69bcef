from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from dashboard import formats
from domain.money import Money

THIN = "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "currency", "locale", "written"),
    [
        ("1234567.895", "EUR", "en", "1,234,567.90"),
        ("-1234567.895", "EUR", "ru", f"−1{THIN}234{THIN}567,90"),
        ("-0.001", "EUR", "en", "0.00"),
        ("1234.5", "JPY", "en", "1,235"),
        ("0", "KWD", "en", "0.000"),
    ],
)
def test_an_amount_is_written_once_rounded_with_the_places_of_its_currency(
    value: str, currency: str, locale: str, written: str
) -> None:
    assert formats.amount(Decimal(value), currency, locale) == written


def test_an_exact_amount_has_all_its_places() -> None:
    assert formats.exact_money(Money(Decimal("12.503400"), "EUR"), "en") == "12.5034 EUR"
    assert formats.exact_money(Money(Decimal("1200"), "EUR"), "en") == "1,200.00 EUR"
    assert formats.exact_money(Money(Decimal("-0.000001"), "EUR"), "en") == "−0.000001 EUR"


@pytest.mark.parametrize(
    ("value", "currency", "written"),
    [
        ("12", "EUR", "12.00"),
        ("12.500000", "EUR", "12.50"),
        ("0.012", "EUR", "0.012"),
        ("0.000001", "EUR", "0.000001"),
        ("0.0000014", "EUR", "0.000001"),
        ("1500", "JPY", "1,500"),
        ("1.5", "JPY", "1.5"),
    ],
)
def test_the_price_of_a_unit_has_the_places_it_needs(
    value: str, currency: str, written: str
) -> None:
    assert formats.unit_price(Decimal(value), currency, "en") == written
    assert formats.unit_money(Money(Decimal(value), currency), "en") == f"{written} {currency}"


def test_prices_below_one_another_are_as_wide() -> None:
    figure, sign = "\N{FIGURE SPACE}", "\N{PUNCTUATION SPACE}"

    assert formats.unit_price(Decimal("3.76"), "EUR", "ru", places=4) == f"3,76{figure * 2}"
    assert formats.unit_price(Decimal("0.0125"), "EUR", "ru", places=4) == "0,0125"
    assert formats.unit_price(Decimal("15"), "JPY", "en", places=2) == f"15{sign}{figure * 2}"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("4.2"), f"▲ +4.2{THIN}%"),
        (Decimal("-1.1"), f"▼ −1.1{THIN}%"),
        (Decimal(0), f"0.0{THIN}%"),
        (None, "—"),
    ],
)
def test_growth_says_its_direction_in_more_than_colour(value: Decimal | None, written: str) -> None:
    """ANL-20."""
    assert formats.growth(value, "en") == written


def test_days_and_months_are_written_as_everywhere() -> None:
    """NAV-13."""
    october = date(2026, 10, 5)

    assert formats.day(october) == "05.10.2026"
    assert formats.month_name(october, "en") == "October 2026"
    assert formats.month_name(october, "ru") == "октябрь 2026"
    assert formats.month_title(october, "ru") == "Октябрь 2026"
    assert formats.month_told(october, "en") == "October 2026"
    assert formats.month_told(october, "ru") == "октября 2026"
    assert formats.month_told(october, "ru", is_short=True) == "окт. 2026"
    assert formats.month_label(october, "en", with_year=True) == "Oct<br>2026"


def test_a_time_of_today_needs_no_date() -> None:
    zone = ZoneInfo("Europe/Moscow")
    late = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)

    assert formats.clock_time(late, zone, now=late) == "01:30"
    assert formats.clock_time(late, zone, now=datetime(2026, 11, 20, 12, tzinfo=UTC)) == (
        "21.11.2026 01:30"
    )


@pytest.mark.parametrize(
    ("value", "written"), [("52900", "52.9K"), ("940.75", "941"), ("-1500", "−1.5K"), ("7", "7.00")]
)
def test_a_label_on_a_chart_is_short(value: str, written: str) -> None:
    assert formats.compact(Decimal(value), "en") == written


@pytest.mark.parametrize(
    ("locale", "written"), [("en", "10,000"), ("ru", "10\N{NARROW NO-BREAK SPACE}000")]
)
def test_a_count_in_a_text_is_written_as_its_language_does(locale: str, written: str) -> None:
    """MSG-6, NAV-13: as in the tables beside it."""
    app = Flask(__name__)
    Babel(app)

    with app.test_request_context(), force_locale(locale):
        assert formats.whole(10_000) == written
    assert formats.whole(10_000) == "10,000"
