"""Something asked of the platform, from the moment it is written down until it is settled."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from domain.account import AccountData
from domain.order import SalesOrder

# Stands in a key before the number of times that its form was sent anew.
RENEWED = "~"


class OperationKind(StrEnum):
    """What is asked for."""

    SALES_ORDER = "sales_order"
    CREATE_ACCOUNT = "create_account"
    UPDATE_ACCOUNT = "update_account"
    CREATE_MANAGER = "create_manager"
    UPDATE_MANAGER = "update_manager"
    CHANGE_ORDER = "change_order"
    RENEWAL_ORDER = "renewal_order"
    SWITCH_ORDER = "switch_order"
    AUTO_RENEW = "auto_renew"
    STOP = "stop"
    ACTIVATE = "activate"
    DELETE = "delete"
    CANCEL_ORDER = "cancel_order"


class OperationState(StrEnum):
    """How far it has got. From `SENDING` it comes to any of the others; `UNKNOWN` is settled as
    `ACCEPTED` or `NOT_SENT`; what was not sent may be sent again.
    """

    SENDING = "sending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    NOT_SENT = "not_sent"


@dataclass(frozen=True, slots=True)
class PlatformIds:
    """What the platform calls the things an operation is about, as far as it is known."""

    account_id: str | None = None
    order_id: str | None = None
    subscription_id: str | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One row of the journal.

    `asked` is what was asked for (the functions below write and read it), and `fingerprint` tells
    whether two ask for the same. `attempt` counts those who set out to send it; only the last may.
    `begun_at` is when that one did, and `sent_at` when the request was about to leave: without it,
    nothing has left. `platform_at` is the platform's own time at that moment, where it is known.
    `message` is the platform's refusal, and `problems` what it says of single values.
    """

    operation_id: str
    key: str
    reseller_id: str
    manager_id: str
    kind: str
    asked: Mapping[str, Any]
    fingerprint: str
    state: OperationState
    attempt: int
    ids: PlatformIds
    message: str | None
    created_at: datetime
    begun_at: datetime
    sent_at: datetime | None
    platform_at: datetime | None
    answered_at: datetime | None
    settled_at: datetime | None
    problems: Mapping[str, str] = field(default_factory=dict)


def renewed_key(key: str) -> str:
    """Return the key of a form that is to be sent anew after a refusal: another operation."""
    first, _, count = key.partition(RENEWED)
    return f"{first}{RENEWED}{int(count or 1) + 1}"


def first_key(key: str) -> str:
    """Return the key a form had before it was ever renewed."""
    return key.partition(RENEWED)[0]


def fingerprint_of(kind: str, asked: Mapping[str, Any]) -> str:
    text = json.dumps([kind, asked], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def asked_order(order: SalesOrder) -> dict[str, Any]:
    """Write an order down. For a new account it does not say which one yet."""
    return {
        "account_id": order.account_id,
        "plan_id": order.plan_id,
        "plan_period_id": order.plan_period_id,
        "quantities": dict(order.quantities),
        "provisioning_on": order.provisioning_on and order.provisioning_on.isoformat(),
        "is_auto_renewed": order.is_auto_renewed,
        "async_task_id": order.async_task_id,
        "manager_id": order.manager_id,
    }


def order_asked(asked: Mapping[str, Any]) -> SalesOrder:
    """Read what `asked_order` wrote."""
    day = asked["provisioning_on"]
    return SalesOrder(**{**asked, "provisioning_on": day and date.fromisoformat(day)})


def asked_account(
    values: Mapping[str, str], form_key: str, account_id: str | None = None
) -> dict[str, Any]:
    """Write down a new account, or the changed values of one. Personal data stay under `data`.

    `form_key` is that of the order it is saved for: a refusal holds for that form only.
    """
    return {"account_id": account_id, "form": form_key, "data": dict(values)}


def account_asked(asked: Mapping[str, Any]) -> AccountData:
    """Read what `asked_account` wrote: what was not asked for is empty."""
    return AccountData(**asked["data"])
