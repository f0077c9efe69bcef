"""Stops, and renewals near a billing day, on the platform's engine: nothing is charged twice."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import event, given, settings
from hypothesis import strategies as st

from domain.pricing.activation import price_activation
from domain.statuses import BillingType, ChargeStatus, SubscriptionStatus
from tests.domain.pricing.draws import sales
from tests.domain.pricing.engine import Sale
from tests.domain.pricing.managed import Bought, at_noon
from tests.domain.pricing.test_operations_against_platform import activate, renew, stop

PROLONGED = [
    BillingType.MONTHLY, BillingType.MONTHLY_COMMITMENT, BillingType.LICENSE_BASED,
    BillingType.PAY_IN_FULL, BillingType.ESET,
]  # fmt: skip
# Commitments are charged on while they are stopped: one of them will do.
STOPPABLE = [*PROLONGED, BillingType.LONG_TERM, BillingType.LONG_TERM, BillingType.MONTHLY]
SPLIT = (BillingType.MONTHLY, BillingType.LONG_TERM)
CLOSED, BLOCKED = ChargeStatus.CLOSED, ChargeStatus.BLOCKED
stopped = sales(STOPPABLE, fewest_resources=1, lengths=(12, None, 3))
long_after = st.one_of(st.integers(0, 12), st.integers(25, 70))
renewed = sales(PROLONGED, fewest_resources=1, lengths=(1, 2, 3, 12))


@settings(max_examples=40, deadline=None)
@given(stopped, st.integers(0, 45), long_after, st.data())
def test_an_activation_costs_what_was_said(
    sale: Sale, before: int, meanwhile: int, data: st.DataObject
) -> None:
    """OP-12, OP-14: soon after the stop it is paid for, later on it is not any more."""
    managed = Bought(at_noon(sale))
    managed.let_pass(before)
    stop(managed, data)
    managed.let_pass(meanwhile)
    counted, is_split = len(managed.charges()), sale.billing_type in SPLIT
    waiting = {
        one.charge_id: one.amount for one in managed.charges()
        if is_split and one.status is ChargeStatus.BLOCKED and one.end_on > managed.books.today
    }  # fmt: skip
    if managed.abilities["activate"]:
        quote = price_activation(managed.subscribed(), now=managed.now)
        assert quote is not None
        assert quote.released.gross.amount == sum(waiting.values(), Decimal(0))
    activate(managed, data)
    if managed.record.status is SubscriptionStatus.ACTIVE:
        managed.let_pass(45)
        kept = {one.charge_id for one in managed.charges() if one.status in (CLOSED, BLOCKED)}
        assert waiting.keys() <= kept
    event(f"{sale.billing_type}: {'charged' if len(managed.charges()) > counted else 'free'}")


@settings(max_examples=40, deadline=None)
@given(renewed, st.integers(-3, 12), st.data())
def test_a_renewal_near_the_billing_day_leaves_no_day_out_and_charges_none_twice(
    sale: Sale, ahead: int, data: st.DataObject
) -> None:
    """OP-16 to OP-20, OP-26, BIL-10: from before the expiration to two months after it."""
    managed = Bought(at_noon(sale))
    end = managed.record.end_on
    assert end is not None
    managed.let_pass((end - timedelta(days=ahead) - managed.books.today).days)
    if managed.record.is_trial:
        return
    amounts = managed.subscribed().quantities
    renew(managed, data, is_same=True)
    managed.let_pass(65 + ahead)
    if managed.record.end_on == end or managed.subscribed().quantities != amounts:
        return
    for days in charged_days(managed).values():
        assert all(left == right for (_, left), (right, _) in pairwise(days))
        assert days[-1][1] == managed.record.paid_end_on
    event(f"{sale.billing_type}, near within {sale.near_days}")


def charged_days(managed: Bought) -> dict[int | None, list[tuple[date, date]]]:
    """Return the days that the use of each thing has been charged for, in order."""
    found = defaultdict(list)
    for one in managed.charges():
        if one.kind == "recurring" and one.status is not ChargeStatus.DELETED:
            found[one.plan_resource_id].append((one.start_on, one.end_on))
    return {key: sorted(days) for key, days in found.items()}
