"""Orders whose connection breaks, and orders at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from sandbox.records import Account, AsyncTask
from sandbox.server import running
from tests.sandbox.buyer import HOSTED, JSON_API, Buyer, data_of, story_of


def test_an_order_is_made_although_the_connection_breaks(buyer: Buyer, account_id: int) -> None:
    body = buyer.sale(buyer.plan(HOSTED), account_id)
    before = len(story_of(buyer.platform)[1])
    with running(buyer.platform) as url, httpx.Client(base_url=url) as http:
        fault = {"kind": "drop_after", "path": "/sales_order", "method": "POST", "times": 1}
        http.post("/_sandbox/faults", json=fault)
        with pytest.raises(httpx.RemoteProtocolError):
            http.post(f"{buyer.base}/sales_order", json=body,
                      headers=buyer.headers | {"Content-Type": JSON_API})  # fmt: skip

    found = buyer.get(f"orders?filter[account_id]={account_id}&sort=-created_at")
    assert len(story_of(buyer.platform)[1]) == before + 1
    assert data_of(found)[0]["attributes"]["type"] == "SalesOrder"


@pytest.mark.parametrize("kind", ["accounts", "order_attributes_validation"])
def test_other_posts_are_carried_out_too_although_the_connection_breaks(
    kind: str, buyer: Buyer, account_id: int
) -> None:
    plan, counted = buyer.plan(HOSTED), Account if kind == "accounts" else AsyncTask
    with buyer.platform.reading() as books:
        before = books.count(counted)
    buyer.steer("faults", {"kind": "drop_after", "path": f"/{kind}$", "times": 1})

    send = {
        "accounts": buyer.new_account,
        "order_attributes_validation": lambda: buyer.validate(plan, account_id, {}),
    }
    with pytest.raises(ConnectionError):
        send[kind]()

    with buyer.platform.reading() as books:
        assert books.count(counted) == before + 1


def test_orders_at_the_same_time_are_all_made(buyer: Buyer, account_id: int) -> None:
    body = buyer.sale(buyer.plan(HOSTED), account_id)
    with ThreadPoolExecutor(8) as pool:
        responses = list(pool.map(lambda _: buyer.post("sales_order", body), range(24)))

    assert {response.status_code for response in responses} == {201}
    assert len({data_of(response)["id"] for response in responses}) == 24
    buyer.wait()
    states = {buyer.read(f"orders/{data_of(r)['id']}")["status"] for r in responses}
    assert states == {"completed"}


def test_an_order_is_not_made_when_the_connection_breaks_before(
    buyer: Buyer, account_id: int
) -> None:
    body = buyer.sale(buyer.plan(HOSTED), account_id)
    before = story_of(buyer.platform)
    buyer.steer("faults", {"kind": "drop_before", "path": "/sales_order", "times": 1})

    with pytest.raises(ConnectionError):
        buyer.post("sales_order", body)

    assert story_of(buyer.platform) == before
