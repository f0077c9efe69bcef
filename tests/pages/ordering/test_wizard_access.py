"""Another partner's clients and plans, and who may look at an order and send none."""

from __future__ import annotations

import pytest

from dashboard.services.ordering.prices import Withdrawn
from domain.errors import NotAllowed
from domain.statuses import ManagerRole
from tests.pages.ordering.wizard import CLIENT, MICROSOFT, WHOLE_CLIENT, Manager, ready
from tests.storefront import Storefront
from tests.web import show_page


def test_another_partners_client_is_no_client(front: Storefront, manager: Manager) -> None:
    """Security: its id may stand in the address, or come with the form."""
    foreign = front.foreign_account()
    manager.configure()

    asked = manager.open(account=foreign.account_id, step=4)
    chosen = manager.choose(foreign)

    for screen in (asked, chosen):
        assert screen.step is CLIENT
        assert screen.problems == {"account": "Choose a client."}
        assert screen.client
        assert screen.client.known is None


def test_who_may_only_look_sends_nothing(front: Storefront, manager: Manager) -> None:
    """MGR-9: the service is called directly, past the page that does not offer it."""
    screen = ready(manager)
    orders, accounts = len(front.orders()), len(front.accounts())
    manager.role = ManagerRole.MARKETING

    with pytest.raises(NotAllowed):
        manager.submit(screen)
    microsoft = Manager(front, front.plan(MICROSOFT))
    microsoft.configure()
    microsoft.role = ManagerRole.MARKETING
    with pytest.raises(NotAllowed):
        microsoft.fill_in(WHOLE_CLIENT)

    assert (len(front.orders()), len(front.accounts())) == (orders, accounts)


def test_another_partners_plan_is_no_plan(front: Storefront) -> None:
    with pytest.raises(Withdrawn):
        Manager(front, front.foreign_plan()).open()
    # Nor is an address that names none.
    drawn = show_page(front.client(), "/order")
    assert "Page not found" in drawn.text
