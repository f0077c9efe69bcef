"""Every operation asked for directly in every status that forbids it (DET-12, OP-1, OP-2)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.services.managing.availability import Action
from dashboard.services.managing.conditions import STATUSES
from dashboard.services.managing.outcomes import NotAvailable
from dashboard.services.managing.revision import revision_of
from dashboard.statuses import subscription_status
from domain.statuses import SubscriptionStatus
from sandbox.records import Subscription
from sandbox.seeding.people import token_of
from sandbox.server import running
from store.database import Store, migrate
from tests.desk import Desk
from tests.sandbox.buyer import Buyer
from tests.sandbox_fixtures import SeededStore, open_copy
from tests.shop import Clock, Shop

ALL = sorted(set(SubscriptionStatus) - {SubscriptionStatus.UNKNOWN})


@pytest.fixture(scope="module")
def desk(seeded_store: SeededStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One for all of them: nothing is done."""
    folder: Path = tmp_path_factory.mktemp("statuses")
    buyer = Buyer(open_copy(seeded_store, folder), token_of("tobias.kraemer@blaufeld.example"))
    url = f"sqlite:///{folder / 'portal.sqlite3'}"
    migrate(url)
    store = Store(url)
    with running(buyer.platform) as platform_url:
        desk = Desk(Shop(buyer, store, url, platform_url, Clock()), folder / "warehouse")
        yield desk
        desk.close()
        desk.shop.close()
    store.close()


@pytest.mark.parametrize("status", ALL)
def test_what_a_status_forbids_is_refused_and_not_sent(
    desk: Desk, status: SubscriptionStatus
) -> None:
    """MSG-4: the status is named."""
    own_id = desk.one_for(Action.AUTO_RENEW)
    with desk.shop.platform.writing() as books:
        original = books.get(Subscription, int(own_id))
        books.change(original, status=status)
    seen, managing = revision_of(desk.screen(own_id)), desk.managing()
    name = subscription_status(status).name

    for action in Action:
        if status not in STATUSES[action]:
            request = desk.request_for(action, own_id)
            outcome = managing.carry_out(f"{status}:{action}", own_id, seen, request)
            assert isinstance(outcome, NotAvailable), action
            assert f"Current status: {name}." in outcome.text
            assert managing.outcome(f"{status}:{action}") is None

    assert [one for one in desk.shop.sent() if one.startswith(("POST", "PATCH"))] == []
    with desk.shop.platform.writing() as books:
        books.change(books.get(Subscription, int(own_id)), status=original.status)


def test_perpetual_software_is_left_as_it_is(desk: Desk) -> None:
    """E2E-11."""
    with desk.shop.platform.reading() as books:
        (one, *_) = books.find(Subscription, "reseller_id = 12 AND status = 'delivered'")
    own_id = str(one.subscription_id)
    seen, managing = revision_of(desk.screen(own_id)), desk.managing()

    for action in (Action.STOP, Action.SWITCH, Action.CHANGE, Action.DELETE, Action.ACTIVATE):
        request = desk.request_for(action, own_id)
        outcome = managing.carry_out(f"perpetual:{action}", own_id, seen, request)
        assert isinstance(outcome, NotAvailable), action
        assert "Current status: Delivered." in outcome.text
