"""Sells the same to the platform's own engine, which has rules of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from domain.money import Money
from domain.offer import Offer, OfferPeriod, OfferResource
from domain.pricing.lines import Line
from domain.statuses import BillingType, ChargeStatus, ChargeType
from sandbox.ability import ability
from sandbox.catalog_records import Plan, PlanPeriod, PlanResource, Term
from sandbox.instants import ZONE
from sandbox.orders import place_sale
from sandbox.records import Charge, Order, ResellerCharge, Subscription
from sandbox.standing import standing_of
from tests.sandbox.world import A_FEW_MINUTES, PLAIN_TERM, World

# A charge as both sides tell it: kind, resource, quantity, unit price, first day, day after the
# last, months, amount in the plan's currency and in the reseller's.
Told = tuple[str, str | None, int, Decimal, date, date, Decimal, Decimal, Decimal]


@dataclass(frozen=True)
class Sale:
    """What is sold, and how the platform is set up for it."""

    billing_type: BillingType
    period: OfferPeriod
    resources: tuple[OfferResource, ...]
    quantities: dict[str, int]
    plan_currency: str
    currency: str
    rate: Decimal
    rate_quantity: int
    billing_day: int
    discount_percent: Decimal
    window_hours: int
    now: datetime  # in the platform's zone
    delay_days: int
    is_bound: bool = False  # to its vendor, which counts added amounts apart
    near_days: int = 0  # before a billing day, in which renewals are extended

    @property
    def unit_rate(self) -> Decimal:
        return self.rate / self.rate_quantity if self.plan_currency != self.currency else Decimal(1)

    @property
    def start_on(self) -> date:
        return self.now.date() + timedelta(days=self.delay_days)

    @property
    def offer(self) -> Offer:
        return Offer(
            plan_id="1", name="Plan", sku=None, description=None, product_id="1",
            product_name="Product", category_id=None, currency=self.plan_currency,
            billing_type=self.billing_type, billing_code=self.billing_type.value,
            service_term_id="1", periods=(self.period,), resources=self.resources,
        )  # fmt: skip


class Engine:
    """The platform with one plan, after the sale has been placed."""

    def __init__(self, sale: Sale) -> None:
        self.world = World(currency=sale.currency, billing_day=sale.billing_day)
        self.books = self.world.books
        self.books.now = sale.now
        plan, period = self._publish(sale)
        if sale.plan_currency != sale.currency:
            self.world.set_rate(sale.plan_currency, str(sale.rate), sale.rate_quantity)
        if sale.discount_percent:
            self.world.give_discount(plan, str(sale.discount_percent))
        totals = {int(key): quantity for key, quantity in sale.quantities.items()}
        self._order = place_sale(
            self.books, self.world.account, plan, period, totals, provisioning_on=sale.start_on
        )

    @property
    def order(self) -> Order:
        return self.books.get(Order, self._order.order_id)

    @property
    def subscription(self) -> Subscription:
        return self.books.get(Subscription, self._order.subscription_id)

    @property
    def order_charges(self) -> list[Charge]:
        where = "order_id = ? ORDER BY charge_id"
        return self.books.find(Charge, where, self._order.order_id)

    @property
    def is_deletable(self) -> bool:
        return ability(standing_of(self.books, self.subscription))["destroy"]

    def activate(self, sale: Sale) -> datetime:
        """Let time pass until the subscription is active; returns when it became so."""
        if sale.delay_days:
            self.world.until(sale.start_on, hour=5)
        self.world.wait(A_FEW_MINUTES)
        activated_at = self.order.closed_at
        assert activated_at is not None, self.order.status
        return activated_at

    def at(self, instant: datetime) -> None:
        """Let time pass up to an instant."""
        self.world.wait(instant - self.books.now)

    def taken_on(self, day: date) -> list[Charge]:
        """Return what funds have been taken for since a day on which its time began."""
        where = "subscription_id = ? AND start_on = ? AND kind <> 'consumption' ORDER BY charge_id"
        found = self.books.find(Charge, where, self._order.subscription_id, day)
        return [
            charge
            for charge in found
            if charge.status in (ChargeStatus.BLOCKED, ChargeStatus.CLOSED)
        ]

    def charged_days(self) -> set[date]:
        """Return the first days of everything that funds have been taken for."""
        return {
            charge.start_on
            for charge in self.world.all_charges(self.subscription)
            if charge.kind is not ChargeType.CONSUMPTION
            and charge.status in (ChargeStatus.BLOCKED, ChargeStatus.CLOSED)
        }

    def discount_given(self) -> Decimal:
        """Return what was taken off the order's charges as they closed."""
        keys = {charge.charge_id for charge in self.order_charges}
        owed = self.books.find(ResellerCharge)
        return sum((row.discount_amount for row in owed if row.charge_id in keys), Decimal(0))

    def _publish(self, sale: Sale) -> tuple[Plan, PlanPeriod]:
        now = self.books.now
        limits = PLAIN_TERM | {
            "deletion_window_hours": sale.window_hours,
            "extended_renewal_days": sale.near_days,
        }
        self.books.add(Term(1, "nce" if sale.is_bound else "t", "Term", **limits))
        plan = self.books.add(
            Plan(1, 1, 1, 1, None, "Plan", "", "SKU", "active", sale.billing_type,
                 sale.plan_currency, True, now, now)
        )  # fmt: skip
        one = sale.period
        period = self.books.add(
            PlanPeriod(1, 1, one.name, one.months, one.is_trial, one.setup_fee,
                       one.recurring_fee, one.renewal_fee, 1)
        )  # fmt: skip
        for resource in sale.resources:
            self.books.add(plan_resource(resource, plan.plan_id))
        return plan, period


def told_by_platform(charge: Charge) -> Told:
    key = charge.plan_resource_id
    return (
        charge.kind.value, None if key is None else str(key), charge.quantity, charge.unit_price,
        charge.start_on, charge.end_on, charge.duration, charge.plan_amount, charge.amount,
    )  # fmt: skip


def told_by_us(line: Line) -> Told:
    return (
        line.kind.value, line.plan_resource_id, line.quantity, line.unit_price.amount,
        line.start_on, line.end_on, line.duration, line.plan_amount.amount, line.amount.amount,
    )  # fmt: skip


def gross_of(charges: list[Charge], currency: str) -> Money:
    return Money(sum((charge.amount for charge in charges), Decimal(0)), currency)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)


def plan_resource(one: OfferResource, plan_id: int) -> PlanResource:
    return PlanResource(
        int(one.plan_resource_id), plan_id, one.name, "T", "license", one.is_measured,
        one.is_primary, one.included, one.minimum, one.maximum, one.setup_fee, one.recurring_fee,
        one.consumption_fee, one.renewal_fee, 1,
    )  # fmt: skip
