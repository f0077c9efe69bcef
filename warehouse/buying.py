"""Whom an order can be for."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.connection import Snapshot

SHOWN = 30


@dataclass(frozen=True, slots=True)
class BuyingAccount:
    """An account that an order may be for; `status` is domain.statuses.AccountStatus, as sent."""

    account_id: str
    name: str
    status: str
    itn: str | None
    contact_name: str
    email: str | None


def buying_accounts(
    snapshot: Snapshot,
    *,
    text: str | None = None,
    itn: str | None = None,
    account_id: str | None = None,
    reseller_id: str,
) -> list[BuyingAccount]:
    """Return accounts by parts of their name, number or ITN, by a whole ITN or by number.

    The active ones come first, then by name; at most `SHOWN`. Deleted ones are left out.

    Source: queries/buying_account.sql
    """
    rows = snapshot.rows(
        "buying_account",
        words=" ".join(text.lower().split()) if text else None,
        itn=itn,
        account_id=account_id,
        reseller_id=reseller_id,
        count=SHOWN,
    )
    return [BuyingAccount(*row) for row in rows]


def live_subscriptions(
    snapshot: Snapshot, *, account_id: str, plan_id: str, reseller_id: str
) -> list[str]:
    """Return the ids of an account's subscriptions to a plan, those that are gone left out.

    Source: queries/live_subscription.sql
    """
    rows = snapshot.rows(
        "live_subscription", account_id=account_id, plan_id=plan_id, reseller_id=reseller_id
    )
    return [subscription_id for (subscription_id,) in rows]
