"""The sums of costs a second time: in plain Python, slowly, from the platform's own answers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from etl.raw import RawLoad
from tests.etl.portal import Portal

Json = dict[str, Any]
Sums = dict[tuple[str, str], list[Decimal]]

NOT_OWED = ("new", "deleted", "refunded")


class Answers:
    """What the platform answered to the one load of a portal, by collection."""

    def __init__(self, portal: Portal) -> None:
        (folder,) = portal.options.raw_dir.iterdir()
        self._raw = RawLoad.open(folder)

    def records(self, collection: str) -> Iterator[Json]:
        for document in self.documents(collection):
            yield from document["data"]

    def documents(self, collection: str) -> Iterator[Json]:
        for page in self._raw.pages():
            if page.collection == collection:
                yield json.loads(self._raw.body(page), parse_float=Decimal, parse_int=Decimal)


@pytest.fixture
def answers(loaded: Portal) -> Answers:
    return Answers(loaded)


def external_plans(answers: Answers) -> set[str]:
    return {
        plan["id"]
        for plan in answers.records("plans")
        if plan["attributes"]["billing_type"] == "payg_external"
    }


def sums_of_charges(answers: Answers) -> Sums:
    """Sum gross and net of what is owed by the month each charge begins in (ANL-21)."""
    external = external_plans(answers)
    charged: dict[str, Json] = {}
    for one in answers.records("reseller_charges"):
        assert str(one["attributes"]["charge_id"]) not in charged
        charged[str(one["attributes"]["charge_id"])] = one["attributes"]
    sums: Sums = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for charge in answers.records("charges"):
        sent = charge["attributes"]
        is_record_sum = str(sent["plan_id"]) in external and sent["type"].endswith("Consumption")
        if sent["status"] in NOT_OWED or is_record_sum:
            continue
        gross = Decimal(sent["amount"])
        net = gross - Decimal(sent["discount_amount"] or 0)
        if sent["status"] == "closed" and charge["id"] in charged:
            net = Decimal(charged[charge["id"]]["total"])
            gross = net + Decimal(charged[charge["id"]]["discount_amount"])
        total = sums[str(sent["subscription_id"]), sent["operate_from"][:7]]
        total[0] += gross
        total[1] += net
    return sums


def sums_of_consumption(answers: Answers) -> Sums:
    sums: Sums = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for document in answers.documents("consumption"):
        subscription = document["subscription"]
        for item in subscription["items"]:
            total = sums[subscription["id"], item["operate_day"][:7]]
            total[0] += Decimal(item["total"])
            total[1] += Decimal(item["total"]) - Decimal(item["discount_amount"])
    return sums


def in_the_warehouse(loaded: Portal, source: str) -> Sums:
    rows = loaded.ask(
        "SELECT subscription_id, strftime(month, '%Y-%m'), sum(gross_amount), sum(net_amount)"
        f" FROM ledger.cost WHERE source = '{source}' GROUP BY ALL"
    )
    return {(subscription_id, month): [gross, net] for subscription_id, month, gross, net in rows}


def test_charges_sum_to_what_plain_python_makes_of_them(loaded: Portal, answers: Answers) -> None:
    expected = sums_of_charges(answers)

    assert len(expected) > 50
    assert in_the_warehouse(loaded, "charge") == expected


def test_consumption_sums_to_what_plain_python_makes_of_it(
    loaded: Portal, answers: Answers
) -> None:
    expected = sums_of_consumption(answers)

    assert len(expected) > 5
    assert in_the_warehouse(loaded, "consumption") == expected


def test_both_together_are_what_the_platform_says_was_spent(
    loaded: Portal, answers: Answers
) -> None:
    theirs = {
        (str(expense["subscription_id"]), expense["period"]): Decimal(expense["total"])
        for document in answers.documents("expenses")
        for expense in document["expenses"]
    }

    rows = loaded.ask(
        "SELECT subscription_id, strftime(month, '%Y-%m'), sum(gross_amount)"
        " FROM ledger.cost_by_month WHERE month <= '2026-03-01' GROUP BY ALL"
    )
    ours = {(subscription_id, month): gross for subscription_id, month, gross in rows}

    assert {key: total for key, total in ours.items() if total} == {
        key: total for key, total in theirs.items() if total
    }


def test_no_figure_of_the_platform_contradicts_its_others(loaded: Portal) -> None:
    """REP-5 holds for every charge of the stand-in."""
    assert loaded.ask("FROM ledger.charge_deviation") == []
