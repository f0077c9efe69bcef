"""What a page about one thing asks, against the stand-in for the platform."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest

from domain.errors import UpstreamUnavailable
from sandbox.app import create_app
from sandbox.platform import Platform
from tests.sandbox.buyer import HOSTED, Buyer
from tests.sandbox_fixtures import SeededStore
from upstream.client import UpstreamClient
from upstream.details import read_account, read_orders, read_subscription

RESELLER = "12"


@pytest.fixture
def client(platform: Platform, seeded_store: SeededStore) -> Iterator[UpstreamClient]:
    transport = httpx.WSGITransport(create_app(platform))
    with UpstreamClient(
        "http://platform.example", seeded_store.seeded.token, transport=transport
    ) as client:
        yield client


def test_an_order_is_followed_until_it_is_done(client: UpstreamClient, buyer: Buyer) -> None:
    """P-4: what is asked again tells what became of it."""
    order = buyer.buy(buyer.plan(HOSTED), buyer.new_account("Ромашка"))
    subscription_id = str(order["attributes"]["subscription_id"])
    statuses = []
    for _ in range(60):
        answer = client.fetch_subscription_details(RESELLER, subscription_id)
        assert answer is not None
        told = read_subscription(answer, subscription_id, RESELLER)
        assert told is not None
        orders = client.fetch_orders_of_subscription(RESELLER, subscription_id)
        (only,) = read_orders(orders, subscription_id)
        if not statuses or statuses[-1] != (told.subscription.status, only.status):
            statuses.append((told.subscription.status, only.status))
        buyer.wait(1 / 20)

    assert statuses[0] == ("ordered", "waiting_for_payment")
    assert statuses[-1] == ("active", "completed")
    assert ("installing", "provisioning") in statuses
    assert told.account_name == "Ромашка"
    assert told.plan is not None
    assert told.plan.name.startswith(HOSTED)
    assert [resource.name for resource in told.resources]
    assert [fact.label for fact in told.information.facts] == ["Service number", "Login"]


def test_an_account_is_told_as_it_was_entered(client: UpstreamClient, buyer: Buyer) -> None:
    account_id = str(buyer.new_account("Ромашка"))

    answer = client.fetch_account(RESELLER, account_id)
    assert answer is not None
    account = read_account(answer, account_id, RESELLER)

    assert account is not None
    assert (account.name, account.custom.itn) == ("Ромашка", "12345678")


def test_nothing_is_shown_of_another_reseller(client: UpstreamClient, buyer: Buyer) -> None:
    order = buyer.buy(buyer.plan(HOSTED), buyer.new_account())
    subscription_id = str(order["attributes"]["subscription_id"])

    assert client.fetch_subscription_details("13", subscription_id) is None


def test_several_things_are_asked_at_once_and_not_waited_for_long(client: UpstreamClient) -> None:
    assert client.at_once(lambda: 1, lambda: 2, within=5) == [1, 2]
    with pytest.raises(UpstreamUnavailable, match=r"within 0\.05 seconds"):
        client.at_once(lambda: 1, lambda: time.sleep(0.3), within=0.05)  # type: ignore[func-returns-value]
