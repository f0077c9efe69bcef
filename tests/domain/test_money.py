from decimal import Decimal

import pytest

from domain.money import Money, growth_percent, share_percent


def euros(text: str) -> Money:
    return Money(Decimal(text), "EUR")


def test_sums_are_exact() -> None:
    assert euros("10.10") + euros("20.20") == euros("30.30")


def test_currencies_are_never_added_together() -> None:
    with pytest.raises(ValueError, match="can't add USD to EUR"):
        euros("1") + Money(Decimal(1), "USD")


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("0.005", "EUR", "0.01"),
        ("-0.005", "EUR", "-0.01"),
        ("2.675", "EUR", "2.68"),
        ("1234.5", "JPY", "1235"),
        ("1.2345", "KWD", "1.235"),
    ],
)
def test_rounding_is_half_up_to_the_places_of_the_currency(
    amount: str, currency: str, rounded: str
) -> None:
    assert str(Money(Decimal(amount), currency).rounded().amount) == rounded


@pytest.mark.parametrize(
    ("previous", "last", "growth"),
    [
        ("100", "104.2", Decimal("4.2")),
        ("100", "98.9", Decimal("-1.1")),
        ("-100", "-50", Decimal("50.0")),
        ("100", "100", Decimal("0.0")),
        ("0", "100", None),
    ],
)
def test_growth_is_a_share_of_the_previous_month(
    previous: str, last: str, growth: Decimal | None
) -> None:
    """ANL-20."""
    assert growth_percent(euros(previous), euros(last)) == growth


def test_there_is_no_share_of_nothing() -> None:
    assert share_percent(Decimal(1), Decimal(8)) == Decimal("12.5")
    assert share_percent(Decimal(1), Decimal(0)) is None
    assert share_percent(Decimal(1), Decimal(-3)) is None
