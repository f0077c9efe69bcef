"""Tells many stories at once, while the platform's own clockwork runs between their moments."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count, islice

from domain.statuses import BillingType
from sandbox.books import Books
from sandbox.clock import run_due
from sandbox.records import Manager, Reseller
from sandbox.seeding.catalog import Market, Offer, market_of
from sandbox.seeding.life import Client, Life, Script
from sandbox.seeding.names import companies
from sandbox.seeding.stories import SHARES, ordinary
from sandbox.seeding.tellings import FEW, LATER_TELLINGS, RESERVED, TELLINGS, Telling

# Subscriptions still come in on the last days, but not on the very last.
LAST_ORDER_DAYS = 3

# Each day of what is measured is a dozen rows: of large histories no more than so many for each
# reseller are.
MOST_MEASURED = 100
# Nor do all live long: beyond so many for each reseller they have begun in the last months.
FULL_LIVES, RECENT_DAYS = 3000, 120

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How much history a reseller gets."""

    clients: int
    subscriptions: int


def stories_of(
    books: Books, reseller: Reseller, size: Size, start: date, day: date, *, is_main: bool
) -> list[Script]:
    """Return the stories of a reseller's subscriptions, from a day to the history's end."""
    chance = random.Random(f"{day} {reseller.domain}")  # The same day, the same history.
    market = market_of(books, reseller)
    managers = books.find(Manager, "reseller_id = ? AND status = 'active'", reseller.reseller_id)
    later = LATER_TELLINGS if is_main else ()
    tellings = TELLINGS if is_main else tuple(t for t in TELLINGS if t.script in FEW)
    clients = _clients(reseller, size.clients, chance, is_main=is_main)
    free = [client for place, client in enumerate(clients) if place not in RESERVED or not is_main]

    def life(client: Client, offer: Offer) -> Life:
        own_chance = random.Random(chance.getrandbits(64))
        return Life(books, reseller, managers, client, market, offer, day, own_chance)

    scripts = []
    for place, telling in enumerate(tellings):
        client = _client(telling, clients, free, place, is_main=is_main)
        scripts.append(telling.script(life(client, market.named(telling.plan))))
    length = (day - start).days - LAST_ORDER_DAYS
    measured = 0
    for place in range(size.subscriptions - len(tellings) - len(later)):
        client = free[place % len(free)] if place < len(free) else chance.choice(free)
        days = length if place < FULL_LIVES else min(length, RECENT_DAYS)
        begins = start + timedelta(days=length - days + int(days * chance.random()))
        offer = _offer(market, chance, is_measured=measured < MOST_MEASURED)
        measured += offer.plan.billing_type is BillingType.PAYG_EXTERNAL
        scripts.append(ordinary(life(client, offer), begins))
    for place, telling in enumerate(later):
        client = _client(telling, clients, free, -place - 1, is_main=is_main)
        scripts.append(telling.script(life(client, market.named(telling.plan))))
    return scripts


def tell(books: Books, scripts: list[Script], end: datetime, progress: Progress) -> None:
    """Play stories in the order of their moments, up to an instant."""
    begin, order = books.now, count()
    waiting: list[tuple[datetime, int, Script]] = []
    for script in scripts:
        _go_on(script, waiting, next(order))
    while waiting and waiting[0][0] < end:
        moment, _, script = heapq.heappop(waiting)
        run_due(books, moment)
        _go_on(script, waiting, next(order))
        progress((moment - begin) / (end - begin))
    run_due(books, end)


def _go_on(script: Script, waiting: list[tuple[datetime, int, Script]], number: int) -> None:
    moment = next(script, None)
    if moment is not None:
        heapq.heappush(waiting, (moment, number, script))


def _clients(
    reseller: Reseller, count: int, chance: random.Random, *, is_main: bool
) -> list[Client]:
    least = max(RESERVED) + 2 if is_main else 1
    names = companies(reseller.currency, chance)
    return [Client(company) for company in islice(names, max(count, least))]


def _client(
    telling: Telling, clients: list[Client], free: list[Client], place: int, *, is_main: bool
) -> Client:
    is_reserved = is_main and telling.client is not None
    return clients[telling.client or 0] if is_reserved else free[place % len(free)]


def _offer(market: Market, chance: random.Random, *, is_measured: bool) -> Offer:
    shares = {
        kind: share
        for kind, share in SHARES.items()
        if is_measured or kind is not BillingType.PAYG_EXTERNAL
    }
    (kind,) = chance.choices(list(shares), list(shares.values()))
    return chance.choice(market.of_type(kind))
