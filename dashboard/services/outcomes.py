"""What became of something that was asked of the platform.

A page answers each of these in its own way; none of them is an exception, since all of them
happen on ordinary days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias


class Step(StrEnum):
    """Which part of an order an outcome is about: it leads back to a step of the wizard."""

    CONFIGURATION = "configuration"
    ACCOUNT = "account"
    VALIDATION = "validation"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The platform has placed the order. `subscription_id` is None where it did not say."""

    operation_id: str
    account_id: str
    order_id: str
    subscription_id: str | None


@dataclass(frozen=True, slots=True)
class AccountSaved:
    """The account is as it was entered."""

    account_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was done, and it would be refused again.

    `text` may be shown as it is; `fields` says by key which values are wrong, where that is known.
    A form that was refused needs a new key to be sent again (`store.drafts.renew_key`), or other
    values.
    """

    step: Step
    text: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotSent:
    """Nothing was done: the platform could not be reached. The same form may be sent again."""

    step: Step
    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have been done. It is looked up and settled; it is never sent again before that."""

    step: Step
    operation_id: str


@dataclass(frozen=True, slots=True)
class InProgress:
    """The same form is being sent at this moment, by another press, tab or process."""

    step: Step
    operation_id: str


@dataclass(frozen=True, slots=True)
class SentBefore:
    """The same form was sent before with other values, and `earlier` came of it."""

    earlier: Accepted | Unknown | InProgress


Placed: TypeAlias = Accepted | Refused | NotSent | Unknown | InProgress | SentBefore
Saved: TypeAlias = AccountSaved | Refused | NotSent | Unknown | InProgress
