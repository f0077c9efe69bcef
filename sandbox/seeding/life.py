"""What a story does: orders and operations of one subscription, as a manager would ask for them."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from domain.statuses import AccountStatus
from sandbox import operations, orders, vendor
from sandbox.ability import ability
from sandbox.books import Books
from sandbox.catalog_records import PlanPeriod, PlanResource, Product
from sandbox.holdings import totals_of
from sandbox.instants import instant_of
from sandbox.records import Account, Manager, Order, Reseller, Subscription
from sandbox.seeding.catalog import Market, Offer
from sandbox.seeding.names import Company
from sandbox.standing import standing_of

# A story yields the instants at which it goes on.
Script = Iterator[datetime]

OPENING_HOUR, OPEN_MINUTES = 9, 9 * 60
CLIENT_TYPES = ("Business", "Education", "Public sector")


@dataclass(slots=True)
class Client:
    """A company that becomes an account with its first order."""

    company: Company
    account_id: int | None = None


@dataclass(slots=True)
class Life:
    """One subscription's part in the history: who orders it, what, and when."""

    books: Books
    reseller: Reseller
    managers: list[Manager]
    client: Client
    market: Market
    offer: Offer
    day: date  # on which the history ends
    chance: random.Random
    subscription_id: int = field(default=0, init=False)

    def at(self, day: date) -> datetime:
        """Return a moment of a day within business hours."""
        minutes = self.chance.randrange(OPEN_MINUTES)
        milliseconds = self.chance.randrange(60_000)
        return instant_of(day, OPENING_HOUR) + timedelta(minutes=minutes, milliseconds=milliseconds)

    def days_before(self, count: int) -> datetime:
        """Return a moment so many days before the history ends; the last day is not over."""
        return self.at(self.day - timedelta(days=max(1, count)))

    @property
    def today(self) -> date:
        return self.books.today

    @property
    def subscription(self) -> Subscription:
        return self.books.get(Subscription, self.subscription_id)

    @property
    def primary(self) -> PlanResource:
        return next(resource for resource in self.offer.resources if resource.is_primary)

    def period(self, months: int | None = -1, *, is_trial: bool = False) -> PlanPeriod:
        """Return a period of the plan: of a length in months, or the first paid one (-1)."""
        return next(
            period
            for period in self.offer.periods
            if period.is_trial == is_trial and (months == -1 or period.months == months)
        )

    def may(self, operation: str) -> bool:
        return ability(standing_of(self.books, self.subscription))[operation]

    def once_possible(self, operation: str) -> Script:
        """Wait for a day on which an operation is offered; a renewal may be in its way."""
        while not self.may(operation):
            yield self.at(self.today + timedelta(days=1))

    def amount(self) -> int:
        """Return how much of the primary resource the subscription holds."""
        return totals_of(self.books, self.subscription)[self.primary.plan_resource_id]

    def order(self, quantity: int, period: PlanPeriod | None = None, **more: Any) -> Order:
        """Order the plan for the client, who becomes an account if need be."""
        order = orders.place_sale(
            self.books,
            self._account(),
            self.offer.plan,
            period or self.period(),
            self._totals(quantity),
            manager_id=self._manager_id(),
            **more,
        )
        self.subscription_id = order.subscription_id
        return order

    def change(self, quantity: int) -> Order:
        """Order another amount of the primary resource."""
        totals = {self.primary.plan_resource_id: quantity}
        return orders.place_change(
            self.books, self.subscription, totals, manager_id=self._manager_id()
        )

    def renew(self, quantity: int | None = None, period: PlanPeriod | None = None) -> Order:
        totals = None if quantity is None else {self.primary.plan_resource_id: quantity}
        return orders.place_renewal(
            self.books, self.subscription, period, totals, manager_id=self._manager_id()
        )

    def switch(self, offer: Offer, *, on_renewal: bool = False) -> Order:
        """Switch to another plan with as much of its primary resource."""
        quantity = self.amount()
        self.offer = offer
        return orders.place_switch(
            self.books,
            self.subscription,
            offer.plan,
            self.period(),
            self._totals(quantity),
            manager_id=self._manager_id(),
            on_renewal=on_renewal,
        )

    def request(self, operation: str) -> None:
        """Ask for "stop", "activate" or "delete"."""
        operations.request(self.books, self.subscription, operation)

    def vendor(self, operation: str, *, days: float = 0, failure: str | None = None) -> None:
        """Have the vendor take long over the next operation of a kind, or fail."""
        delay = timedelta(days=days) if days else timedelta(minutes=3)
        vendor.tell(self.books, self.subscription_id, operation, delay=delay, failure=failure)

    def _account(self) -> Account:
        if self.client.account_id is None:
            account = _new_account(self.books, self.reseller, self.client.company, self.chance)
            self.client.account_id = account.account_id
        account = self.books.get(Account, self.client.account_id)
        is_microsoft = self.books.get(Product, self.offer.plan.product_id).vendor == "Microsoft"
        if is_microsoft and "microsoft_tenant_name" not in account.custom_attributes:
            account = self.books.change(account, custom_attributes=self._with_tenant(account))
        return account

    def _with_tenant(self, account: Account) -> dict[str, str]:
        name = self.client.company.domain.partition(".")[0].replace("-", "")
        return {
            **account.custom_attributes,
            "microsoft_tenant_name": f"{name}.onmicrosoft.com",
            "microsoft_tenant_id": str(uuid.UUID(int=self.chance.getrandbits(128), version=4)),
            "microsoft_agreement_accepted_on": self.today.isoformat(),
        }

    def _totals(self, quantity: int) -> dict[int, int]:
        totals = {resource.plan_resource_id: resource.minimum for resource in self.offer.resources}
        primary = self.primary
        limit = primary.maximum or quantity
        totals[primary.plan_resource_id] = min(max(quantity, primary.minimum), limit)
        for resource in self.offer.resources:
            if not resource.is_primary and self.chance.random() < 0.5:
                totals[resource.plan_resource_id] = resource.minimum + self.chance.randint(1, 6)
        return totals

    def _manager_id(self) -> int:
        joined = [m for m in self.managers if m.created_at <= self.books.now]
        return self.chance.choice(joined or self.managers[:1]).manager_id


def _new_account(
    books: Books, reseller: Reseller, company: Company, chance: random.Random
) -> Account:
    return books.add(
        Account(
            account_id=books.new_id(Account),
            reseller_id=reseller.reseller_id,
            manager_id=None,
            account_type_id=1,
            account_class_id=chance.randint(1, len(CLIENT_TYPES)),
            name=company.name,
            status=AccountStatus.ACTIVE,
            person={
                "first_name": company.first_name,
                "middle_name": "",
                "last_name": company.last_name,
            },
            address={
                "country": company.country,
                "region": company.region,
                "city": company.city,
                "street": company.street,
                "building": company.building,
                "office": "",
                "zip": company.zip,
            },
            email=company.email,
            phone=company.phone,
            custom_attributes={
                "inn": company.registration_number,
                "position": company.position,
                "client_type": chance.choice(CLIENT_TYPES),
            },
            created_at=books.now,
            updated_at=books.now,
        )
    )
