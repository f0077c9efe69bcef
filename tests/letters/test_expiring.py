"""Managers are told before their password is too old (ACC-20)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from letters.expiring import PasswordReminder
from settings import Settings
from store.database import Store
from store.messages import forget_messages, messages
from store.models import Credential
from tests.laid import lay_store

NOW = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)  # In Moscow the 21st.


class Desk:
    def __init__(self, folder: Path, days: int) -> None:
        self.settings = Settings(data_dir=folder, password_days=days)
        lay_store(self.settings.store_url)
        self.store, self.now = Store(self.settings.store_url), NOW

    def give_password(self, manager_id: str, days_ago: float) -> None:
        with self.store.writing() as session:
            session.merge(
                Credential(
                    manager_id=manager_id,
                    reseller_id="r1",
                    password_hash="x",
                    changed_at=self.now - timedelta(days=days_ago),
                )
            )

    def tick(self) -> int:
        """As a process does that has just been started."""
        return PasswordReminder(self.settings, self.store, clock=lambda: self.now).tick()

    def told(self, manager_id: str) -> list[tuple[str, object]]:
        found = messages(self.store, manager_id=manager_id, reseller_id="r1")
        return [(one.kind, one.detail) for one in found]


def test_each_is_told_a_week_before_and_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path, 30)
    for manager_id, days_ago in (("young", 22.9), ("due", 23.0), ("last", 29.9), ("over", 30.0)):
        desk.give_password(manager_id, days_ago)

    assert [desk.tick(), desk.tick()] == [2, 0]

    # Set on the 29th of October, in Moscow; the 28th of November is the thirtieth day from then.
    assert desk.told("due") == [("password_expires", {"expires_on": "2026-11-28"})]
    assert desk.told("last") == [("password_expires", {"expires_on": "2026-11-21"})]
    assert desk.told("young") == desk.told("over") == []
    desk.now += timedelta(days=0.2)
    assert desk.tick() == 1
    assert len(desk.told("young")) == 1


def test_a_new_password_gets_a_mail_of_its_own(tmp_path: Path) -> None:
    desk = Desk(tmp_path, 30)
    desk.give_password("m1", 25)
    assert desk.tick() == 1
    desk.give_password("m1", 0)
    desk.now += timedelta(days=22)
    assert desk.tick() == 0
    desk.now += timedelta(days=1)
    assert desk.tick() == 1
    assert len(desk.told("m1")) == 2


def test_who_forgets_what_was_sent_long_ago_does_not_send_it_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path, 365)
    desk.give_password("m1", 360)
    assert desk.tick() == 1
    desk.now += timedelta(days=100)
    forget_messages(desk.store, now=desk.now)
    assert desk.tick() == 0


def test_of_a_short_life_one_is_told_in_its_second_half(tmp_path: Path) -> None:
    desk = Desk(tmp_path, 4)
    desk.give_password("m1", 1.9)
    assert desk.tick() == 0
    desk.now += timedelta(days=0.2)
    assert desk.tick() == 1


def test_nobody_is_told_where_passwords_may_get_old(tmp_path: Path) -> None:
    desk = Desk(tmp_path, 0)
    for days_ago in (0, 23, 5000):
        desk.give_password(f"m{days_ago}", days_ago)

    assert desk.tick() == 0
