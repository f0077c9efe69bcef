"""What the mirror knows of one account."""

from __future__ import annotations

from dataclasses import replace

from domain.custom_attributes import read_custom_attributes
from domain.details import AccountDetails, SubscriptionDetails
from warehouse.connection import Snapshot
from warehouse.subscriptions import subscription_of, utc


def account_details(
    snapshot: Snapshot, account_id: str, *, reseller_id: str
) -> AccountDetails | None:
    """Return an account; None when the reseller has none of this id.

    Source: queries/account_details.sql
    """
    rows = snapshot.rows("account_details", account_id=account_id, reseller_id=reseller_id)
    if not rows:
        return None
    *columns, custom_attributes = rows[0]
    custom = read_custom_attributes(custom_attributes)
    return replace(AccountDetails(*columns), created_at=utc(columns[-1]), custom=custom)


def account_subscriptions(
    snapshot: Snapshot, account_id: str, *, reseller_id: str
) -> list[SubscriptionDetails]:
    """Return the subscriptions of an account, deleted ones as well, the newest first.

    Source: queries/account_subscription.sql
    """
    rows = snapshot.rows("account_subscription", account_id=account_id, reseller_id=reseller_id)
    return [subscription_of(row) for row in rows]
