"""A subscription on the platform's own engine, and what is known of it from outside."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from domain.offer import Offer, OfferPeriod, OfferResource
from domain.pricing.buying import BuyingTerms
from domain.pricing.known_charge import KnownCharge
from domain.pricing.subscribed import Subscribed
from domain.service_terms import ServiceTerm
from domain.statuses import ChargeStatus
from sandbox.ability import ability
from sandbox.billing import best_discount
from sandbox.books import Books
from sandbox.catalog_records import Discount, Plan, PlanPeriod, PlanResource, SwitchTarget
from sandbox.clock import run_due
from sandbox.holdings import totals_of
from sandbox.instants import ZONE
from sandbox.offers import period_of, periods_of, plan_of, reseller_of, resources_of, term_of
from sandbox.operations import request
from sandbox.orders import WAITING
from sandbox.rates import current_rate
from sandbox.records import Charge, Order, ResellerCharge, Subscription
from sandbox.standing import standing_of
from sandbox.windows import NEW_COMMERCE
from tests.domain.pricing.engine import Engine, Sale, plan_resource
from tests.sandbox.world import A_FEW_MINUTES

NOTHING = Decimal(0)
OTHER_PLAN = 2


class Managed:
    """A subscription on a platform, with what is known of it."""

    def __init__(self, books: Books, subscription_id: int) -> None:
        self.books = books
        self.subscription_id = subscription_id

    @property
    def record(self) -> Subscription:
        return self.books.get(Subscription, self.subscription_id)

    @property
    def now(self) -> datetime:
        return self.books.now

    @property
    def abilities(self) -> dict[str, bool]:
        return ability(standing_of(self.books, self.record))

    @property
    def discount_percent(self) -> Decimal:
        return self.terms(self.record.plan_id).discount_percent

    @property
    def may_change_renewal(self) -> bool:
        return self.record.is_trial or self.abilities["change_resources_renewal_order"]

    def wait(self) -> None:
        """Let the few minutes pass in which an operation is carried out."""
        run_due(self.books, self.now + A_FEW_MINUTES)

    def ask(self, operation: str) -> None:
        """Have it stopped or deleted."""
        request(self.books, self.record, operation)

    def order(self, order_id: int) -> Order:
        return self.books.get(Order, order_id)

    def counted(self) -> list[Charge]:
        """Return its charges but those of orders that wait."""
        return [charge for charge in self.charges() if self._counts(charge)]

    def charges(self) -> list[Charge]:
        where = "subscription_id = ? AND kind <> 'consumption' ORDER BY charge_id"
        return self.books.find(Charge, where, self.record.subscription_id)

    def terms(self, plan_id: int) -> BuyingTerms:
        plan = plan_of(self.books, plan_id)
        reseller, term = reseller_of(self.books, plan.reseller_id), term_of(self.books, plan)
        discount = best_discount(self.books, plan)
        ours = ServiceTerm(
            "Term", term.deletion_window_hours, 15, False, False, False, None, False, 0, 30, 0, 30,
            -1, 30, True, False, term.deletion_needs_approval, True, term.key == NEW_COMMERCE,
            term.extended_renewal_days,
        )  # fmt: skip
        return BuyingTerms(
            reseller.currency, current_rate(self.books, plan.reseller_id, plan.currency),
            reseller.billing_day,
            NOTHING if discount is None else discount.percent, ours, ZONE,
        )  # fmt: skip

    def offer(self, plan_id: int) -> Offer:
        plan = plan_of(self.books, plan_id)
        return Offer(
            str(plan_id), plan.name, None, None, "1", "Product", None, plan.currency,
            plan.billing_type, plan.billing_type.value, "1",
            tuple(_period(one) for one in periods_of(self.books, plan_id)),
            tuple(_resource(one) for one in resources_of(self.books, plan_id)),
        )  # fmt: skip

    def subscribed(self) -> Subscribed:
        """Return what is known of the subscription now."""
        one = self.record
        assert one.period_start_on is not None
        totals = totals_of(self.books, one)
        return Subscribed(
            offer=self.offer(one.plan_id),
            period=_period(period_of(self.books, one.plan_period_id)),
            quantities={str(key): total for key, total in totals.items()},
            is_trial=one.is_trial,
            start_on=one.period_start_on,
            expires_on=one.end_on,
            paid_to=one.paid_end_on,
            deletable_until=one.window_ends_at,
            charges=tuple(self._known(charge) for charge in self.counted()),
            terms=self.terms(one.plan_id),
        )

    def _counts(self, charge: Charge) -> bool:
        is_waiting = charge.order_id and self.order(charge.order_id).status in WAITING
        return not is_waiting and charge.status is not ChargeStatus.NEW

    def _known(self, charge: Charge) -> KnownCharge:
        key = charge.plan_resource_id
        return KnownCharge(
            charge_id=str(charge.charge_id),
            order_id=None if charge.order_id is None else str(charge.order_id),
            plan_id=str(charge.plan_id),
            plan_resource_id=None if key is None else str(key),
            name=charge.resource_name,
            kind=charge.kind,
            status=charge.status,
            quantity=charge.quantity,
            unit_price=charge.unit_price,
            start_on=charge.start_on,
            end_on=charge.end_on,
            currency=charge.plan_currency,
            plan_amount=charge.plan_amount,
            amount=charge.amount,
            rate=charge.exchange_rate,
            close_on=charge.close_on,
            discount_amount=charge.discount_amount,
            discount_percent=charge.discount_percent,
        )

    def refund_discount(self, charge_ids: set[int]) -> Decimal:
        """Return what was taken off closed charges as they closed."""
        rows = self.books.find(ResellerCharge)
        return sum((row.discount_amount for row in rows if row.charge_id in charge_ids), NOTHING)


class Bought(Managed):
    """A subscription that has been bought on a platform of its own."""

    def __init__(self, sale: Sale) -> None:
        self.engine = Engine(sale)
        self.engine.activate(sale)
        super().__init__(self.engine.books, self.engine.order.subscription_id)

    def publish(self, sale: Sale) -> None:
        """Offer another plan, and allow to switch to it and back from it."""
        now = self.now
        plan = Plan(OTHER_PLAN, 1, 1, 1, None, "Other", "", "SKU-2", "active", sale.billing_type,
                    sale.plan_currency, True, now, now)  # fmt: skip
        self.books.add(plan)
        one = sale.period
        self.books.add(
            PlanPeriod(OTHER_PLAN, OTHER_PLAN, one.name, one.months, one.is_trial, one.setup_fee,
                       one.recurring_fee, one.renewal_fee, 1)
        )  # fmt: skip
        for resource in sale.resources:
            self.books.add(plan_resource(resource, OTHER_PLAN))
        if sale.plan_currency not in (self.engine.world.reseller.currency, self._currency):
            self.engine.world.set_rate(sale.plan_currency, str(sale.rate), sale.rate_quantity)
        self.books.add(SwitchTarget(1, 1, OTHER_PLAN))
        self.books.add(SwitchTarget(2, OTHER_PLAN, 1))

    @property
    def _currency(self) -> str:
        return plan_of(self.books, self.record.plan_id).currency

    def let_pass(self, days: int, hour: int = 12) -> None:
        """Let time pass up to an hour of a later day."""
        day = self.books.today + timedelta(days=days)
        then = datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)
        if then > self.now:
            self.engine.at(then)

    def set_prices(self, percent: Decimal, rate: Decimal) -> None:
        """Have another discount from today on, and another rate of every currency."""
        for currency in {plan.currency for plan in self.books.find(Plan)}:
            if currency != self.engine.world.reseller.currency:
                self.engine.world.set_rate(currency, str(rate))
        for one in self.books.find(Discount):
            self.books.remove(one)
        self.books.add(Discount(self.books.new_id(Discount), 1, 1, "Discount", percent,
                                self.books.today, None))  # fmt: skip
        self.books.kept.clear()


def _period(one: PlanPeriod) -> OfferPeriod:
    return OfferPeriod(str(one.plan_period_id), one.name, one.months, one.is_trial, one.setup_fee,
                       one.recurring_fee, one.renewal_fee)  # fmt: skip


def _resource(one: PlanResource) -> OfferResource:
    return OfferResource(
        str(one.plan_resource_id), one.name, one.unit, one.is_primary, one.is_measured,
        one.included, one.minimum, one.maximum, one.setup_fee, one.recurring_fee, one.renewal_fee,
        one.overuse_fee,
    )  # fmt: skip


def at_noon(sale: Sale) -> Sale:
    """Have a sale placed at noon, so that no operation lasts into another day."""
    return replace(sale, now=sale.now.replace(hour=12, minute=0))
