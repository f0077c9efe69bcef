"""A process of its own that confirms operations on one subscription, from many threads at once.

    python -m tests.press_managing '{"url": ..., "token": ..., "store": ..., "folder": ...,
                                     "subscription_id": ..., "seen": ..., "keys": [...],
                                     "change": {...}, "managers": [...], "die": null}'

Each thread has a key and a manager of its own, or the same ones. With `change` it orders these
amounts, without it stops. It prints how often each outcome came. `die` is when it kills itself:
before it sends, or after it was sent and before its answer is there.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel

from dashboard.platform import LiveReads
from dashboard.services.managing.operations import Acting, Managing
from dashboard.services.subscriptions import Subscriptions
from domain.management import Change, Request, Stop
from store.database import Store
from tests.desk import PLATFORM_ZONE, STOP, service_terms, untold
from tests.press import at_once, die
from tests.shop import RESELLER
from upstream.actions import UpstreamActions
from upstream.client import UpstreamClient
from warehouse.connection import Warehouse


class Dying(UpstreamActions):
    """Ends its process at a moment that is hard to come by otherwise."""

    when: str | None = None

    def stop(self, reseller_id: str, subscription_id: str, stop: Stop, manager_id: str) -> None:
        if self.when == "before":
            die()
        super().stop(reseller_id, subscription_id, stop, manager_id)
        if self.when == "after":
            die()

    def _order(self, *asked: Any) -> Any:
        if self.when == "before":
            die()
        placed = super()._order(*asked)
        if self.when == "after":
            die()
        return placed


def press(given: dict[str, Any]) -> Counter[str]:
    """Confirm from several threads at once, and count what comes of it."""
    actions = Dying(given["url"], given["token"], timeout=20, concurrency=64)
    actions.when = given["die"]
    client = UpstreamClient(given["url"], given["token"], timeout=20, concurrency=64)
    store, request = Store(given["store"]), _request(given)
    server = Flask("press")
    Babel(server)
    warehouse = Warehouse(Path(given["folder"]))

    def confirm(number: int) -> object:
        with server.test_request_context(), warehouse.snapshot() as snapshot:
            managing = Managing(
                Subscriptions(snapshot, LiveReads(client), reseller_id=RESELLER),
                actions,
                store,
                lambda: datetime.now(UTC),
                Acting(RESELLER, given["managers"][number], True),
                terms=service_terms(),
                zone=PLATFORM_ZONE,
                price_of=untold,
            )
            key = given["keys"][number]
            return managing.carry_out(key, given["subscription_id"], given["seen"], request)

    outcomes = at_once(len(given["keys"]), confirm)
    actions.close()
    client.close()
    return outcomes


def _request(given: dict[str, Any]) -> Request:
    return Change(given["change"]) if given["change"] else STOP


if __name__ == "__main__":
    sys.stdout.write(json.dumps(press(json.loads(sys.argv[1]))))
