"""What a view of costs can be narrowed to, and what those things are called."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.cost import Ids, Level, Measure
from domain.periods import Period
from warehouse.connection import Snapshot


@dataclass(frozen=True, slots=True)
class NamedCost:
    """Accounts or subscriptions that share a name, and what they cost together."""

    name: str
    ids: Ids
    amount: Decimal


@dataclass(frozen=True, slots=True)
class KnownSubscription:
    """What a view needs to know of a subscription it is limited to."""

    subscription_id: str
    account_id: str
    name: str
    billing_type: str | None


def accounts_by_cost(
    snapshot: Snapshot, period: Period, *, text: str | None, most: int, reseller_id: str
) -> list[NamedCost]:
    """Return the accounts to choose from, those of one name as one, the dearest first.

    Source: queries/cost_of_account.sql
    """
    rows = snapshot.rows(
        "cost_of_account",
        start=period.start,
        end=period.end,
        text=text,
        most=most,
        reseller_id=reseller_id,
    )
    return [NamedCost(name, tuple(ids), amount) for name, ids, amount in rows]


def subscriptions_by_cost(
    snapshot: Snapshot,
    period: Period,
    account_ids: Ids,
    *,
    text: str | None,
    most: int,
    reseller_id: str,
) -> list[NamedCost]:
    """Return the subscriptions of accounts to choose from, the dearest first, trials included.

    Source: queries/cost_of_subscription.sql
    """
    rows = snapshot.rows(
        "cost_of_subscription",
        start=period.start,
        end=period.end,
        account_ids=account_ids,
        text=text,
        most=most,
        reseller_id=reseller_id,
    )
    return [NamedCost(name, (subscription_id,), amount) for subscription_id, name, amount in rows]


def account_names(snapshot: Snapshot, account_ids: Ids, *, reseller_id: str) -> dict[str, str]:
    """Return the names of those accounts that are the reseller's; others are absent.

    Source: queries/known_account.sql
    """
    return dict(snapshot.rows("known_account", account_ids=account_ids, reseller_id=reseller_id))


def known_subscriptions(
    snapshot: Snapshot, subscription_ids: Ids, *, reseller_id: str
) -> list[KnownSubscription]:
    """Return those subscriptions that are the reseller's; others are absent.

    Source: queries/known_subscription.sql
    """
    rows = snapshot.rows(
        "known_subscription", subscription_ids=subscription_ids, reseller_id=reseller_id
    )
    return [KnownSubscription(*row) for row in rows]


def cost_categories(snapshot: Snapshot, subscription_ids: Ids, *, reseller_id: str) -> list[str]:
    """Return the resource categories these subscriptions have cost in; empty for most.

    Source: queries/cost_category.sql
    """
    rows = snapshot.rows(
        "cost_category", subscription_ids=subscription_ids, reseller_id=reseller_id
    )
    return [category for (category,) in rows]


def cost_of_parts(
    snapshot: Snapshot,
    period: Period,
    ids: Ids,
    *,
    level: Level,
    measure: Measure,
    reseller_id: str,
) -> dict[str, Decimal]:
    """Return what each of the accounts, or subscriptions, of one name cost, the dearest first.

    Source: queries/cost_of_part.sql
    """
    rows = snapshot.rows(
        "cost_of_part",
        level=level,
        ids=ids,
        measure=measure,
        start=period.start,
        end=period.end,
        reseller_id=reseller_id,
    )
    return dict(rows)
