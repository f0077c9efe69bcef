"""Accounts: what is asked about a customer, what is accepted, and how it is written down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.statuses import AccountStatus, ManagerRole, ManagerStatus
from sandbox.books import Books
from sandbox.countries import COUNTRIES
from sandbox.records import Account, Manager
from sandbox.refusals import Invalid, unprocessable
from sandbox.services.attributes import EMAIL

# The one type of accounts there is: organizations.
ACCOUNT_TYPE_ID = 1
CLASSES = {"business": "Business", "education": "Education", "public_sector": "Public sector"}
CUSTOM = "custom_attributes/"

PERSON = ("first_name", "middle_name", "last_name")
ADDRESS = ("country", "region", "city", "street", "building", "office", "zip")

PHONE = re.compile(r"(\+|00)[1-9]\d{6,14}")
BETWEEN_DIGITS = re.compile(r"[\s().-]")
STRANGE = re.compile(r"[<>{}\[\]|\\^~`]")
LIKE_A_DOMAIN = re.compile(r"\w\.(com|net|org|info|biz|eu|de|fr|pl|uk|ru|by)$", re.IGNORECASE)
# How many digits a registration number has, where it is known (ORD-23).
INN_LENGTHS = {"RU": (10, 12), "BY": (9,)}
OTHER_INN_LENGTHS = tuple(range(5, 16))


@dataclass(frozen=True, slots=True)
class AccountField:
    key: str
    name: str
    type: str = "string"
    is_optional: bool = False
    is_custom: bool = False
    default: str | None = None


FIELDS = (
    AccountField("primary_name", "Company name"),
    AccountField("inn", "ITN", is_custom=True),
    AccountField("account_class_key", "Client type", "list", is_optional=True, default="business"),
    AccountField("first_name", "First name"),
    AccountField("middle_name", "Middle name", is_optional=True),
    AccountField("last_name", "Last name"),
    AccountField("position", "Position", is_optional=True, is_custom=True),
    AccountField("email", "E-mail", "email"),
    AccountField("phone", "Phone", is_optional=True),
    AccountField("country", "Country", is_optional=True),
    AccountField("region", "Region", is_optional=True),
    AccountField("city", "City", is_optional=True),
    AccountField("street", "Street", is_optional=True),
    AccountField("building", "Building", is_optional=True),
    AccountField("office", "Office", is_optional=True),
    AccountField("zip", "Postal code", is_optional=True),
    AccountField("manager_id", "Manager", "list", is_optional=True),
    AccountField("agreement_terms_conditions", "Terms and conditions are accepted", "checkbox",
                 is_optional=True),
)  # fmt: skip
CUSTOM_KEYS = {field.key for field in FIELDS if field.is_custom}

# Values by the key of their field; custom attributes among them.
Given = Mapping[str, Any]


def sales_managers(books: Books, reseller_id: int) -> list[Manager]:
    """Return whom an account may be assigned to."""
    where = (
        "reseller_id = ? AND status = ? AND role_id IN (SELECT role_id FROM manager_role "
        "WHERE name = ?) ORDER BY manager_id"
    )
    return books.find(Manager, where, reseller_id, ManagerStatus.ACTIVE, ManagerRole.SALES_PERSON)


def create_account(books: Books, reseller_id: int, given: Given) -> Account:
    """Write a new account. Names and registration numbers may repeat (CLI-11, ORD-24).

    Raises:
        Invalid: values are missing or can't be accepted.
    """
    empty = {field.key: field.default or "" for field in FIELDS}
    values = {**empty, **given}
    _check(books, reseller_id, values, set(values))
    blank = Account(
        account_id=books.new_id(Account),
        reseller_id=reseller_id,
        manager_id=None,
        account_type_id=ACCOUNT_TYPE_ID,
        account_class_id=1,
        name="",
        status=AccountStatus.ACTIVE,
        person={},
        address={},
        email="",
        phone="",
        custom_attributes={},
        created_at=books.now,
        updated_at=books.now,
    )
    return books.change(books.add(blank), **_changes(blank, values))


def update_account(books: Books, account: Account, given: Given) -> Account:
    """Write some values of an account anew; those that are left out stay.

    Raises:
        Refused: the account is deleted.
        Invalid: values can't be accepted.
    """
    if account.status is AccountStatus.DELETED:
        raise unprocessable("The account is deleted")
    changed = set(given)
    known = {"country": account.address.get("country", ""),
             "inn": account.custom_attributes.get("inn", "")}  # fmt: skip
    if "country" in given and known["inn"]:
        changed.add("inn")  # Its length depends on the country.
    _check(books, account.reseller_id, known | dict(given), changed)
    return books.change(account, **_changes(account, given))


def _changes(account: Account, values: Given) -> dict[str, Any]:
    texts = {key: value for key, value in values.items() if isinstance(value, str)}
    changes: dict[str, Any] = {
        "person": account.person | {key: texts[key] for key in PERSON if key in texts},
        "address": account.address | {key: texts[key] for key in ADDRESS if key in texts},
    }
    custom = {key: text for key, text in texts.items() if key in CUSTOM_KEYS}
    if "account_class_key" in texts:
        custom["client_type"] = CLASSES[texts["account_class_key"]]
        changes["account_class_id"] = list(CLASSES).index(texts["account_class_key"]) + 1
    changes["custom_attributes"] = account.custom_attributes | custom
    if "primary_name" in texts:
        changes["name"] = texts["primary_name"]
    if "email" in texts:
        changes["email"] = texts["email"]
    if "phone" in texts:
        changes["phone"] = BETWEEN_DIGITS.sub("", texts["phone"])
    if values.get("manager_id"):
        changes["manager_id"] = values["manager_id"]
    return changes


def _check(books: Books, reseller_id: int, values: Given, keys: set[str]) -> None:
    problems = {}
    for field in FIELDS:
        if field.key not in keys:
            continue
        if values[field.key] == "":
            problem = "" if field.is_optional else "is required"
        else:
            problem = _problem(books, reseller_id, field.key, values)
        if problem:
            problems[f"{CUSTOM if field.is_custom else ''}{field.key}"] = f"{field.name} {problem}"
    if problems:
        raise Invalid(problems)


def _problem(books: Books, reseller_id: int, key: str, values: Given) -> str:
    """Return what is wrong with a value that is there; empty when nothing is."""
    value = values[key]
    if key == "manager_id":
        allowed = {manager.manager_id for manager in sales_managers(books, reseller_id)}
        return "" if value in allowed else "must be an active sales person of the reseller"
    if not isinstance(value, str):
        return ""
    if not value.isprintable():
        return "must be one line of text"
    checks = {
        "primary_name": (not STRANGE.search(value) and not LIKE_A_DOMAIN.search(value),
                         "must not hold special characters or end like a domain"),
        "email": (EMAIL.fullmatch(value), "must be an e-mail address"),
        "phone": (PHONE.fullmatch(BETWEEN_DIGITS.sub("", value)),
                  "must be +, the country code, the area code and the number"),
        "country": (value in COUNTRIES, "must be a country code of two letters (ISO 3166-1)"),
        "account_class_key": (value in CLASSES, f"must be one of {', '.join(CLASSES)}"),
    }  # fmt: skip
    if key == "inn":
        return _inn_problem(value, str(values.get("country", "")))
    is_good, problem = checks.get(key, (True, ""))
    return "" if is_good else problem


def _inn_problem(inn: str, country: str) -> str:
    lengths = INN_LENGTHS.get(country, OTHER_INN_LENGTHS)
    if inn.isascii() and inn.isdigit() and len(inn) in lengths:
        return ""
    span = " or ".join(map(str, lengths)) if country in INN_LENGTHS else "5 to 15"
    return f"must have {span} digits"
