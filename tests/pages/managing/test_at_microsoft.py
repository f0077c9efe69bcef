"""Auto-renew, which is set at Microsoft as well (OP-27, MS-19)."""

from __future__ import annotations

from datetime import date

from flask.testing import FlaskClient

from sandbox.operations import request
from sandbox.orders import place_renewal
from sandbox.panel import set_subscription
from sandbox.records import Subscription
from sandbox.vendor_renewals import at_vendor
from tests.pages.managing.dialog import page_text
from tests.pages.managing.test_tab import send, switch_of
from tests.storefront import Storefront

MICROSOFT = (
    "reseller_id = ? AND status = 'active' AND NOT is_trial AND end_on > '2026-04-10'"
    " AND NOT is_auto_renew_locked AND plan_id IN (SELECT plan_id FROM plan_resource"
    " WHERE template IN ('Office365', 'MicrosoftCspProducts'))"
    " ORDER BY subscription_id"
)
BOTH_WAYS = "Microsoft is told within a day"


def microsofts(front: Storefront) -> Subscription:
    with front.platform.reading() as books:
        return books.find(Subscription, MICROSOFT, front.reseller_id)[0]


def test_each_side_is_set_as_the_other_was(front: Storefront) -> None:
    own = microsofts(front)
    is_other = not own.is_auto_renewed
    front.wait(days=1)
    set_subscription(front.platform, own.subscription_id, {"vendor_auto_renew": is_other})
    front.wait(days=1)
    manager = front.client()

    page = page_text(manager, own.subscription_id)
    assert BOTH_WAYS in page
    switch = switch_of(page)
    assert switch["drawn"] is is_other

    send(manager, switch, not is_other)
    front.wait(days=1)
    with front.platform.reading() as books:
        assert at_vendor(books, own) is not is_other
    assert switch_of(page_text(front.client(), own.subscription_id))["drawn"] is not is_other


def test_of_other_vendors_nothing_is_said_of_it(front: Storefront) -> None:
    with front.platform.reading() as books:
        where = MICROSOFT.replace("plan_id IN", "plan_id NOT IN")
        own = books.find(Subscription, where, front.reseller_id)[0]

    page = page_text(front.client(), own.subscription_id)

    assert switch_of(page)["drawn"] is own.is_auto_renewed
    assert BOTH_WAYS not in page


def test_what_auto_renew_means_is_said_as_the_subscription_stands(front: Storefront) -> None:
    """OP-23, OP-25: what is stopped is not renewed; what is ordered goes on, whatever is set."""
    own = microsofts(front)
    with front.platform.writing() as books:
        books.change(own, is_auto_renewed=True)
        books.change(books.get(Subscription, own.subscription_id), end_on=date(2026, 4, 10))
    manager = front.client()
    assert "It is renewed by itself for the period after 10.04.2026" in shown(manager, own)

    with front.platform.writing() as books:
        order = place_renewal(books, books.get(Subscription, own.subscription_id))
    front.wait(minutes=5)
    assert (
        f"Renewal order {order.order_id} waits for 10.04.2026: it goes on then, however"
        in shown(manager, own)
    )

    with front.platform.writing() as books:
        request(books, books.get(Subscription, own.subscription_id), "stop")
    front.wait(minutes=5)
    assert "What is stopped is not renewed by itself: activate it before" in shown(manager, own)


def shown(manager: FlaskClient, own: Subscription) -> str:
    return page_text(manager, own.subscription_id)
