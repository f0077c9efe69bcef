"""Whether an order was placed from the portal, for pages that an address names one to."""

from __future__ import annotations

from sqlalchemy import select

from domain.operation import OperationKind, OperationState
from store import models
from store.database import Store


def is_placed(store: Store, order_id: str, *, account_id: str, reseller_id: str) -> bool:
    """Tell whether a sales order of one of a reseller's clients was accepted under this id."""
    row = models.Operation
    such = select(row.operation_id).where(
        row.reseller_id == reseller_id,
        row.account_id == account_id,
        row.order_id == order_id,
        row.kind == OperationKind.SALES_ORDER,
        row.state == OperationState.ACCEPTED,
    )
    with store.reading() as session:
        return session.scalar(such.limit(1)) is not None
