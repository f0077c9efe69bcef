from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.services.account_form import REQUIRED_BY_MICROSOFT, check_account
from dashboard.services.countries import countries, country_codes
from domain.account import AccountData

LEAST = AccountData(
    name="Engine Ltd",
    itn="12345678",
    first_name="Ada",
    last_name="Byron",
    email="ada@engine.example",
)


def test_what_every_client_needs_is_enough() -> None:
    """ORD-22."""
    checked = check_account(LEAST)

    assert (checked.data, checked.problems) == (LEAST, {})


def test_nothing_required_can_be_left_out() -> None:
    """ORD-22."""
    assert check_account(AccountData(name="  ")).problems == {
        key: "Fill in this field." for key in ("name", "itn", "first_name", "last_name", "email")
    }


def test_microsoft_wants_the_address_the_phone_and_the_position() -> None:
    """ORD-22."""
    checked = check_account(LEAST, required=REQUIRED_BY_MICROSOFT)

    assert sorted(checked.problems) == ["city", "country", "phone", "position", "street", "zip"]


def test_spaces_around_values_are_dropped() -> None:
    entered = replace(LEAST, name=" Engine Ltd ", country=" gb", zip="SW1Y 4JH\t")

    assert check_account(entered).data == replace(LEAST, country="GB", zip="SW1Y 4JH")


@pytest.mark.parametrize(
    "email",
    ["ada", "ada@", "@engine.example", "ada@engine", "a..b@engine.example", "ada@engine .example",
     "ada@engine.example, b@engine.example", "Ada <ada@engine.example>", "ada@[127.0.0.1]"],
)  # fmt: skip
def test_an_email_is_one_address(email: str) -> None:
    """ORD-23."""
    assert list(check_account(replace(LEAST, email=email)).problems) == ["email"]


@pytest.mark.parametrize("email", ["o'neil+x@mail.engine.example", "инфо@пример.рф"])
def test_an_email_may_have_unusual_signs(email: str) -> None:
    """ORD-23."""
    assert check_account(replace(LEAST, email=email)).problems == {}


@pytest.mark.parametrize(
    ("entered", "sent"),
    [
        ("+44 (20) 7123-4567", "+442071234567"),
        ("0044 20 7123 4567", "+442071234567"),
        ("+375 29 123-45-67", "+375291234567"),
    ],
)
def test_a_phone_number_is_sent_as_its_digits(entered: str, sent: str) -> None:
    """ORD-23."""
    checked = check_account(replace(LEAST, phone=entered))

    assert (checked.data.phone, checked.problems) == (sent, {})


@pytest.mark.parametrize(
    "phone",
    ["020 7123 4567", "+44 207", "+999 123456789", "+1 800 FLOWERS", "+44 20 7123 4567 ext. 5",
     "phone", "+"],
)  # fmt: skip
def test_a_phone_number_is_international(phone: str) -> None:
    """ORD-23."""
    checked = check_account(replace(LEAST, phone=phone))

    assert list(checked.problems) == ["phone"]
    assert checked.data.phone == phone


@pytest.mark.parametrize("country", ["ZZ", "EU", "UK", "GBR", "Germany"])
def test_a_country_is_one_of_the_standard(country: str) -> None:
    """ORD-23."""
    assert list(check_account(replace(LEAST, country=country)).problems) == ["country"]


@pytest.mark.parametrize(
    ("country", "itn", "problem"),
    [
        ("RU", "7707083893", None),
        ("RU", "500100732259", None),
        ("RU", "77070838", "Enter 10 or 12 digits."),
        ("BY", "190275968", None),
        ("BY", "7707083893", "Enter 9 digits."),
        ("DE", "12345", None),
        ("", "123456789012345", None),
        ("DE", "1234", "Enter 5 to 15 digits."),
        ("DE", "DE123456789", "Enter 5 to 15 digits."),
        ("DE", "１２３４５", "Enter 5 to 15 digits."),
    ],
)
def test_a_registration_number_has_the_digits_of_its_country(
    country: str, itn: str, problem: str | None
) -> None:
    """ORD-23."""
    checked = check_account(replace(LEAST, country=country, itn=itn))

    assert checked.problems == ({} if problem is None else {"itn": problem})


def test_a_value_is_one_line_and_not_endless() -> None:
    checked = check_account(replace(LEAST, name="Engine\nLtd", street="x" * 251, city="x" * 250))

    assert checked.problems == {
        "name": "Enter one line of text.",
        "street": "Enter 250 characters at most.",
    }


def test_a_client_type_is_one_the_platform_knows() -> None:
    known = ("business", "education")

    assert check_account(replace(LEAST, client_type="education"), client_types=known).problems == {}
    assert list(check_account(replace(LEAST, client_type="club"), client_types=known).problems) == [
        "client_type"
    ]


def test_countries_are_named_in_the_readers_language() -> None:
    english, russian = dict(countries("en")), dict(countries("ru"))

    assert (english["DE"], russian["DE"]) == ("Germany", "Германия")
    assert english.keys() == russian.keys() == country_codes().keys()
    assert len(english) == 249
    names = [name for _, name in countries("en")]
    assert names.index("Åland Islands") < names.index("Albania")
