"""An order from its first step to its end, against the real platform of the sandbox."""

from __future__ import annotations

import pytest

from dashboard.services.ordering.screen import OrderScreen
from dashboard.services.outcomes import Accepted
from tests.pages.ordering.wizard import CLIENT, CONFIGURATION, CONFIRMATION, Manager, ready
from tests.storefront import Storefront


def test_a_plain_plan_for_a_known_client_is_three_steps(
    front: Storefront, manager: Manager
) -> None:
    """ORD-1, ORD-2, ORD-37."""
    before = front.orders()

    placed = manager.submit(ready(manager))

    assert isinstance(placed, Accepted)
    (order,) = [one for one in front.orders() if one not in before]
    assert (placed.order_id, placed.subscription_id) == (
        str(order.order_id), str(order.subscription_id),
    )  # fmt: skip
    assert order.account_id == front.account().account_id


def test_what_was_confirmed_is_what_is_charged(front: Storefront, manager: Manager) -> None:
    """ORD-33, to the last digit."""
    screen = ready(manager)
    assert screen.confirmation
    assert screen.confirmation.quote
    promised = screen.confirmation.quote

    manager.submit(screen)

    order = front.orders()[-1]
    charged = [(one.plan_amount, one.amount, one.start_on, one.end_on)
               for one in front.charges(order)]  # fmt: skip
    assert charged == [
        (line.plan_amount.amount, line.amount.amount, line.start_on, line.end_on)
        for line in promised.lines
    ]
    assert order.total == promised.order.total.amount


def test_a_draft_is_gone_once_it_is_an_order(manager: Manager) -> None:
    screen = ready(manager)
    manager.submit(screen)

    anew = manager.open(step=4)

    assert anew.step is CONFIGURATION
    assert anew.draft.key != screen.draft.key


def test_everything_is_there_after_a_reload(manager: Manager) -> None:
    """ORD-1, ORD-6."""
    screen = ready(manager)

    again = manager.open(step=4)

    assert again.step is CONFIRMATION
    assert again.draft == screen.draft
    assert manager.open(step=1).configuration.quantities == screen.configuration.quantities


def test_a_step_further_than_what_is_filled_in_is_not_opened(manager: Manager) -> None:
    assert manager.open(step=4).step is CONFIGURATION
    manager.configure()
    assert manager.open(step=4).step is CLIENT


@pytest.mark.parametrize("amount", ["0", "-5", "2.5", "1000000", "many"])
def test_an_amount_that_is_not_possible_keeps_the_step(manager: Manager, amount: str) -> None:
    """ORD-11, ORD-18."""
    manager.configure()
    name = next(one.name for one in manager.open(step=1).configuration.fields
                if one.amounts.most is not None)  # fmt: skip

    screen = manager.go_on(CONFIGURATION, {name: amount})

    assert screen.step is CONFIGURATION
    assert screen.problems[name].startswith("Enter a whole number")


def test_one_form_is_one_order_however_often_it_is_sent(
    front: Storefront, manager: Manager
) -> None:
    """ORD-38."""
    screen = ready(manager)
    orders = len(front.orders())

    first = manager.submit(screen)
    second = manager.submit(screen)

    assert len(front.orders()) == orders + 1
    assert isinstance(first, Accepted)
    assert second == first


def test_what_was_not_agreed_to_is_not_sent(front: Storefront, manager: Manager) -> None:
    """ORD-34."""
    screen = ready(manager)
    orders = len(front.orders())

    answer = manager.submit(screen, is_agreed=False)

    assert isinstance(answer, OrderScreen)
    assert answer.said[-1].text == "Confirm the order and its terms first."
    assert len(front.orders()) == orders
