"""Resellers, the people who work for them, and their exchange rates."""

from __future__ import annotations

from typing import Any

import msgspec

from upstream.envelope import decode
from upstream.fields import Fields, Number, Text, lower, word
from upstream.manager_fields import ManagerAttributes
from upstream.shapes import RAW_LISTS, SPLIT_PAGES, Row, Shape, Table, decoder, json_api, raws


class _General(Fields):
    name: Text = None
    domain: Text = None
    currency: Text = None


class _Company(Fields):
    name: Text = None
    address_line_1: Text = None
    address_line_2: Text = None
    city: Text = None
    state: Text = None
    zip: Text = None
    country: Text = None
    phone: Text = None
    email: Text = None


class _Contacts(
    Fields, rename={"dashed_first_name": "first-name", "dashed_last_name": "last-name"}
):
    """The documented keys have dashes, unlike all others; both spellings are read."""

    dashed_first_name: Text = None
    dashed_last_name: Text = None
    first_name: Text = None
    last_name: Text = None
    email: Text = None
    phone: Text = None


class _ResellerAttributes(Fields):
    updated_at: Text = None
    general: _General | None = None
    company: _Company | None = None
    contacts: _Contacts | None = None


class _Reseller(Fields):
    id: Text
    attributes: _ResellerAttributes


class _RoleAttributes(Fields):
    name: Text = None
    updated_at: Text = None


class _Role(Fields):
    id: Text
    attributes: _RoleAttributes


class _ManagerAttributes(ManagerAttributes):
    updated_at: Text = None


class _Manager(Fields):
    id: Text
    attributes: _ManagerAttributes


class _Rate(
    Fields,
    rename={"currency": "iso_code", "unit_quantity": "quantity", "sign": "unit"},
):
    currency: Text = None
    unit_quantity: Number = None
    rate: Number = None
    sign: Text = None
    updated_at: Text = None


class _RatesAttributes(Fields):
    rates: list[_Rate] | None = None
    updated_at: Text = None


class _Rates(Fields):
    attributes: _RatesAttributes


class _RatesPage(msgspec.Struct):
    data: _Rates | list[_Rates] | None


class _RawRates(msgspec.Struct):
    attributes: dict[str, msgspec.Raw]


_RATES_PAGES = decoder(_RatesPage)
_RATES = decoder(_RawRates)


def _reseller(record: _Reseller) -> Row:
    general = record.attributes.general or _General()
    company = record.attributes.company or _Company()
    contacts = record.attributes.contacts or _Contacts()
    return (
        record.id,
        general.name,
        lower(general.domain),
        general.currency,
        company.name,
        _one_line(
            company.address_line_1,
            company.address_line_2,
            company.city,
            company.state,
            company.zip,
            separator=", ",
        ),
        company.country,
        company.email or contacts.email,
        company.phone or contacts.phone,
        _one_line(
            contacts.dashed_first_name or contacts.first_name,
            contacts.dashed_last_name or contacts.last_name,
            separator=" ",
        ),
        record.attributes.updated_at,
    )


def _one_line(*parts: Text, separator: str) -> str | None:
    return separator.join(str(part).strip() for part in parts if part) or None


def _role(record: _Role) -> Row:
    return record.id, record.attributes.name, record.attributes.updated_at


def _manager(record: _Manager) -> Row:
    sent, role = record.attributes, record.attributes.held_role
    return (
        record.id,
        sent.name,
        lower(sent.email),
        sent.phone,
        word(sent.status),
        role.id,
        role.name,
        sent.updated_at,
    )


def _read_rates(body: bytes) -> list[_Rate]:
    data = decode(_RATES_PAGES, body).data
    documents = data if isinstance(data, list) else [data] if data else []
    rates = []
    for document in documents:
        for rate in document.attributes.rates or ():
            rate.updated_at = rate.updated_at or document.attributes.updated_at
            rates.append(rate)
    return rates


def _split_rates(body: bytes) -> list[bytes]:
    pages = []
    for document in raws(decode(SPLIT_PAGES, body).data):
        attributes = decode(_RATES, document).attributes
        updated_at = bytes(attributes.get("updated_at", b"null"))
        for rate in decode(RAW_LISTS, attributes.get("rates", msgspec.Raw(b"[]"))):
            pages.append(
                b'{"data":{"attributes":{"updated_at":%b,"rates":[%b]}}}' % (updated_at, rate)
            )
    return pages


def _currency(page: bytes) -> str | None:
    try:
        (rate,) = _read_rates(page)
    except msgspec.DecodeError:
        return None
    return None if rate.currency is None else str(rate.currency)


SHAPES: dict[str, Shape[Any]] = {
    "resellers": json_api(
        _Reseller,
        Table(
            "reseller",
            (
                "reseller_id", "name", "domain", "currency", "company_name", "address", "country",
                "email", "phone", "contact_name", "updated_at",
            ),
            _reseller,
        ),
    ),
    "manager_roles": json_api(
        _Role, Table("manager_role", ("role_id", "name", "updated_at"), _role)
    ),
    "managers": json_api(
        _Manager,
        Table(
            "manager",
            (
                "manager_id", "name", "email", "phone", "status", "role_id", "role_name",
                "updated_at",
            ),
            _manager,
        ),
    ),
    "exchange_rates": Shape(
        _read_rates,
        _split_rates,
        _currency,
        (
            Table(
                "exchange_rate",
                ("currency", "unit_quantity", "rate", "sign", "updated_at"),
                msgspec.structs.astuple,
            ),
        ),
    ),
}  # fmt: skip
