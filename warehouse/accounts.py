"""What the mirror knows of one account."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.custom_attributes import read_custom_attributes
from domain.details import AccountDetails
from warehouse.connection import Snapshot
from warehouse.subscriptions import utc


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


def last_purchase(snapshot: Snapshot, account_id: str, *, reseller_id: str) -> datetime | None:
    """Return when the newest subscription of an account was ordered; None where there is none.

    Source: queries/last_purchase.sql
    """
    ((bought_at,),) = snapshot.rows("last_purchase", account_id=account_id, reseller_id=reseller_id)
    return utc(bought_at)
