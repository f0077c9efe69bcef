"""What the portal says that operations cost is what the platform then makes of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import httpx
import pytest

from dashboard.context import Services
from dashboard.services.reading import Origin, Reading
from dashboard.services.subscription_screen import SubscriptionScreen
from domain.errors import UpstreamUnavailable
from domain.pricing.operation_quote import OperationQuote
from domain.pricing.untold import Untold
from domain.statuses import BillingType
from sandbox.catalog_records import ExchangeRate, SwitchTarget
from sandbox.offers import periods_of, plan_of, resources_of
from sandbox.orders import place_change, place_renewal, place_switch
from sandbox.records import Order, Subscription
from sandbox.refusals import Refused
from tests.domain.pricing.comparison import carry_out
from tests.domain.pricing.managed import Managed
from tests.domain.pricing.test_operations_against_platform import activated
from tests.sandbox_fixtures import SeededStore
from tests.storefront import Storefront, open_front

Quoted = tuple[OperationQuote | None, Callable[[], Order | None]]
Asked = Callable[[Services, SubscriptionScreen, Managed], Quoted | None]
MOST_OF_A_KIND = 2
RENEWABLE = (
    "reseller_id = ? AND status = 'active' AND end_on < '2026-04-10' AND NOT is_trial AND"
    " plan_period_id IN (SELECT plan_period_id FROM plan_period WHERE months IS NOT NULL)"
    ' AND subscription_id NOT IN (SELECT subscription_id FROM "order"'
    " WHERE status NOT IN ('completed', 'cancelled'))"
)


@pytest.fixture(scope="module")
def shared_front(
    seeded_store: SeededStore, loaded_front: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Storefront]:
    with open_front(seeded_store, loaded_front, tmp_path_factory.mktemp("prices")) as front:
        yield front


def change(services: Services, screen: SubscriptionScreen, managed: Managed) -> Quoted | None:
    """Ask for three more of the first resource that has room for them."""
    if not managed.abilities["adjust"]:
        return None
    return _changed(services, screen, managed, 3)


def reduction(services: Services, screen: SubscriptionScreen, managed: Managed) -> Quoted | None:
    """Ask for one less of the first resource of which that may be given up."""
    if not managed.abilities["decrease_resources_change_order"]:
        return None
    return _changed(services, screen, managed, -1)


def _changed(
    services: Services, screen: SubscriptionScreen, managed: Managed, more: int
) -> Quoted | None:
    held = managed.subscribed().quantities
    for one in resources_of(managed.books, managed.record.plan_id):
        wanted = held[str(one.plan_resource_id)] + more
        least, most = max(one.included, one.minimum), one.maximum or wanted
        if least <= wanted <= most and not one.is_measured:
            totals = {one.plan_resource_id: wanted}
            quote = services.operation_prices.change(screen, {str(one.plan_resource_id): wanted})
            return quote, partial(place_change, managed.books, managed.record, totals)
    return None


def renewal(services: Services, screen: SubscriptionScreen, managed: Managed) -> Quoted | None:
    """Ask for the next period with the amounts there are."""
    if not managed.abilities["renew"]:
        return None
    period = next(one for one in periods_of(managed.books, managed.record.plan_id)
                  if one.months and not one.is_trial)  # fmt: skip
    quote = services.operation_prices.renewal(screen, str(period.plan_period_id), {})
    return quote, lambda: place_renewal(managed.books, managed.record, period)


def switch(services: Services, screen: SubscriptionScreen, managed: Managed) -> Quoted | None:
    return _switched(services, screen, managed, is_on_renewal=False)


def switch_on_renewal(
    services: Services, screen: SubscriptionScreen, managed: Managed
) -> Quoted | None:
    return _switched(services, screen, managed, is_on_renewal=True)


def _switched(
    services: Services, screen: SubscriptionScreen, managed: Managed, *, is_on_renewal: bool
) -> Quoted | None:
    books, record = managed.books, managed.record
    targets = books.find(SwitchTarget, "plan_id = ?", record.plan_id)
    if not managed.abilities["switch_plan"] or not targets:
        return None
    plan = plan_of(books, targets[0].target_plan_id)
    period = next(one for one in periods_of(books, plan.plan_id) if not one.is_trial)
    totals = {
        one.plan_resource_id: max(one.minimum, one.included, 5)
        for one in resources_of(books, plan.plan_id)
    }
    quote = services.operation_prices.switch(
        screen, str(plan.plan_id), str(period.plan_period_id),
        {str(key): total for key, total in totals.items()}, is_on_renewal,
    )  # fmt: skip
    return quote, lambda: place_switch(books, record, plan, period, totals,
                                       on_renewal=is_on_renewal)  # fmt: skip


def deletion(services: Services, screen: SubscriptionScreen, managed: Managed) -> Quoted | None:
    if not managed.abilities["destroy"]:
        return None
    return services.operation_prices.deletion(screen), lambda: managed.ask("delete")


def stop(services: Services, screen: SubscriptionScreen, managed: Managed) -> Quoted | None:
    if not managed.abilities["stop"]:
        return None
    return services.operation_prices.stop(screen), lambda: managed.ask("stop")


def activation(services: Services, screen: SubscriptionScreen, managed: Managed) -> Quoted | None:
    if not managed.abilities["activate"]:
        return None
    return services.operation_prices.activation(screen), partial(activated, managed)


# Of how many billing types and currencies the seeded platform has something to do it with.
OPERATIONS = [
    (switch_on_renewal, 1), (change, 8), (deletion, 1), (reduction, 8), (renewal, 3),
    (switch, 4), (activation, 1), (stop, 8),
]  # fmt: skip


@pytest.mark.parametrize(("ask", "kinds"), OPERATIONS, ids=[ask.__name__ for ask, _ in OPERATIONS])
def test_the_price_is_what_the_platform_charges(
    shared_front: Storefront, ask: Asked, kinds: int
) -> None:
    """OP-5, OP-31, OP-34, OP-39, OP-44: for subscriptions of every billing type and currency."""
    done: dict[tuple[str, str], int] = {}
    for subscription in _subscriptions(shared_front):
        kind = _kind(shared_front, subscription)
        if done.get(kind, 0) < MOST_OF_A_KIND and _compared(shared_front, subscription, ask):
            done[kind] = done.get(kind, 0) + 1
    assert len(done) >= kinds, done


def _compared(front: Storefront, subscription: Subscription, ask: Asked) -> bool:
    """Price an operation and have it carried out; tell whether there was one to be had."""
    with front.services() as services, front.platform.writing() as books:
        managed = Managed(books, subscription.subscription_id)
        screen = services.subscriptions.screen(str(subscription.subscription_id))
        asked = ask(services, screen, managed)
        if asked is None:
            return False
        quote, do = asked
        if quote is not None:
            return carry_out(managed, quote, do)
        with pytest.raises(Refused):
            do()
        return False


def _subscriptions(front: Storefront) -> list[Subscription]:
    with front.platform.reading() as books:
        where = "reseller_id = ? AND status IN ('active', 'stopped') ORDER BY subscription_id DESC"
        return books.find(Subscription, where, front.reseller_id)


def _kind(front: Storefront, subscription: Subscription) -> tuple[str, str]:
    with front.platform.reading() as books:
        plan = plan_of(books, subscription.plan_id)
        return plan.billing_type, plan.currency


def _some(front: Storefront, currency: str = "EUR") -> str:
    """Return the id of a subscription to a plan in a currency."""
    return next(
        str(one.subscription_id)
        for one in _subscriptions(front)
        if _kind(front, one) == (BillingType.LONG_TERM, currency)
    )


def test_without_the_platform_there_is_no_price(front: Storefront) -> None:
    """MSG-8: nothing is confirmed at the prices of the last load."""
    with front.services() as services:
        screen = services.subscriptions.screen(_some(front))
        front.meddler.on("/charges", lambda _: httpx.Response(503))
        with pytest.raises(UpstreamUnavailable):
            services.operation_prices.stop(screen)


def test_without_a_rate_there_is_no_price(front: Storefront) -> None:
    """CUR-7: the platform would refuse the order, too."""
    own_id = _some(front, currency="USD")
    with front.platform.writing() as books:
        for rate in books.find(ExchangeRate):
            books.remove(rate)
    with front.services() as services:
        screen, prices = services.subscriptions.screen(own_id), services.operation_prices
        assert prices.change(screen, {}) is None
        assert prices.why_untold(screen, settles=True) is Untold.NO_RATE


def test_what_the_last_load_knew_is_not_priced(front: Storefront) -> None:
    with front.services() as services:
        screen = services.subscriptions.screen(_some(front))
        loaded = replace(screen, reading=Reading(Origin.UNREACHABLE, screen.reading.as_of))
        with pytest.raises(UpstreamUnavailable):
            services.operation_prices.change(loaded, {})


def test_where_charges_do_not_name_their_orders_there_is_no_price(front: Storefront) -> None:
    """What waits would be priced as though it were paid for."""
    with front.services() as services:
        screen = services.subscriptions.screen(_some(front))
        front.meddler.on("/charges", partial(without_orders, front))
        prices = services.operation_prices
        (held,) = screen.resources
        fewer = {held.plan_resource_id or "": int(held.quantity or 0) - 1}
        assert prices.change(screen, fewer) is None
        assert prices.why_untold(screen, settles=True) is Untold.NO_ORDERS


def test_what_is_added_has_a_price_whether_charges_name_their_orders_or_not(
    front: Storefront,
) -> None:
    """OP-30, MSG-8: where it is charged beside what is there."""
    done = set()
    for own in _subscriptions(front):
        kind, _ = _kind(front, own)
        with front.platform.reading() as books:
            may_change = Managed(books, own.subscription_id).abilities["adjust"]
        if kind not in (BillingType.MONTHLY, BillingType.LONG_TERM) or not may_change:
            continue
        with front.services() as services:
            screen = services.subscriptions.screen(str(own.subscription_id))
            prices, held = services.operation_prices, screen.resources[0]
            more = {held.plan_resource_id or "": int(held.quantity or 0) + 2}
            named = prices.change(screen, more)
            front.meddler.on("/charges", partial(without_orders, front))
            unnamed = prices.change(screen, more)
            front.meddler.forget()
        assert named is not None
        assert unnamed is not None
        assert (unnamed.lines, unnamed.now) == (named.lines, named.now)
        assert (unnamed.monthly_before, unnamed.monthly_after) == (
            named.monthly_before, named.monthly_after,
        )  # fmt: skip
        done.add(kind)
        if len(done) == 2:
            break
    assert len(done) == 2


def test_a_renewal_has_a_price_whether_charges_name_their_orders_or_not(front: Storefront) -> None:
    """OP-16, MSG-8: nothing becomes of the charges that are there."""
    with front.platform.reading() as books:
        where = f"{RENEWABLE} ORDER BY subscription_id"
        found = books.find(Subscription, where, front.reseller_id)[:5]
    for own in found:
        with front.services() as services:
            screen = services.subscriptions.screen(str(own.subscription_id))
            period, prices = screen.subscription.plan_period_id or "", services.operation_prices
            named = prices.renewal(screen, period, {})
            front.meddler.on("/charges", partial(without_orders, front))
            unnamed = prices.renewal(screen, period, {})
            front.meddler.forget()
        assert named is not None
        assert unnamed is not None
        assert (unnamed.lines, unnamed.total) == (named.lines, named.total)
    assert len(found) > 3


def without_orders(front: Storefront, request: httpx.Request) -> httpx.Response:
    page = json.loads(front.meddler.ask(request).content)
    for charge in page["data"]:
        del charge["attributes"]["order_id"]
        charge["relationships"].pop("order", None)
    return httpx.Response(200, json=page)
