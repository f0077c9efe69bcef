"""What a week brought to a reseller: the figures of the summary, each with the page that shows it.

Every figure is asked for as its page asks for it, so that both say the same (tests/letters).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from domain.cost import CostFilter, Detail, Level, Measure
from domain.deadlines.due import Due, at_stake
from domain.details import FAILED
from domain.listing import Slice, SubscriptionFilter
from domain.money import Money, growth_percent
from domain.periods import Period, add_months, first_of_month, format_month
from domain.statuses import SubscriptionStatus
from letters.amounts import kept_money
from letters.plain import shortened
from warehouse.connection import Snapshot
from warehouse.costs import cost_by_component, cost_of_months
from warehouse.listed import listed_subscriptions

TOP = 5
LONGEST_NAME = 120
ENDED = (SubscriptionStatus.STOPPED, SubscriptionStatus.DELETING, SubscriptionStatus.DELETED)
ALL_FAILED = tuple(sorted(FAILED))
DEADLINES = "/deadlines?within=7&money=1"
DEADLINE_DAYS = 7

Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Whose:
    """Of which reseller, in which currency; `today` is the platform's day as of the last load."""

    reseller_id: str
    currency: str
    today: date


def costs_of(snapshot: Snapshot, whose: Whose) -> Part | None:
    """Return what this month costs so far, the two before it, and whom most of it is for.

    All before discounts. None where nothing was charged in these months.
    """
    this = first_of_month(whose.today)
    last, before = add_months(this, -1), add_months(this, -2)
    months = cost_of_months(
        snapshot,
        CostFilter(Period.of_months(before, this)),
        measure=Measure.GROSS,
        reseller_id=whose.reseller_id,
    )
    if not any(months.values()):
        return None
    this_cost, last_cost, before_cost = (
        Money(months.get(month, Decimal(0)), whose.currency) for month in (this, last, before)
    )
    growth = growth_percent(before_cost, last_cost)
    return {
        "this": _month(this, this_cost),
        "last": _month(last, last_cost),
        "before": _month(before, before_cost),
        "growth": None if growth is None else str(growth),
        "clients": _clients(snapshot, whose, this),
    }


def subscriptions_of(snapshot: Snapshot, whose: Whose, week: Period) -> Part:
    """Return how many subscriptions began, ended at their expiration, and have a failed order."""
    days = {"from": week.start.isoformat(), "to": week.last_day.isoformat()}
    new = SubscriptionFilter(started_from=week.start, started_until=week.end)
    ended = SubscriptionFilter(statuses=ENDED, expires_from=week.start, expires_until=week.end)
    counts = {
        "new": (new, {f"activated_{key}": day for key, day in days.items()}),
        "ended": (ended, {"status": ",".join(ENDED)}
                  | {f"expires_{key}": day for key, day in days.items()}),
        "failed": (SubscriptionFilter(statuses=ALL_FAILED), {"status": ",".join(ALL_FAILED)}),
    }  # fmt: skip
    return {
        name: {
            "count": listed_subscriptions(
                snapshot, wanted, Slice("-id", 0, 1), reseller_id=whose.reseller_id
            )[1],
            "address": f"/subscriptions?{urlencode(query, safe=',')}",
        }
        for name, (wanted, query) in counts.items()
    }


def deadlines_of(found: list[Due], whose: Whose) -> Part:
    """Return how many deadlines of the next days cost money, and how much."""
    return {
        "count": len(found),
        "stake": kept_money(at_stake(found, whose.currency)),
        "address": DEADLINES,
    }


def _month(month: date, cost: Money) -> Part:
    return {"month": month.isoformat(), "cost": kept_money(cost), "address": _analytics(month)}


def _clients(snapshot: Snapshot, whose: Whose, month: date) -> list[Part]:
    """Return the clients that cost most in a month, those of one name as one, as the page does."""
    rows = cost_by_component(
        snapshot,
        CostFilter(Period.of_months(month, month)),
        level=Level.ACCOUNT,
        measure=Measure.GROSS,
        detail=Detail.MONTH,
        top=TOP,
        reseller_id=whose.reseller_id,
    )
    return [
        {
            "name": shortened(one.component, LONGEST_NAME),
            "cost": kept_money(Money(one.amount, whose.currency)),
            "address": _analytics(month, account=",".join(one.ids)),
        }
        for one in rows
        if one.component is not None
    ]


def _analytics(month: date, **limits: str) -> str:
    query = {"from": format_month(month), "to": format_month(month), **limits}
    return f"/analytics?{urlencode(query, safe=',')}"
