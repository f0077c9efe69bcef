"""How often something is looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from etl.pace import Pace

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def a_pace() -> Pace[str]:
    return Pace(timedelta(seconds=3))


def test_what_is_new_is_looked_at_at_once_and_then_every_few_seconds() -> None:
    pace = a_pace()
    seen = []
    for second in range(8):
        due = pace.due(["a"], later(second))
        pace.looked(due, later(second))
        seen.append(bool(due))

    assert seen == [True, False, False, True, False, False, True, False]


def test_what_does_not_move_is_looked_at_after_a_twentieth_of_its_age() -> None:
    pace = a_pace()
    looked_at = []
    for second in range(3600):
        due = pace.due(["a"], later(second))
        pace.looked(due, later(second))
        looked_at += [second] * len(due)

    pauses = [after - before for before, after in pairwise(looked_at)]
    assert pauses == sorted(pauses)
    assert pauses[0] == 3
    assert 150 < pauses[-1] < 180  # A twentieth of the hour that has passed.
    assert len(looked_at) < 100


def test_each_thing_has_its_own_pace() -> None:
    pace = a_pace()
    pace.looked(pace.due(["old"], NOW), NOW)
    pace.looked(pace.due(["old"], later(3600)), later(3600))

    assert pace.due(["old", "new"], later(3601)) == ("new",)
    pace.looked(["new"], later(3601))
    assert pace.due(["old", "new"], later(3604)) == ("new",)


def test_what_came_to_an_end_is_forgotten() -> None:
    pace = a_pace()
    pace.looked(pace.due(["a"], NOW), NOW)
    pace.due([], later(1))

    assert pace.due(["a"], later(2)) == ("a",)


def test_after_a_failure_the_next_look_waits_twice_as_long_up_to_a_minute() -> None:
    pace, at, pauses = a_pace(), 0, []
    for _ in range(7):
        assert pace.failed(later(at)) == (at == 0)
        began = at
        while pace.is_backing_off(later(at)):
            at += 1
        pauses.append(at - began)

    assert pauses == [6, 12, 24, 48, 60, 60, 60]


def test_a_failure_is_news_again_after_a_look_that_worked() -> None:
    pace = a_pace()
    assert pace.failed(NOW)
    assert not pace.failed(later(10))
    pace.looked(pace.due(["a"], later(20)), later(20))

    assert not pace.is_backing_off(later(20))
    assert pace.failed(later(30))
