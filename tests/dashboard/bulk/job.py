"""A job for several subscriptions, as a test begins it, confirms it and has it worked off."""

from __future__ import annotations

from collections import Counter

from dashboard.bulk_work import BulkWorker
from dashboard.services.managing.bulk import Confirmed
from domain.bulk import BulkAction, BulkJob, BulkResult, ItemState
from sandbox.records import Subscription
from sandbox.standing import is_offered
from tests.storefront import Storefront

KEY = "bulk-form"
PATCHES = "/subscriptions/[0-9]+$"


def renewable(front: Storefront, count: int = 5) -> list[str]:
    """Return the ids of subscriptions that renew by themselves, and need not."""
    with front.platform.reading() as books:
        where = "reseller_id = ? AND is_auto_renewed ORDER BY subscription_id"
        found = books.find(Subscription, where, front.reseller_id)
        able = [str(one.subscription_id) for one in found
                if is_offered(books, one, "change_auto_renew_option")]  # fmt: skip
    assert len(able) >= count
    return able[:count]


def begin(front: Storefront, own_ids: list[str]) -> BulkJob:
    with front.services() as here:
        return here.bulk.begin(KEY, BulkAction.AUTO_RENEW_OFF, own_ids)


def confirm(front: Storefront) -> Confirmed:
    with front.services() as here:
        progress = here.bulk.progress(KEY)
        assert progress is not None
        return here.bulk.confirm(KEY, here.bulk.digest_of(progress), {})


def start(front: Storefront, own_ids: list[str]) -> None:
    """Have a job looked through, and confirm it."""
    begin(front, own_ids)
    work(front)
    assert confirm(front) is Confirmed.BEGUN


def work(front: Storefront) -> None:
    worker = BulkWorker(front.app.server)
    while worker.take_turn():
        pass


def counts(front: Storefront) -> dict[ItemState, int]:
    with front.services() as here:
        progress = here.bulk.progress(KEY)
    assert progress is not None
    return dict(progress.counts)


def results(front: Storefront) -> list[BulkResult]:
    with front.services() as here:
        progress = here.bulk.progress(KEY)
        assert progress is not None
        return [row.result for row in here.bulk.rows(progress.job)]


def sent(front: Storefront) -> Counter[str]:
    return Counter(one["path"].rpartition("/")[2] for one in front.platform.log.since(0)
                   if one["method"] == "PATCH")  # fmt: skip
