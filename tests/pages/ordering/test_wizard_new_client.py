"""An order for a client that is entered with it."""

from __future__ import annotations

from dashboard.services.outcomes import Accepted, Refused
from tests.pages.ordering.wizard import CLIENT, CONFIRMATION, NEW_CLIENT, Manager
from tests.storefront import Storefront


def test_nothing_is_sent_before_it_is_confirmed(front: Storefront, manager: Manager) -> None:
    """ORD-6: a new client neither, where no vendor has to be asked about it."""
    accounts, orders = len(front.accounts()), len(front.orders())
    manager.configure()
    screen = manager.fill_in(NEW_CLIENT)

    assert screen.step is CONFIRMATION

    assert (len(front.accounts()), len(front.orders())) == (accounts, orders)


def test_a_new_client_comes_with_its_order(front: Storefront, manager: Manager) -> None:
    """ORD-22, with a name of any alphabet."""
    accounts = len(front.accounts())
    manager.configure()
    screen = manager.fill_in(NEW_CLIENT)
    assert screen.step is CONFIRMATION, screen.problems

    placed = manager.submit(screen)

    assert isinstance(placed, Accepted)
    assert len(front.accounts()) == accounts + 1
    made = front.accounts()[-1]
    assert (made.name, made.account_id) == ("ООО «Ромашка»", int(placed.account_id))


def test_what_is_missing_is_said_when_the_step_is_left(manager: Manager) -> None:
    """ORD-22."""
    manager.configure()

    shown = manager.change(CLIENT, {"client": "new"})
    left = manager.go_on(CLIENT, {"client": "new"})

    assert shown.problems == {}
    assert set(left.problems) == {
        "data:name", "data:itn", "data:first_name", "data:last_name", "data:email",
    }  # fmt: skip


def test_a_client_that_the_platform_refuses_is_mended_where_it_is_wrong(
    front: Storefront, manager: Manager
) -> None:
    """ORD-23: which characters a name may have, the platform alone knows."""
    accounts, orders = len(front.accounts()), len(front.orders())
    manager.configure()
    screen = manager.fill_in({**NEW_CLIENT, "data:name": "Ромашка <b>"})

    refused = manager.submit(screen)
    assert isinstance(refused, Refused)
    with manager.wizard() as wizard:
        back = wizard.refused(manager.plan_id, refused)

    assert back.step is CLIENT
    assert "special characters" in back.problems["data:name"]
    assert back.client
    assert back.client.shown.name == "Ромашка <b>"
    assert (len(front.accounts()), len(front.orders())) == (accounts, orders)
    mended = manager.go_on(CLIENT, {"data:name": "Ромашка"})
    assert isinstance(manager.submit(mended), Accepted)
