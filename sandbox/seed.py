"""Makes a new platform with a history."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from itertools import islice
from pathlib import Path

from domain.money import round_half_up
from domain.statuses import (
    AccountStatus,
    BillingType,
    ChargeStatus,
    ChargeType,
    OrderStatus,
    OrderType,
    SubscriptionStatus,
)
from sandbox.books import Books
from sandbox.clock import STANDS_AT
from sandbox.exchange import set_rates, shift_for
from sandbox.instants import day_of, instant_of, to_milliseconds
from sandbox.months import add_months, first_of_next_month, next_anchor
from sandbox.rates import current_rate
from sandbox.records import (
    Account,
    Charge,
    Order,
    Reseller,
    ResellerCharge,
    Resource,
    Subscription,
    Usage,
)
from sandbox.seeding.catalog import build_catalog, offers_of, product_recipes
from sandbox.seeding.names import companies
from sandbox.seeding.people import DISTRIBUTOR, RESELLERS, add_reseller, token_of


@dataclass(frozen=True, slots=True)
class SeededManager:
    domain: str
    email: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Seeded:
    """What a new platform has that others need to know."""

    token: str
    reseller_ids: tuple[int, ...]
    managers: tuple[SeededManager, ...]


END_HOUR = 9


def latest_day(now: datetime) -> date:
    """Return the last day whose seeded history lies in the past, for a clock that goes on."""
    return day_of(now - timedelta(hours=END_HOUR))


def seed(
    path: Path,
    day: date,
    *,
    clients: int = 61,
    subscriptions: int = 345,
    months: int = 24,
    plans: int | None = None,
    progress: Callable[[float], None] = lambda part: None,
) -> Seeded:
    """Make a new platform whose history ends on a day."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript((files("sandbox") / "schema.sql").read_text("utf-8"))
        connection.execute("BEGIN")
        start = add_months(day.replace(day=1), -months)
        books = Books(connection, instant_of(start - timedelta(days=30), 9))
        root = add_reseller(books, DISTRIBUTOR, None)
        resellers = [add_reseller(books, recipe, root) for recipe in RESELLERS]
        build_catalog(books, [root, *resellers], product_recipes(plans))
        shift = shift_for(day)
        chance = random.Random(day.toordinal())
        while books.today < day:
            for reseller in resellers:
                set_rates(books, reseller, shift)
            books.now = instant_of(first_of_next_month(books.today), 1)
        books.now = instant_of(day, END_HOUR)
        for recipe, reseller in zip(RESELLERS, resellers, strict=True):
            _fill(
                books,
                reseller,
                chance,
                clients * recipe.weight // 100,
                subscriptions * recipe.weight // 100,
                months,
                day,
            )
            progress(0.5)
        books.set(STANDS_AT, str(to_milliseconds(instant_of(day, END_HOUR))))
        connection.execute("COMMIT")
    return Seeded(
        token_of(DISTRIBUTOR.managers[0].email),
        tuple(reseller.reseller_id for reseller in resellers),
        tuple(
            SeededManager(r.domain, m.email, m.name, m.role) for r in RESELLERS for m in r.managers
        ),
    )


def _fill(
    books: Books,
    reseller: Reseller,
    chance: random.Random,
    clients: int,
    subscriptions: int,
    months: int,
    day: date,
) -> None:
    accounts = []
    for company in islice(companies(reseller.currency, chance), clients):
        accounts.append(
            books.add(
                Account(
                    books.new_id(Account),
                    reseller.reseller_id,
                    None,
                    1,
                    1,
                    company.name,
                    AccountStatus.ACTIVE,
                    {
                        "first_name": company.first_name,
                        "middle_name": "",
                        "last_name": company.last_name,
                    },
                    {
                        "country": company.country,
                        "region": company.region,
                        "city": company.city,
                        "street": company.street,
                        "building": company.building,
                        "office": "",
                        "zip": company.zip,
                    },
                    company.email,
                    company.phone,
                    {"inn": company.registration_number},
                    books.now,
                    books.now,
                )
            )
        )
    offers = offers_of(books, reseller)
    offered = [o for kind in (BillingType.MONTHLY, BillingType.PAYG_EXTERNAL) for o in offers[kind]]
    for number in range(subscriptions):
        account, offer = chance.choice(accounts), offered[number % len(offered)]
        start = day - timedelta(days=chance.randint(1, months * 30))
        period = offer.periods[0]
        subscription = books.add(
            Subscription(
                books.new_id(Subscription),
                reseller.reseller_id,
                account.account_id,
                offer.plan.plan_id,
                period.plan_period_id,
                None,
                offer.plan.name,
                SubscriptionStatus.ACTIVE,
                SubscriptionStatus.ACTIVE,
                False,
                start,
                start,
                None,
                None,
                False,
                False,
                None,
                None,
                None,
                None,
                None,
                books.now,
                books.now,
            )
        )
        resource = books.add(
            Resource(
                books.new_id(Resource),
                subscription.subscription_id,
                offer.resources[0].plan_resource_id,
                10,
                10,
            )
        )
        order = books.add(
            Order(
                books.new_id(Order),
                reseller.reseller_id,
                account.account_id,
                subscription.subscription_id,
                None,
                OrderType.SALES,
                OrderStatus.COMPLETED,
                offer.plan.plan_id,
                period.plan_period_id,
                {str(resource.plan_resource_id): 10},
                "",
                Decimal(0),
                Decimal(0),
                Decimal(1),
                start,
                start,
                None,
                books.now,
                books.now,
                books.now,
            )
        )
        if offer.plan.billing_type is BillingType.PAYG_EXTERNAL:
            first = start
            while first < day:
                books.add(
                    Usage(
                        books.new_id(Usage),
                        subscription.subscription_id,
                        first,
                        first + timedelta(days=1),
                        True,
                        "Virtual Machines",
                        "rg-prod",
                        "D4s v5",
                        "West Europe",
                        "1 Hour",
                        Decimal(24),
                        Decimal("0.2"),
                        Decimal("4.8"),
                        Decimal(0),
                        ["env: prod"],
                    )
                )
                first += timedelta(days=1)
            continue
        rate = current_rate(books, reseller.reseller_id, offer.plan.currency)
        first = start
        while first < day:
            end = next_anchor(first, reseller.billing_day)
            amount = round_half_up(offer.resources[0].recurring_fee * 10, 2)
            closed = end <= day
            mine = round_half_up(amount * rate, 2)
            charge = books.add(
                Charge(
                    books.new_id(Charge),
                    reseller.reseller_id,
                    account.account_id,
                    subscription.subscription_id,
                    offer.plan.plan_id,
                    order.order_id,
                    resource.resource_id,
                    resource.plan_resource_id,
                    offer.resources[0].name,
                    ChargeType.RECURRING,
                    f"{offer.plan.name}: {offer.resources[0].name}",
                    10,
                    offer.resources[0].recurring_fee,
                    first,
                    end,
                    Decimal(1),
                    offer.plan.currency,
                    amount,
                    rate,
                    mine,
                    Decimal(0),
                    None,
                    Decimal(0) if closed else None,
                    Decimal(0) if closed else None,
                    ChargeStatus.CLOSED if closed else ChargeStatus.BLOCKED,
                    end,
                    books.now,
                    books.now,
                )
            )
            if closed:
                books.add(
                    ResellerCharge(
                        books.new_id(ResellerCharge),
                        charge.charge_id,
                        reseller.reseller_id,
                        None,
                        Decimal(0),
                        Decimal(0),
                        mine,
                        end,
                        books.now,
                        books.now,
                    )
                )
            first = end
