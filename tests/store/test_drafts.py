from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from domain.errors import DraftChanged
from store import models
from store.database import Store
from store.drafts import (
    Draft,
    DraftPlace,
    clear_draft,
    get_draft,
    renew_key,
    replace_key,
    save_draft,
)

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
PLACE = DraftPlace("m1", "p1")


def later(**lengths: float) -> datetime:
    return NOW + timedelta(**lengths)


def test_what_was_entered_is_there_again(store: Store) -> None:
    assert get_draft(store, PLACE, now=NOW) is None

    saved = save_draft(store, PLACE, {"quantity": {"7": "3"}}, now=NOW)

    assert get_draft(store, PLACE, now=later(hours=13)) == saved
    assert (saved.version, saved.data) == (1, {"quantity": {"7": "3"}})


def test_a_draft_keeps_its_key_while_it_is_changed(store: Store) -> None:
    """ORD-38."""
    first = save_draft(store, PLACE, {"step": 1}, now=NOW)
    second = save_draft(store, PLACE, {"step": 2}, now=later(minutes=1), version=1)

    assert second == Draft(first.key, 2, {"step": 2}, later(minutes=1))
    assert get_draft(store, PLACE, now=later(minutes=1)) == second


def test_drafts_of_other_managers_and_plans_are_out_of_reach(store: Store) -> None:
    mine = save_draft(store, PLACE, {"step": 1}, now=NOW)

    theirs, other_plan = DraftPlace("m2", "p1"), DraftPlace("m1", "p2")
    assert get_draft(store, theirs, now=NOW) is None
    assert get_draft(store, other_plan, now=NOW) is None
    clear_draft(store, theirs)
    clear_draft(store, other_plan)
    assert save_draft(store, theirs, {}, now=NOW).key != mine.key
    assert get_draft(store, PLACE, now=NOW) == mine


@pytest.mark.parametrize("version", [0, 1, 3])
def test_a_draft_changed_in_another_tab_is_not_overwritten(store: Store, version: int) -> None:
    save_draft(store, PLACE, {"step": 1}, now=NOW)
    kept = save_draft(store, PLACE, {"step": 2}, now=NOW)

    with pytest.raises(DraftChanged):
        save_draft(store, PLACE, {"step": 9}, now=NOW, version=version)

    assert get_draft(store, PLACE, now=NOW) == kept


def test_a_form_filled_in_from_a_draft_that_is_gone_is_told_so(store: Store) -> None:
    with pytest.raises(DraftChanged):
        save_draft(store, PLACE, {}, now=NOW, version=1)

    assert get_draft(store, PLACE, now=NOW) is None


def test_a_draft_that_is_cleared_is_forgotten_with_its_key(store: Store) -> None:
    first = save_draft(store, PLACE, {"step": 1}, now=NOW)

    clear_draft(store, PLACE)

    assert get_draft(store, PLACE, now=NOW) is None
    assert save_draft(store, PLACE, {"step": 1}, now=NOW).key != first.key


def test_after_a_refusal_a_draft_goes_on_under_a_new_key(store: Store) -> None:
    first = save_draft(store, PLACE, {"step": 4}, now=NOW)

    renewed = renew_key(store, PLACE, key=first.key, now=later(minutes=1))

    assert renewed is not None
    assert renewed.key != first.key
    assert (renewed.version, renewed.data) == (1, {"step": 4})
    assert get_draft(store, PLACE, now=later(minutes=1)) == renewed
    assert renew_key(store, DraftPlace("m2", "p1"), key=first.key, now=NOW) is None


@pytest.mark.parametrize("change", [renew_key, replace_key])
def test_a_key_that_is_used_up_already_is_not_used_up_again(
    store: Store, change: Callable[..., Draft | None]
) -> None:
    """Else the answer to an old form would free the one that is under way."""
    first = save_draft(store, PLACE, {"step": 4}, now=NOW)
    second = change(store, PLACE, key=first.key, now=NOW)
    assert second is not None

    third = change(store, PLACE, key=first.key, now=NOW)

    assert third is not None
    assert third.key == second.key != first.key


def test_drafts_are_deleted_after_a_week(store: Store) -> None:
    save_draft(store, PLACE, {"step": 1}, now=NOW)
    save_draft(store, DraftPlace("m2", "p2"), {"step": 1}, now=later(days=2))

    assert get_draft(store, PLACE, now=later(days=7, seconds=-1)) is not None
    assert get_draft(store, PLACE, now=later(days=7)) is None
    save_draft(store, DraftPlace("m3", "p3"), {}, now=later(days=7))

    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(models.Draft)) == 2


def test_a_first_version_saved_from_two_tabs_at_once_is_one_draft(store: Store) -> None:
    start = threading.Barrier(8)
    outcomes: list[str] = []

    def save(tab: int) -> None:
        start.wait()
        try:
            save_draft(store, PLACE, {"tab": tab}, now=NOW, version=0)
        except DraftChanged:
            outcomes.append("changed")
        else:
            outcomes.append("saved")

    threads = [threading.Thread(target=save, args=(tab,)) for tab in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["changed"] * 7 + ["saved"]
