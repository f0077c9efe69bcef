"""One action for several subscriptions: written down whole, worked off once each."""

from __future__ import annotations

import threading
from collections import Counter

import pytest

from dashboard.bulk_work import TURN, BulkWorker
from dashboard.services.managing.bulk import MOST
from domain.bulk import BulkAction, BulkResult, ItemState, Stage
from domain.errors import BadFilter, NotAllowed, NotFound
from domain.statuses import ManagerRole, ManagerStatus
from sandbox.records import Manager, Subscription
from tests.dashboard.bulk.job import (
    KEY,
    begin,
    counts,
    renewable,
    results,
    sent,
    start,
    work,
)
from tests.storefront import Storefront


def test_each_is_carried_out_once_and_told_by_itself(front: Storefront) -> None:
    own_ids = renewable(front)
    start(front, own_ids)
    assert counts(front) == {ItemState.WAITING: 5}

    work(front)

    assert counts(front) == {ItemState.DONE: 5}
    assert results(front) == [BulkResult(own_id, ItemState.DONE) for own_id in own_ids]
    assert sent(front) == Counter(own_ids)
    with front.services() as here:
        progress = here.bulk.progress(KEY)
    assert progress is not None
    assert progress.job.stage is Stage.FINISHED


def test_a_second_press_and_a_reload_find_the_same_job(front: Storefront) -> None:
    own_ids = renewable(front)
    start(front, own_ids)
    work(front)

    start(front, own_ids)
    work(front)

    assert counts(front) == {ItemState.DONE: 5}
    assert sent(front) == Counter(own_ids)


def test_one_that_is_selected_twice_is_asked_once(front: Storefront) -> None:
    (own_id,) = renewable(front, 1)
    start(front, [own_id, own_id])
    work(front)

    assert results(front) == [BulkResult(own_id, ItemState.DONE)]


def test_what_may_not_be_done_says_why_and_the_others_go_on(front: Storefront) -> None:
    (own_id,) = renewable(front, 1)
    with front.platform.reading() as books:
        gone = books.find(Subscription, "reseller_id = ? AND status = 'deleted'",
                          front.reseller_id)[0]  # fmt: skip
        theirs = books.find(Subscription, "reseller_id <> ?", front.reseller_id)[0]
    asked = [str(theirs.subscription_id), str(gone.subscription_id), "../orders", own_id]
    start(front, asked)

    work(front)

    told = results(front)
    assert [one.state for one in told] == [ItemState.NOT_AVAILABLE] * 2 + [ItemState.DONE]
    assert told[0].text == "There is no such subscription."
    assert told[1].text == "This operation is not available now. Current status: Deleted."


def test_many_workers_do_each_once(front: Storefront) -> None:
    own_ids = renewable(front, 6)
    start(front, own_ids)
    begin = threading.Barrier(4)

    def run() -> None:
        begin.wait()
        work(front)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert counts(front) == {ItemState.DONE: 6}
    assert sent(front) == Counter(own_ids)


def test_a_manager_who_may_no_more_does_nothing_more(front: Storefront) -> None:
    start(front, renewable(front, 2))
    with front.services() as here:
        manager_id = here.viewer.manager_id
    with front.platform.writing() as books:
        books.change(books.get(Manager, int(manager_id)), status=ManagerStatus.INACTIVE)
    front.portal.publish()

    work(front)

    assert counts(front) == {ItemState.NOT_AVAILABLE: 2}
    assert sent(front) == Counter()


def test_the_rest_can_be_left_out(front: Storefront) -> None:
    own_ids = renewable(front, 5)
    start(front, own_ids)

    with front.services() as here:
        assert here.bulk.stop(KEY) == 5
    work(front)

    assert counts(front) == {ItemState.NOT_BEGUN: 5}
    assert sent(front) == Counter()


def test_ten_thousand_are_written_down_at_once_and_shared_in_turns(front: Storefront) -> None:
    own_ids = [f"9{number:06}" for number in range(MOST)]

    begin(front, own_ids)

    assert counts(front) == {ItemState.UNREAD: MOST}
    assert BulkWorker(front.app.server).take_turn()
    assert counts(front)[ItemState.NOT_AVAILABLE] == TURN
    with front.services() as here:
        page = here.bulk.rows(
            begin(front, own_ids), states=[ItemState.NOT_AVAILABLE], start=10, count=5
        )
    assert [row.result.subscription_id for row in page] == own_ids[10:15]


@pytest.mark.parametrize(
    ("key", "count"), [(KEY, 0), (KEY, MOST + 1), ("", 1), ("x" * 101, 1), ("a key", 1)]
)
def test_too_many_none_and_a_key_that_is_none_are_refused(
    front: Storefront, key: str, count: int
) -> None:
    with front.services() as here, pytest.raises(BadFilter):
        here.bulk.begin(key, BulkAction.STOP, [f"{number}" for number in range(count)])


def test_who_may_not_act_asks_for_nothing(front: Storefront) -> None:
    """MGR-9."""
    with front.services(ManagerRole.MARKETING) as here, pytest.raises(NotAllowed):
        here.bulk.begin(KEY, BulkAction.STOP, renewable(front, 1))

    with front.services() as here:
        assert here.bulk.progress(KEY) is None
        for ask in (here.bulk.stop, here.bulk.again):
            with pytest.raises(NotFound):
                ask(KEY)
