"""The money of several subscriptions at once: what single forms say, and what is charged."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from sqlalchemy import event

from dashboard.components.several import ids
from dashboard.services.managing.bulk_screen import BulkScreen, bulk_screen
from dashboard.services.managing.conditions import Action
from dashboard.services.managing.planning import AMOUNT, named
from domain.bulk import ItemState
from domain.bulk_money import Sums
from domain.money import Money
from domain.pricing.operation_quote import OperationQuote
from sandbox.catalog_records import Plan
from sandbox.records import Order, Subscription
from tests.pages.several.hand import Hand
from tests.storefront import Storefront

ACTIVE = "status = 'active' AND NOT is_trial"
ADDED = 2


def of_each_billing_type(front: Storefront, where: str, each: int = 2) -> list[str]:
    """Return some subscriptions of every billing type there is, by their ids."""
    found: dict[str, list[str]] = {}
    with front.platform.reading() as books:
        such = f"reseller_id = ? AND {where} ORDER BY subscription_id"
        for one in books.find(Subscription, such, front.reseller_id):
            billing = str(books.get(Plan, one.plan_id).billing_type)
            found.setdefault(billing, []).append(str(one.subscription_id))
    assert len(found) > 3
    return [own_id for own_ids in found.values() for own_id in own_ids[:each]]


def screen_of(hand: Hand) -> BulkScreen:
    with hand.front.services() as here:
        return bulk_screen(here.bulk, hand.key, {"size": "50"}, here.viewer.currency, here.now)


def quote_of(front: Storefront, action: Action, own_id: str) -> OperationQuote | None:
    """Return what the dialog of this one subscription would say."""
    with front.services() as here:
        form = here.operation_forms.form(action, own_id, {})
        primary = next((one for one in form.planned.amounts if one.is_primary), None)
        if action is Action.CHANGE and primary is not None:
            more = {named(AMOUNT, primary.key): str(primary.current + ADDED)}
            form = here.operation_forms.form(action, own_id, more)
        return form.quote


def total(amounts: list[Money | None]) -> Money:
    return sum((one for one in amounts if one is not None), Money.zero("EUR"))


@pytest.mark.parametrize(
    ("action", "where"),
    [
        (Action.CHANGE, ACTIVE),
        (Action.RENEW, f"{ACTIVE} AND end_on < '2026-04-10'"),
        (Action.STOP, ACTIVE),
        (Action.DELETE, f"{ACTIVE} AND window_ends_at > 1774000000000"),
    ],
)
def test_the_preview_is_the_sum_of_what_single_forms_say(
    front: Storefront, hand: Hand, action: Action, where: str
) -> None:
    """And it is what the platform then has ordered."""
    selected = of_each_billing_type(front, where) if action is not Action.DELETE else [
        str(one) for one in _ids(front, where)
    ]  # fmt: skip
    hand.ask(str(action), {"ids": selected})
    hand.open()
    if action is Action.CHANGE:
        hand.press(ids.PREPARE, how="add", amount=str(ADDED))
    hand.work().look()

    screen = screen_of(hand)
    ready = [row for row in screen.rows if row.result.state is ItemState.READY]
    assert ready
    quotes = {row.result.subscription_id: quote_of(front, action, row.result.subscription_id)
              for row in ready}  # fmt: skip
    told = [one for one in quotes.values() if one is not None]
    assert screen.told == len(told)
    for row in ready:
        single = quotes[row.result.subscription_id]
        assert (row.money is None) == (single is None)
        assert row.money is None or single is None or row.money.sums.now == single.now
    assert screen.sums == Sums(
        now=total([one.now for one in told]),
        later=total([one.at_once.total for one in told if one.is_delayed]),
        refund=total([one.refund for one in told]),
        released=total([one.released.total for one in told]),
        monthly_before=total([one.monthly_before for one in told]),
        monthly_after=total([one.monthly_after for one in told]),
    )

    hand.press(ids.CONFIRM, reason="other", comment="Bye", typed_count=str(len(ready))).work()
    done = screen_of(hand)
    assert done.progress.count(ItemState.DONE) == len(ready), hand.text
    assert done.sums == screen.sums
    if action in (Action.CHANGE, Action.RENEW):
        ordered = {own_id: _last_order(front, own_id).total for own_id in quotes}
        assert ordered == {own_id: one.order.total.amount for own_id, one in quotes.items()
                           if one is not None and one.order is not None}  # fmt: skip
        assert [row.result.order_id for row in done.rows if row.result.order_id] == [
            str(_last_order(front, row.result.subscription_id).order_id) for row in ready
        ]


def test_what_is_taken_along_is_what_is_shown(front: Storefront, hand: Hand) -> None:
    """Exactly, and with no formula: a client is called "=Equals Studio"."""
    gone = map(str, _ids(front, "status = 'deleted'"))
    selected = [*of_each_billing_type(front, ACTIVE, 5), *gone]
    hand.ask("stop", {"ids": selected})
    hand.work().open()

    rows = _csv(hand, "")
    screen = screen_of(hand)
    assert [row["subscription_id"] for row in rows] == selected
    assert sum(Decimal(row["comes_back_later"] or 0) for row in rows) == screen.sums.released.amount
    assert {row["state"] for row in rows} >= {"ready", "not_available"}
    assert all(row["text"] for row in rows if row["state"] == "not_available")
    clients = {row["client"] for row in rows}
    assert "'=Equals Studio" in clients
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())
    assert {row["state"] for row in _csv(hand, "?state=ready")} == {"ready"}


def test_ten_thousand_are_asked_for_in_as_many_statements_as_ten(
    front: Storefront, hand: Hand
) -> None:
    """Writing them down, showing them and confirming them asks the store no more often."""
    counted = {}
    for number in (10, 10_000):
        selected = [f"9{one:06}" for one in range(number)]
        counted[number] = _statements(front, lambda selected=selected: hand.ask(
            "stop", {"ids": selected}
        ))  # type: ignore[misc]  # fmt: skip
        assert hand.address
        counted[number] += _statements(front, lambda: screen_of(hand))
        assert screen_of(hand).progress.total == number
    assert counted[10] == counted[10_000]


def _statements(front: Storefront, do) -> int:  # type: ignore[no-untyped-def]
    engine = front.app.server.extensions["portal"].store._engine
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:  # type: ignore[no-untyped-def]
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        do()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def _csv(hand: Hand, search: str) -> list[dict[str, str]]:
    answer = hand.client.get(f"{hand.address}.csv{search}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))


def _ids(front: Storefront, where: str) -> list[int]:
    with front.platform.reading() as books:
        such = f"reseller_id = ? AND {where} ORDER BY subscription_id"
        return [one.subscription_id for one in books.find(Subscription, such, front.reseller_id)]


def _last_order(front: Storefront, own_id: str) -> Order:
    with front.platform.reading() as books:
        return books.find(Order, "subscription_id = ? ORDER BY order_id", int(own_id))[-1]
