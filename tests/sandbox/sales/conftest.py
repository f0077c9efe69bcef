"""An account that can buy at once."""

from __future__ import annotations

import pytest

from sandbox.books import Books
from sandbox.records import Account
from tests.sandbox.buyer import Buyer


@pytest.fixture
def account_id(buyer: Buyer) -> int:
    """An active account that knows its tenant and its domain, so that nothing is asked."""
    with buyer.platform.writing() as books:
        account = ready_account(books)
        books.change(
            account,
            custom_attributes=account.custom_attributes | {"google_domain": "known.example"},
        )
        return account.account_id


def ready_account(books: Books) -> Account:
    where = (
        "reseller_id = 12 AND status = 'active' AND "
        "json_extract(custom_attributes, '$.microsoft_tenant_name') IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM subscription JOIN plan USING (plan_id) WHERE subscription.account_id = "
        "account.account_id AND plan.name LIKE 'Office 365 E3%')"
    )
    return books.find(Account, where)[0]
