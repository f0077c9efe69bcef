"""What is shown before an operation is what the platform charges and gives back then.

The same is asked of the pricing and of the engine of the stand-in, about subscriptions of every
billing type, at any time of their lives; nothing of one is used in the other.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from hypothesis import event, given, settings
from hypothesis import strategies as st

from domain.money import round_half_up
from domain.pricing.change import price_change
from domain.pricing.operation_quote import OperationQuote
from domain.statuses import ChargeStatus
from sandbox.offers import resources_of
from sandbox.orders import place_change
from sandbox.records import Charge, Order
from sandbox.refusals import Refused
from tests.domain.pricing.draws import CONSUMED, EVERY_TYPE, percents, sales
from tests.domain.pricing.engine import Sale, told_by_platform, told_by_us
from tests.domain.pricing.managed import Managed, at_noon
from tests.sandbox.world import A_FEW_MINUTES

TAKEN = (ChargeStatus.BLOCKED, ChargeStatus.CLOSED)
CHARGED_AHEAD = [kind for kind in EVERY_TYPE if kind not in CONSUMED]
delays = st.one_of(st.integers(0, 3), st.integers(0, 9), st.integers(0, 45), st.integers(0, 400))
bought = sales(CHARGED_AHEAD, fewest_resources=1, lengths=(12, None, 1, 3))
NOTHING = Decimal(0)


def carry_out(managed: Managed, quote: OperationQuote, do: Callable[[], Order | None]) -> None:
    """Have the engine do what was quoted, and hold both to each other; unless it refuses it."""
    before = managed.charges()
    try:
        order = do()
    except Refused:
        event("refused")
        return
    managed.engine.world.wait(A_FEW_MINUTES)
    check_order(managed, quote, order)
    check_settled(managed, quote, before, order)
    assert managed.record.end_on == quote.until or quote.is_delayed or order is None


def check_order(managed: Managed, quote: OperationQuote, order: Order | None) -> None:
    made = [one for one in managed.charges() if order and one.order_id == order.order_id]
    assert [told_by_us(line) for line in quote.lines] == [told_by_platform(one) for one in made]
    assert (quote.order is None) == (order is None)
    if order is None or quote.order is None:
        return
    assert quote.order.total.amount == order.total
    assert quote.order.discount.amount == order.discount_amount
    assert quote.rate == order.exchange_rate
    assert quote.effective_on == order.provisioning_on
    held = [one.amount for one in made if one.status in TAKEN]
    if not quote.is_delayed:
        assert quote.at_once.gross.amount == sum(held, NOTHING)


def check_settled(
    managed: Managed, quote: OperationQuote, before: list[Charge], order: Order | None
) -> None:
    """Hold what became of the charges that were there to what was said of each."""
    known = {one.charge_id: one for one in before}
    said = {int(one.charge.charge_id): one.status for one in quote.settled}
    now = [one for one in managed.charges() if order is None or one.order_id != order.order_id]
    for charge in now:
        if charge.charge_id in known:
            expected = said.get(charge.charge_id, known[charge.charge_id].status)
            assert charge.status is expected
    made = [one for one in now if one.charge_id not in known]
    parts = [part for one in quote.settled for part in one.parts]
    assert sorted((told_by_us(part.line), part.status.value) for part in parts) == sorted(
        (told_by_platform(one), one.status.value) for one in made
    )
    check_refund(managed, quote, before, now)


def check_refund(
    managed: Managed, quote: OperationQuote, before: list[Charge], now: list[Charge]
) -> None:
    def taken(charges: list[Charge]) -> Decimal:
        return sum((one.amount for one in charges if one.status in TAKEN), NOTHING)

    back = taken(before) - taken(now)
    assert quote.given_back.gross.amount == back
    refunds = [one for one in now if one.quantity < 0 and one not in before]
    closed = -taken(refunds)
    percent = managed.terms(managed.record.plan_id).discount_percent
    open_net = round_half_up((back - closed) * (100 - percent) / 100, 2)
    closed_net = closed + managed.refund_discount({one.charge_id for one in refunds})
    assert quote.given_back.total.amount == open_net + closed_net


@st.composite
def wanted(draw: st.DrawFn, managed: Managed) -> dict[str, int]:
    """Draw other amounts, as many as a reduction is allowed for."""
    found = {}
    subscribed = managed.subscribed()
    is_reducible = managed.abilities["decrease_resources_change_order"]
    for one in resources_of(managed.books, managed.record.plan_id):
        key = str(one.plan_resource_id)
        held = subscribed.quantities[key]
        least = max(one.included, one.minimum) if is_reducible else held
        most = one.maximum or max(held + 20, 40)
        if least <= most:
            less = st.integers(least, max(least, held - 1))
            found[key] = draw(st.one_of(less, st.integers(least, most), st.just(held)))
    return {key: amount for key, amount in found.items() if amount != subscribed.quantities[key]}


def change(managed: Managed, amounts: dict[str, int]) -> None:
    quote = price_change(managed.subscribed(), amounts, now=managed.now)
    assert quote is not None
    totals = {int(key): amount for key, amount in amounts.items()}
    event(f"change: {quote.charged}, comes back: {bool(quote.given_back.gross)}")
    carry_out(managed, quote, lambda: place_change(managed.books, managed.record, totals))


@settings(max_examples=150, deadline=None)
@given(bought, st.data())
def test_other_amounts_cost_and_give_back_what_was_said(sale: Sale, data: st.DataObject) -> None:
    """OP-30 to OP-35, BIL-3, BIL-8: several changes, on any day."""
    managed = Managed(at_noon(sale))
    for _ in range(3):
        managed.let_pass(data.draw(delays))
        if data.draw(st.booleans()):
            managed.give_discount(data.draw(percents))
        if not managed.abilities["adjust"]:
            continue
        amounts = data.draw(wanted(managed))
        if amounts:
            change(managed, amounts)
