"""What is read from the platform while somebody orders.

Every method raises `UpstreamUnavailable`, `UpstreamRejected` or `UnexpectedPayload`. Values that a
refusal points at go by the keys of `domain.account.AccountData`, where they are an account's.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

from domain.account import Account, AccountType
from domain.errors import UnexpectedPayload, UpstreamRejected
from domain.manager import ManagerDetails, Role
from domain.order import Discount, OrderField, PlacedOrder, Validation
from domain.pricing.known_charge import Charge
from domain.statuses import OrderStatus, OrderType
from upstream.account_answers import read_account_types, read_accounts
from upstream.answers import only
from upstream.bodies import READ_AS
from upstream.charge_answers import read_charges
from upstream.envelope import Member
from upstream.manager_answers import read_managers, read_roles
from upstream.order_answers import (
    read_discount,
    read_order_fields,
    read_order_status,
    read_orders,
    read_validation,
    with_terms,
)
from upstream.transport import Answer, Params, Transport

RESELLERS = "/api/v3/resellers"
NOT_SHOWN = (403, 404)
PAGE_SIZE = "100"


class BuyingReads:
    """The platform's API as far as it is read by whoever orders, or looks for what was ordered."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._told: tuple[datetime, float] | None = None

    def platform_time(self) -> datetime | None:
        """Return the time at the platform, going by its last answer; None before any told it."""
        if self._told is None:
            return None
        answered_at, then = self._told
        return answered_at + timedelta(seconds=time.monotonic() - then)

    def fetch_validation(self, reseller_id: str, async_task_id: str) -> Validation | None:
        """Return how far a validation has got; None when there is none. Source: getAsyncTask."""
        answer = self._one(path_of(reseller_id, "async_tasks", async_task_id))
        return None if answer is None else read_validation(answer.body)

    def fetch_order_fields(
        self, reseller_id: str, plan_id: str, account_id: str, plan_resource_ids: Collection[str]
    ) -> list[OrderField]:
        """Return what the vendor of a plan wants to know with an order of these resources.

        Source: getOrderAttributes.
        """
        params = {"account_id": account_id, "plan_resource_ids[]": ",".join(plan_resource_ids)}
        answer = self._read(path_of(reseller_id, "plans", plan_id, "order_attributes"), params)
        return read_order_fields(answer.body)

    def fetch_account_types(self, reseller_id: str) -> list[AccountType]:
        """Return the sorts of accounts, with their forms. Source: getAccountAttributes."""
        answer = self._read(path_of(reseller_id, "account_attributes"), {}, Member.WHOLE)
        return read_account_types(answer.body)

    def fetch_discount(self, reseller_id: str, plan_id: str, day: date) -> Discount | None:
        """Return the best discount on a plan on a day; None when there is none.

        Source: getBestResellerDiscount.
        """
        params = {"plan_id": plan_id, "date": day.isoformat()}
        answer = self._read(path_of(reseller_id, "reseller_discounts"), params, Member.WHOLE)
        return read_discount(answer.body)

    def fetch_plan(self, reseller_id: str, plan_id: str) -> Answer | None:
        """Return a plan as it is now, None when we are shown none; `upstream.offers` reads it.

        Source: getPlan.
        """
        return self._one(path_of(reseller_id, "plans", plan_id))

    def fetch_account(self, reseller_id: str, account_id: str) -> Account | None:
        """Return an account of a reseller; None when it has none of this id. Source: getAccount."""
        answer = self._one(path_of(reseller_id, "accounts", account_id))
        return None if answer is None else only(read_accounts(answer.body))

    def fetch_order(self, reseller_id: str, order_id: str) -> PlacedOrder | None:
        """Return a sales order; None when the reseller has none of this id. Source: getOrder."""
        answer = self._one(path_of(reseller_id, "orders", order_id))
        found = [] if answer is None else read_orders(answer.body)
        return self._completed(reseller_id, found[0]) if found else None

    def fetch_subscription(self, reseller_id: str, subscription_id: str) -> Answer | None:
        """Return a subscription with its resources; None when the reseller has none of this id.

        Source: getSubscription.
        """
        return self._one(
            path_of(reseller_id, "subscriptions", subscription_id),
            {"include": "subscription_resources"},
        )

    def fetch_charges(self, reseller_id: str, subscription_id: str) -> list[Charge]:
        """Return all charges of a subscription, the oldest first. Source: getCharges."""
        params = {"filter[subscription_id]": subscription_id}
        found = [
            charge
            for answer in self._pages(path_of(reseller_id, "charges"), params)
            for charge in read_charges(answer.body, subscription_id)
        ]
        return sorted(found, key=lambda charge: (len(charge.charge_id), charge.charge_id))

    def fetch_orders_of_account(self, reseller_id: str, account_id: str) -> list[Answer]:
        """Return all pages of an account's orders; `upstream.details` reads them.

        Source: getOrders.
        """
        params = {"filter[account_id]": account_id, "sort": "-updated_at"}
        return list(self._pages(path_of(reseller_id, "orders"), params))

    def find_orders(
        self, reseller_id: str, account_id: str, *, since: datetime
    ) -> list[PlacedOrder]:
        """Return the sales orders of an account placed after an instant of the platform's clock.

        What an order does not tell of itself (plan, period, amounts) its subscription tells.

        Source: getOrders.
        """
        params = {"filter[account_id]": account_id, "filter[created_at][gt]": _instant(since)}
        found = [
            order
            for answer in self._pages(path_of(reseller_id, "orders"), params)
            for order in read_orders(answer.body)
        ]
        own = [order for order in found if order.account_id in (None, account_id)]
        return [self._completed(reseller_id, order) for order in own]

    def find_orders_of(
        self,
        reseller_id: str,
        account_id: str,
        subscription_id: str,
        wanted: OrderType,
        *,
        since: datetime,
    ) -> list[PlacedOrder]:
        """Return the orders of a type for a subscription placed after an instant of the platform's
        clock.

        Source: getOrders.
        """
        params = {"filter[account_id]": account_id, "filter[created_at][gt]": _instant(since)}
        return [
            order
            for answer in self._pages(path_of(reseller_id, "orders"), params)
            for order in read_orders(answer.body, wanted)
            if order.subscription_id in (None, subscription_id)
        ]

    def fetch_order_status(self, reseller_id: str, order_id: str) -> OrderStatus | None:
        """Return how far an order has got; None when the reseller has none of this id.

        Source: getOrder.
        """
        answer = self._one(path_of(reseller_id, "orders", order_id))
        return None if answer is None else read_order_status(answer.body)

    def find_accounts(
        self, reseller_id: str, itn: str, *, since: datetime | None = None
    ) -> list[Account]:
        """Return a reseller's accounts of a registration number: all, or those created after an
        instant of the platform's clock.

        Source: getAccounts.
        """
        params = {"filter[inn]": itn}
        if since is not None:
            params["filter[created_at][gt]"] = _instant(since)
        return [
            account
            for answer in self._pages(path_of(reseller_id, "accounts"), params)
            for account in read_accounts(answer.body)
            if account.data.itn == itn
        ]

    def find_managers(self, reseller_id: str) -> list[ManagerDetails]:
        """Return all managers of a reseller. Source: getManagers."""
        pages = self._pages(path_of(reseller_id, "managers"), {})
        return [one for answer in pages for one in read_managers(answer.body)]

    def fetch_manager(self, reseller_id: str, manager_id: str) -> ManagerDetails | None:
        """Return a manager; None when the reseller has none of this id. Source: getManager."""
        answer = self._one(path_of(reseller_id, "managers", manager_id))
        return None if answer is None else only(read_managers(answer.body))

    def find_roles(self, reseller_id: str) -> list[Role]:
        """Return the roles that managers of a reseller can have. Source: getManagerRoles."""
        pages = self._pages(path_of(reseller_id, "manager_roles"), {})
        return [one for answer in pages for one in read_roles(answer.body)]

    def _read(
        self, path: str, params: Params | None = None, member: Member = Member.DATA
    ) -> Answer:
        with our_keys():
            answer = self._transport.read(path, params or {}, member)
        if answer.broken is not None:
            raise UnexpectedPayload(f"{answer.asked}: {answer.broken}")
        if answer.answered_at is not None:
            self._told = (answer.answered_at, time.monotonic())
        return answer

    def _one(self, path: str, params: Params | None = None) -> Answer | None:
        """Return one thing; None when we are shown none."""
        try:
            return self._read(path, params)
        except UpstreamRejected as error:
            if error.status in NOT_SHOWN:
                return None
            raise

    def _pages(self, path: str, params: Params) -> Iterator[Answer]:
        """Yield pages one after another: what is looked for here is on the first one."""
        number: int | None = 1
        while number is not None:
            page = {**params, "page[size]": PAGE_SIZE, "page[number]": str(number)}
            answer = self._read(path, page)
            yield answer
            following = answer.envelope.next_page if answer.envelope else None
            number = following if following is not None and following > number else None

    def _completed(self, reseller_id: str, order: PlacedOrder) -> PlacedOrder:
        if order.plan_id is not None or order.subscription_id is None:
            return order
        answer = self.fetch_subscription(reseller_id, order.subscription_id)
        return order if answer is None else with_terms(order, answer.body)


@contextmanager
def our_keys() -> Iterator[None]:
    """Have a refusal name the values of an account as we do."""
    try:
        yield
    except UpstreamRejected as error:
        error.fields = {READ_AS.get(key, key): text for key, text in error.fields.items()}
        raise


def path_of(reseller_id: str, *steps: str) -> str:
    return "/".join((RESELLERS, *(quote(step, safe="") for step in (reseller_id, *steps))))


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
