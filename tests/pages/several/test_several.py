"""One action for several subscriptions over HTTP: preview, confirmation, results."""

from __future__ import annotations

import pytest

from sandbox.records import Subscription
from tests.pages.several.hand import Hand
from tests.storefront import Storefront


@pytest.fixture
def hand(front: Storefront) -> Hand:
    return Hand(front, front.client())


def own_ids(front: Storefront, where: str, count: int = 3) -> list[str]:
    with front.platform.reading() as books:
        found = books.find(
            Subscription, f"reseller_id = ? AND {where} ORDER BY subscription_id", front.reseller_id
        )
    assert len(found) >= count
    return [str(one.subscription_id) for one in found[:count]]


def test_three_are_stopped_after_one_look(front: Storefront, hand: Hand) -> None:
    active = own_ids(front, "status = 'active' AND NOT is_trial")
    hand.ask("stop", {"ids": active})
    assert hand.address.startswith("/subscriptions/several/")
    hand.open()
    assert "Looked at and priced: 0 of 3" in hand.text
    hand.work().look()
    print(hand.text[:3000])
    assert "of 3" in hand.text
