"""Holds what was said of an operation to what the platform's own engine makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import Decimal

from domain.money import round_half_up
from domain.pricing.operation_quote import OperationQuote
from domain.statuses import BillingType, ChargeStatus, SubscriptionStatus
from sandbox.records import Charge, Order
from sandbox.refusals import Refused
from tests.domain.pricing.engine import Told, told_by_platform, told_by_us
from tests.domain.pricing.managed import Managed
from tests.sandbox.world import A_FEW_MINUTES

TAKEN = (ChargeStatus.BLOCKED, ChargeStatus.CLOSED)
NOTHING = Decimal(0)


def carry_out(
    managed: Managed, quote: OperationQuote | None, do: Callable[[], Order | None]
) -> bool:
    """Have the engine do what was quoted, and hold both to each other; tell whether it did it."""
    assert quote is not None
    before, percent = managed.counted(), managed.discount_percent
    try:
        order = do()
    except Refused:
        return False
    managed.wait()
    _check_order(managed, quote, order)
    _check_settled(managed, quote, before, order, percent)
    _check_dates(managed, quote, order)
    return True


def _check_order(managed: Managed, quote: OperationQuote, order: Order | None) -> None:
    made = [one for one in managed.charges() if order and one.order_id == order.order_id]
    assert [told_by_us(line) for line in quote.lines] == [told_by_platform(one) for one in made]
    assert (quote.order is None) == (order is None)
    if order is None or quote.order is None:
        return
    assert quote.order.total.amount == order.total
    assert quote.order.discount.amount == order.discount_amount
    assert quote.rate == order.exchange_rate
    assert quote.effective_on == order.provisioning_on
    held = sum((one.amount for one in made if one.status in TAKEN), NOTHING)
    assert held == (NOTHING if quote.is_delayed else quote.at_once.gross.amount)


def _check_settled(
    managed: Managed,
    quote: OperationQuote,
    before: list[Charge],
    order: Order | None,
    percent: Decimal,
) -> None:
    """Hold what became of the charges that were there to what was said of each."""
    known = {one.charge_id: one for one in before}
    said = {int(one.charge.charge_id): one.status for one in quote.settled}
    now = [one for one in managed.counted() if order is None or one.order_id != order.order_id]
    for charge in now:
        if charge.charge_id in known:
            assert charge.status is said.get(charge.charge_id, known[charge.charge_id].status)
    # What an order would have cost that is cancelled with a stop never counted.
    gone = ChargeStatus.DELETED
    made = [one for one in now if one.charge_id not in known and one.status is not gone]
    parts = [part for one in quote.settled for part in one.parts]
    assert _in_order((told_by_us(part.line), part.status) for part in parts) == _in_order(
        (told_by_platform(one), one.status) for one in made
    )
    if order is not None or managed.record.status is SubscriptionStatus.DELETED:
        _check_refund(managed, quote, before, now, percent)


def _check_refund(
    managed: Managed,
    quote: OperationQuote,
    before: list[Charge],
    now: list[Charge],
    percent: Decimal,
) -> None:
    """Hold what comes back to the funds that are not taken any more, and their discounts."""
    back = _taken(before) - _taken(now)
    known = {one.charge_id for one in before}
    refunds = [one for one in now if one.quantity < 0 and one.charge_id not in known]
    closed = -_taken(refunds)
    open_net = round_half_up((back - closed) * (100 - percent) / 100, 2)
    closed_net = closed + managed.refund_discount({one.charge_id for one in refunds})
    assert quote.given_back.gross.amount == back
    assert quote.given_back.total.amount == open_net + closed_net


def _check_dates(managed: Managed, quote: OperationQuote, order: Order | None) -> None:
    if quote.is_delayed or order is None:
        return
    assert managed.record.end_on == quote.until
    # Nobody but the upstream reseller deletes what was bought once.
    is_once = managed.subscribed().offer.billing_type is BillingType.NON_RECURRING
    opened, said = managed.record.window_ends_at, quote.cancel_until
    if is_once or opened is None or said is None:
        assert said is None
        assert is_once or opened is None
    else:
        assert timedelta(0) <= opened - said <= A_FEW_MINUTES


def _in_order(charges: Iterable[tuple[Told, ChargeStatus]]) -> list[tuple[Told, ChargeStatus]]:
    """Sort charges: in which order those of a settlement are made does not matter."""
    return sorted(charges, key=lambda one: (one[0][1] or "", one[0][4:6], one[0][2], one[1]))


def _taken(charges: list[Charge]) -> Decimal:
    return sum((one.amount for one in charges if one.status in TAKEN), NOTHING)
