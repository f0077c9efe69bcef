"""What is written down of something asked of a subscription, and read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from domain.management import (
    Activation,
    AutoRenewal,
    Cancellation,
    Change,
    Deletion,
    Renewal,
    Request,
    Stop,
    Switch,
)
from domain.operation import Operation, OperationKind

KINDS: dict[OperationKind, type[Request]] = {
    OperationKind.CHANGE_ORDER: Change,
    OperationKind.RENEWAL_ORDER: Renewal,
    OperationKind.SWITCH_ORDER: Switch,
    OperationKind.AUTO_RENEW: AutoRenewal,
    OperationKind.STOP: Stop,
    OperationKind.ACTIVATE: Activation,
    OperationKind.DELETE: Deletion,
    OperationKind.CANCEL_ORDER: Cancellation,
}
# What a person wrote goes where the audit does not tell it.
WRITTEN = "comment"


def kind_of(request: Request) -> OperationKind:
    return next(kind for kind, asked in KINDS.items() if isinstance(request, asked))


def asked_request(
    subscription_id: str, request: Request, before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Write down what is asked for, and what the subscription was then (`before`)."""
    asked = asdict(request)
    said = {WRITTEN: asked.pop(WRITTEN)} if WRITTEN in asked else {}
    return {
        "subscription_id": subscription_id,
        "request": asked,
        "before": dict(before or {}),
        **({"data": said} if said else {}),
    }


def request_asked(kind: str, asked: Mapping[str, Any]) -> Request:
    """Read what `asked_request` wrote."""
    return KINDS[OperationKind(kind)](**asked["request"], **asked.get("data", {}))


def asks_for(operation: Operation, subscription_id: str, request: Request) -> bool:
    """Tell whether an operation is one for just this, whatever the subscription was then."""
    is_kind = operation.kind == kind_of(request)
    asked = operation.asked
    return (
        is_kind
        and asked["subscription_id"] == subscription_id
        and request_asked(operation.kind, asked) == request
    )
