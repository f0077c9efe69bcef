"""A platform with next to nothing on it, for rules that are told in a few lines."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any

from domain.statuses import AccountStatus, BillingType, ChargeStatus
from sandbox import operations
from sandbox.books import Books
from sandbox.catalog_records import (
    Discount,
    ExchangeRate,
    Plan,
    PlanPeriod,
    PlanResource,
    SwitchTarget,
    Term,
)
from sandbox.clock import run_due
from sandbox.holdings import held_by, totals_of
from sandbox.instants import ZONE
from sandbox.offers import resources_of
from sandbox.orders import place_sale
from sandbox.records import (
    Account,
    Charge,
    Order,
    Reseller,
    ResellerCharge,
    Resource,
    Subscription,
)

MONTHLY, LONG_TERM = BillingType.MONTHLY, BillingType.LONG_TERM
SECONDS = timedelta(seconds=5)


A_FEW_MINUTES = timedelta(minutes=5)
PLAIN_TERM: dict[str, Any] = {
    "grace_days": 0,
    "auto_renew_point": 0,
    "manual_renew_point": 30,
    "manual_switch_point": -1,
    "delayed_switch_point": 30,
    "deletion_window_hours": 0,
    "storage_days": 30,
    "delayed_order_days": 15,
    "is_stop_allowed": True,
    "stop_needs_approval": False,
    "deletion_needs_approval": False,
    "is_auto_renew_locked": False,
    "is_trial_changeable": False,
    "is_singleton": False,
    "extended_renewal_days": 0,
}


class World:
    """One reseller with one account, at noon of 20 August 2025."""

    def __init__(self, *, currency: str = "EUR", billing_day: int = 1) -> None:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.executescript((files("sandbox") / "schema.sql").read_text("utf-8"))
        self.books = Books(connection, datetime(2025, 8, 20, 12, tzinfo=ZONE))
        now = self.books.now
        self.reseller = self.books.add(
            Reseller(1, None, "Reseller", "reseller.example", currency, billing_day, {}, {},
                     now, now)
        )  # fmt: skip
        self.account = self.books.add(
            Account(1, 1, None, 1, 1, "Account", AccountStatus.ACTIVE, {}, {}, "", "", {},
                    now, now)
        )  # fmt: skip

    def plan(
        self,
        billing_type: BillingType,
        monthly: str = "4.00",
        *,
        months: int | None = None,
        trial_months: int | None = None,
        currency: str = "EUR",
        setup: str = "0",
        renewal: str = "0",
        overuse: str = "0",
        is_measured: bool = False,
        maximum: int | None = None,
        **term: Any,
    ) -> Plan:
        """Offer a plan with one resource, "License"; `term` changes the plain service term."""
        books, now = self.books, self.books.now
        terms = books.add(Term(books.new_id(Term), "t", "Term", **(PLAIN_TERM | term)))
        key = books.new_id(Plan)
        plan = books.add(
            Plan(key, 1, key, terms.term_id, None, f"Plan {key}", "", f"SKU-{key}", "active",
                 billing_type, currency, True, now, now)
        )  # fmt: skip
        zero = Decimal(0)
        books.add(PlanPeriod(books.new_id(PlanPeriod), key, "Paid", months, False, zero, zero,
                             zero, 1))  # fmt: skip
        if trial_months:
            books.add(PlanPeriod(books.new_id(PlanPeriod), key, "Trial", trial_months, True, zero,
                                 zero, zero, 2))  # fmt: skip
        books.add(
            PlanResource(books.new_id(PlanResource), key, "License", "T", "license", is_measured,
                         True, 0, 0 if is_measured else 1, maximum, Decimal(setup),
                         Decimal(monthly), Decimal(overuse), Decimal(renewal), 1)
        )  # fmt: skip
        return plan

    def include(self, plan: Plan, included: int) -> None:
        """Have a plan include some of its resource."""
        (resource,) = resources_of(self.books, plan.plan_id)
        self.books.change(resource, included=included)
        self.books.kept.clear()

    def limit(self, plan: Plan, maximum: int) -> None:
        """Offer no more than so much of a plan's resource from now on."""
        (resource,) = resources_of(self.books, plan.plan_id)
        self.books.change(resource, maximum=maximum)
        self.books.kept.clear()

    def period(self, plan: Plan, *, is_trial: bool = False) -> PlanPeriod:
        where = "plan_id = ? AND is_trial = ?"
        return self.books.find(PlanPeriod, where, plan.plan_id, is_trial)[0]

    def totals(self, plan: Plan, quantity: int) -> dict[int, int]:
        (resource,) = resources_of(self.books, plan.plan_id)
        return {resource.plan_resource_id: quantity}

    def order(self, plan: Plan, quantity: int, *, is_trial: bool = False, **more: Any) -> Order:
        return place_sale(self.books, self.account, plan, self.period(plan, is_trial=is_trial),
                          self.totals(plan, quantity), **more)  # fmt: skip

    def buy(self, plan: Plan, quantity: int, **more: Any) -> Subscription:
        """Order a plan, and wait the few minutes until the subscription is active."""
        order = self.order(plan, quantity, **more)
        self.wait(A_FEW_MINUTES)
        return self.now_is(order)

    def now_is(self, thing: Subscription | Order | Charge) -> Any:
        """Return a record as it is now; of an order, its subscription."""
        if isinstance(thing, Charge):
            return self.books.get(Charge, thing.charge_id)
        return self.books.get(Subscription, thing.subscription_id)

    def plan_of(self, subscription: Subscription) -> Plan:
        return self.books.get(Plan, subscription.plan_id)

    def held(self, subscription: Subscription) -> int:
        """Return how much a subscription of a plan with one resource holds of it."""
        (total,) = totals_of(self.books, self.now_is(subscription)).values()
        return total

    def assign(self, subscription: Subscription, used: int) -> Resource:
        """Have so much of the resource assigned to people."""
        (held,) = held_by(self.books, subscription)
        return self.books.change(held, used=used)

    def request(self, subscription: Subscription, operation: str) -> Subscription:
        """Ask for an operation, and return the subscription as it is a few minutes later."""
        operations.request(self.books, self.now_is(subscription), operation)
        self.wait()
        found: Subscription = self.now_is(subscription)
        return found

    def wait(self, time: timedelta = A_FEW_MINUTES) -> None:
        run_due(self.books, self.books.now + time)

    def until(self, day: date, hour: int = 12) -> None:
        """Let time pass up to an hour of a day."""
        run_due(self.books, datetime(day.year, day.month, day.day, hour, tzinfo=ZONE))

    def set_rate(self, currency: str, rate: str, quantity: int = 1) -> None:
        key = self.books.new_id(ExchangeRate)
        self.books.add(ExchangeRate(key, 1, currency, quantity, Decimal(rate), self.books.today,
                                    self.books.now))  # fmt: skip

    def give_discount(self, plan: Plan, percent: str) -> Discount:
        key = self.books.new_id(Discount)
        return self.books.add(
            Discount(key, 1, plan.product_id, "Discount", Decimal(percent), date(2020, 1, 1), None)
        )

    def allow_switch(self, old: Plan, new: Plan) -> None:
        key = self.books.new_id(SwitchTarget)
        self.books.add(SwitchTarget(key, old.plan_id, new.plan_id))

    def all_charges(self, subscription: Subscription) -> list[Charge]:
        where = "subscription_id = ? ORDER BY charge_id"
        return self.books.find(Charge, where, subscription.subscription_id)

    def charges(
        self, subscription: Subscription, *, deleted: bool = False
    ) -> list[tuple[str, str, str, str]]:
        """Say of each charge the first day, the day after the last, the amount and the status."""
        return [
            (f"{charge.start_on:%d.%m.%y}", f"{charge.end_on:%d.%m.%y}",
             str(charge.amount.quantize(Decimal("0.01"))), charge.status)
            for charge in self.all_charges(subscription)
            if deleted or charge.status is not ChargeStatus.DELETED
        ]  # fmt: skip

    def owed(self) -> list[ResellerCharge]:
        return self.books.find(ResellerCharge, "1 ORDER BY reseller_charge_id")

    def orders(self, subscription: Subscription) -> list[tuple[str, str]]:
        """Say of each order its kind and status."""
        where = "subscription_id = ? ORDER BY order_id"
        orders = self.books.find(Order, where, subscription.subscription_id)
        return [(order.kind.value, order.status.value) for order in orders]
