"""What is shown before an operation is what the platform charges and gives back then.

The same is asked of the pricing and of the engine of the stand-in, about subscriptions of every
billing type, at any time of their lives; nothing of one is used in the other.
"""

from __future__ import annotations

from hypothesis import event, given, settings
from hypothesis import strategies as st

from domain.pricing.activation import price_activation
from domain.pricing.change import price_change
from domain.pricing.ending import price_deletion, price_stop
from domain.pricing.renewal import price_renewal
from domain.pricing.switch import Target, price_switch
from domain.statuses import BillingType
from sandbox.offers import periods_of, plan_of, resources_of
from sandbox.operations import request
from sandbox.orders import place_change, place_renewal, place_switch
from sandbox.records import Order
from tests.domain.pricing.comparison import carry_out
from tests.domain.pricing.draws import CONSUMED, EVERY_TYPE, NEEDS_END, percents, sales
from tests.domain.pricing.engine import Sale
from tests.domain.pricing.managed import OTHER_PLAN, Bought, Managed, at_noon

CHARGED_AHEAD = [kind for kind in EVERY_TYPE if kind not in CONSUMED]
delays = st.one_of(st.integers(0, 3), st.integers(0, 9), st.integers(0, 45), st.integers(0, 400))
# The types with most to reckon more often.
FAVOURED = [*CHARGED_AHEAD, *NEEDS_END, BillingType.LONG_TERM]
soon = st.integers(0, 9)
changed = sales(FAVOURED, fewest_resources=1, lengths=(12, None))
bought = sales(FAVOURED, fewest_resources=1, lengths=(12, None, 1, 3))
others = sales(FAVOURED, first_key=11, lengths=(12, None, 1, 3))
Amounts = dict[str, int]


@st.composite
def wanted(draw: st.DrawFn, managed: Managed, *, can_reduce: bool = True) -> Amounts:
    """Draw other amounts of some resources."""
    found = {}
    held = managed.subscribed().quantities
    for one in resources_of(managed.books, managed.record.plan_id):
        key = str(one.plan_resource_id)
        least = max(one.included, one.minimum) if can_reduce else held[key]
        most = one.maximum or max(held[key] + 20, 40)
        if least <= most:
            less = st.integers(least, max(least, held[key] - 1))
            found[key] = draw(st.one_of(less, st.integers(least, most), st.just(held[key])))
    return {key: amount for key, amount in found.items() if amount != held[key]}


def numbered(amounts: Amounts) -> dict[int, int]:
    return {int(key): amount for key, amount in amounts.items()}


def change(managed: Managed, data: st.DataObject) -> None:
    can_reduce = managed.abilities["decrease_resources_change_order"]
    amounts = data.draw(wanted(managed, can_reduce=can_reduce))
    if amounts and managed.abilities["adjust"]:
        quote = price_change(managed.subscribed(), amounts, now=managed.now)
        carry_out(
            managed, quote, lambda: place_change(managed.books, managed.record, numbered(amounts))
        )


def renew(managed: Managed, data: st.DataObject, *, is_same: bool = False) -> None:
    if not managed.abilities["renew"]:
        return
    periods = [
        one for one in periods_of(managed.books, managed.record.plan_id)
        if one.months and not one.is_trial
    ]  # fmt: skip
    period = data.draw(st.sampled_from(periods))
    may_change = managed.may_change_renewal and not is_same
    amounts = data.draw(wanted(managed)) if may_change else {}
    subscribed = managed.subscribed()
    offered = subscribed.offer.period(str(period.plan_period_id))
    assert offered is not None
    quote = price_renewal(subscribed, offered, amounts, now=managed.now)
    carry_out(
        managed, quote,
        lambda: place_renewal(managed.books, managed.record, period, numbered(amounts)),
    )  # fmt: skip


def switch(managed: Managed, data: st.DataObject) -> None:
    if not managed.abilities["switch_plan"]:
        return
    books, record = managed.books, managed.record
    plan_id = OTHER_PLAN if record.plan_id != OTHER_PLAN else 1
    (period, *_) = periods_of(books, plan_id)
    is_on_renewal = data.draw(st.booleans())
    amounts = {
        str(one.plan_resource_id): data.draw(
            st.integers(max(one.included, one.minimum), one.maximum or 40)
        )
        for one in resources_of(books, plan_id)
    }
    offer = managed.offer(plan_id)
    target = Target(offer, offer.periods[0], amounts, managed.terms(plan_id))
    quote = price_switch(managed.subscribed(), target, now=managed.now,
                         is_on_renewal=is_on_renewal)  # fmt: skip
    carry_out(
        managed, quote,
        lambda: place_switch(books, record, plan_of(books, plan_id), period, numbered(amounts),
                             on_renewal=is_on_renewal),
    )  # fmt: skip


def stop(managed: Managed, data: st.DataObject) -> None:
    if managed.abilities["stop"]:
        quote = price_stop(managed.subscribed(), now=managed.now)
        carry_out(managed, quote, lambda: managed.ask("stop"))


def activate(managed: Managed, data: st.DataObject) -> None:
    if managed.abilities["activate"]:
        quote = price_activation(managed.subscribed(), now=managed.now)
        carry_out(managed, quote, lambda: activated(managed))


def activated(managed: Managed) -> Order | None:
    """Activate; what is not paid for any more the platform orders with it."""
    where = "subscription_id = ? ORDER BY order_id"
    before = managed.books.find(Order, where, managed.subscription_id)
    request(managed.books, managed.record, "activate")
    managed.wait()
    after = managed.books.find(Order, where, managed.subscription_id)
    return after[-1] if len(after) > len(before) else None


def delete(managed: Managed, data: st.DataObject) -> None:
    if managed.abilities["destroy"]:
        quote = price_deletion(managed.subscribed(), now=managed.now)
        carry_out(managed, quote, lambda: managed.ask("delete"))


OPERATIONS = {one.__name__: one for one in (change, renew, switch, stop, activate, delete)}


@settings(max_examples=100, deadline=None)
@given(changed, st.data())
def test_other_amounts_cost_and_give_back_what_was_said(sale: Sale, data: st.DataObject) -> None:
    """OP-30 to OP-35, BIL-3, BIL-8: several changes, on any day."""
    managed = Bought(at_noon(sale))
    for _ in range(4):
        managed.let_pass(data.draw(soon))
        change(managed, data)


@settings(max_examples=100, deadline=None)
@given(bought, others, st.data())
def test_a_life_of_operations_costs_what_was_said(
    sale: Sale, other: Sale, data: st.DataObject
) -> None:
    """OP-12, OP-16 to OP-20, OP-30 to OP-45: any operations, one after another."""
    managed = Bought(at_noon(sale))
    managed.publish(other)
    for _ in range(5):
        managed.let_pass(data.draw(delays))
        if data.draw(st.integers(0, 3)) == 0:
            managed.set_prices(data.draw(percents), data.draw(st.decimals("0.01", 90, places=4)))
        name = data.draw(st.sampled_from(sorted(OPERATIONS)))
        OPERATIONS[name](managed, data)
        event(f"{name} of {managed.offer(managed.record.plan_id).billing_type}")
