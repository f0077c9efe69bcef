"""Reminders of deadlines that cost money (NTF-6, NTF-8, NTF-10, NTF-11)."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from domain.money import Money
from letters.reminders import MOST_SHOWN, Reminders, within
from letters.sending import Postman
from store.access_levels import assign_level
from store.manager_settings import choose
from tests.deadline_rows import held, subscription
from tests.letters.partner import NOW, Partner, text_of

ONE_DAY = timedelta(days=1)
ANNA: dict[str, Any] = {"manager_id": "m1", "reseller_id": "r1"}
# Within 7 days: what was bought on the 14th and the 3 licenses added on the 17th; the order of the
# renewal of Office 365 E1, which is the day after and the same money; the end of a server's grace.
KINDS = {"cancellation", "added_cancellation", "auto_renewal", "grace_end"}


@pytest.fixture
def partner(tmp_path: Path) -> Partner:
    return Partner(tmp_path)


def kinds(partner: Partner, manager_id: str = "m1") -> list[set[str]]:
    """Return what each mail is about, the newest first."""
    return [{row["kind"] for row in one.detail["rows"]} for one in partner.posted(manager_id)]


def test_one_mail_tells_of_all_that_costs_money_within_a_week_as_the_page_does(
    partner: Partner,
) -> None:
    assert partner.round(Reminders).tick() == 1

    (posted,) = partner.posted()
    page = partner.deadlines().screen({"within": "7", "money": "1"})
    rows, stake = posted.detail["rows"], posted.detail["stake"]
    assert {row["kind"] for row in rows} == KINDS
    shown = [due.deadline for due in page.shown if due.deadline.kind != "renewal"]
    assert [(row["id"], row["on"]) for row in rows] == [
        (one.subscription_id, one.on.isoformat()) for one in shown
    ]
    assert posted.detail["count"] == len(shown) == page.count - 1
    assert Money(Decimal(stake["amount"]), stake["currency"]) == page.total
    assert sum(Decimal(row["stake"]["amount"]) for row in rows) == page.total.amount


def test_the_letter_says_what_when_and_how_much_with_a_door_to_each(partner: Partner) -> None:
    partner.round(Reminders).tick()
    letter = partner.sent()["anna@alfa.example"]
    text = text_of(letter)

    assert letter["Subject"] == "Reseller Store: deadlines that cost money are near"
    assert (
        "* Office 365 E1: 432.00 EUR\n"
        "  Ромашка\n"
        "  Automatic order of the renewal\n"
        "  November 24, 2026 · in 4 days\n"
        "  Until then auto-renew can be switched off.\n"
        "  https://portal.example/subscriptions/s2\n"
    ) in text
    assert "November 21, 2026, 12:00\N{NARROW NO-BREAK SPACE}PM (UTC+03:00) · in 1 day" in text
    assert "https://portal.example/deadlines?within=7&money=1" in text
    assert "https://portal.example/profile" in text
    html = text_of(letter, "html")
    assert 'href="https://portal.example/subscriptions/s2"' in html
    assert 'href="https://portal.example/deadlines?within=7&amp;money=1"' in html
    assert 'href="https://portal.example/profile"' in html


def test_nothing_is_told_twice_after_a_restart_either_nor_by_two_processes(
    partner: Partner,
) -> None:
    rounds = [partner.round(Reminders) for _ in range(3)]
    threads = [threading.Thread(target=one.tick) for one in rounds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(partner.posted()) == 1

    partner.now += timedelta(hours=2)
    assert (rounds[0].tick(), partner.round(Reminders).tick()) == (0, 0)
    assert len(partner.posted()) == 1


def test_what_was_told_a_week_before_is_told_once_more_the_day_before(partner: Partner) -> None:
    """A day is left of the first cancellation at once. An order that waits for December is told
    of on the 24th, a week before; the renewal on the 25th was decided on with the order of it.
    """
    for _ in range(6):  # From the 20th to the 25th.
        partner.round(Reminders).tick()
        partner.now += ONE_DAY

    assert [(f"{one.created_at:%d}", about) for one, about
            in zip(partner.posted(), kinds(partner), strict=True)] == [
        ("24", {"order"}),
        ("23", {"auto_renewal", "added_cancellation", "grace_end"}),
        ("20", KINDS),
    ]  # fmt: skip


def test_what_comes_up_late_is_told_the_next_day(partner: Partner) -> None:
    partner.round(Reminders).tick()
    partner.publish(
        subscription=[subscription("s20", "Visio", "a1", "2026-11-26", is_auto_renewed=True)],
        subscription_resource=[held("s20", 1, "5")],
    )
    partner.now += ONE_DAY
    partner.round(Reminders).tick()

    told = partner.posted()[0].detail
    assert {row["id"] for row in told["rows"]} == {"s20"}
    assert told["stake"] == {"amount": "60.00", "currency": "EUR"}


def test_a_deadline_that_moved_is_another_one(partner: Partner) -> None:
    moved = subscription("s2", "Office 365 E1", "a2", "2026-11-26", is_auto_renewed=True)
    partner.round(Reminders).tick()
    partner.publish(subscription=[moved])
    partner.now += ONE_DAY
    partner.round(Reminders).tick()

    assert [row["on"] for row in partner.posted()[0].detail["rows"]] == ["2026-11-25"]


def test_before_its_hour_in_the_platforms_zone_nothing_goes(partner: Partner) -> None:
    partner.now = (NOW + ONE_DAY).replace(hour=4, minute=59)  # 07:59 in Moscow.
    round_ = partner.round(Reminders)
    assert round_.tick() == 0
    partner.now += timedelta(minutes=1)
    assert round_.tick() == 1


def test_who_does_not_want_it_may_not_see_it_or_is_not_active_gets_none(tmp_path: Path) -> None:
    people = [
        {"manager_id": "m1", "reseller_id": "r1"},
        {"manager_id": "m3", "reseller_id": "r1", "role_name": "Marketing"},
        {"manager_id": "m4", "reseller_id": "r1", "role_name": "Sales person"},
        {"manager_id": "m5", "reseller_id": "r1", "status": "inactive"},
        {"manager_id": "m6", "reseller_id": "r1", "role_name": "Sales person"},
    ]
    partner = Partner(tmp_path, tables={"manager": people})
    store = partner.store
    choose(store, **ANNA, now=NOW, is_reminded=False)
    assign_level(store, "analyst", manager_id="m4", reseller_id="r1", by="m1", now=NOW)

    assert partner.round(Reminders).tick() == 2
    assert [len(partner.posted(one["manager_id"])) for one in people] == [0, 1, 0, 0, 1]


def test_who_was_never_in_the_portal_or_stays_away_gets_none(partner: Partner) -> None:
    """The platform knows managers who were not invited yet."""
    partner.publish(manager=[{"manager_id": "m3", "reseller_id": "r1"},
                             {"manager_id": "m1", "reseller_id": "r1"}])  # fmt: skip
    partner.now = NOW + timedelta(days=40)
    partner.publish(subscription=[subscription("s20", "Visio", "a1", "2027-01-02")],
                    subscription_resource=[held("s20", 1, "5")])  # fmt: skip

    assert partner.round(Reminders, inactive_days=40).tick() == 0
    assert partner.round(Reminders, inactive_days=41).tick() == 1
    assert (len(partner.posted("m1")), partner.posted("m3")) == (1, [])
    partner.let_in("m3")
    assert partner.round(Reminders).tick() == 1


def test_who_was_deactivated_before_it_went_is_not_written_to(partner: Partner) -> None:
    partner.round(Reminders).tick()
    partner.publish(manager=[{"manager_id": "m1", "reseller_id": "r1", "status": "inactive"}])

    assert partner.sent() == {}
    assert [one.state for one in partner.posted()] == ["dropped"]


def test_each_reseller_is_told_of_its_own(partner: Partner) -> None:
    partner.publish(
        plan=[{"plan_id": "p1", "billing_type": "csp_annual", "service_term_id": "1",
               "reseller_id": "r2", "currency": "USD"}],
        plan_period=[{"plan_period_id": "y", "duration": 1, "duration_unit": "year",
                      "reseller_id": "r2"}],
        subscription=[subscription("s9", "Foreign", "a9", "2026-11-25", reseller_id="r2")],
        subscription_resource=[{**held("s9", 1, "2"), "reseller_id": "r2"}],
        order=[],
        charge=[],
    )  # fmt: skip

    assert partner.round(Reminders).tick() == 1
    (told,) = partner.posted("m2", "r2")
    assert {row["id"] for row in told.detail["rows"]} == {"s9"}
    assert told.detail["stake"]["currency"] == "USD"
    assert partner.posted() == []


def test_one_reseller_that_can_not_be_read_keeps_nobody_else_from_being_told(
    partner: Partner, caplog: pytest.LogCaptureFixture
) -> None:
    """Its currency and that of a waiting order differ, which no load lets through."""
    partner.publish(
        order=[{"order_id": "o9", "subscription_id": "s9", "reseller_id": "r2", "currency": "JPY",
                "order_type": "renewal", "status": "waiting_for_provisioning",
                "provisioned_on": "2026-11-25", "total_amount": "7"}],
    )  # fmt: skip
    round_ = partner.round(Reminders)

    assert round_.tick() == 1
    assert "the reminder of reseller r2 could not be written" in caplog.text
    assert len(partner.posted()) == 1


def test_many_deadlines_are_told_of_in_a_letter_of_bearable_length(tmp_path: Path) -> None:
    count = MOST_SHOWN + 15
    long = "Office 365 " * 50 + "<b>"
    rows = [subscription(f"s{n}", long, "a1", "2026-11-25") for n in range(count)]
    tables = {
        "subscription": rows,
        "subscription_resource": [held(one["subscription_id"], 1, "1") for one in rows],
        "order": [],
        "charge": [],
    }
    partner = Partner(tmp_path, tables=tables)
    partner.round(Reminders).tick()
    letter = partner.sent()["anna@alfa.example"]

    assert f"{count} deadlines that cost money are near; 480.00 EUR is at stake" in text_of(letter)
    assert "And 15 more: the portal shows them all." in text_of(letter)
    assert text_of(letter).count("/subscriptions/") == MOST_SHOWN
    assert "<b>" not in text_of(letter, "html")
    assert len(bytes(letter)) < 100_000, "longer ones are cut by some mailboxes"
    partner.now += ONE_DAY
    partner.round(Reminders).tick()
    assert len(partner.posted()) == 1, "what was not shown was told all the same"


def test_the_door_shows_all_that_is_told(partner: Partner) -> None:
    deadlines = partner.deadlines()
    for days in (1, 7, 8, 30, 31, 90, 91, 365):
        page = deadlines.screen({"within": within(days), "money": "1"})

        assert page.problems == ()
        assert (page.view.within.days or 1_000) >= days


def test_nobody_is_reminded_where_that_is_off(partner: Partner) -> None:
    partner.settings = replace(partner.settings, reminder_days="off")

    assert partner.round(Reminders).tick() == 0


def test_it_goes_in_the_readers_language(partner: Partner) -> None:
    choose(partner.store, **ANNA, now=NOW, language="ru")
    partner.round(Reminders).tick()
    text = text_of(partner.sent()["anna@alfa.example"])

    assert re.search(r"24 ноября 2026\sг\. · через 4 дня", text)
    assert "432,00 EUR" in text


def test_a_letter_that_goes_late_counts_from_when_it_goes(partner: Partner) -> None:
    partner.round(Reminders).tick()
    partner.now += 2 * ONE_DAY

    text = text_of(partner.sent()["anna@alfa.example"])
    assert "November 24, 2026 · in 2 days" in text
    assert re.search(r"November 21, 2026.* · over", text)


@pytest.mark.parametrize(("days", "is_kept"), [("7,1", False), ("120,7", True)])
def test_what_was_told_is_known_for_as_long_as_it_counts(
    tmp_path: Path, days: str, is_kept: bool
) -> None:
    """Of 120 days before, a mail of a hundred days ago may still tell."""
    partner = Partner(tmp_path, reminder_days=days)
    assert partner.round(Reminders).tick()
    partner.sent()
    partner.now += timedelta(days=100)

    Postman(partner.settings, partner.store, clock=lambda: partner.now).forget()

    assert bool(partner.posted()) == is_kept
