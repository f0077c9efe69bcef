"""Subscriptions managed from outside: what a request names is looked up, then it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from domain.statuses import OrderType
from sandbox.books import Books
from sandbox.catalog_records import Plan
from sandbox.due import plan_next_run
from sandbox.holdings import Totals, held_by
from sandbox.offers import periods_of, renewal_period_of, resources_of
from sandbox.orders import cancel, place_change, place_renewal, place_switch
from sandbox.records import Account, Manager, Order, Subscription
from sandbox.refusals import (
    INVALID_AMOUNT,
    PERIOD_UNAVAILABLE,
    RESOURCE_UNAVAILABLE,
    SAME_AUTO_RENEWAL,
    forbidden,
    unprocessable,
)
from sandbox.sales import named, named_period, tell_vendor, validated_for
from sandbox.standing import require


@dataclass(frozen=True, slots=True)
class SwitchRequest:
    """A switch by the ids of what it is about; `totals` holds amounts by plan resource id."""

    plan_id: int
    plan_period_id: int
    totals: Totals
    provisioning_on: date | None
    async_task_id: str | None


def change(
    books: Books, subscription: Subscription, additional: Mapping[int, int], manager: Manager
) -> Order:
    """Order other amounts; `additional` holds those above the included ones, by resource id.

    Raises:
        Refused: it is not offered now (403), or not so (422).
    """
    require(books, subscription, "adjust")
    held = {each.resource_id: each.plan_resource_id for each in held_by(books, subscription)}
    unknown = sorted(additional.keys() - held.keys())
    if unknown:
        text = f"The subscription has no resource {unknown[0]}"
        raise unprocessable(text, title=RESOURCE_UNAVAILABLE)
    included = {r.plan_resource_id: r.included for r in resources_of(books, subscription.plan_id)}
    totals = {held[key]: included[held[key]] + more for key, more in additional.items()}
    return place_change(books, subscription, totals, manager_id=manager.manager_id)


def renew(
    books: Books,
    subscription: Subscription,
    plan_period_id: int,
    totals: Totals,
    manager: Manager,
) -> Order:
    """Order the next period.

    Raises:
        Refused: it is not offered now (403), or not so (422).
    """
    period = named_period(books, plan_period_id)
    if not totals and any(
        not offered.is_measured for offered in resources_of(books, subscription.plan_id)
    ):
        raise unprocessable("The amounts for the next period are missing", title=INVALID_AMOUNT,
                            pointer="/data/attributes/resources")  # fmt: skip
    return place_renewal(books, subscription, period, totals, manager_id=manager.manager_id)


def switch(
    books: Books, subscription: Subscription, asked: SwitchRequest, manager: Manager
) -> Order:
    """Order another plan: now, or on the expiration date.

    Raises:
        Refused: something it names is not there (404), it is not offered (403), or not so (422).
    """
    plan = named(books, Plan, "plan_id", asked.plan_id, subscription.reseller_id)
    account = books.get(Account, subscription.account_id)
    given = None
    if asked.async_task_id:
        given = validated_for(books, asked.async_task_id, account, plan, asked.totals)
    order = place_switch(
        books,
        subscription,
        plan,
        named_period(books, asked.plan_period_id),
        asked.totals,
        manager_id=manager.manager_id,
        on_renewal=_is_on_renewal(books, subscription, asked.provisioning_on),
    )
    tell_vendor(books, order, account, plan, given, manager)
    return order


def renew_automatically(
    books: Books, subscription: Subscription, is_on: bool, plan_period_id: int | None
) -> Subscription:
    """Set auto-renew, and the period it is for; without a period the one chosen before stays.

    Raises:
        Refused: it is not offered now (403), nothing would change, or the period is wrong (422).
    """
    require(books, subscription, "change_auto_renew_option")
    periods = periods_of(books, subscription.plan_id)
    chosen = subscription.auto_renew_period_id
    if plan_period_id is not None:
        possible = {p.plan_period_id for p in periods if not p.is_trial and p.months is not None}
        if plan_period_id not in possible:
            raise unprocessable("The plan has no such paid period", title=PERIOD_UNAVAILABLE,
                                pointer="/data/attributes/autorenew_period_id")  # fmt: skip
        chosen = plan_period_id
    new = replace(subscription, is_auto_renewed=is_on, auto_renew_period_id=chosen)
    before, after = (renewal_period_of(each, periods) for each in (subscription, new))
    if is_on == subscription.is_auto_renewed and before == after:
        raise unprocessable(SAME_AUTO_RENEWAL, pointer="/data/attributes/autorenew")
    subscription = books.change(subscription, is_auto_renewed=is_on, auto_renew_period_id=chosen)
    plan_next_run(books, subscription)
    return subscription


def call_off(books: Books, order: Order) -> Order:
    """Cancel an order that waits for its payment or its day.

    Raises:
        Refused: the platform made it to go on with a subscription (403), or it waits no more (422).
    """
    if order.kind is OrderType.PROLONG:
        raise forbidden()
    return cancel(books, order)


def _is_on_renewal(books: Books, subscription: Subscription, wanted: date | None) -> bool:
    if wanted is not None and wanted not in (books.today, subscription.end_on):
        raise unprocessable("A plan is switched today or on the expiration date",
                            pointer="/data/attributes/provisioning_date")  # fmt: skip
    return wanted is not None and wanted == subscription.end_on
