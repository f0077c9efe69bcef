"""Finding plans, products, clients, subscriptions and pages by what someone typed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator

from dashboard.places import account_page, subscription_page
from dashboard.search_index import Entry, SearchIndex
from dashboard.texts import gettext
from domain.access import EVERYONE, Access, Section
from warehouse.catalog import offered_plans, products
from warehouse.connection import Snapshot
from warehouse.searchable import searchable, searchable_fingerprint

MOST_INDEXES = 16
MOST = 50  # results of one search
LONGEST = 200  # letters of a text that are looked at
SHORTEST = 2  # SRCH-2
# Most look for something to order; a subscription is found as its plan is, and by its client.
# The sections of what can be found, by its kind; and of places to go to, by their address.
SECTIONS = {
    "product": Section.CATALOG,
    "plan": Section.CATALOG,
    "client": Section.CLIENTS,
    "subscription": Section.SUBSCRIPTIONS,
}
PLACES = {
    "/": EVERYONE,
    "/catalog": Section.CATALOG,
    "/subscriptions": Section.SUBSCRIPTIONS,
    "/clients": Section.CLIENTS,
    "/analytics": Section.ANALYTICS,
    "/analytics/reports": Section.ANALYTICS,
    "/analytics/quality": Section.ANALYTICS,
    "/company": Section.COMPANY,
    "/company/managers": Section.COMPANY,
    "/support": EVERYONE,
    "/help": EVERYONE,
    "/profile": EVERYONE,
    "/help/numbers": EVERYONE,
}
WEIGHTS = {"plan": 4.0, "product": 2.0, "subscription": -3.0}


class SearchIndexes:
    """The indexes of the last resellers that searched, for as long as they find the same.

    The places to go to are named in the reader's language, so that each language has its own.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._indexes: OrderedDict[tuple[str, str], tuple[str, SearchIndex]] = OrderedDict()

    def of(self, snapshot: Snapshot, *, reseller_id: str, locale: str) -> SearchIndex:
        """Return the index over what a reseller may find; made when it is asked for first."""
        key = (reseller_id, locale)
        fingerprint = searchable_fingerprint(snapshot, reseller_id=reseller_id)
        with self._lock:
            if key not in self._indexes or self._indexes[key][0] != fingerprint:
                entries = list(_entries(snapshot, reseller_id))
                self._indexes[key] = fingerprint, SearchIndex(entries)
                if len(self._indexes) > MOST_INDEXES:
                    self._indexes.popitem(last=False)
            self._indexes.move_to_end(key)
            return self._indexes[key][1]


class Search:
    """Finds what one reseller has and may order."""

    def __init__(
        self,
        snapshot: Snapshot,
        indexes: SearchIndexes,
        *,
        reseller_id: str,
        locale: str,
        access: Access,
    ) -> None:
        self._snapshot = snapshot
        self._indexes = indexes
        self._reseller_id = reseller_id
        self._locale = locale
        self._access = access

    def find(self, text: str, *, limit: int, kinds: Collection[str] = ()) -> list[Entry]:
        """Return what fits a text, best first; nothing for fewer than two letters (SRCH-2).

        `kinds` leaves out everything else, and so does what is hidden from the manager (NAV-5).
        """
        text = text.strip()[:LONGEST]
        if len(text) < SHORTEST:
            return []
        index = self._indexes.of(self._snapshot, reseller_id=self._reseller_id, locale=self._locale)
        hidden = [one for one in Section if not self._access.may_see(one)]
        found = index.find(text, limit=MOST if kinds or hidden else limit)
        return [
            entry
            for entry in found
            if (not kinds or entry.kind in kinds) and section_of(entry) not in hidden
        ][:limit]


def section_of(entry: Entry) -> Section | None:
    """Return the section that something found is in."""
    return PLACES[entry.id] if entry.kind == "page" else SECTIONS[entry.kind]


def _entries(snapshot: Snapshot, reseller_id: str) -> Iterator[Entry]:
    """Yield what can be found; of equals the one yielded first stands first."""
    yield from _places()
    sold = {one.product_id: one for one in products(snapshot, reseller_id=reseller_id)}
    plans = offered_plans(snapshot, reseller_id=reseller_id)
    for product_id in dict.fromkeys(plan.product_id for plan in plans):
        product = sold[product_id]
        yield Entry(
            "product",
            product_id,
            product.name,
            f"/products/{product_id}",
            weight=WEIGHTS["product"],
        )
    for plan in plans:
        product = sold[plan.product_id]
        yield Entry(
            "plan",
            plan.plan_id,
            plan.name,
            f"/products/{plan.product_id}#plan-{plan.plan_id}",
            subtitle=product.name,
            sku=plan.sku or "",
            words=f"{product.name} {plan.sku or ''}",
            weight=WEIGHTS["plan"],
        )
    for one in searchable(snapshot, reseller_id=reseller_id):
        yield Entry(
            one.kind,
            one.id,
            one.title,
            account_page(one.id) if one.kind == "client" else subscription_page(one.id),
            subtitle=one.subtitle or "",
            words=one.words or "",
            weight=WEIGHTS.get(one.kind, 0.0),
        )


def _places() -> Iterator[Entry]:
    places = {
        "/": gettext("Main page"),
        "/catalog": gettext("Catalog"),
        "/subscriptions": gettext("My subscriptions"),
        "/clients": gettext("Clients"),
        "/analytics": gettext("Consumption dynamics"),
        "/analytics/reports": gettext("Reports"),
        "/analytics/quality": gettext("Data quality"),
        "/company": gettext("Company profile"),
        "/company/managers": gettext("Managers"),
        "/support": gettext("Support"),
        "/help": gettext("Help"),
        "/profile": gettext("My profile"),
        "/help/numbers": gettext("How the numbers are made"),
    }
    for address, name in places.items():
        yield Entry("page", address, name, address)
