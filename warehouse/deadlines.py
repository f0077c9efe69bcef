"""What deadlines of subscriptions follow from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any

from domain.deadlines.due import Due
from domain.deadlines.facts import ChargeFact, Facts, OrderFact, Priced
from domain.deadlines.reach import Reach
from domain.deadlines.upcoming import deadlines, moment
from domain.money import round_half_up
from domain.pricing.lines import Item
from domain.service_terms import ServiceTerms
from domain.statuses import BillingType, ChargeStatus, OrderStatus, OrderType, SubscriptionStatus
from warehouse.connection import Row, Snapshot
from warehouse.offers import RATE_PLACES
from warehouse.subscriptions import utc

NO_FEE = Decimal(0)
MONTHS = {"month": 1, "year": 12}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A subscription that may have a deadline, with the names it goes by (None: not known)."""

    facts: Facts
    name: str
    account_name: str | None
    plan_name: str | None


def deadline_candidates(
    snapshot: Snapshot, reach: Reach, *, reseller_id: str
) -> Iterator[Candidate]:
    """Yield every subscription that may have a deadline within a reach, by its number.

    Source: queries/deadline_facts.sql
    """
    batches = snapshot.stream("deadline_facts", **deadline_binds(reach, reseller_id=reseller_id))
    for batch in batches:
        for row in batch:
            yield Candidate(_facts(row, reseller_id), *row[25:])


def due_deadlines(
    snapshot: Snapshot,
    reach: Reach,
    terms: ServiceTerms,
    zone: tzinfo,
    now: datetime,
    *,
    reseller_id: str,
) -> Iterator[Due]:
    """Yield the deadlines within a reach that are still to come, by the subscription's number.

    Those of one subscription come one after the other, the nearest first.
    """
    for one in deadline_candidates(snapshot, reach, reseller_id=reseller_id):
        found = deadlines(
            one.facts, terms, zone, now, until_on=reach.until_on, only_money=reach.only_money
        )
        for each in found:
            yield Due(each, moment(each, zone), one.name, one.account_name, one.plan_name)


def deadline_binds(reach: Reach, *, reseller_id: str) -> dict[str, Any]:
    """Return what queries/deadline_facts.sql is asked with for a reach."""
    return {
        "today": reach.today,
        "until_on": reach.until_on,
        "term_ids": tuple(one.service_term_id for one in reach.terms),
        "before_days": tuple(one.before_days for one in reach.terms),
        "after_days": tuple(one.after_days for one in reach.terms),
        "ordered_days": tuple(one.ordered_days for one in reach.terms),
        "storage_days": tuple(one.storage_days for one in reach.terms),
        "windows_from": reach.windows_from.replace(tzinfo=None),
        "subscription_ids": reach.subscription_ids,
        "account_ids": reach.account_ids,
        "only_priced": reach.only_money,
        "reseller_id": reseller_id,
    }


def _facts(row: Row, reseller_id: str) -> Facts:
    (subscription_id, account_id, currency, status, billing_type, service_term_id, is_trial,
     is_plan_active, expires_on, is_auto_renewed, is_locked, auto_point, manual_point,
     updated_at, is_priced) = row[:15]  # fmt: skip
    orders, charges = row[23:25]
    return Facts(
        subscription_id=subscription_id,
        account_id=account_id,
        reseller_id=reseller_id,
        currency=currency,
        status=SubscriptionStatus.read(status),
        billing_type=BillingType.read(billing_type or ""),
        service_term_id=service_term_id,
        is_trial=is_trial,
        is_plan_active=is_plan_active,
        expires_on=expires_on,
        is_auto_renewed=is_auto_renewed,
        is_auto_renew_locked=is_locked,
        auto_renew_point=auto_point,
        manual_renew_point=manual_point,
        updated_at=utc(updated_at),
        priced=_priced(row[15:23], currency) if is_priced else None,
        orders=tuple(map(_order, sorted(orders or (), key=_order_place))),
        charges=tuple(map(_charge, sorted(charges or (), key=itemgetter(0, 1)))),
    )


def _priced(row: Row, reseller_currency: str) -> Priced | None:
    """Return the fees of the next period; None where the period or an amount is not known."""
    duration, unit, recurring, renewal, currency, rate, unit_quantity, resources = row
    held = sorted(resources or (), key=itemgetter(0))
    is_known = unit in MONTHS and duration and currency
    if not is_known or any(one[3] is None for one in held):
        return None
    return Priced(
        plan=Item(None, "", 1, renewal or NO_FEE, recurring or NO_FEE),
        resources=tuple(_item(one) for one in held),
        months=duration * MONTHS[unit],
        currency=currency,
        rate=Decimal(1) if currency == reseller_currency else _rate(rate, unit_quantity),
    )


def _item(held: Row) -> Item:
    _, plan_resource_id, name, quantity, renewal, recurring = held
    return Item(plan_resource_id, name, quantity, renewal or NO_FEE, recurring or NO_FEE)


@lru_cache(maxsize=256)
def _rate(rate: Decimal | None, unit_quantity: int | None) -> Decimal | None:
    if not rate or not unit_quantity or rate < 0:
        return None
    return round_half_up(rate / unit_quantity, RATE_PLACES)


def _order(row: Row) -> OrderFact:
    order_id, kind, status, total, currency, provisioned_on, created_at, closed_at = row
    return OrderFact(
        order_id,
        OrderType.read(kind),
        OrderStatus.read(status),
        total,
        currency,
        provisioned_on,
        utc(created_at),
        utc(closed_at),
    )


def _order_place(row: Row) -> tuple[bool, datetime | None, str]:
    created_at = row[6]
    return created_at is None, created_at, row[0]


def _charge(row: Row) -> ChargeFact:
    start_on, _, order_id, name, quantity, price, last_on, amount, status, created_at = row
    return ChargeFact(
        order_id,
        name,
        quantity,
        price,
        start_on,
        last_on,
        amount,
        ChargeStatus.read(status),
        utc(created_at),
    )
