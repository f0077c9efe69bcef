from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from store.audit import events
from store.database import Store
from store.manager_settings import Choices, choices_of, choices_of_all, choose, language_of
from store.models import ManagerSetting

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ANNA: dict[str, Any] = {"manager_id": "m1", "reseller_id": "r1"}


def test_nothing_is_chosen_at_first(store: Store) -> None:
    """PRF-5: the installation's language is meant until one is chosen."""
    assert choices_of(store, **ANNA) == Choices(None, True, True)
    assert language_of(store, **ANNA, default="ru") == "ru"


def test_what_is_chosen_is_kept_and_noted_with_what_it_was(store: Store) -> None:
    choose(store, **ANNA, now=NOW, language="en", is_summarized=False)
    choose(store, **ANNA, now=NOW, language="ru")
    chosen = choose(store, **ANNA, now=NOW, language="ru")

    assert chosen == choices_of(store, **ANNA) == Choices("ru", True, False)
    assert language_of(store, **ANNA, default="en") == "ru"
    assert choices_of(store, manager_id="m2", reseller_id="r1") == Choices()
    assert choices_of(store, manager_id="m1", reseller_id="r2") == Choices()
    assert [event.detail for event in events(store, reseller_id="r1")] == [
        {"before": {"language": "en"}, "after": {"language": "ru"}},
        {
            "before": {"language": None, "is_summarized": True},
            "after": {"language": "en", "is_summarized": False},
        },
    ]


def test_what_others_keep_of_the_manager_stays(store: Store) -> None:
    with store.writing() as session:
        session.add(ManagerSetting(**ANNA, access_level="sales", toured_at=NOW))

    choose(store, **ANNA, now=NOW, is_reminded=False)

    with store.reading() as session:
        row = session.get(ManagerSetting, ("m1", "r1"))
        assert row is not None
        assert (row.access_level, row.toured_at, row.is_reminded) == ("sales", NOW, False)


def test_what_all_managers_of_a_reseller_chose_is_known_at_once(store: Store) -> None:
    choose(store, manager_id="m1", reseller_id="r1", now=NOW, is_reminded=False)
    choose(store, manager_id="m2", reseller_id="r1", now=NOW, language="ru")
    choose(store, manager_id="m1", reseller_id="r2", now=NOW, is_summarized=False)

    assert choices_of_all(store, reseller_id="r1") == {
        "m1": Choices(is_reminded=False),
        "m2": Choices(language="ru"),
    }
