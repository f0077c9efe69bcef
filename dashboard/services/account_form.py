"""The form of an account: what is wrong with what was entered (ORD-22, ORD-23).

What the platform alone knows, such as which characters a company's name may have, it says itself
when the account is sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from dashboard.services.countries import country_codes
from dashboard.texts import gettext
from dashboard.typed import text_problem
from domain.account import AccountData

REQUIRED = frozenset({"name", "itn", "first_name", "last_name", "email"})
# Microsoft wants to know these of its customer.
REQUIRED_BY_MICROSOFT = REQUIRED | {"country", "city", "street", "zip", "phone", "position"}

LONGEST_VALUE = 250
# How many digits a registration number has, where that is known.
ITN_LENGTHS = {"RU": (10, 12), "BY": (9,)}
LEAST_ITN, LONGEST_ITN = 5, 15
# Without this the library would read letters as digits, and drop an extension.
PHONE_SIGNS = re.compile(r"[+0][0-9\s()./-]{6,30}")


@dataclass(frozen=True, slots=True)
class CheckedAccount:
    """Entered data made uniform, and a sentence by key for each value that can't be used."""

    data: AccountData
    problems: Mapping[str, str]


def check_account(
    entered: AccountData,
    *,
    required: Collection[str] = REQUIRED,
    client_types: Collection[str] = (),
) -> CheckedAccount:
    """Return what was entered as it is sent, and what is wrong with it.

    `required` and `client_types` come from the platform's form and the plan. Spaces around values
    are dropped; a phone number is written with its digits alone.
    """
    stripped = AccountData(**{key: value.strip() for key, value in entered.values().items()})
    data = replace(stripped, country=stripped.country.upper(), phone=uniform_phone(stripped.phone))
    problems = {
        key: problem
        for key, value in data.values().items()
        if (problem := _problem(key, value, data, required, client_types))
    }
    return CheckedAccount(data, problems)


def _problem(
    key: str,
    value: str,
    data: AccountData,
    required: Collection[str],
    client_types: Collection[str],
) -> str | None:
    if not value:
        return gettext("Fill in this field.") if key in required else None
    if not value.isprintable():
        return gettext("Enter one line of text.")
    if problem := text_problem(value, LONGEST_VALUE):
        return problem
    if key == "itn":
        return _itn_problem(value, data.country)
    if key == "client_type" and client_types and value not in client_types:
        return gettext("Choose a client type from the list.")
    check = CHECKS.get(key)
    return check(value) if check else None


def email_problem(value: str) -> str | None:
    # Not at the top: a worker that shows charts only has no use for it.
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(value, check_deliverability=False)
    except EmailNotValidError:
        return gettext("Enter an e-mail address, such as name@example.com.")
    return None


def phone_problem(value: str) -> str | None:
    if _parsed_phone(value) is None:
        return gettext("Enter +, the country code, the area code and the number.")
    return None


def _country_problem(value: str) -> str | None:
    return None if value in country_codes() else gettext("Choose a country from the list.")


def _itn_problem(itn: str, country: str) -> str | None:
    is_number = itn.isascii() and itn.isdigit()
    lengths = ITN_LENGTHS.get(country)
    if lengths is None:
        if is_number and LEAST_ITN <= len(itn) <= LONGEST_ITN:
            return None
        return gettext("Enter %(least)s to %(most)s digits.", least=LEAST_ITN, most=LONGEST_ITN)
    if is_number and len(itn) in lengths:
        return None
    if len(lengths) == 1:
        return gettext("Enter %(count)s digits.", count=lengths[0])
    return gettext("Enter %(one)s or %(other)s digits.", one=lengths[0], other=lengths[1])


CHECKS: Mapping[str, Callable[[str], str | None]] = {
    "email": email_problem,
    "phone": phone_problem,
    "country": _country_problem,
}


def uniform_phone(value: str) -> str:
    """Return a phone number as + and digits; what is none as it was entered."""
    return _parsed_phone(value) or value


def _parsed_phone(value: str) -> str | None:
    from phonenumbers import (
        NumberParseException,
        PhoneNumberFormat,
        format_number,
        is_possible_number,
        parse,
    )

    if not PHONE_SIGNS.fullmatch(value):
        return None
    try:
        number = parse(f"+{value[2:]}" if value.startswith("00") else value, None)
    except NumberParseException:
        return None
    # Whether a number is in use changes faster than the library does; its length does not.
    return format_number(number, PhoneNumberFormat.E164) if is_possible_number(number) else None
