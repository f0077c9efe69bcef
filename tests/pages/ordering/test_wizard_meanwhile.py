"""What changes between an order's steps and its confirmation, and a platform that fails then."""

from __future__ import annotations

from decimal import Decimal

import httpx
import pytest

from dashboard.services.ordering.prices import Withdrawn
from dashboard.services.ordering.screen import OrderScreen
from dashboard.services.outcomes import Accepted, NotSent, Unknown
from tests.pages.ordering.wizard import CLIENT, CONFIGURATION, HOSTED, Manager, ready
from tests.storefront import Storefront


def test_what_changed_in_another_tab_is_confirmed_anew(front: Storefront, manager: Manager) -> None:
    screen = ready(manager)
    orders = len(front.orders())
    field = screen.configuration.fields[0]
    manager.change(CONFIGURATION, {field.name: str((field.quantity or 0) + 1)})

    answer = manager.submit(screen)

    assert isinstance(answer, OrderScreen)
    assert answer.said[-1].kind == "warn"
    assert len(front.orders()) == orders
    assert isinstance(manager.submit(answer), Accepted)


def test_a_price_that_changed_meanwhile_is_confirmed_anew(
    front: Storefront, manager: Manager
) -> None:
    """ORD-35, MSG-8."""
    screen = ready(manager)
    assert screen.confirmation
    assert screen.confirmation.total
    before = screen.confirmation.total.amount
    front.raise_prices(front.plan(HOSTED), Decimal("1.50"))

    answer = manager.submit(screen)

    assert isinstance(answer, OrderScreen)
    assert answer.said[-1].text.startswith(f"The total has changed from {before} to ")
    assert answer.confirmation
    assert answer.confirmation.total
    assert answer.confirmation.total.amount > before
    assert isinstance(manager.submit(answer), Accepted)


def test_a_plan_that_is_withdrawn_meanwhile_can_not_be_ordered(
    front: Storefront, manager: Manager
) -> None:
    """CAT-13, ORD-35: the load has not told yet."""
    screen = ready(manager)
    orders = len(front.orders())
    front.withdraw(front.plan(HOSTED))

    with pytest.raises(Withdrawn):
        manager.submit(screen)
    with pytest.raises(Withdrawn):
        manager.open()
    assert len(front.orders()) == orders


def test_a_client_that_was_put_on_hold_meanwhile_is_not_ordered_for(
    front: Storefront, manager: Manager
) -> None:
    """ORD-5, ORD-35."""
    screen = ready(manager)
    orders = len(front.orders())
    front.hold(front.account())

    answer = manager.submit(screen)

    assert isinstance(answer, OrderScreen)
    assert answer.step is CLIENT
    assert "Administrative hold" in answer.problems["account"]
    assert len(front.orders()) == orders


def test_without_the_platform_an_order_can_be_prepared_and_is_kept(
    front: Storefront, manager: Manager
) -> None:
    """Design 10: nothing is sent, and nothing is lost."""
    screen = ready(manager)
    orders = len(front.orders())
    front.meddler.on(".", lambda _: httpx.Response(503))

    first = manager.open(step=1)
    answer = manager.submit(screen)

    assert first.configuration.quantities == screen.configuration.quantities
    assert any("can't be reached" in one.text for one in first.said)
    assert isinstance(answer, OrderScreen | NotSent)
    front.meddler.forget()
    assert len(front.orders()) == orders
    assert manager.open(step=1).draft == screen.draft


def test_an_order_whose_answer_is_lost_is_not_sent_again(
    front: Storefront, manager: Manager
) -> None:
    """Design 6: it may have been placed."""
    screen = ready(manager)
    orders = len(front.orders())
    front.meddler.on("sales_order", front.lose_answer)

    first = manager.submit(screen)
    second = manager.submit(screen)

    assert isinstance(first, Unknown)
    assert isinstance(second, Unknown)
    assert len(front.orders()) == orders + 1
