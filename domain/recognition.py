"""Tells from what is at the platform whether an operation was carried out there.

An operation whose answer got lost is never sent again. Instead what it would have made is looked
for, and these rules say which of the things found is it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.account import Account, AccountData
from domain.operation import (
    Operation,
    OperationState,
    PlatformIds,
    account_asked,
    order_asked,
)
from domain.order import PlacedOrder, SalesOrder

# The clock before the platform and the one within it may differ, and ours from both.
CLOCK_TOLERANCE = timedelta(minutes=2)
# A request may wait at the platform. After this it is not carried out any more.
GIVE_UP_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What has become of an operation whose answer got lost."""

    state: OperationState
    ids: PlatformIds = field(default_factory=PlatformIds)


NOT_DONE = Settlement(OperationState.NOT_SENT)


def made_since(operation: Operation) -> datetime:
    """Return the instant of the platform's clock before which nothing of this operation was made.

    It goes by the platform's own time when the request left, else by ours.
    """
    return (operation.platform_at or operation.sent_at or operation.created_at) - CLOCK_TOLERANCE


def settle_order(
    operation: Operation,
    found: Iterable[PlacedOrder],
    *,
    claimed: Collection[str],
    now: datetime,
) -> Settlement | None:
    """Say what became of a sales order; None when it can't be said, or not yet.

    `found` are the sales orders of its account (`operation.ids`) made since
    `made_since(operation)`, and `claimed` the ids of orders that the journal knows as those of
    other operations.

    It is one that is for the same account, plan, period and amounts, was made since then, and is
    claimed by no other operation; of several, one by the same manager, then the oldest. What the
    platform does not tell about an order is not held against it. An order like that, but for
    other amounts, leaves a doubt, and what is in doubt is not sent again.
    """
    asked = order_asked(operation.asked)
    asked = asked.placed_for(operation.ids.account_id or asked.account_id, asked.manager_id)
    new = [order for order in found
           if order.order_id not in claimed and is_since(order.created_at, operation)
           and _is_for(order, asked)]  # fmt: skip
    same = [order for order in new if has_amounts(order, asked.quantities)]
    if not same:
        return None if new else not_done(operation, now)
    it = likeliest(same, asked.manager_id, now)
    ids = PlatformIds(it.account_id or asked.account_id, it.order_id, it.subscription_id)
    return Settlement(OperationState.ACCEPTED, ids)


def settle_new_account(
    operation: Operation, found: Iterable[Account], *, claimed: Collection[str], now: datetime
) -> Settlement | None:
    """Say what became of an account to be created; None when it can't be said, or not yet.

    `found` are the reseller's accounts of the registration number asked for. It is the oldest of
    those of the same name and e-mail that was made since then and that no other operation claims:
    names and numbers may repeat (CLI-11). A new account of the number, but of another name or
    e-mail, leaves a doubt.
    """
    asked = account_asked(operation.asked)
    new = [account for account in found
           if account.account_id not in claimed and is_since(account.created_at, operation)
           and account.data.itn == asked.itn]  # fmt: skip
    same = [account for account in new if _named(account.data) == _named(asked)]
    if not same:
        return None if new else not_done(operation, now)
    it = min(same, key=lambda account: (account.created_at or now, account.account_id))
    return Settlement(OperationState.ACCEPTED, PlatformIds(it.account_id))


def settle_changed_account(
    operation: Operation, found: Account | None, *, now: datetime
) -> Settlement | None:
    """Say what became of changes to an account; None when it can't be said yet.

    They were made when every value asked for is there. Client types are not compared: the
    platform tells them in other words than it is told.
    """
    wanted = {key: value for key, value in operation.asked["data"].items() if key != "client_type"}
    if found is not None and all(getattr(found.data, key) == wanted[key] for key in wanted):
        return Settlement(OperationState.ACCEPTED, PlatformIds(found.account_id))
    return not_done(operation, now)


def likeliest(same: Iterable[PlacedOrder], manager_id: str, now: datetime) -> PlacedOrder:
    """Return of like orders one by the same manager, then the oldest."""
    return min(same, key=lambda order: (order.manager_id != manager_id,
                                        order.created_at or now, order.order_id))  # fmt: skip


def is_since(created_at: datetime | None, operation: Operation) -> bool:
    """Tell whether something may be of an operation by its age; of unknown age it may."""
    return created_at is None or created_at >= made_since(operation)


def _is_for(order: PlacedOrder, asked: SalesOrder) -> bool:
    told = (
        (order.account_id, asked.account_id),
        (order.plan_id, asked.plan_id),
        (order.plan_period_id, asked.plan_period_id),
    )
    return all(known in (None, wanted) for known, wanted in told)


def has_amounts(order: PlacedOrder, quantities: Mapping[str, int]) -> bool:
    """Tell whether an order is for these amounts, as far as it tells any."""
    return not order.quantities or all(
        order.quantities.get(key, 0) == quantity for key, quantity in quantities.items()
    )


def _named(data: AccountData) -> tuple[str, str]:
    return data.name.casefold(), data.email.casefold()


def not_done(operation: Operation, now: datetime) -> Settlement | None:
    """Say that an operation was not done, once it can't be any more; None until then."""
    left_at = operation.sent_at or operation.begun_at
    return NOT_DONE if now - left_at >= GIVE_UP_AFTER else None
