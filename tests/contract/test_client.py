"""The client against the stand-in for the platform: what one sends, the other understands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import msgspec
import pytest

from domain.errors import UpstreamRejected, UpstreamUnavailable
from domain.periods import Period
from sandbox.app import create_app
from sandbox.catalog_records import SwitchTarget
from sandbox.faults import Fault
from sandbox.platform import Platform
from sandbox.server import running
from tests.sandbox_fixtures import REAL_TIME, SeededStore
from upstream.client import ConsumptionWindow, UpstreamClient
from upstream.offers import read_plan_ids
from upstream.parse import parse_page
from upstream.transport import Answer

MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))


def client_of(platform: Platform, token: str, **options: Any) -> UpstreamClient:
    return UpstreamClient(
        "http://platform.example",
        token,
        transport=httpx.WSGITransport(create_app(platform)),
        sleep=lambda _: None,
        **{"attempts": 2, "page_size": 1000, **options},
    )


@pytest.fixture
def client(platform: Platform, seeded_store: SeededStore) -> Iterator[UpstreamClient]:
    with client_of(platform, seeded_store.seeded.token) as client:
        yield client


@pytest.fixture(scope="module")
def reseller_id(seeded_store: SeededStore) -> str:
    return str(seeded_store.seeded.resellers[0].reseller_id)


def records(answers: Iterable[Answer]) -> list[dict[str, Any]]:
    found = []
    for answer in answers:
        assert answer.broken is None
        data = msgspec.json.decode(answer.body)["data"]
        found += data if isinstance(data, list) else [data]
    return found


def ids(answers: Iterable[Answer]) -> list[str]:
    return [record["id"] for record in records(answers)]


COLLECTIONS: dict[str, Callable[[UpstreamClient, str], Iterable[Answer]]] = {
    "resellers": lambda client, _: client.iter_resellers(),
    "manager_roles": lambda client, reseller: client.iter_manager_roles(reseller),
    "managers": lambda client, reseller: client.iter_managers(reseller),
    "categories": lambda client, reseller: client.iter_categories(reseller),
    "products": lambda client, reseller: client.iter_products(reseller),
    "plans": lambda client, reseller: client.iter_plans(reseller),
    "accounts": lambda client, reseller: client.iter_accounts(reseller),
    "subscriptions": lambda client, reseller: client.iter_subscriptions(reseller),
    "orders": lambda client, reseller: client.iter_orders(reseller),
    "charges": lambda client, reseller: client.iter_charges(reseller),
    "reseller_charges": lambda client, reseller: client.iter_reseller_charges(reseller),
    "exchange_rates": lambda client, reseller: [client.fetch_exchange_rates(reseller)],
    "expenses": lambda client, reseller: [client.fetch_expenses(reseller, MARCH)],
}


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_record_of_every_collection_is_understood(
    client: UpstreamClient, reseller_id: str, collection: str
) -> None:
    parsed = [
        parse_page(collection, answer.body)
        for answer in COLLECTIONS[collection](client, reseller_id)
    ]

    assert sum(page.count for page in parsed) > 0
    assert [page.quarantined for page in parsed if page.quarantined] == []


@pytest.mark.parametrize(
    "collection",
    ["categories", "products", "plans", "accounts", "subscriptions", "orders", "charges",
     "reseller_charges"],
)  # fmt: skip
def test_many_small_pages_hold_what_one_large_page_holds(
    client: UpstreamClient,
    platform: Platform,
    seeded_store: SeededStore,
    reseller_id: str,
    collection: str,
) -> None:
    whole = ids(COLLECTIONS[collection](client, reseller_id))

    with client_of(platform, seeded_store.seeded.token, page_size=3) as small:
        pages = list(COLLECTIONS[collection](small, reseller_id))

    assert len(pages) == -(-len(whole) // 3) > 1
    assert ids(pages) == whole


def test_the_clock_of_the_platform_comes_with_every_answer(
    client: UpstreamClient,
    platform: Platform,
) -> None:
    platform.advance(timedelta(days=3))

    (answer,) = client.iter_resellers()

    assert answer.answered_at == REAL_TIME.replace(microsecond=0) + timedelta(days=3)


@pytest.mark.parametrize("collection", ["accounts", "orders", "charges"])
def test_what_changed_after_an_instant_is_told(
    client: UpstreamClient, reseller_id: str, collection: str
) -> None:
    ask = {"accounts": client.iter_accounts, "orders": client.iter_orders,
           "charges": client.iter_charges}[collection]  # fmt: skip
    all_of_them = records(ask(reseller_id))
    changed = sorted(
        datetime.fromisoformat(one["attributes"]["updated_at"]).astimezone(UTC)
        for one in all_of_them
    )
    middle = changed[len(changed) // 2].replace(microsecond=0)

    newer = records(ask(reseller_id, updated_after=middle))

    assert {one["id"] for one in newer} == {
        one["id"]
        for one in all_of_them
        if datetime.fromisoformat(one["attributes"]["updated_at"]) > middle
    }
    assert 0 < len(newer) < len(all_of_them)


@pytest.mark.parametrize("collection", ["subscriptions", "orders"])
def test_the_last_changed_come_first(
    client: UpstreamClient, reseller_id: str, collection: str
) -> None:
    changed = [
        datetime.fromisoformat(one["attributes"]["updated_at"])
        for one in records(COLLECTIONS[collection](client, reseller_id))
    ]

    assert changed == sorted(changed, reverse=True)


def test_subscriptions_come_with_their_resources(client: UpstreamClient, reseller_id: str) -> None:
    rows = [parse_page("subscriptions", answer.body).rows
            for answer in client.iter_subscriptions(reseller_id)]  # fmt: skip

    assert all(page["subscription"].values for page in rows)
    assert any(page["subscription_resource"].values for page in rows)


def test_charges_of_one_subscription_are_told(client: UpstreamClient, reseller_id: str) -> None:
    charges = records(client.iter_charges(reseller_id))
    subscription_id = charges[0]["attributes"]["subscription_id"]

    own = ids(client.iter_charges_of_subscription(str(subscription_id), reseller_id))

    assert own == [
        one["id"] for one in charges if one["attributes"]["subscription_id"] == subscription_id
    ]


def test_reseller_charges_closed_in_a_period_are_told_its_last_day_included(
    client: UpstreamClient, reseller_id: str
) -> None:
    closed = [
        one["attributes"]["close_date"]
        for one in records(client.iter_reseller_charges(reseller_id))
    ]
    first, last = min(closed), max(closed)

    whole = client.iter_reseller_charges(
        reseller_id, closed=Period.of_days(date.fromisoformat(first), date.fromisoformat(last))
    )
    one_day = client.iter_reseller_charges(
        reseller_id, closed=Period.of_days(date.fromisoformat(last), date.fromisoformat(last))
    )

    assert len(ids(whole)) == len(closed)
    assert len(ids(one_day)) == closed.count(last)


def test_consumption_of_a_period_is_told_its_last_day_included(
    client: UpstreamClient, reseller_id: str
) -> None:
    consuming = _consuming(client, reseller_id)
    whole = client.fetch_consumption(ConsumptionWindow(consuming, MARCH))
    rows = parse_page("consumption", whole.body).rows["consumption"]
    days = [row[rows.columns.index("consumed_on")] for row in rows.values]
    last = date.fromisoformat(max(days))

    one_day = client.fetch_consumption(ConsumptionWindow(consuming, Period.of_days(last, last)))

    assert parse_page("consumption", one_day.body).count == days.count(max(days)) > 0


def _consuming(client: UpstreamClient, reseller_id: str) -> str:
    plans = {
        one["id"]
        for one in records(client.iter_plans(reseller_id))
        if one["attributes"]["billing_type"] == "payg_external"
    }
    return next(
        one["id"]
        for one in records(client.iter_subscriptions(reseller_id))
        if str(one["attributes"]["plan_id"]) in plans and one["attributes"]["status"] == "active"
    )


def test_several_questions_are_asked_at_a_time_and_answered_in_order(
    client: UpstreamClient, reseller_id: str
) -> None:
    accounts = ids(client.iter_accounts(reseller_id))

    answers = client.several(lambda one: client.fetch_account(reseller_id, one), accounts)

    assert [ids([answer])[0] for answer in answers if answer] == accounts


@pytest.mark.parametrize(
    "fetch", ["fetch_plan", "fetch_account", "fetch_subscription", "fetch_charge"]
)
def test_what_does_not_exist_is_none(client: UpstreamClient, reseller_id: str, fetch: str) -> None:
    assert getattr(client, fetch)(reseller_id, "987654321") is None


@pytest.mark.parametrize(
    ("fetch", "listed"),
    [("fetch_plan", "plans"), ("fetch_account", "accounts"),
     ("fetch_subscription", "subscriptions"), ("fetch_charge", "charges")],
)  # fmt: skip
def test_one_record_is_the_one_of_its_page(
    client: UpstreamClient, reseller_id: str, fetch: str, listed: str
) -> None:
    record = records(COLLECTIONS[listed](client, reseller_id))[0]

    answer = getattr(client, fetch)(reseller_id, record["id"])

    assert records([answer]) == [record]
    alone = parse_page(listed, answer.body).rows
    assert all(len(rows.values) >= 1 for name, rows in alone.items() if name in listed)


def test_an_id_leads_to_no_other_address(client: UpstreamClient, reseller_id: str) -> None:
    assert client.fetch_account(reseller_id, "../charges?x=1") is None


def test_a_token_nobody_knows_is_refused_in_the_platforms_words(
    platform: Platform,
) -> None:
    with client_of(platform, "nobody") as client, pytest.raises(UpstreamRejected) as raised:
        list(client.iter_resellers())

    assert (raised.value.status, raised.value.text) == (401, "The token is missing or is not valid")


@pytest.mark.parametrize(
    "fault",
    [
        Fault("status", "/charges", None, 429, 1.0, 1),
        Fault("status", "/charges", None, 429, None, 1),
        Fault("status", "/charges", None, 500, None, 1),
        Fault("cut", "/charges", None, "right", None, 1),
        Fault("cut", "/charges", None, "wrong", None, 1),
        Fault("malformed", "/charges", None, "<html></html>", None, 1),
        Fault("drop_before", "/charges", None, None, None, 1),
        Fault("drop_after", "/charges", None, None, None, 1),
    ],
    ids=lambda fault: f"{fault.kind} {fault.value} {fault.retry_after}",
)
def test_trouble_that_passes_is_waited_out_over_a_real_connection(
    platform: Platform,
    seeded_store: SeededStore,
    reseller_id: str,
    fault: Fault,
) -> None:
    platform.faults.set(fault)
    waits: list[float] = []
    with (
        running(platform) as url,
        UpstreamClient(url, seeded_store.seeded.token, attempts=3, sleep=waits.append) as client,
    ):
        assert len(ids(client.iter_charges(reseller_id))) > 100

    assert len(waits) == 1


def test_a_connection_that_always_breaks_is_an_unreachable_platform(
    platform: Platform,
    seeded_store: SeededStore,
) -> None:
    platform.faults.set(Fault("drop_after", "", None, None, None, None))
    with (
        running(platform) as url,
        UpstreamClient(url, seeded_store.seeded.token, attempts=2, sleep=lambda _: None) as client,
        pytest.raises(UpstreamUnavailable),
    ):
        list(client.iter_resellers())


def test_a_plan_names_those_it_can_be_switched_to(
    client: UpstreamClient, platform: Platform, reseller_id: str
) -> None:
    """OP-36: where there are several, each is a plan of its own."""
    with platform.reading() as books:
        own = "plan_id IN (SELECT plan_id FROM plan WHERE reseller_id = ?) ORDER BY plan_id"
        target = books.find(SwitchTarget, own, int(reseller_id))[0]
        targets = {
            str(one.target_plan_id)
            for one in books.find(SwitchTarget, "plan_id = ?", target.plan_id)
        }

    answer = client.fetch_switchable_plans(reseller_id, str(target.plan_id), is_on_renewal=False)

    assert answer.broken is None
    assert set(read_plan_ids(answer)) <= targets
