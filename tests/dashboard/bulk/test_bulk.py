"""One action for several subscriptions: written down whole, worked off once each."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

import httpx
import pytest

from dashboard import bulk_work
from dashboard.bulk_work import MOST_ATTEMPTS, TRIES_AGAIN_AFTER, TURN, BulkWorker
from dashboard.services.managing.bulk import MOST, Confirmed
from dashboard.services.managing.bulk_results import carry_out_one
from dashboard.services.managing.operations import Managing
from domain.bulk import BulkAction, BulkJob, BulkResult, ItemState, Stage
from domain.errors import BadFilter, NotAllowed, NotFound, UnexpectedPayload
from domain.statuses import ManagerRole, ManagerStatus
from sandbox.records import Manager, Subscription
from sandbox.standing import is_offered
from store.bulk import WORKING_LASTS, claim_job
from store.bulk_items import next_items
from tests.storefront import Storefront
from upstream.actions import UpstreamActions

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


def test_a_platform_that_is_down_is_waited_for(front: Storefront) -> None:
    own_ids = renewable(front, 3)
    start(front, own_ids)

    def down(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no", request=request)

    front.meddler.on("", down)
    work(front)
    assert counts(front) == {ItemState.WAITING: 3}
    front.meddler.forget()
    work(front)
    assert counts(front) == {ItemState.WAITING: 3}, "it is not asked again at once"

    front.wait(seconds=TRIES_AGAIN_AFTER.total_seconds())
    _let_pages_ask_again(front)
    work(front)

    assert counts(front) == {ItemState.DONE: 3}
    assert sent(front) == Counter(own_ids)


def test_a_platform_that_stays_down_is_given_up(front: Storefront) -> None:
    start(front, renewable(front, 1))

    def down(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no", request=request)

    front.meddler.on("", down)
    for _ in range(MOST_ATTEMPTS):
        work(front)
        front.wait(seconds=TRIES_AGAIN_AFTER.total_seconds())

    (told,) = results(front)
    assert told.state is ItemState.NOT_SENT
    assert "Nothing has been done" in (told.text or "")


@pytest.mark.parametrize("error", [ValueError("an amount"), UnexpectedPayload("an answer")])
def test_one_at_which_the_portal_fails_says_so_and_the_others_go_on(
    front: Storefront, monkeypatch: pytest.MonkeyPatch, error: Exception, caplog: Any
) -> None:
    own_ids = renewable(front, 3)
    real = Managing.carry_out

    def fail_at_one(self: Managing, key: str, own_id: str, *asked: Any, **more: Any) -> Any:
        if own_id == own_ids[1]:
            raise error
        return real(self, key, own_id, *asked, **more)

    monkeypatch.setattr(Managing, "carry_out", fail_at_one)
    start(front, own_ids)
    work(front)

    assert counts(front) == {ItemState.DONE: 2, ItemState.FAILED: 1}
    assert results(front)[1].text == "Something went wrong in the portal. Nothing was done."
    assert f"failed at subscription {own_ids[1]}" in caplog.text
    assert "Traceback" in caplog.text


def test_one_at_which_the_portal_fails_after_it_was_sent_is_checked(
    front: Storefront, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_ids = renewable(front, 2)

    def fail(*_: Any) -> None:
        raise ValueError("an answer that nobody expected")

    start(front, own_ids)
    monkeypatch.setattr(UpstreamActions, "set_auto_renewal", fail)
    work(front)

    assert counts(front) == {ItemState.UNKNOWN: 2}


def test_one_that_can_not_be_looked_at_keeps_no_other_from_it(
    front: Storefront, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_ids = renewable(front, 3)
    real = bulk_work.preview_one

    def fail_at_one(forms: Any, job: BulkJob, own_id: str) -> Any:
        if own_id == own_ids[1]:
            raise ValueError("an amount that nobody expected")
        return real(forms, job, own_id)

    monkeypatch.setattr(bulk_work, "preview_one", fail_at_one)
    start(front, own_ids)
    work(front)

    assert counts(front) == {ItemState.DONE: 2, ItemState.FAILED: 1}


def test_a_job_that_fails_leaves_the_worker_at_work(
    front: Storefront, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, turns = BulkWorker(front.app.server), []

    def fail() -> bool:
        turns.append(1)
        if len(turns) == 2:
            worker.stop()
        raise ValueError("something else")

    monkeypatch.setattr(worker, "take_turn", fail)
    monkeypatch.setattr(bulk_work, "EVERY_SECONDS", 0)

    worker._run()

    assert len(turns) == 2


def test_what_a_worker_that_died_has_left_is_done_once(front: Storefront) -> None:
    """It died after the first was done, before that was written down."""
    own_ids = renewable(front, 3)
    start(front, own_ids)
    store = front.portal.store
    job = claim_job(store, now=front.platform.now())
    assert job is not None
    (first,) = next_items(store, job, 1)
    with front.services() as here:
        assert carry_out_one(here.managing, job, first.item).state is ItemState.DONE

    work(front)
    assert counts(front) == {ItemState.WAITING: 3}, "it may be at work still"
    front.wait(seconds=WORKING_LASTS.total_seconds())
    work(front)

    assert counts(front) == {ItemState.DONE: 3}
    assert sent(front) == Counter(own_ids)


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


def test_an_answer_that_got_lost_is_told_as_it_is_known_later(front: Storefront) -> None:
    (own_id,) = renewable(front, 1)
    start(front, [own_id])
    with front.services() as here:
        job = claim_job(front.portal.store, now=front.platform.now())
        assert job is not None
        (waiting,) = next_items(front.portal.store, job, 1)
        front.meddler.on(PATCHES, _loses(front))
        assert carry_out_one(here.managing, job, waiting.item).state is ItemState.UNKNOWN
    front.meddler.forget()
    front.wait(seconds=WORKING_LASTS.total_seconds())
    work(front)
    assert counts(front) == {ItemState.UNKNOWN: 1}

    front.settle()

    assert [one.state for one in results(front)] == [ItemState.DONE]


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


def _loses(front: Storefront):  # type: ignore[no-untyped-def]
    def lose(request: httpx.Request) -> httpx.Response:
        return front.lose_answer(request) if request.method == "PATCH" else front.meddler.ask(
            request
        )  # fmt: skip

    return lose


def _let_pages_ask_again(front: Storefront) -> None:
    """Pages leave a platform alone for some real seconds after it did not answer."""
    front.app.server.extensions["portal"].live._asked_again_at = 0.0
