"""One action for several subscriptions when a platform, the portal or a worker fails meanwhile."""

from __future__ import annotations

from collections import Counter
from typing import Any

import httpx
import pytest

from dashboard import bulk_work
from dashboard.bulk_work import MOST_ATTEMPTS, TRIES_AGAIN_AFTER, BulkWorker
from dashboard.services.managing.bulk_results import carry_out_one
from dashboard.services.managing.operations import Managing
from domain.bulk import BulkJob, ItemState
from domain.errors import UnexpectedPayload
from store.bulk import WORKING_LASTS, claim_job
from store.bulk_items import next_items
from tests.dashboard.bulk.job import (
    PATCHES,
    counts,
    renewable,
    results,
    sent,
    start,
    work,
)
from tests.storefront import Storefront
from upstream.actions import UpstreamActions


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


def _loses(front: Storefront):  # type: ignore[no-untyped-def]
    def lose(request: httpx.Request) -> httpx.Response:
        return front.lose_answer(request) if request.method == "PATCH" else front.meddler.ask(
            request
        )  # fmt: skip

    return lose


def _let_pages_ask_again(front: Storefront) -> None:
    """Pages leave a platform alone for some real seconds after it did not answer."""
    front.app.server.extensions["portal"].live._asked_again_at = 0.0
