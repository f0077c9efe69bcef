"""One load at a time, across hosts; a dead process holds nothing up."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from domain.errors import LoadInProgress
from store.database import Store
from store.holder import is_dead, this_holder
from store.lease import LOAD, WAREHOUSE, HeldLease, acquire, is_held, release, renew
from store.models import Lease

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ELSEWHERE = "another-host[1]/17/12345"


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_a_lease_has_one_holder(store: Store) -> None:
    acquire(store, LOAD, ELSEWHERE, now=NOW)

    with pytest.raises(LoadInProgress) as raised:
        acquire(store, LOAD, "mine", now=later(1))

    assert raised.value.holder == ELSEWHERE
    assert raised.value.expires_at == later(30)


def test_a_lease_that_ran_out_is_free(store: Store) -> None:
    acquire(store, LOAD, ELSEWHERE, now=NOW)

    acquire(store, LOAD, "mine", now=later(30))

    assert not renew(store, LOAD, ELSEWHERE, now=later(31))


def test_a_lease_that_is_renewed_goes_on(store: Store) -> None:
    acquire(store, LOAD, ELSEWHERE, now=NOW)

    assert renew(store, LOAD, ELSEWHERE, now=later(20))
    with pytest.raises(LoadInProgress):
        acquire(store, LOAD, "mine", now=later(40))


def test_a_lease_that_is_given_back_is_free(store: Store) -> None:
    acquire(store, LOAD, ELSEWHERE, now=NOW)
    release(store, LOAD, ELSEWHERE)

    acquire(store, LOAD, "mine", now=later(1))


def test_nobody_gives_back_anothers_lease(store: Store) -> None:
    acquire(store, LOAD, ELSEWHERE, now=NOW)

    release(store, LOAD, "mine")

    assert is_held(store, now=later(1))


def test_leases_of_different_names_have_nothing_to_do_with_each_other(store: Store) -> None:
    acquire(store, LOAD, ELSEWHERE, now=NOW)

    acquire(store, "mail", "mine", now=NOW)


def test_a_holder_of_this_host_that_is_gone_loses_its_lease_at_once(store: Store) -> None:
    gone = subprocess.run(
        [sys.executable, "-c", "from store.holder import this_holder; print(this_holder())"],
        capture_output=True, text=True, check=True, cwd=os.getcwd(),
    ).stdout.strip()  # fmt: skip
    acquire(store, LOAD, gone, now=NOW)
    assert not is_held(store, now=later(1))

    acquire(store, LOAD, "mine", now=later(1))


def test_a_living_process_is_not_dead() -> None:
    assert not is_dead(this_holder())


def test_a_process_id_that_was_given_out_again_is_another_process() -> None:
    name = this_holder()
    host_and_id, _, started = name.rpartition("/")

    assert is_dead(f"{host_and_id}/{int(started) - 1}")


def test_a_process_of_another_host_of_this_name_may_live(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pid namespace of a host's own processes is 4026531836 on every host."""
    namespace, boot = tmp_path / "self/ns/pid", tmp_path / "sys/kernel/random/boot_id"
    for path in (namespace, boot):
        path.parent.mkdir(parents=True)
    namespace.symlink_to("pid:[4026531836]")
    monkeypatch.setattr("store.holder.PROCESSES", tmp_path)
    boot.write_text("0e1cbb20-5b8e-4bd5-a8f8-4d7a2d0f0c33\n")
    there = f"{this_holder().partition('/')[0]}/1/0"
    assert is_dead(there)

    boot.write_text("9f3a1c44-0d6e-4c57-9a52-3f1f5a4f2b11\n")

    assert not is_dead(there)


def test_a_name_fits_its_column(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "h" * 64)

    with HeldLease(store, lambda: NOW) as lease:
        assert len(lease._holder) <= Lease.__table__.c.holder.type.length - 8  # Larger ids, later.


@pytest.mark.parametrize("holder", [ELSEWHERE, "no process at all", "", "a/b/c"])
def test_a_process_of_another_host_may_live(holder: str) -> None:
    assert not is_dead(holder)


def test_a_lease_is_held_while_the_block_runs_and_not_after(store: Store) -> None:
    with HeldLease(store, lambda: NOW, holder=ELSEWHERE):
        assert is_held(store, now=later(1))

    assert not is_held(store, now=later(1))


def test_of_two_blocks_of_one_process_one_holds_a_lease(store: Store) -> None:
    with (
        HeldLease(store, lambda: NOW),
        pytest.raises(LoadInProgress),
        HeldLease(store, lambda: NOW),
    ):
        pass

    assert not is_held(store, now=later(1))


def test_who_is_patient_gets_a_lease_once_it_is_given_back(store: Store) -> None:
    held, waited = threading.Event(), threading.Event()

    def hold() -> None:
        with HeldLease(store, lambda: NOW, name=WAREHOUSE):
            held.set()
            waited.wait(10)

    def clock() -> datetime:
        if held.is_set():
            waited.set()  # The first attempt is made: the other may give it back.
        return NOW

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(10)
    with HeldLease(store, clock, name=WAREHOUSE, patience=timedelta(seconds=10)):
        thread.join()
        assert is_held(store, WAREHOUSE, now=later(1))


def test_patience_has_an_end(store: Store) -> None:
    acquire(store, WAREHOUSE, ELSEWHERE, now=NOW)
    impatient = HeldLease(store, lambda: NOW, name=WAREHOUSE, patience=timedelta(milliseconds=150))

    with pytest.raises(LoadInProgress, match="another-host"), impatient:
        pass


def test_a_lease_is_given_back_when_the_block_fails(store: Store) -> None:
    with pytest.raises(ValueError, match="boom"), HeldLease(store, lambda: NOW, holder=ELSEWHERE):
        raise ValueError("boom")

    assert not is_held(store, now=later(1))


def test_a_lease_that_can_not_be_given_back_runs_out_by_itself(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OperationalError("DELETE", {}, Exception("disk I/O error"))

    monkeypatch.setattr("store.lease.release", broken)

    with HeldLease(store, lambda: NOW, holder=ELSEWHERE):
        pass

    assert is_held(store, now=later(1))
    assert not is_held(store, now=later(31))


def test_a_held_lease_is_renewed_in_the_background(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.lease.RENEWED_EVERY", timedelta(milliseconds=1))
    beats = threading.Semaphore(0)

    def clock() -> datetime:
        if threading.current_thread().name == "lease":
            beats.release()
            return later(100)
        return NOW

    with HeldLease(store, clock, holder=ELSEWHERE):
        assert beats.acquire(timeout=10)
        assert beats.acquire(timeout=10)  # The second beat comes when the first is done.

        assert is_held(store, now=later(110))


def test_who_lost_the_lease_learns_of_it_before_publishing(store: Store) -> None:
    now = NOW
    with HeldLease(store, lambda: now, holder="mine") as lease:
        lease.verify()
        now = later(60)
        acquire(store, LOAD, ELSEWHERE, now=now)

        with pytest.raises(LoadInProgress, match="another-host"):
            lease.verify()

    assert is_held(store, now=later(61))


def test_a_lease_that_ran_out_and_nobody_took_is_taken_back(store: Store) -> None:
    now = NOW
    with HeldLease(store, lambda: now, holder="mine") as lease:
        now = later(60)

        lease.verify()

        assert is_held(store, now=later(61))


def test_of_many_that_ask_at_once_one_gets_it(store: Store) -> None:
    outcomes: list[str] = []
    start = threading.Barrier(8)

    def ask(name: str) -> None:
        start.wait()
        try:
            acquire(store, LOAD, name, now=NOW)
        except LoadInProgress:
            outcomes.append("refused")
        else:
            outcomes.append("held")

    threads = [threading.Thread(target=ask, args=(f"host/{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["held"] + ["refused"] * 7
