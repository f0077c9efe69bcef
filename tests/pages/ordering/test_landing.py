"""Where an order lands: pages, search and costs, with the mirror following within seconds."""

from __future__ import annotations

from sandbox.records import Order
from tests.etl.watching import looks
from tests.pages.ordering.wizard import HOSTED, Manager, ready
from tests.storefront import Storefront
from tests.web import show_page


def order(front: Storefront) -> Order:
    manager = Manager(front, front.plan(HOSTED))
    manager.submit(ready(manager))
    return front.orders()[-1]


def test_search_and_pages_know_a_new_subscription_after_one_look(front: Storefront) -> None:
    """ORD-37, design 4: the watch, and no load between."""
    watcher, client = front.portal.watcher(), front.client()
    placed = order(front)
    found = f"/search.json?q={placed.subscription_id}"
    assert client.get(found).get_json() == []

    looks(watcher)

    (hit,) = client.get(found).get_json()
    assert hit["url"] == f"/subscriptions/{placed.subscription_id}"
    page = show_page(client, hit["url"]).get_data(as_text=True)
    assert HOSTED in page


def test_no_cost_is_shown_before_a_load_knows_it(front: Storefront) -> None:
    """The mirror follows the order at once, the ledger with the next load: 0.00 would be wrong."""
    watcher, client = front.portal.watcher(), front.client()
    front.wait(minutes=1)
    placed = order(front)
    address = f"/subscriptions/{placed.subscription_id}"
    looks(watcher)
    before = show_page(client, address).get_data(as_text=True)
    front.wait(minutes=10)
    front.portal.publish()

    after = show_page(client, address).get_data(as_text=True)

    assert "Costs appear with the next load" in before
    assert "Costs appear with the next load" not in after
