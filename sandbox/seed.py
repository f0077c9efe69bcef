"""Makes a new platform: catalog, people, rates, and a history run by the platform's own clock."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from sandbox import exchange, reminders, vendor_renewals
from sandbox.books import Books
from sandbox.catalog_records import Discount, Product
from sandbox.clock import STANDS_AT
from sandbox.instants import day_of, instant_of, to_milliseconds
from sandbox.messages import forget_all
from sandbox.months import add_months
from sandbox.records import Reseller
from sandbox.schema import create_tables
from sandbox.seeding.assigning import assign_licences
from sandbox.seeding.catalog import build_catalog, product_recipes
from sandbox.seeding.history import Size, stories_of, tell
from sandbox.seeding.people import DISTRIBUTOR, RESELLERS, add_reseller, token_of

DEFAULT_CLIENTS, DEFAULT_SUBSCRIPTIONS, DEFAULT_MONTHS = 61, 345, 24
LEAST_MONTHS = 6
# The history ends in the morning: what fell due that day has been done.
END_HOUR = 9
# A large history is written all over the file: it stays in memory meanwhile.
CACHE_KIBIBYTES = 512 * 1024
# The distributor has set everything up before anyone ordered.
SET_UP = timedelta(days=40)

# Percent off a product, from how many months before the history's end, and for how many.
DISCOUNTS = {
    "Microsoft 365 Business Premium": ("10", 24, None),
    "Microsoft 365 Business Standard": ("5", 9, None),
    "Exchange Online (Plan 1)": ("7.5", 20, 14),
    "Power BI Pro": ("12", 6, None),
    "Azure Plan": ("3", 18, None),
    "ESET PROTECT": ("15", 24, None),
    "Hosted Exchange": ("2.5", 12, 8),
    "Windows Server": ("4", 24, None),
}


@dataclass(frozen=True, slots=True)
class SeededManager:
    """Someone who may sign in; passwords are the portal's."""

    domain: str
    email: str
    name: str
    role: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class SeededReseller:
    reseller_id: int
    name: str
    domain: str
    currency: str


@dataclass(frozen=True, slots=True)
class Seeded:
    """What others need to know of a new platform. The token reaches every reseller."""

    token: str
    resellers: tuple[SeededReseller, ...]
    managers: tuple[SeededManager, ...]


def latest_day(now: datetime) -> date:
    """Return the last day whose seeded history lies in the past, for a clock that goes on."""
    return day_of(now - timedelta(hours=END_HOUR))


def seed(
    path: Path,
    day: date,
    *,
    clients: int = DEFAULT_CLIENTS,
    subscriptions: int = DEFAULT_SUBSCRIPTIONS,
    months: int = DEFAULT_MONTHS,
    plans: int | None = None,
    progress: Callable[[float], None] = lambda part: None,
) -> Seeded:
    """Make a new platform whose history ends on a day; the same day gives the same platform.

    `clients` and `subscriptions` are those of all resellers together, shared out by weight; what
    it takes to show every status is there in any case. `plans` asks for at least so many plans
    for each reseller. Replaces what is at `path`.

    Raises:
        ValueError: there are too few months to tell the stories in.
    """
    if months < LEAST_MONTHS:
        raise ValueError(f"a history takes {LEAST_MONTHS} months or more, not {months}")
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA journal_mode = OFF")  # It is made anew when it breaks off.
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
        create_tables(connection)
        connection.execute("BEGIN")
        _fill(connection, day, Size(clients, subscriptions), months, plans, progress)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    unfinished.replace(path)
    return describe(path)


def describe(path: Path) -> Seeded:
    """Return what others need to know of a seeded platform."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT reseller_id, name, domain, currency FROM reseller "
            "WHERE parent_id IS NOT NULL ORDER BY reseller_id"
        )
        resellers = tuple(SeededReseller(*row) for row in rows)
        rows = connection.execute(
            "SELECT reseller.domain, manager.email, manager.name, manager_role.name, "
            "manager.status = 'active' FROM manager JOIN manager_role USING (role_id) "
            "JOIN reseller ON reseller.reseller_id = manager.reseller_id "
            "WHERE reseller.parent_id IS NOT NULL ORDER BY manager_id"
        )
        managers = tuple(
            SeededManager(domain, email, name, role, bool(is_active))
            for domain, email, name, role, is_active in rows
        )
    return Seeded(token_of(DISTRIBUTOR.managers[0].email), resellers, managers)


def _fill(
    connection: sqlite3.Connection,
    day: date,
    size: Size,
    months: int,
    plans: int | None,
    progress: Callable[[float], None],
) -> None:
    start, end = add_months(day, -months), instant_of(day, END_HOUR)
    books = Books(connection, instant_of(start - SET_UP, END_HOUR))
    root = add_reseller(books, DISTRIBUTOR, None)
    resellers = [add_reseller(books, recipe, root) for recipe in RESELLERS]
    build_catalog(books, [root, *resellers], product_recipes(plans))
    _set_rates(books, [root, *resellers], day)
    for reseller in resellers:
        _give_discounts(books, reseller, day)
    stories = [
        story
        for recipe, reseller in zip(RESELLERS, resellers, strict=True)
        for story in stories_of(books, reseller, _share(size, recipe.weight), start, day,
                                is_main=reseller is resellers[0])
    ]  # fmt: skip
    tell(books, stories, end, progress)
    assign_licences(books)
    forget_all(books)
    reminders.schedule(books)
    vendor_renewals.schedule(books)
    books.set(STANDS_AT, str(to_milliseconds(end)))


def _share(size: Size, weight: int) -> Size:
    return Size(max(1, round(size.clients * weight / 100)),
                max(1, round(size.subscriptions * weight / 100)))  # fmt: skip


def _set_rates(books: Books, resellers: list[Reseller], day: date) -> None:
    """Set the first rates; from here on the clock sets them each month."""
    books.set(exchange.SHIFT_WEEKS, str(exchange.shift_for(day) // timedelta(weeks=1)))
    for reseller in resellers:
        exchange.run(books, reseller.reseller_id)


def _give_discounts(books: Books, reseller: Reseller, day: date) -> None:
    for product in books.find(Product):
        if product.name in DISCOUNTS:
            percent, before, length = DISCOUNTS[product.name]
            start = add_months(day.replace(day=1), -before)
            books.add(
                Discount(
                    discount_id=books.new_id(Discount),
                    reseller_id=reseller.reseller_id,
                    product_id=product.product_id,
                    name=f"{product.name} {percent} %",
                    percent=Decimal(percent),
                    start_on=start,
                    end_on=None if length is None else add_months(start, length),
                )
            )
