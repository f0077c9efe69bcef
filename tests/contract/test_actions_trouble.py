"""Whatever goes wrong with a connection, one request is sent, and it is clear what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.errors import OutcomeUnknown, UpstreamRejected, UpstreamUnavailable
from sandbox.faults import Fault
from sandbox.records import Order
from sandbox.server import running
from tests.contract.acting import RESELLER, order_of
from tests.sandbox.buyer import HOSTED, Buyer
from upstream.actions import UpstreamActions

TROUBLE = {
    "status 500": (Fault("status", "", None, 500, None, None), OutcomeUnknown, 0),
    "status 503": (Fault("status", "", None, 503, 1.0, None), OutcomeUnknown, 0),
    "status 429": (Fault("status", "", None, 429, 1.0, None), UpstreamUnavailable, 0),
    "status 403": (Fault("status", "", None, 403, None, None), UpstreamRejected, 0),
    "cut, length right": (Fault("cut", "", None, "right", None, None), OutcomeUnknown, 1),
    "cut, length wrong": (Fault("cut", "", None, "wrong", None, None), OutcomeUnknown, 1),
    "malformed": (Fault("malformed", "", None, "<html></html>", None, None), OutcomeUnknown, 0),
    "dropped before": (Fault("drop_before", "", None, None, None, None), OutcomeUnknown, 0),
    "dropped after": (Fault("drop_after", "", None, None, None, None), OutcomeUnknown, 1),
    "late": (Fault("delay", "", None, 1.5, None, None), OutcomeUnknown, 1),
}


@pytest.mark.parametrize("trouble", TROUBLE)
def test_over_a_real_connection_each_trouble_says_what_became_of_an_order(
    buyer: Buyer, trouble: str
) -> None:
    """Whatever the platform has made of it, one request was sent."""
    fault, error, made = TROUBLE[trouble]
    account_id = str(buyer.new_account())
    asked = order_of(buyer, buyer.plan(HOSTED), account_id)
    fault = replace(fault, path="/sales_order", method="POST")
    buyer.platform.faults.set(fault)
    token = buyer.headers["X-Api-Token"]

    with running(buyer.platform) as url:
        with UpstreamActions(url, token, timeout=0.5) as actions, pytest.raises(error):
            actions.place_order(RESELLER, asked)
        wait_until(lambda: len(orders_of(buyer, account_id)) == made)

    sent = [one for one in buyer.platform.log.since(0) if "sales_order" in one["path"]]
    assert len(sent) == 1


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for what a request brings about that nobody waits for any more."""
    for _ in range(500):
        if is_so():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come about")


def orders_of(buyer: Buyer, account_id: str) -> list[Order]:
    with buyer.platform.reading() as books:
        return books.find(Order, "account_id = ?", int(account_id))
