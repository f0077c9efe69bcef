"""Who may do what."""

from __future__ import annotations

import pytest

from domain.access import may_order
from domain.statuses import ManagerRole


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (ManagerRole.SYSTEM_ADMINISTRATOR, True),
        (ManagerRole.SALES_PERSON, True),
        (ManagerRole.MARKETING, False),
        (ManagerRole.PRODUCT_OWNER, False),
        (ManagerRole.UNKNOWN, False),
    ],
)
def test_who_sells_may_order_and_others_may_look(role: ManagerRole, may: bool) -> None:
    """MGR-9."""
    assert may_order(role) is may
