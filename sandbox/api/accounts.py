"""Accounts: the customers of a reseller."""

from __future__ import annotations

from flask import Blueprint, Response

from sandbox.api.access import downstream
from sandbox.api.filters import instant, words
from sandbox.api.listings import Collection, Shapes, is_, link, one_of, shape_of
from sandbox.api.related import by_parent
from sandbox.api.subscription_shapes import draw_subscriptions
from sandbox.api.wire import stamps
from sandbox.books import Books
from sandbox.records import Account, Json, Subscription

blueprint = Blueprint("accounts", __name__, url_prefix="/api/v3/resellers/<int:reseller_id>")

# Accounts are never charged here (P-1): their balances stay at nothing.
NOTHING = "0.0"


def draw_accounts(books: Books, accounts: list[Account]) -> Shapes:
    keys = (account.account_id for account in accounts)
    subscriptions = by_parent(books, Subscription, "account_id", keys)
    return [
        shape_of(
            "accounts",
            account.account_id,
            _attributes(account),
            subscriptions=[
                link("subscriptions", subscription.subscription_id)
                for subscription in subscriptions[account.account_id]
            ],
        )
        for account in accounts
    ]


def _attributes(account: Account) -> Json:
    return {
        **stamps(account),
        "reseller_id": account.reseller_id,
        "name": account.name,
        "account_class_id": account.account_class_id,
        "account_type_id": account.account_type_id,
        "primary_name": account.name,
        **account.person,
        **account.address,
        "phone": account.phone,
        "email": account.email,
        "status": account.status,
        "balance": NOTHING,
        "usable_balance": NOTHING,
        "current_debt": 0.0,
        "subscription_credit_limit": 0.0,
        "manager_id": account.manager_id,
        "custom_attributes": account.custom_attributes,
    }


def _subscriptions(books: Books, accounts: list[Account]) -> Shapes:
    keys = (account.account_id for account in accounts)
    found = by_parent(books, Subscription, "account_id", keys)
    return draw_subscriptions(books, [row for rows in found.values() for row in rows])


ACCOUNTS = Collection(
    Account,
    draw_accounts,
    filters={
        "email": words("email"),
        "user_email": words("email"),
        "inn": words("json_extract(custom_attributes, '$.inn')"),
        "created_at": instant("created_at"),
        "updated_at": instant("updated_at"),
    },
    includes={"subscriptions": _subscriptions},
)


@blueprint.get("/accounts")
def accounts(reseller_id: int) -> Response:
    return ACCOUNTS.page(is_("reseller_id", reseller_id))


@blueprint.get("/accounts/<int:account_id>")
def account(reseller_id: int, account_id: int) -> Response:
    return ACCOUNTS.one(account_id, is_("reseller_id", reseller_id))


@blueprint.get("/child_reseller_accounts")
def child_reseller_accounts(reseller_id: int) -> Response:
    return ACCOUNTS.page(one_of("reseller_id", downstream(reseller_id)))


@blueprint.get("/child_reseller_accounts/<int:account_id>")
def child_reseller_account(reseller_id: int, account_id: int) -> Response:
    return ACCOUNTS.one(account_id, one_of("reseller_id", downstream(reseller_id)))
