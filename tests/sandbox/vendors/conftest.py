"""An account that no vendor knows yet."""

from __future__ import annotations

import pytest

from sandbox.records import Account
from tests.sandbox.buyer import Buyer


@pytest.fixture
def account_id(buyer: Buyer) -> int:
    """An account that no vendor knows yet."""
    with buyer.platform.writing() as books:
        (account, *_) = books.find(Account, "reseller_id = 12 AND status = 'active'")
        kept = {key: account.custom_attributes[key] for key in ("inn", "position")}
        books.change(account, custom_attributes=kept)
        return account.account_id
