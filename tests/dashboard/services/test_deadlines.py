"""The deadlines of a reseller: which, in which order, and what they sum to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_babel import Babel

from dashboard.services.deadline_lists import DeadlineLists
from dashboard.services.deadlines import Deadlines
from domain.deadlines.due import Due
from domain.errors import BadFilter, NotFound
from domain.money import Money
from domain.service_terms import ServiceTerms
from tests.domain.deadlines.subscriptions import TERMS
from tests.warehouse_builder import make_warehouse

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
PLAN = {"plan_id": "p1", "billing_type": "csp_annual", "service_term_id": "1"}
PERIOD = {"plan_period_id": "y", "duration": 1, "duration_unit": "year"}


def held(key: str, fee: str) -> dict[str, Any]:
    return {"subscription_id": key, "additional_quantity": 1, "recurring_fee_amount": fee,
            "plan_resource_id": None}  # fmt: skip


def subscription(key: str, expires_on: str, **more: Any) -> dict[str, Any]:
    return {"subscription_id": key, "expires_on": expires_on, "plan_period_id": "y",
            "manual_renew_point_days": -1, **more}  # fmt: skip


TABLES: dict[str, Sequence[Any]] = {
    "reseller": [{"reseller_id": "r1", "currency": "EUR"}],
    "account": [
        {"account_id": "a1", "name": "Alfa"},
        {"account_id": "a2", "name": "Beta"},
        {"account_id": "a3", "name": "Gamma", "reseller_id": "r2"},
    ],
    "plan": [PLAN],
    "plan_period": [PERIOD],
    "subscription": [
        subscription("s1", "2026-12-15"),  # 12 x 10
        subscription("s2", "2026-11-25", account_id="a2", is_auto_renewed=True),  # 12 x 2.50
        subscription("s3", "2026-11-21", plan_id="p9"),  # its plan is not known
        subscription("s4", "2027-01-19"),  # 12 x 1
        subscription("s9", "2026-11-25", reseller_id="r2", account_id="a3"),
    ],
    "subscription_resource": [held("s1", "10"), held("s2", "2.50"), held("s4", "1")],
}


@pytest.fixture(autouse=True)
def texts() -> Any:
    """Problems of an address are told in a reader's language."""
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        yield


def answers(
    folder: Path,
    *,
    now: datetime = NOW,
    lists: DeadlineLists[Due] | None = None,
    terms: ServiceTerms = TERMS,
    **tables: Sequence[Any],
) -> Deadlines:
    snapshot = make_warehouse(folder, **(TABLES | tables)).snapshot().__enter__()
    return Deadlines(
        snapshot, lists or DeadlineLists(), terms, BERLIN, reseller_id="r1", currency="EUR",
        now=now,
    )  # fmt: skip


def listed(found: Sequence[Due]) -> list[str]:
    return [one.deadline.key for one in found]


def test_the_next_thirty_days_come_first_to_last(tmp_path: Path) -> None:
    screen = answers(tmp_path).screen({})

    assert listed(screen.shown) == [
        "renewal-s3", "auto_renewal-s2", "renewal-s2", "renewal-s1", "delayed_switch_point-s4",
    ]  # fmt: skip
    assert (screen.count, screen.page_count, screen.problems) == (5, 1, ())
    assert [one.account for one in screen.shown][:2] == ["Alfa", "Beta"]
    assert dict(screen.accounts) == {"a1": "Alfa", "a2": "Beta"}


def test_money_is_summed_once_whatever_is_about_it(tmp_path: Path) -> None:
    """The order of the next period, and its beginning, are about the same 30."""
    screen = answers(tmp_path).screen({})

    assert screen.total == Money(Decimal(150), "EUR")
    assert screen.unknown_count == 1  # s3; a possibility has no money that could be known.


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ({"sort": "-day"}, ["delayed_switch_point-s4", "renewal-s1", "renewal-s2",
                            "auto_renewal-s2", "renewal-s3"]),
        ({"sort": "-money"}, ["renewal-s1", "auto_renewal-s2", "renewal-s2", "renewal-s3",
                              "delayed_switch_point-s4"]),
        ({"sort": "money"}, ["auto_renewal-s2", "renewal-s2", "renewal-s1", "renewal-s3",
                             "delayed_switch_point-s4"]),
        ({"within": "7"}, ["renewal-s3", "auto_renewal-s2", "renewal-s2"]),
        ({"within": "90", "kind": "renewal"}, ["renewal-s3", "renewal-s2", "renewal-s1",
                                               "renewal-s4"]),
        ({"kind": "trial_end,auto_renewal"}, ["auto_renewal-s2"]),
        ({"account": "a2"}, ["auto_renewal-s2", "renewal-s2"]),
        ({"account": "a1,a2", "kind": "renewal", "money": "1"}, ["renewal-s2", "renewal-s1"]),
    ],
)  # fmt: skip
def test_an_address_says_which_and_in_which_order(
    tmp_path: Path, query: dict[str, str], keys: list[str]
) -> None:
    found = answers(tmp_path)

    assert listed(found.screen(query).shown) == keys
    assert listed(found.all(query)) == keys


def test_a_page_past_the_end_is_the_last(tmp_path: Path) -> None:
    many = [subscription(f"{number:02}", "2026-12-01") for number in range(1, 13)]

    screen = answers(tmp_path, subscription=many).screen({"page": "9", "size": "10",
                                                          "kind": "renewal"})  # fmt: skip

    assert (screen.view.page, screen.page_count, screen.count) == (2, 2, 12)
    assert listed(screen.shown) == ["renewal-11", "renewal-12"]


def test_a_client_of_another_reseller_is_not_found(tmp_path: Path) -> None:
    """NFR-1."""
    found = answers(tmp_path)

    for query in ({"account": "a3"}, {"account": "a1,a3"}, {"account": "x"}):
        assert not found.exists(query)
        with pytest.raises(NotFound):
            found.screen(query)
        with pytest.raises(NotFound):
            found.all(query)
    assert found.exists({"account": "a1,a2"})


def test_what_can_not_be_read_is_told_and_an_export_refuses_it(tmp_path: Path) -> None:
    found = answers(tmp_path)
    query = {"kind": "renewal,nonsense", "within": "8", "colour": "red"}

    screen = found.screen(query)

    assert len(screen.problems) == 3
    assert screen.view.kinds == ("renewal",)
    with pytest.raises(BadFilter):
        found.all(query)


def test_a_list_that_was_worked_out_is_kept_until_its_hours_have_passed(tmp_path: Path) -> None:
    lists: DeadlineLists[Due] = DeadlineLists()
    sale = [{"subscription_id": "s1", "closed_at": "2026-11-13 13:00:00"}]
    before = answers(tmp_path, lists=lists, order=sale)
    after = Deadlines(
        before._snapshot, lists, ServiceTerms(), BERLIN, reseller_id="r1", currency="EUR",
        now=datetime(2026, 11, 20, 13, tzinfo=UTC),
    )  # fmt: skip

    assert listed(before.screen({}).shown)[0] == "cancellation-s1"
    # Other terms would say nothing of it: the list is that of the hour before.
    assert listed(after.screen({}).shown) == listed(before.screen({}).shown)[1:]


def test_no_more_lists_are_kept_than_fit() -> None:
    lists: DeadlineLists[int] = DeadlineLists(most=5)
    lists.keep("a", (1, 2))
    lists.keep("b", (3, 4))
    assert lists.get("a") == (1, 2)

    lists.keep("c", (5, 6))

    assert (lists.get("a"), lists.get("b"), lists.get("c")) == ((1, 2), None, (5, 6))


def test_a_subscription_has_its_own(tmp_path: Path) -> None:
    found = answers(tmp_path)

    assert listed(found.of("s2")) == ["auto_renewal-s2", "renewal-s2"]
    assert found.of("s9") == ()
    assert found.of("nobody") == ()


def test_the_nearest_of_several_is_found_at_once(tmp_path: Path) -> None:
    nearest = answers(tmp_path).next_deadline(["s2", "s4", "s9", "nobody"])

    # A day from which s4 can be switched comes before, and nothing ends on it.
    assert {key: one.deadline.key for key, one in nearest.items()} == {
        "s2": "auto_renewal-s2", "s4": "renewal-s4",
    }  # fmt: skip
    assert nearest["s4"].deadline.on == date(2027, 1, 19)
    assert answers(tmp_path / "again").next_deadline([]) == {}
