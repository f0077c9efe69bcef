"""What was set aside, and until when it stays so."""

from __future__ import annotations

from tests.staging import Bench


def kept(bench: Bench) -> list[tuple[str, str, str]]:
    binds = {"load_id": "load2", "met_at": "2026-03-01"}
    bench.run("mirror_quarantine", **binds)
    bench.run("ledger_quarantine", **binds)
    bench.clear()
    columns = ("collection", "record_id", "reason")
    return bench.rows("mirror.quarantine", *columns) + bench.rows("ledger.quarantine", *columns)


def test_a_record_stays_set_aside_until_it_is_understood(bench: Bench) -> None:
    bench.set_aside("accounts", "a2", "no name")
    bench.set_aside("charges", "c1", "no amount")
    assert kept(bench) == [("accounts", "a2", "no name"), ("charges", "c1", "no amount")]

    bench.stage("account", {"account_id": "a2"})
    assert kept(bench) == [("charges", "c1", "no amount")]

    bench.stage("charge", {"charge_id": "c1"})
    assert kept(bench) == []


def test_of_a_record_read_twice_the_last_reading_counts(bench: Bench) -> None:
    bench.stage("charge", {"charge_id": "c1"}, {"charge_id": "c2"})
    bench.page += 1
    bench.set_aside("charges", "c1", "no amount now")

    assert kept(bench) == [("charges", "c1", "no amount now")]


def test_the_same_reason_again_changes_nothing(bench: Bench) -> None:
    bench.set_aside("charges", "c1", "no amount")
    kept(bench)
    bench.set_aside("charges", "c1", "no amount")

    assert bench.run("ledger_quarantine", load_id="load3", met_at="2026-03-02") == 0


def test_consumption_leaves_when_its_day_is_read_again(bench: Bench) -> None:
    unread = {"id": "s1", "items": [{"operate_day": "2026-01-10"}]}
    bench.set_aside("consumption", "s1/abc", "no amount", unread)
    assert len(kept(bench)) == 1

    bench.ask_window("s1", "2026-02-01", "2026-03-01")
    assert len(kept(bench)) == 1

    bench.ask_window("s1", "2026-01-01", "2026-02-01")
    bench.set_aside("consumption", "s1/abc", "no amount", unread)
    assert len(kept(bench)) == 1

    bench.ask_window("s1", "2026-01-01", "2026-02-01")
    assert kept(bench) == []


def test_consumption_of_an_unknown_day_leaves_when_all_days_are_read_again(bench: Bench) -> None:
    bench.set_aside("consumption", "s1/abc", "no day")
    assert len(kept(bench)) == 1
    bench.connection.execute(
        "INSERT INTO stage.consuming VALUES ('r1', 's1', '2026-01-15', NULL, '2026-03-19')"
    )
    for start, end in (("2026-02-01", "2026-03-19"), ("2026-01-15", "2026-02-01")):
        bench.ask_window("s1", start, end)
        assert len(kept(bench)) == 1

    bench.ask_window("s1", "2026-01-01", "2026-02-01")
    bench.ask_window("s1", "2026-02-01", "2026-03-19")
    assert kept(bench) == []
