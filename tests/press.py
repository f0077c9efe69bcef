"""A process of its own that sends one form, from many threads at once.

    python -m tests.press '{"url": ..., "token": ..., "store": ..., "key": ..., "account_id": ...,
                            "order": [...], "threads": 50, "die": null}'

It prints how often each outcome came. `die` is when it kills itself: before it sends the order, or
after it was sent and before its answer is there.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from dashboard.services.orders import Orders
from domain.account import Buyer, ExistingAccount, NewAccount
from domain.order import PlacedOrder, SalesOrder
from store.database import Store
from tests.shop import ENGINE, MANAGER, RESELLER
from upstream.actions import UpstreamActions


class Dying(UpstreamActions):
    """Ends its process at a moment that is hard to come by otherwise."""

    die: str | None = None

    def place_order(self, reseller_id: str, order: SalesOrder) -> PlacedOrder:
        if self.die == "before":
            die()
        placed = super().place_order(reseller_id, order)
        if self.die == "after":
            die()
        return placed


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def press(given: dict[str, Any]) -> Counter[str]:
    """Send the form from several threads at once, and count what comes of it."""
    actions = Dying(given["url"], given["token"], timeout=20, concurrency=64)
    actions.die = given["die"]
    orders = Orders(
        actions, Store(given["store"]), lambda: datetime.now(UTC),
        reseller_id=RESELLER, manager_id=MANAGER, can_order=True,
        can_change_accounts=True,
    )  # fmt: skip
    account_id = given["account_id"]
    buyer: Buyer = ExistingAccount(account_id) if account_id else NewAccount(ENGINE)
    outcomes = at_once(
        given["threads"],
        lambda _: orders.place(given["key"], buyer, SalesOrder(*given["order"])),
    )
    actions.close()
    return outcomes


def at_once(count: int, send: Callable[[int], object]) -> Counter[str]:
    """Send from several threads at the same moment, each with its number."""
    start = threading.Barrier(count)
    outcomes: Counter[str] = Counter()

    def press(number: int) -> None:
        start.wait()
        outcomes[type(send(number)).__name__] += 1

    threads = [threading.Thread(target=press, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


if __name__ == "__main__":
    sys.stdout.write(json.dumps(press(json.loads(sys.argv[1]))))
