"""Looks up what became of an operation on a subscription (domain/recognition_managing.py)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from domain.details import SubscriptionDetails
from domain.management import Cancellation
from domain.operation import Operation, OperationKind
from domain.order import PlacedOrder
from domain.recognition import Settlement, made_since
from domain.recognition_managing import (
    ORDERS,
    settle_auto_renewal,
    settle_by_status,
    settle_cancellation,
    settle_order_of,
)
from domain.request_record import request_asked
from domain.statuses import OrderType
from upstream.buying import BuyingReads
from upstream.details import read_subscription


def look_up_managed(
    reads: BuyingReads, operation: Operation, claimed: Collection[str], now: datetime
) -> Settlement | None:
    """Say what became of an operation by what is at the platform; None while it can't be said.

    Raises:
        UpstreamError: the platform can't be reached, or not be understood.
    """
    kind = OperationKind(operation.kind)
    if kind in ORDERS:
        orders = _orders(reads, operation, ORDERS[kind])
        return settle_order_of(operation, orders, claimed=claimed, now=now)
    if kind is OperationKind.CANCEL_ORDER:
        request = request_asked(kind, operation.asked)
        order_id = request.order_id if isinstance(request, Cancellation) else ""
        status = reads.fetch_order_status(operation.reseller_id, order_id)
        return settle_cancellation(operation, status, now=now)
    subscription = _subscription(reads, operation)
    if kind is OperationKind.AUTO_RENEW:
        return settle_auto_renewal(operation, subscription, now=now)
    is_renewed = kind is OperationKind.ACTIVATE and bool(
        _orders(reads, operation, OrderType.RENEWAL)
    )
    return settle_by_status(operation, subscription, now=now, is_renewed=is_renewed)


def _orders(reads: BuyingReads, operation: Operation, wanted: OrderType) -> list[PlacedOrder]:
    return reads.find_orders_of(
        operation.reseller_id,
        operation.ids.account_id or "",
        operation.ids.subscription_id or "",
        wanted,
        since=made_since(operation),
    )


def _subscription(reads: BuyingReads, operation: Operation) -> SubscriptionDetails | None:
    subscription_id = operation.ids.subscription_id or ""
    answer = reads.fetch_subscription(operation.reseller_id, subscription_id)
    if answer is None:
        return None
    told = read_subscription(answer, subscription_id, operation.reseller_id)
    return told.subscription if told else None
