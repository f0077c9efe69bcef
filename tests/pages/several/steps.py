"""Steps of one action for several subscriptions over HTTP."""

from __future__ import annotations

from collections import Counter

import httpx

from dashboard.bulk_work import TRIES_AGAIN_AFTER
from domain.bulk import ItemState
from sandbox.records import Subscription
from tests.pages.several.hand import Hand
from tests.storefront import Storefront

WORKS = "status = 'active' AND NOT is_trial"
MONTHLY = (
    f"{WORKS} AND end_on IS NOT NULL AND plan_id IN"
    " (SELECT plan_id FROM plan WHERE billing_type = 'csp_monthly' AND status = 'active')"
    " AND account_id IN (SELECT account_id FROM account WHERE status = 'active')"
)
STOP = {"reason": "other", "comment": "Bye"}


def own_ids(front: Storefront, where: str, count: int = 3) -> list[str]:
    with front.platform.reading() as books:
        found = books.find(
            Subscription, f"reseller_id = ? AND {where} ORDER BY subscription_id", front.reseller_id
        )
    assert len(found) >= count
    return [str(one.subscription_id) for one in found[:count]]


def counts(hand: Hand) -> dict[ItemState, int]:
    with hand.front.services() as here:
        progress = here.bulk.progress(hand.key)
    assert progress is not None
    return dict(progress.counts)


def sent(front: Storefront) -> Counter[str]:
    """Return how often something was asked to be done, by the end of its address."""
    return Counter(one["path"].rpartition("/")[2] for one in front.platform.log.since(0)
                   if one["method"] != "GET" and "/api/" in one["path"])  # fmt: skip


def down(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no", request=request)


def prepared(hand: Hand, action: str, selected: list[str]) -> Hand:
    """Select some, press an action, and wait for its preview."""
    hand.ask(action, {"ids": selected})
    return hand.work().open()


def let_pauses_pass(front: Storefront) -> None:
    """Let the pauses pass that are kept after a platform did not answer."""
    front.wait(seconds=TRIES_AGAIN_AFTER.total_seconds())
    front.app.server.extensions["portal"].live._asked_again_at = 0.0
