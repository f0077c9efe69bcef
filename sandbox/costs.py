"""What subscriptions cost, added up from charges and usage (ANL-21)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.statuses import BillingType
from sandbox.books import Books
from sandbox.catalog_records import Plan
from sandbox.months import first_of_next_month
from sandbox.records import Subscription, Usage
from sandbox.tables import from_millionths

# Charges that are not owed, or were given back.
NOT_COUNTED = "('new', 'deleted', 'refunded')"


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `start` up to, and without, `end`."""

    start: date
    end: date

    @property
    def binds(self) -> tuple[str, str]:
        return self.start.isoformat(), self.end.isoformat()

    def months(self) -> list[str]:
        month, found = self.start, []
        while month < self.end:
            found.append(f"{month:%Y-%m}")
            month = first_of_next_month(month)
        return found


@dataclass(frozen=True, slots=True)
class Expense:
    """What one subscription cost in a month, in the reseller's currency."""

    month: str
    account_id: int
    subscription_id: int
    total: Decimal


@dataclass(frozen=True, slots=True)
class MonthlyCost:
    """What one resource of a subscription cost in a month, in the reseller's currency."""

    month: str
    category: str
    resource_group: str
    resource_name: str
    tags: list[str]
    total: Decimal


def expenses(books: Books, reseller_id: int, window: Window) -> list[Expense]:
    """Return what each subscription cost in each month; months without any cost have no row.

    For consumption priced by its vendor, the exact sum of what has been billed of the days in
    the month. For everything else, the charges whose period starts in the month.
    """
    rows = books.connection.execute(
        f"""
        SELECT month, account_id, subscription_id, sum(total)
        FROM (
            SELECT substr(charge.start_on, 1, 7) AS month, subscription.account_id,
                subscription_id, charge.amount AS total
            FROM charge
            JOIN subscription USING (subscription_id)
            JOIN plan ON plan.plan_id = charge.plan_id
            WHERE charge.reseller_id = :reseller_id
                AND charge.start_on >= :start AND charge.start_on < :end
                AND charge.status NOT IN {NOT_COUNTED}
                AND plan.billing_type <> '{BillingType.PAYG_EXTERNAL}'
            UNION ALL
            SELECT substr(usage.operated_on, 1, 7), subscription.account_id,
                subscription_id, usage.total
            FROM subscription
            JOIN usage USING (subscription_id)
            WHERE subscription.reseller_id = :reseller_id
                AND usage.operated_on >= :start AND usage.operated_on < :end
                AND usage.is_billed
        )
        GROUP BY month, account_id, subscription_id
        ORDER BY month, account_id, subscription_id
        """,  # noqa: S608 - the words put in are ours
        {"reseller_id": reseller_id, "start": window.binds[0], "end": window.binds[1]},
    )
    return [Expense(month, a, s, from_millionths(total)) for month, a, s, total in rows]


def monthly(books: Books, subscription: Subscription, window: Window) -> list[MonthlyCost]:
    """Return what each resource of one subscription cost in each month."""
    if _is_external(books, subscription):
        rows = books.connection.execute(
            """
            SELECT substr(operated_on, 1, 7) AS month, category, resource_group, resource_name,
                tags, sum(total)
            FROM usage
            WHERE subscription_id = ? AND operated_on >= ? AND operated_on < ? AND is_billed
            GROUP BY month, category, resource_group, resource_name, tags
            ORDER BY month, category, resource_group, resource_name, tags
            """,
            (subscription.subscription_id, *window.binds),
        )
    else:
        rows = books.connection.execute(
            f"""
            SELECT substr(charge.start_on, 1, 7) AS month, '', '',
                coalesce(charge.resource_name, plan.name) AS name, '[]', sum(charge.amount)
            FROM charge
            JOIN plan ON plan.plan_id = charge.plan_id
            WHERE charge.subscription_id = ? AND charge.start_on >= ? AND charge.start_on < ?
                AND charge.status NOT IN {NOT_COUNTED}
            GROUP BY month, name
            ORDER BY month, name
            """,  # noqa: S608 - the words put in are ours
            (subscription.subscription_id, *window.binds),
        )
    return [
        MonthlyCost(month, category, group, name, json.loads(tags), from_millionths(total))
        for month, category, group, name, tags, total in rows
    ]


def daily(books: Books, subscription: Subscription, window: Window) -> list[Usage]:
    """Return what has been billed of the days in the window, by day."""
    return books.find(
        Usage,
        "subscription_id = ? AND operated_on >= ? AND operated_on < ? AND is_billed "
        "ORDER BY operated_on, usage_id",
        subscription.subscription_id,
        window.start,
        window.end,
    )


def drafts(books: Books, subscription: Subscription, window: Window) -> list[tuple[date, Decimal]]:
    """Return the totals that wait to be billed, by the day they are expected to be."""
    rows = books.connection.execute(
        "SELECT billed_on, sum(total) FROM usage WHERE subscription_id = ? AND is_billed = 0 "
        "AND operated_on >= ? AND operated_on < ? GROUP BY billed_on ORDER BY billed_on",
        (subscription.subscription_id, *window.binds),
    )
    return [(date.fromisoformat(day), from_millionths(total)) for day, total in rows]


def _is_external(books: Books, subscription: Subscription) -> bool:
    return books.get(Plan, subscription.plan_id).billing_type is BillingType.PAYG_EXTERNAL
