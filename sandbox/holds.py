"""Accounts on hold, and what becomes of their subscriptions (T14, DET-10)."""

from __future__ import annotations

from domain.statuses import AccountStatus, SubscriptionStatus
from sandbox.books import Books
from sandbox.operations import MANUAL, ON_HOLD, start
from sandbox.records import Account, Subscription

HOLDS = (AccountStatus.ADMINISTRATIVE_HOLD, AccountStatus.FINANCIAL_HOLD)
CONCERNED = (
    "SELECT 1 FROM subscription JOIN account USING (account_id) WHERE subscription_id = ? "
    "AND (account.status <> 'active' OR stop_reason = ?)"
)
RUNS = (SubscriptionStatus.ACTIVE, SubscriptionStatus.GRACED)


def hold(books: Books, account: Account, status: AccountStatus) -> Account:
    """Put an account on hold: everything it has is stopped (T14), once nothing else runs."""
    account = books.change(account, status=status)
    where = "account_id = ? AND status IN ('active', 'graced') ORDER BY subscription_id"
    for subscription in books.find(Subscription, where, account.account_id):
        start(books, subscription, "stop", ON_HOLD)
    return account


def lift_hold(books: Books, account: Account) -> Account:
    """Lift a hold: what it stopped is activated again (DET-10), unless it has expired."""
    account = books.change(account, status=AccountStatus.ACTIVE)
    where = "account_id = ? AND status = 'stopped' AND stop_reason = ? ORDER BY subscription_id"
    for subscription in books.find(Subscription, where, account.account_id, ON_HOLD):
        obey(books, subscription.subscription_id)
    return account


def obey(books: Books, subscription_id: int) -> None:
    """Stop what has come to rest while its account is on hold, and the other way round."""
    # Nearly always there is nothing to do, and this is looked at with every step.
    if books.connection.execute(CONCERNED, [subscription_id, ON_HOLD]).fetchone() is None:
        return
    subscription = books.get(Subscription, subscription_id)
    account = books.get(Account, subscription.account_id)
    end = subscription.end_on
    if account.status in HOLDS and subscription.status in RUNS:
        start(books, subscription, "stop", ON_HOLD)
    elif (
        account.status is AccountStatus.ACTIVE
        and subscription.status is SubscriptionStatus.STOPPED
        and subscription.stop_reason == ON_HOLD
        and (end is None or books.today < end)
    ):
        start(books, subscription, "activate", ON_HOLD)


def close_account(books: Books, account: Account) -> Account:
    """Delete an account and everything it has."""
    where = (
        "account_id = ? AND status IN ('active', 'graced', 'stopped', 'delivered') "
        "ORDER BY subscription_id"
    )
    for subscription in books.find(Subscription, where, account.account_id):
        start(books, subscription, "delete", MANUAL)
    return books.change(account, status=AccountStatus.DELETED)
