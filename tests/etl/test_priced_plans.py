"""Every plan of the catalog has the price, by what a load has brought in, that it is charged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.offer import Offer, OfferPeriod
from domain.pricing.buying import BuyingTerms
from domain.pricing.quote import Quote
from domain.pricing.sale import price_sale
from domain.service_terms import ServiceTerms
from domain.statuses import AccountStatus, BillingType
from sandbox.billing import best_discount
from sandbox.books import Books
from sandbox.catalog_records import Plan
from sandbox.instants import ZONE
from sandbox.offers import period_of, plan_of
from sandbox.orders import place_sale
from sandbox.records import Account, Order, Reseller
from settings import read_settings
from tests.etl.portal import Portal
from warehouse.connection import Snapshot, Warehouse
from warehouse.offers import exchange_rate, offer

MORE = 3


@pytest.fixture
def snapshot(loaded: Portal) -> Iterator[Snapshot]:
    with Warehouse(loaded.options.warehouse_dir).snapshot() as snapshot:
        yield snapshot


def test_every_plan_costs_what_the_mirror_says(loaded: Portal, snapshot: Snapshot) -> None:
    """ORD-14, ORD-33: at the reseller's own billing day, discount, rate and service terms."""
    terms = read_settings({}).service_terms
    kinds: set[BillingType] = set()
    with loaded.platform.writing() as books:
        for plan in books.find(Plan, "status = 'active' AND reseller_id <> 11"):
            known = offer(snapshot, str(plan.plan_id), reseller_id=str(plan.reseller_id))
            assert known is not None, plan
            kinds.add(known.billing_type)
            for period in known.periods:
                _check(books, snapshot, terms, known, period)

    assert kinds == set(BillingType) - {BillingType.UNKNOWN}


def _check(
    books: Books, snapshot: Snapshot, terms: ServiceTerms, known: Offer, period: OfferPeriod
) -> None:
    plan = plan_of(books, int(known.plan_id))
    reseller = books.get(Reseller, plan.reseller_id)
    quantities = _quantities(known, period, terms, books.today)
    quote = _quote(books, snapshot, terms, known, period, quantities)
    totals = {int(key): quantity for key, quantity in quantities.items()}
    order = place_sale(
        books, _account(books, reseller), plan, period_of(books, int(period.plan_period_id)), totals
    )

    assert quote.order.gross.currency == reseller.currency
    assert (quote.order.total.amount, quote.order.discount.amount) == (
        order.total,
        order.discount_amount,
    ), (known, period)
    assert len(quote.lines) == _charge_count(books, order)


def _quantities(
    known: Offer, period: OfferPeriod, terms: ServiceTerms, day: date
) -> dict[str, int]:
    term = terms.term(known.service_term_id, day)
    assert term is not None
    allowed = {one: known.amounts(one, period, term) for one in known.asked}
    return {
        one.plan_resource_id: min(amounts.initial + MORE, amounts.most or amounts.initial + MORE)
        for one, amounts in allowed.items()
    }


def _quote(
    books: Books,
    snapshot: Snapshot,
    terms: ServiceTerms,
    known: Offer,
    period: OfferPeriod,
    quantities: dict[str, int],
) -> Quote:
    plan = plan_of(books, int(known.plan_id))
    key = str(plan.reseller_id)
    rate = exchange_rate(snapshot, known.currency, reseller_id=key)
    assert rate is not None
    discount = best_discount(books, plan)
    buying = BuyingTerms(
        currency=books.get(Reseller, plan.reseller_id).currency,
        rate=rate,
        billing_day=terms.billing_day(key),
        discount_percent=Decimal(0) if discount is None else discount.percent,
        service_term=terms.term(known.service_term_id, books.today),
        zone=ZONE,
    )
    quote = price_sale(known, period, quantities, buying, now=books.now)
    assert quote is not None
    return quote


def _account(books: Books, reseller: Reseller) -> Account:
    """Return an account that has nothing yet."""
    (some,) = books.find(Account, "reseller_id = ? LIMIT 1", reseller.reseller_id)
    return books.add(replace(some, account_id=books.new_id(Account), status=AccountStatus.ACTIVE))


def _charge_count(books: Books, order: Order) -> int:
    sql = "SELECT count(*) FROM charge WHERE order_id = ?"
    (count,) = books.connection.execute(sql, [order.order_id]).fetchone()
    return int(count)
