"""The weekly summary, whose every number is that of the page it leads to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from flask_babel import Babel

from dashboard.services.analytics import Analytics
from dashboard.services.lists.subscription_list import SubscriptionList
from domain.money import Money
from domain.notice_times import Weekly, read_weekly
from letters.summaries import Summaries
from store.access_levels import assign_level
from store.manager_settings import choose
from tests import deadline_rows
from tests.deadline_rows import held, subscription
from tests.letters.partner import MOSCOW, Partner, text_of

MONDAY = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # 08:00 in Moscow.
ANNA: dict[str, Any] = {"manager_id": "m1", "reseller_id": "r1"}


def cost(account_id: str, day: str, amount: str, **more: Any) -> dict[str, Any]:
    return {"account_id": account_id, "day": day, "gross_amount": amount, **more}


TABLES: dict[str, Any] = {
    # Two are called Alfa Trade: they are shown as one.
    "account": [*deadline_rows.TABLES["account"], {"account_id": "a3", "name": "Alfa Trade"}],
    "subscription": [
        *deadline_rows.TABLES["subscription"],
        subscription("s21", "New of the first day", "a1", None, started_on="2026-11-16"),
        subscription("s22", "New of the last day", "a1", None, started_on="2026-11-22"),
        subscription("s23", "Too old", "a1", None, started_on="2026-11-15"),
        subscription("s24", "Ended", "a1", "2026-11-18", status="stopped",
                     updated_at="2026-11-18 00:00:00"),
        subscription("s25", "Ended before", "a1", "2026-11-15", status="deleted"),
        subscription("s26", "Failed", "a1", None, status="renewing_failed"),
        subscription("s27", "Another's", "a9", None, started_on="2026-11-16",
                     reseller_id="r2"),
    ],
    "cost": [
        cost("a1", "2026-11-03", "100.005"), cost("a3", "2026-11-20", "20.10"),
        cost("a2", "2026-11-01", "200"), cost("a2", "2026-10-31", "300"),
        cost("a1", "2026-10-01", "112.50"), cost("a1", "2026-09-30", "400", discount_amount="50"),
        cost("a9", "2026-11-05", "999", reseller_id="r2"),
    ],
}  # fmt: skip


@pytest.fixture
def partner(tmp_path: Path) -> Partner:
    partner = Partner(tmp_path, tables=TABLES)
    partner.now = MONDAY
    return partner


@pytest.fixture
def readers_texts() -> Iterator[None]:
    """What the pages' services say of an address is in a reader's language."""
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        yield


def told(partner: Partner, manager_id: str = "m1") -> dict[str, Any]:
    (posted,) = partner.posted(manager_id)
    return posted.detail


def query_of(address: str, path: str) -> dict[str, str]:
    parts = urlsplit(address)
    assert parts.path == path
    return dict(parse_qsl(parts.query))


def amount(kept: dict[str, str]) -> Money:
    return Money(Decimal(kept["amount"]), kept["currency"])


def test_the_figures_of_a_week_by_hand(partner: Partner) -> None:
    partner.round(Summaries).tick()
    detail = told(partner)

    assert (detail["first"], detail["last"]) == ("2026-11-16", "2026-11-22")
    costs = detail["costs"]
    months = [(costs[key]["month"], amount(costs[key]["cost"])) for key in
              ("this", "last", "before")]  # fmt: skip
    assert months == [
        ("2026-11-01", Money(Decimal("320.105"), "EUR")),
        ("2026-10-01", Money(Decimal("412.5"), "EUR")),
        ("2026-09-01", Money(Decimal(400), "EUR")),
    ]
    assert costs["growth"] == "3.1"
    assert [(one["name"], amount(one["cost"]).amount) for one in costs["clients"]] == [
        ("Ромашка", 200), ("Alfa Trade", Decimal("120.105")),
    ]  # fmt: skip
    assert {key: one["count"] for key, one in detail["subscriptions"].items()} == {
        "new": 2, "ended": 1, "failed": 1,
    }  # fmt: skip


@pytest.mark.usefixtures("readers_texts")
def test_each_number_is_that_of_the_page_it_leads_to(partner: Partner) -> None:
    partner.round(Summaries).tick()
    detail = told(partner)
    snapshot = partner.warehouse.snapshot().__enter__()
    analytics = Analytics(snapshot, reseller_id="r1", currency="EUR", today=date(2026, 11, 20))
    held_now = SubscriptionList(snapshot, reseller_id="r1")

    costs = detail["costs"]
    screens = []
    for one in (costs["this"], costs["last"], costs["before"], *costs["clients"]):
        screens.append(analytics.screen(query_of(one["address"], "/analytics")))
        assert screens[-1].total == amount(one["cost"])
        assert screens[-1].scope.problems == ()
    assert screens[0].growth == Decimal(costs["growth"])
    for one in detail["subscriptions"].values():
        page = held_now.page(query_of(one["address"], "/subscriptions"))
        assert page.match_count == one["count"] > 0
        assert page.scope.notices == ()
    due = partner.deadlines().screen(query_of(detail["deadlines"]["address"], "/deadlines"))
    assert due.count == detail["deadlines"]["count"] > 0
    assert due.total == amount(detail["deadlines"]["stake"])


def test_the_letter_has_each_number_with_its_door(partner: Partner) -> None:
    partner.round(Summaries).tick()
    letter = partner.sent()["anna@alfa.example"]
    text = text_of(letter)

    assert letter["Subject"] == "Reseller Store: your week"
    for lines in (
        "* November 2026 so far: 320.11 EUR\n  https://portal.example/analytics?from=2026-11&to=",
        "* October 2026: 412.50 EUR\n  ▲ +3.1\N{NARROW NO-BREAK SPACE}% against the month before\n",
        "* Ромашка: 200.00 EUR\n  https://portal.example/analytics?from=2026-11&to=2026-11&account=a2",
        "* New: 2\n  https://portal.example/subscriptions?activated_from=2026-11-16&activated_to=",
        "https://portal.example/deadlines?within=7&money=1",
    ):
        assert lines in text, lines
    assert "account=a1,a3" in text_of(letter, "html").replace("&amp;", "&")


def test_it_goes_once_a_week_whatever_is_restarted(partner: Partner) -> None:
    first, second = partner.round(Summaries), partner.round(Summaries)
    assert (first.tick(), second.tick(), first.tick()) == (2, 0, 0)
    partner.now += timedelta(days=6, hours=23)
    assert first.tick() == 0
    partner.now += timedelta(hours=1)
    assert first.tick() == 2
    assert [one.detail["first"] for one in partner.posted()] == ["2026-11-23", "2026-11-16"]


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-11-23 07:59", None),  # The last one came a week ago.
        ("2026-11-23 08:00", "2026-11-23"),
        ("2026-11-24 23:59", "2026-11-23"),  # Nothing ran on Monday.
        ("2026-11-25 00:00", None),
        ("2026-11-29 12:00", None),
    ],
)
def test_one_that_was_missed_goes_a_day_late_at_most(now: str, day: str | None) -> None:
    local = datetime.fromisoformat(now).replace(tzinfo=MOSCOW)
    weekly = read_weekly("mon 08:00")

    assert weekly == Weekly(0, local.time().replace(hour=8, minute=0))
    assert weekly.latest(local) == (date.fromisoformat(day) if day else None)


def test_a_manager_is_told_what_they_may_see_and_who_wants_none_gets_none(
    tmp_path: Path,
) -> None:
    people = [
        {"manager_id": "m1", "reseller_id": "r1"},
        {"manager_id": "m3", "reseller_id": "r1", "role_name": "Sales person"},
        {"manager_id": "m4", "reseller_id": "r1", "role_name": "Sales person"},
        {"manager_id": "m5", "reseller_id": "r1", "status": "inactive"},
    ]
    partner = Partner(tmp_path, tables=TABLES | {"manager": people})
    partner.now = MONDAY
    for manager_id, level in (("m3", "analyst"), ("m4", "support")):
        assign_level(partner.store, level, manager_id=manager_id, reseller_id="r1", by="m1",
                     now=MONDAY)  # fmt: skip
    choose(partner.store, **ANNA, now=MONDAY, is_summarized=False)

    assert partner.round(Summaries).tick() == 2
    assert (partner.posted("m1"), partner.posted("m5")) == ([], [])
    analyst, support = told(partner, "m3"), told(partner, "m4")
    assert analyst["costs"]
    assert (analyst["subscriptions"], analyst["deadlines"]) == (None, None)
    assert support["costs"] is None
    assert support["deadlines"]["count"] == 4
    assert [one.state for one in (*partner.posted("m3"), *partner.posted("m4"))] == ["waiting"] * 2
    assert len(partner.sent()) == 1, "both have one address"
    assert [one.state for one in (*partner.posted("m3"), *partner.posted("m4"))] == ["sent"] * 2


def test_where_nothing_happened_no_mail_goes(tmp_path: Path) -> None:
    quiet = [subscription("s1", "Quiet", "a1", "2027-11-14", started_on="2025-11-14")]
    nothing: dict[str, Any] = {"order": [], "charge": [], "cost": [], "subscription": quiet}
    partner = Partner(tmp_path, tables=nothing)
    partner.now = MONDAY
    assert partner.round(Summaries).tick() == 0

    near = [subscription("s1", "Near", "a1", "2026-11-29", started_on="2025-11-14")]
    partner.publish(subscription=near, subscription_resource=[held("s1", 1, "10")])
    assert partner.round(Summaries).tick() == 1


def test_a_name_with_markup_and_a_long_one_stay_names(tmp_path: Path) -> None:
    accounts = [{"account_id": "a1", "name": "<img src=x> " + "ш" * 500},
                {"account_id": "a2", "name": "שלום"}]  # fmt: skip
    partner = Partner(tmp_path, tables=TABLES | {"account": accounts})
    partner.now = MONDAY
    choose(partner.store, **ANNA, now=MONDAY, language="ru")
    partner.round(Summaries).tick()
    letter = partner.sent()["anna@alfa.example"]

    assert "<img" not in text_of(letter, "html")
    assert "&lt;img src=x&gt; шшш" in text_of(letter, "html")
    assert "ш" * 121 not in text_of(letter)
    assert "* \u2068שלום\u2069: 200,00 EUR" in text_of(letter)
    assert "принесла компании Alfa неделя с 16 ноября" in text_of(letter)
