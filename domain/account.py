"""An account as it is entered and as the platform keeps it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import TypeAlias

from domain.statuses import AccountStatus


@dataclass(frozen=True, slots=True)
class AccountData:
    """What is known of a customer (ORD-22). What is not known is empty.

    Names of fields are the keys that messages about them go by. `country` is ISO 3166-1 alpha-2.
    """

    name: str = ""
    itn: str = ""
    client_type: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    country: str = ""
    region: str = ""
    city: str = ""
    street: str = ""
    building: str = ""
    zip: str = ""
    position: str = ""

    def values(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in ACCOUNT_KEYS}

    def changes_from(self, before: AccountData) -> dict[str, str]:
        """Return the fields, by key, that are not as they were."""
        known = before.values()
        return {key: value for key, value in self.values().items() if value != known[key]}


ACCOUNT_KEYS = tuple(one.name for one in fields(AccountData))


@dataclass(frozen=True, slots=True)
class Account:
    """A customer of a reseller, as the platform keeps it now."""

    account_id: str
    status: AccountStatus
    data: AccountData
    account_type_id: str | None
    created_at: datetime | None
    updated_at: str | None


@dataclass(frozen=True, slots=True)
class AccountField:
    """One field of the platform's form of an account, by our key where we have one."""

    key: str
    label: str
    is_required: bool
    is_custom: bool
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountType:
    """A sort of accounts, and the form that one is filled in with."""

    account_type_id: str
    fields: tuple[AccountField, ...] = ()


@dataclass(frozen=True, slots=True)
class ExistingAccount:
    """An account the reseller has; `changes` is its data as edited, None when nobody edited it."""

    account_id: str
    changes: AccountData | None = None


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be created with an order."""

    data: AccountData


Buyer: TypeAlias = ExistingAccount | NewAccount
