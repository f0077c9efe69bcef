from __future__ import annotations

from dashboard.pace import Pace


def test_each_may_ask_so_often_and_then_waits() -> None:
    now = [0.0]
    pace = Pace(2, 10.0, lambda: now[0])

    assert [pace.seconds_to_wait("m1") for _ in range(3)] == [0, 0, 10]
    assert pace.seconds_to_wait("m2") == 0
    now[0] = 9.5
    assert pace.seconds_to_wait("m1") == 1
    now[0] = 10.0
    assert pace.seconds_to_wait("m1") == 0
