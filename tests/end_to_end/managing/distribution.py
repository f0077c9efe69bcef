"""The platform behind the portal: what was bought there before, and what is in its books now."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from domain.statuses import AccountStatus, ChargeStatus, OrderStatus, OrderType
from sandbox.holdings import totals_of
from sandbox.offers import periods_of
from sandbox.panel import set_account
from sandbox.records import Account, Charge, Manager, Order, Subscription
from sandbox.seeding.people import token_of
from tests.sandbox.buyer import Buyer
from tests.storefront import MANAGER, Storefront

Record = TypeVar("Record")


class Charged(NamedTuple):
    """A charge as it is compared: amounts are in euro, the days are the first and the one after."""

    status: ChargeStatus
    quantity: int
    amount: Decimal
    start_on: date
    end_on: date


class Distribution:
    """What the tests ask of the platform beside the portal."""

    def __init__(self, front: Storefront) -> None:
        self._front = front
        self._buyer = Buyer(front.platform, token_of(MANAGER), front.reseller_id)
        self.manager = self._one(Manager, "email = ?", MANAGER)

    def client(self, name: str = "Engine Ltd") -> Account:
        """Return a client of which everything is known but its services."""
        return self._one(Account, "account_id = ?", self._buyer.new_account(name))

    def bought(
        self, plan_name: str, account: Account, quantity: int, *, months: int | None = None,
        is_trial: bool = False, tenant: str | None = None, **more: Any,
    ) -> Subscription:  # fmt: skip
        """Return what the manager bought some minutes ago; a first `tenant` comes with it."""
        plan = self._front.plan(plan_name)
        with self._front.platform.reading() as books:
            period = next(
                one for one in periods_of(books, plan.plan_id)
                if (one.months, one.is_trial) == (1 if is_trial else months, is_trial)
            )  # fmt: skip
        more |= {"quantity": quantity, "plan_period_id": period.plan_period_id}
        if tenant:
            order = self._buyer.buy_microsoft(plan, account.account_id, tenant, **more)
        else:
            order = self._buyer.buy(plan, account.account_id, **more)
        self._front.wait(minutes=5)
        return self._one(
            Subscription, "subscription_id = ?", order["attributes"]["subscription_id"]
        )

    def put(self, account: Account, status: AccountStatus) -> None:
        """Have the distributor put a client on hold, or lift its hold."""
        set_account(self._front.platform, account.account_id, status)

    def now(self, own: Subscription) -> Subscription:
        return self._one(Subscription, "subscription_id = ?", own.subscription_id)

    def amounts(self, own: Subscription) -> list[int]:
        with self._front.platform.reading() as books:
            return list(totals_of(books, self.now(own)).values())

    def orders(self, own: Subscription) -> list[tuple[OrderType, OrderStatus, int | None]]:
        """Return kind, status and manager of each order, the oldest first."""
        return [(one.kind, one.status, one.manager_id) for one in self._orders(own)]

    def newest_order(self, own: Subscription) -> Order:
        return self._orders(own)[-1]

    def charges(self, own: Subscription, order: Order | None = None) -> list[Charged]:
        """Return what was charged of a subscription, or by one of its orders, by days."""
        with self._front.platform.reading() as books:
            where = "subscription_id = ? ORDER BY start_on, charge_id"
            found = books.find(Charge, where, own.subscription_id)
        return [
            Charged(one.status, one.quantity, one.amount, one.start_on, one.end_on)
            for one in found if order is None or one.order_id == order.order_id
        ]  # fmt: skip

    def asked(self) -> list[str]:
        """Return what the portal has asked the platform to do."""
        log = self._front.platform.log.since(0)
        return [one["path"] for one in log if one["method"] != "GET"]

    def _orders(self, own: Subscription) -> list[Order]:
        with self._front.platform.reading() as books:
            where = "subscription_id = ? ORDER BY order_id"
            return books.find(Order, where, own.subscription_id)

    def _one(self, kind: type[Record], where: str, *binds: object) -> Record:
        with self._front.platform.reading() as books:
            (found,) = books.find(kind, where, *binds)
        return found
