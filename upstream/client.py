"""What we ask the platform: one method per thing.

A method yields answers as they came; `upstream.parse` reads them. Reads only: what is sent
again when the connection breaks must not buy anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime
from typing import NamedTuple, Self, TypeVar
from urllib.parse import quote

import httpx

from domain.errors import UpstreamRejected, UpstreamUnavailable
from domain.periods import Period
from upstream.buying import BuyingReads
from upstream.envelope import Member
from upstream.paging import in_order, iter_pages
from upstream.transport import Answer, Params, Transport

RESELLERS = "/api/v3/resellers"
STORE = "/api/v3/customer_store/resellers"
UNAUTHORIZED = 401

Argument = TypeVar("Argument")
Result = TypeVar("Result")


class ConsumptionWindow(NamedTuple):
    """Whose consumption to ask for, and for which days."""

    subscription_id: str
    period: Period


class UpstreamClient:
    """The platform's API, as far as it may be asked without changing anything.

    Every method may raise `UpstreamUnavailable` (no answer, or "try later", at every attempt)
    and `UpstreamRejected` (the platform refused).
    """

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        timeout: float = 30.0,
        attempts: int = 5,
        concurrency: int = 4,
        page_size: int = 500,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        self._transport = Transport(
            base_url,
            token,
            timeout=timeout,
            attempts=attempts,
            concurrency=concurrency,
            transport=transport,
            sleep=sleep,
        )
        self._page_size = str(page_size)
        self._concurrency = concurrency
        self._pool = ThreadPoolExecutor(concurrency, thread_name_prefix="upstream")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.stop()
        self._pool.shutdown(cancel_futures=True)

    def stop(self) -> None:
        """End whatever is being asked, from another thread: it raises `UpstreamUnavailable`."""
        self._transport.close()

    @property
    def buying(self) -> BuyingReads:
        """What is read to look for what was ordered, over the same connections."""
        return BuyingReads(self._transport)

    def iter_resellers(self) -> Iterator[Answer]:
        """Source: getCustomerStoreResellers."""
        return self._pages(STORE)

    def iter_manager_roles(self, reseller_id: str) -> Iterator[Answer]:
        """Source: getManagerRoles."""
        return self._pages(_of(reseller_id, "manager_roles"))

    def iter_managers(self, reseller_id: str) -> Iterator[Answer]:
        """Source: getManagers."""
        return self._pages(_of(reseller_id, "managers"))

    def iter_categories(self, reseller_id: str) -> Iterator[Answer]:
        """Source: getProductCategories."""
        return self._store_pages(f"{STORE}/{_segment(reseller_id)}/product_categories")

    def iter_products(self, reseller_id: str) -> Iterator[Answer]:
        """Source: getProducts."""
        return self._store_pages(f"{STORE}/{_segment(reseller_id)}/products")

    def iter_plans(
        self, reseller_id: str, *, updated_after: datetime | None = None
    ) -> Iterator[Answer]:
        """Source: getPlans."""
        return self._pages(_of(reseller_id, "plans"), _updated_after(updated_after))

    def iter_accounts(
        self, reseller_id: str, *, updated_after: datetime | None = None
    ) -> Iterator[Answer]:
        """Source: getAccounts."""
        return self._pages(_of(reseller_id, "accounts"), _updated_after(updated_after))

    def iter_subscriptions(self, reseller_id: str) -> Iterator[Answer]:
        """Yield subscriptions with their resources, the last changed first.

        Source: getSubscriptions.
        """
        return self._pages(
            _of(reseller_id, "subscriptions"),
            {"sort": "-updated_at", "include": "subscription_resources"},
        )

    def iter_orders(
        self, reseller_id: str, *, updated_after: datetime | None = None
    ) -> Iterator[Answer]:
        """Yield orders, the last changed first: one that changes while we read repeats others
        and hides none.

        Source: getOrders.
        """
        return self._pages(
            _of(reseller_id, "orders"),
            {"sort": "-updated_at", **_updated_after(updated_after)},
        )

    def iter_charges(
        self, reseller_id: str, *, updated_after: datetime | None = None
    ) -> Iterator[Answer]:
        """Source: getCharges."""
        return self._pages(_of(reseller_id, "charges"), _updated_after(updated_after))

    def iter_charges_of_subscription(
        self, subscription_id: str, reseller_id: str
    ) -> Iterator[Answer]:
        """Source: getCharges."""
        return self._pages(
            _of(reseller_id, "charges"), {"filter[subscription_id]": subscription_id}
        )

    def iter_reseller_charges(
        self, reseller_id: str, *, closed: Period | None = None
    ) -> Iterator[Answer]:
        """Yield what the reseller is charged, for charges closed in a period or ever.

        Source: getResellerCharges.
        """
        return self._pages(_of(reseller_id, "reseller_charges"), _dates(closed) if closed else {})

    def fetch_exchange_rates(self, reseller_id: str) -> Answer:
        """Source: getCurrencyRates."""
        return self._transport.read(_of(reseller_id, "currency_rates"), {})

    def fetch_expenses(self, reseller_id: str, period: Period) -> Answer:
        """Return what each subscription cost in each month, by the platform's own count.

        Source: getResellerAnalytics.
        """
        return self._transport.read(
            _of(reseller_id, "reseller_analytics"), _dates(period), Member.EXPENSES
        )

    def fetch_plan(self, reseller_id: str, plan_id: str) -> Answer | None:
        """Return one plan, or None when we are shown none. Source: getPlan."""
        return self._one(_of(reseller_id, "plans", plan_id))

    def fetch_switchable_plans(
        self, reseller_id: str, plan_id: str, *, is_on_renewal: bool
    ) -> Answer:
        """Return a page of the plans that one can be switched to. Source: getSwitchablePlans."""
        kind = "delayed_switch" if is_on_renewal else "immediate_switch"
        return self._first_page(
            _of(reseller_id, "plans", plan_id, "switchable_plans"), {"filter[switch_type]": kind}
        )

    def fetch_account(self, reseller_id: str, account_id: str) -> Answer | None:
        """Return one account, or None when we are shown none. Source: getAccount."""
        return self._one(_of(reseller_id, "accounts", account_id))

    def fetch_subscription(self, reseller_id: str, subscription_id: str) -> Answer | None:
        """Return one subscription with its resources, or None when we are shown none.

        Source: getSubscription.
        """
        return self._one(
            _of(reseller_id, "subscriptions", subscription_id),
            {"include": "subscription_resources"},
        )

    def fetch_subscription_details(self, reseller_id: str, subscription_id: str) -> Answer | None:
        """Return one subscription with all that belongs to it, and what the vendor tells for using
        it; None when we are shown none. Source: getSubscription.
        """
        return self._one(
            _of(reseller_id, "subscriptions", subscription_id),
            {"include": "subscription_resources,account,plan", "meta": "true"},
        )

    def fetch_orders_of_subscription(self, reseller_id: str, subscription_id: str) -> Answer:
        """Return a page of orders with those of a subscription, the last changed first.

        Others may be on it: the filter is not documented. Source: getOrders.
        """
        return self._first_page(
            _of(reseller_id, "orders"),
            {"sort": "-updated_at", "filter[subscription_id]": subscription_id},
        )

    def fetch_charge(self, reseller_id: str, charge_id: str) -> Answer | None:
        """Return one charge, or None when we are shown none. Source: getCharge."""
        return self._one(_of(reseller_id, "charges", charge_id))

    def fetch_consumption(self, window: ConsumptionWindow) -> Answer:
        """Return what a subscription used on each day of a period.

        Source: getDailyAnalytics.
        """
        return self._transport.read(
            "/api/v3/analytics_daily",
            {"subscription_id": window.subscription_id, **_dates(window.period)},
            Member.SUBSCRIPTION_ITEMS,
        )

    def at_once(self, *asks: Callable[[], Result], within: float) -> list[Result]:
        """Return what several calls of this client answer, all under way at a time.

        Raises `UpstreamUnavailable` also when one of them takes longer than `within` seconds.
        """
        futures = [self._pool.submit(ask) for ask in asks]
        _, late = wait(futures, timeout=within)
        for future in late:
            future.cancel()
        if late:
            raise UpstreamUnavailable(f"no answer within {within} seconds")
        return [future.result() for future in futures]

    def several(
        self, ask: Callable[[Argument], Result], arguments: Iterable[Argument]
    ) -> Iterator[Result]:
        """Yield what a method of this client answers for each argument, in order, asking for
        several at a time.
        """
        return in_order(self._pool, ask, arguments, ahead=self._concurrency)

    def _pages(self, path: str, params: Params | None = None) -> Iterator[Answer]:
        return self._collection(path, params or {}, "page[size]", "page[number]")

    def _first_page(self, path: str, params: Params) -> Answer:
        return self._transport.read(path, {**params, "page[size]": self._page_size})

    def _store_pages(self, path: str) -> Iterator[Answer]:
        """Page through a collection of Customer Store, which has a style of its own."""
        return self._collection(path, {}, "per_page", "page")

    def _collection(self, path: str, params: Params, size: str, number: str) -> Iterator[Answer]:
        def read_page(page: int) -> Answer:
            return self._transport.read(path, {**params, size: self._page_size, number: str(page)})

        return iter_pages(read_page, self._pool, ahead=self._concurrency)

    def _one(self, path: str, params: Params | None = None) -> Answer | None:
        """Return one thing; one that is not shown to us, for whatever reason, is none for us."""
        try:
            return self._transport.read(path, params or {})
        except UpstreamRejected as error:
            if error.status == UNAUTHORIZED:
                raise
            return None


def _of(reseller_id: str, collection: str, *ids: str) -> str:
    return "/".join((RESELLERS, _segment(reseller_id), collection, *map(_segment, ids)))


def _segment(text: str) -> str:
    return quote(text, safe="")


def _updated_after(instant: datetime | None) -> Params:
    """Ask for what changed after an instant; always with an offset, or it means platform time."""
    if instant is None:
        return {}
    return {"filter[updated_at][gt]": instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}


def _dates(period: Period) -> Params:
    return {"date_from": period.start.isoformat(), "date_to": period.last_day.isoformat()}
