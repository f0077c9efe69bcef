"""Accounts and their forms, read from the platform's answers to whoever orders."""

from __future__ import annotations

from typing import Any

import msgspec

from domain.account import ACCOUNT_KEYS, Account, AccountData, AccountField, AccountType
from domain.statuses import AccountStatus
from upstream.answers import document, first, instant, promised, records, required, text
from upstream.bodies import READ_AS
from upstream.envelope import decode
from upstream.fields import Text, word
from upstream.shapes import decoder


class _Account(msgspec.Struct):
    id: Text
    attributes: dict[str, Any]


class _FormField(msgspec.Struct):
    key: str
    name: Text = None
    optional: bool | None = None
    is_custom_attribute: bool | None = None
    available_values: list[Any] | None = None


class _FormType(msgspec.Struct):
    id: Text
    attributes: list[_FormField] | None = None


class _Forms(msgspec.Struct):
    account_types: list[_FormType]


_ACCOUNTS = document(_Account)
_FORMS = decoder(_Forms)


@promised
def read_accounts(body: bytes) -> list[Account]:
    return [_account(record) for record in records(_ACCOUNTS, body)]


@promised
def read_account_types(body: bytes) -> list[AccountType]:
    """Return the sorts of accounts there are, with their forms. Source: getAccountAttributes."""
    return [
        AccountType(text(one.id), tuple(map(_form_field, one.attributes or ())))
        for one in decode(_FORMS, body).account_types
    ]


def _account(record: _Account) -> Account:
    sent = record.attributes
    custom = sent.get("custom_attributes")
    custom = custom if isinstance(custom, dict) else {}
    values = {key: text(sent.get(key)) for key in ACCOUNT_KEYS}
    values |= {
        "name": text(sent.get("primary_name") or sent.get("name")),
        "itn": text(custom.get("inn")),
        "position": text(custom.get("position")),
        "client_type": text(
            sent.get("account_class_key") or word(first([custom.get("client_type")]))
        ),
    }
    return Account(
        account_id=required(record.id),
        status=AccountStatus.read(word(first([sent.get("status")])) or ""),
        data=AccountData(**values),
        account_type_id=first([sent.get("account_type_id")]),
        created_at=instant(sent.get("created_at")),
        updated_at=first([sent.get("updated_at")]),
    )


def _form_field(sent: _FormField) -> AccountField:
    return AccountField(
        key=READ_AS.get(sent.key, sent.key),
        label=text(sent.name),
        is_required=sent.optional is False,
        is_custom=bool(sent.is_custom_attribute),
        values=tuple(map(text, sent.available_values or ())),
    )
