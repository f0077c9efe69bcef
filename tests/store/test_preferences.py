from __future__ import annotations

import threading
from datetime import UTC, datetime

from store.database import Store
from store.preferences import choose_columns, chosen_columns

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_nothing_is_chosen_at_first(store: Store) -> None:
    assert chosen_columns(store, "m1", "subscriptions") == {}


def test_columns_are_kept_for_each_manager_and_list(store: Store) -> None:
    """NAV-6."""
    choose_columns(store, "m1", "subscriptions", {"activation": True}, now=NOW)
    choose_columns(store, "m1", "clients", {"email": False}, now=NOW)
    choose_columns(store, "m2", "subscriptions", {"client": False}, now=NOW)

    assert chosen_columns(store, "m1", "subscriptions") == {"activation": True}
    assert chosen_columns(store, "m1", "clients") == {"email": False}
    assert chosen_columns(store, "m2", "subscriptions") == {"client": False}


def test_the_last_choice_replaces_the_one_before(store: Store) -> None:
    choose_columns(store, "m1", "clients", {"email": False, "phone": True}, now=NOW)
    choose_columns(store, "m1", "clients", {"email": True}, now=NOW)

    assert chosen_columns(store, "m1", "clients") == {"email": True}


def test_two_tabs_may_choose_for_the_first_time_at_once(store: Store) -> None:
    start = threading.Barrier(4)

    def choose(number: int) -> None:
        start.wait()
        choose_columns(store, "m1", "clients", {str(number): True}, now=NOW)

    threads = [threading.Thread(target=choose, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(chosen_columns(store, "m1", "clients")) == 1
