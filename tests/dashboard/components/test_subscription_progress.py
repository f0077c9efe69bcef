"""What the last step of an order on its way is called."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dashboard.components.subscription_progress import draw_progress
from dashboard.services.order_progress import progress_of
from domain.details import OrderDetails

NOW = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "is_delivered", "last"),
    [
        ("change", True, "Done"),
        ("sales", False, "Active"),
        ("sales", True, "Delivered"),
    ],
)
def test_the_last_step_is_what_the_status_will_be(kind: str, is_delivered: bool, last: str) -> None:
    order = OrderDetails("1", "s1", kind, "provisioning", None, None, None, NOW, None, NOW)

    drawn = draw_progress(progress_of(order, NOW), None, is_delivered=is_delivered)

    assert f"Span(['{last}', " in str(drawn)
