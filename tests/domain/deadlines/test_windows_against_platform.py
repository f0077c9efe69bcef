"""Windows, and the money in them, are those of the platform's own engine.

It keeps what was added, and up to when, in a table of its own; we follow it from orders and
charges. What is bought is changed several times, within the windows and after them.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from decimal import Decimal

import pytest

from domain.deadlines.deadline import Deadline, DeadlineKind, Stake, Unknown
from domain.deadlines.facts import ChargeFact, Facts, OrderFact, Priced
from domain.deadlines.upcoming import deadlines
from domain.money import Money
from domain.offer import OfferPeriod, OfferResource
from domain.periods import ONE_DAY
from domain.pricing.ending import price_deletion
from domain.pricing.lines import Item
from domain.service_terms import DatedTerm, ServiceTerms
from domain.statuses import BillingType, ChargeType
from sandbox.instants import ZONE
from sandbox.orders import place_change
from sandbox.records import Charge, Order
from sandbox.windows import open_additions
from tests.domain.pricing.engine import Sale
from tests.domain.pricing.managed import Bought

NOTHING = Decimal(0)
ADDED = DeadlineKind.ADDED_CANCELLATION
Told = tuple[str, datetime | None, Decimal | None]
# The days that pass before each step, and the amount wanted then.
Steps = tuple[tuple[int, int], ...]
SEQUENCES: dict[str, Steps] = {
    "reduced within the window": ((6, 9),),
    "reduced twice, from nothing added": ((1, 8), (1, 7), (3, 7), (3, 7)),
    "added": ((2, 13), (6, 13), (3, 13)),
    "added and given back": ((2, 13), (1, 10), (6, 10)),
    "added and given back in part": ((2, 13), (1, 11), (6, 11)),
    "added twice, given back from the last": ((2, 13), (2, 15), (1, 12), (4, 12)),
    "reduced, and added again": ((2, 9), (1, 12), (6, 12)),
    "reduced below what was bought first": ((2, 13), (1, 6), (2, 8), (4, 8)),
    "added after the window, and reduced": ((8, 12), (1, 11), (3, 14), (5, 11), (3, 11)),
    "added after the window, in the next month": ((40, 12), (3, 15), (2, 12), (6, 12)),
    "added on the last day of the window": ((6, 12), (2, 12), (1, 11), (6, 11)),
}
KINDS = [
    (BillingType.LONG_TERM, True),
    (BillingType.MONTHLY_COMMITMENT, False),
    (BillingType.MONTHLY_COMMITMENT, True),
    (BillingType.MONTHLY_COMMITMENT_INTERVAL, True),
]


@pytest.mark.parametrize("names_orders", [True, False], ids=["named", "unnamed"])
@pytest.mark.parametrize(("kind", "is_bound"), KINDS)
@pytest.mark.parametrize("steps", SEQUENCES.values(), ids=SEQUENCES)
def test_windows_are_the_platforms(
    steps: Steps, kind: BillingType, is_bound: bool, names_orders: bool
) -> None:
    """OP-42, MS-17."""
    bought = Bought(sale_of(kind, is_bound=is_bound))
    for days, wanted in ((0, 10), *steps):
        bought.let_pass(days)
        have(bought, wanted)
        ours = upcoming(bought, names_orders=names_orders)
        if names_orders:
            assert told(ours) == Counter(platforms(bought))
            compare_money(bought, ours)
        else:
            # What was given back may still be told then, without money.
            assert {one[:2] for one in platforms(bought)} <= {one[:2] for one in told(ours)}
            assert not goes_one_way(steps) or told(ours) == Counter(platforms(bought))


def goes_one_way(steps: Steps) -> bool:
    """Tell whether nothing that was added is given back."""
    amounts = [10, *(wanted for _, wanted in steps)]
    return amounts == sorted(amounts) or amounts == sorted(amounts, reverse=True)


@pytest.mark.parametrize("names_orders", [True, False], ids=["named", "unnamed"])
def test_what_was_added_before_a_billing_day_is_a_part_of_what_is_charged_from_it_on(
    names_orders: bool,
) -> None:
    """From then on the platform charges it together with the rest: 2 of 12 licenses."""
    bought = Bought(sale_of(BillingType.MONTHLY_COMMITMENT, is_bound=True, billing_day=15))
    bought.let_pass(8)
    have(bought, 12)
    bought.let_pass(3)

    (added,) = upcoming(bought, names_orders=names_orders)

    assert told([added]) == Counter(platforms(bought))
    # 13.40, which is 2/12 of 80.37, for 30 of 31 days; then 10 months and 18/28 at 13.39 each.
    assert added.stake == Stake(Money(Decimal("155.48"), "EUR"),
                                later=Money(Decimal("142.51"), "EUR"))  # fmt: skip


def test_what_was_given_back_after_a_billing_day_is_told_without_money() -> None:
    """Whose part of the charge for all of them it was, nobody can tell."""
    bought = Bought(sale_of(BillingType.MONTHLY_COMMITMENT, is_bound=True, billing_day=15))
    bought.let_pass(8)
    have(bought, 12)
    bought.let_pass(3)
    have(bought, 11)

    added = [one for one in upcoming(bought, names_orders=True) if one.kind is ADDED]

    assert all(one.stake == Stake(None, Unknown.NO_CHARGES) for one in added)


def test_a_part_of_a_charge_and_its_rest_are_all_of_it() -> None:
    """While both windows are open no cent is at stake twice."""
    bought = Bought(sale_of(BillingType.MONTHLY_COMMITMENT, is_bound=True, billing_day=7))
    bought.let_pass(1)
    have(bought, 13)
    bought.let_pass(3)

    ours = upcoming(bought, names_orders=True)

    assert told(ours) == Counter(platforms(bought))
    assert len(ours) == 2
    compare_money(bought, ours)


@pytest.mark.parametrize(
    ("kind", "now", "later"),
    [
        # 30/31 of a month; 11 whole ones and 1/31.
        (BillingType.MONTHLY_COMMITMENT, "64.82", "738.83"),
        (BillingType.MONTHLY_COMMITMENT_INTERVAL, "66.97", "736.67"),
        (BillingType.LONG_TERM, "803.64", None),
    ],
)
def test_a_commitment_is_owed_up_to_its_end(kind: BillingType, now: str, later: str | None) -> None:
    """OP-45: 12 x 10 x 7.33 x 0.9137, whenever it is paid."""
    bought = Bought(sale_of(kind, is_bound=True))

    (window,) = upcoming(bought, names_orders=True)

    stake = window.stake
    assert stake.money is not None
    assert stake.later == (later and Money(Decimal(later), "EUR"))
    assert stake.money - (stake.later or Money.zero("EUR")) == Money(Decimal(now), "EUR")


def have(bought: Bought, wanted: int) -> None:
    if bought.subscribed().quantities["1"] != wanted:
        place_change(bought.books, bought.record, {1: wanted})
        bought.wait()


def platforms(bought: Bought) -> list[Told]:
    """Return the windows that the engine keeps open."""
    one = bought.record
    found: list[Told] = [
        (ADDED.value, added.window_ends_at, Decimal(added.quantity))
        for added in open_additions(bought.books, one)
    ]
    if one.window_ends_at is not None and one.window_ends_at > bought.now:
        found.append((DeadlineKind.CANCELLATION.value, one.window_ends_at, None))
    assert bought.abilities["decrease_resources_change_order"] == bool(found)
    return found


def compare_money(bought: Bought, ours: list[Deadline]) -> None:
    """What comes back now is what a deletion gives back, to a cent for each part of it."""
    if not bought.abilities["destroy"]:
        return
    quote = price_deletion(bought.subscribed(), now=bought.now)
    assert quote is not None
    stakes = [one.stake for one in ours]
    now = sum(
        (one.money.amount - (one.later.amount if one.later else NOTHING)
         for one in stakes if one.money),
        NOTHING,
    )  # fmt: skip
    assert abs(now - quote.given_back.gross.amount) <= Decimal("0.05")


def sale_of(kind: BillingType, *, is_bound: bool, billing_day: int = 4) -> Sale:
    """Sell 10 licenses for a year from 5 March on."""
    return Sale(
        billing_type=kind,
        period=OfferPeriod("1", "Year", 12, False, NOTHING, NOTHING, NOTHING),
        resources=(
            OfferResource("1", "License", "unit", True, False, 0, 1, 300, NOTHING,
                          Decimal("7.33"), NOTHING, NOTHING),
        ),
        quantities={"1": 10},
        plan_currency="USD",
        currency="EUR",
        rate=Decimal("0.9137"),
        rate_quantity=1,
        billing_day=billing_day,
        discount_percent=NOTHING,
        window_hours=168,
        now=datetime(2026, 3, 5, 12, tzinfo=ZONE),
        delay_days=0,
        is_bound=is_bound,
    )  # fmt: skip


def upcoming(bought: Bought, *, names_orders: bool) -> list[Deadline]:
    facts = facts_of(bought, names_orders=names_orders)
    known = bought.terms(1)
    assert known.service_term is not None
    dated = {"1": (DatedTerm(None, known.service_term),)}
    terms = ServiceTerms(dated, {"1": known.billing_day})
    found = deadlines(facts, terms, ZONE, bought.now)
    return [one for one in found if one.kind in (ADDED, DeadlineKind.CANCELLATION)]


def facts_of(bought: Bought, *, names_orders: bool) -> Facts:
    one, offer = bought.record, bought.offer(1)
    orders = bought.books.find(Order, "subscription_id = ?", one.subscription_id)
    item = Item("1", "License", bought.subscribed().quantities["1"], NOTHING, Decimal("7.33"))
    return Facts(
        str(one.subscription_id), "1", "1", "EUR", one.status, offer.billing_type, "1", False, True,
        one.end_on, False, False, None, None, None,
        Priced(Item(None, "", 1, NOTHING, NOTHING), (item,), 12, "USD", Decimal("0.9137")),
        tuple(map(order_fact, orders)),
        tuple(charge_fact(charge, names_orders=names_orders) for charge in bought.charges()
              if charge.kind is ChargeType.RECURRING),
    )  # fmt: skip


def order_fact(order: Order) -> OrderFact:
    return OrderFact(str(order.order_id), order.kind, order.status, order.total, "EUR",
                     order.provisioning_on, order.created_at, order.closed_at)  # fmt: skip


def charge_fact(charge: Charge, *, names_orders: bool) -> ChargeFact:
    order_id = str(charge.order_id) if names_orders else None
    return ChargeFact(
        order_id, charge.resource_name, Decimal(charge.quantity), charge.unit_price,
        charge.start_on, charge.end_on - ONE_DAY, charge.amount, charge.status, charge.created_at,
    )  # fmt: skip


def told(found: list[Deadline]) -> Counter[Told]:
    return Counter((one.kind.value, one.at, one.added and one.added[0]) for one in found)
