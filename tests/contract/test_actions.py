"""Writes against the stand-in for the platform: what one sends, the other carries out."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import httpx
import pytest

from domain.account import Account, AccountData, AccountType
from domain.errors import OutcomeUnknown, UpstreamRejected, UpstreamUnavailable
from domain.order import FieldType, SalesOrder, ValidationStatus
from domain.statuses import AccountStatus, OrderStatus
from sandbox.app import create_app
from sandbox.catalog_records import Discount as SandboxDiscount
from sandbox.catalog_records import Plan
from sandbox.faults import Fault
from sandbox.offers import periods_of
from sandbox.records import Account as SandboxAccount
from sandbox.records import Order
from sandbox.server import running
from tests.contract.description import CONTRACT, JSON_API, operations, validator
from tests.sandbox.buyer import HOSTED, Buyer, totals_of
from upstream.actions import UpstreamActions

RESELLER = "12"
MICROSOFT = "Microsoft 365 Business Basic"
DATA = AccountData(
    name="Engine Ltd", itn="12345678", client_type="education", first_name="Ada",
    last_name="Byron", email="ada@engine.example", phone="+442071234567", country="GB",
    region="England", city="London", street="St James's Square", building="12", zip="SW1Y 4JH",
    position="Managing director",
)  # fmt: skip


class HeldTransport(httpx.BaseTransport):
    """Carries requests to the sandbox, and holds those that change something to the contract."""

    def __init__(self, buyer: Buyer) -> None:
        self._inner = httpx.WSGITransport(create_app(buyer.platform))
        self.sent: list[tuple[str, str]] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        if request.method != "GET":
            self.sent.append((request.method, request.url.path))
            assert list(_schema(request).iter_errors(json.loads(body))) == []
        return self._inner.handle_request(request)


def _schema(request: httpx.Request):  # type: ignore[no-untyped-def]
    steps = request.url.path.split("/")
    for path, described in operations(request.method.lower()).values():
        if len(path.split("/")) == len(steps) and all(
            known == step or known.startswith("{")
            for known, step in zip(path.split("/"), steps, strict=True)
        ):
            return validator(described["requestBody"]["content"][JSON_API]["schema"])
    raise AssertionError(f"{request.url.path} is not described in {len(CONTRACT['paths'])} paths")


@pytest.fixture
def transport(buyer: Buyer) -> HeldTransport:
    return HeldTransport(buyer)


@pytest.fixture
def actions(buyer: Buyer, transport: HeldTransport) -> Iterator[UpstreamActions]:
    token = buyer.headers["X-Api-Token"]
    with UpstreamActions(
        "http://platform.example", token, transport=transport, sleep=lambda _: None
    ) as actions:
        yield actions


@pytest.fixture
def form(actions: UpstreamActions) -> AccountType:
    (form,) = actions.fetch_account_types(RESELLER)
    return form


def order_of(buyer: Buyer, plan: Plan, account_id: str, quantity: int = 3) -> SalesOrder:
    with buyer.platform.reading() as books:
        periods = [one for one in periods_of(books, plan.plan_id) if not one.is_trial]
        period = max(periods, key=lambda one: one.months or 0)
        totals = totals_of(books, plan, quantity)
    return SalesOrder(
        plan_id=str(plan.plan_id),
        plan_period_id=str(period.plan_period_id),
        quantities={str(key): total for key, total in totals.items()},
    ).placed_for(account_id, "303")


def resources_of(order: SalesOrder) -> list[str]:
    return list(order.quantities)


def test_the_form_of_an_account_is_told_by_our_keys(form: AccountType) -> None:
    fields = {field.key: field for field in form.fields}

    assert form.account_type_id == "1"
    assert {key for key, field in fields.items() if field.is_required} == {
        "name", "itn", "first_name", "last_name", "email",
    }  # fmt: skip
    assert {key for key, field in fields.items() if field.is_custom} == {"itn", "position"}
    assert fields["client_type"].values == ("business", "education", "public_sector")
    assert set(DATA.values()) <= fields.keys()


def test_an_account_is_created_as_it_was_entered(
    actions: UpstreamActions, buyer: Buyer, form: AccountType
) -> None:
    created = actions.create_account(RESELLER, DATA, form)

    assert (created.data, created.status) == (DATA, AccountStatus.ACTIVE)
    assert created.created_at == buyer.platform.now()
    assert actions.fetch_account(RESELLER, created.account_id) == created


def test_what_is_not_known_of_an_account_is_left_out(
    actions: UpstreamActions, form: AccountType
) -> None:
    least = AccountData(
        name="Engine Ltd", itn="12345678", first_name="A", last_name="B", email="a@b.example"
    )

    created = actions.create_account(RESELLER, least, form)

    assert created.data == replace(least, client_type="business")


def test_only_what_changed_of_an_account_is_written(
    actions: UpstreamActions, form: AccountType
) -> None:
    created = actions.create_account(RESELLER, DATA, form)

    changes = {"itn": "87654321", "zip": "SW1Y 4JJ", "client_type": "business"}
    updated = actions.update_account(RESELLER, created.account_id, changes, form)

    assert updated.data == replace(DATA, **changes)


def test_a_refused_account_is_told_by_our_keys(
    actions: UpstreamActions, buyer: Buyer, form: AccountType
) -> None:
    wrong = replace(DATA, name="engine.com", itn="12", country="ZZ", zip="\x07")
    with buyer.platform.reading() as books:
        before = books.count(SandboxAccount, "TRUE")

    with pytest.raises(UpstreamRejected) as raised:
        actions.create_account(RESELLER, wrong, form)

    assert raised.value.status == 422
    assert raised.value.fields == {
        "name": "Company name must not hold special characters or end like a domain",
        "itn": "ITN must have 5 to 15 digits",
        "country": "Country must be a country code of two letters (ISO 3166-1)",
        "zip": "Postal code must be one line of text",
    }
    with buyer.platform.reading() as books:
        assert books.count(SandboxAccount, "TRUE") == before


def test_accounts_are_found_by_their_registration_number(
    actions: UpstreamActions, buyer: Buyer, form: AccountType
) -> None:
    """ORD-24."""
    assert actions.find_accounts(RESELLER, "12345678") == []
    first = actions.create_account(RESELLER, DATA, form)
    buyer.wait()
    then = buyer.platform.now()
    second = actions.create_account(RESELLER, replace(DATA, name="Engine Two"), form)

    assert actions.find_accounts(RESELLER, "12345678") == [first, second]
    since = then - timedelta(seconds=1)
    assert actions.find_accounts(RESELLER, "12345678", since=since) == [second]


def test_an_account_of_another_reseller_is_none(actions: UpstreamActions, buyer: Buyer) -> None:
    """NFR-1."""
    with buyer.platform.reading() as books:
        (theirs, *_) = books.find(SandboxAccount, "reseller_id <> 12")

    assert actions.fetch_account(RESELLER, str(theirs.account_id)) is None
    assert actions.fetch_account(RESELLER, "987654321") is None


def test_an_order_is_placed_as_it_was_asked_for(
    actions: UpstreamActions, buyer: Buyer, form: AccountType
) -> None:
    account = actions.create_account(RESELLER, DATA, form)
    asked = order_of(buyer, buyer.plan(HOSTED), account.account_id)
    asked = replace(asked, is_auto_renewed=True, provisioning_on=date(2026, 3, 25))

    placed = actions.place_order(RESELLER, asked)

    assert (placed.account_id, placed.manager_id) == (account.account_id, "303")
    assert (placed.plan_id, placed.plan_period_id) == (asked.plan_id, asked.plan_period_id)
    assert placed.quantities == asked.quantities
    assert placed.status is OrderStatus.WAITING_FOR_PAYMENT
    assert placed.currency == "EUR"
    assert isinstance(placed.total, Decimal)
    assert placed.subscription_id is not None
    attributes = buyer.read(f"subscriptions/{placed.subscription_id}")
    assert attributes["renewal_settings"]["autorenew"] is True
    assert buyer.read(f"orders/{placed.order_id}")["provisioning_date"] == "2026-03-25"
    assert actions.fetch_order(RESELLER, placed.order_id) == placed


def test_orders_are_found_by_account_and_time(
    actions: UpstreamActions, buyer: Buyer, form: AccountType
) -> None:
    account = actions.create_account(RESELLER, DATA, form)
    plan = buyer.plan(HOSTED)
    actions.place_order(RESELLER, order_of(buyer, plan, account.account_id))
    buyer.wait()
    then = buyer.platform.now()
    second = actions.place_order(RESELLER, order_of(buyer, plan, account.account_id, 5))
    other = actions.create_account(RESELLER, DATA, form)
    actions.place_order(RESELLER, order_of(buyer, plan, other.account_id))

    found = actions.find_orders(RESELLER, account.account_id, since=then - timedelta(seconds=1))

    assert found == [second]


def test_an_order_that_tells_no_terms_is_completed_by_its_subscription(
    actions: UpstreamActions, buyer: Buyer, form: AccountType
) -> None:
    """`items` of an order are not documented."""
    account = actions.create_account(RESELLER, DATA, form)
    asked = order_of(buyer, buyer.plan(HOSTED), account.account_id)
    placed = actions.place_order(RESELLER, asked)
    change = {"collection": "orders", "id": placed.order_id, "attributes": {"items": None}}
    assert buyer.steer("records", change).status_code < 300

    (found,) = actions.find_orders(
        RESELLER, account.account_id, since=buyer.platform.now() - timedelta(minutes=1)
    )

    assert (found.plan_id, found.plan_period_id) == (asked.plan_id, asked.plan_period_id)
    assert found.quantities == asked.quantities


def test_a_refused_order_says_why(
    actions: UpstreamActions, buyer: Buyer, form: AccountType
) -> None:
    account = actions.create_account(RESELLER, DATA, form)
    asked = order_of(buyer, buyer.plan(HOSTED), account.account_id)
    too_many = replace(asked, quantities=dict.fromkeys(asked.quantities, 10**9))

    with pytest.raises(UpstreamRejected, match="Mailbox: from 1 to 2000") as raised:
        actions.place_order(RESELLER, too_many)

    assert raised.value.status == 422


def test_what_the_vendor_asks_for_is_validated(
    actions: UpstreamActions, buyer: Buyer, form: AccountType
) -> None:
    """ORD-27, ORD-29, ORD-30, MS-3, MS-4."""
    account = actions.create_account(RESELLER, DATA, form)
    asked = order_of(buyer, buyer.plan(MICROSOFT), account.account_id)
    ids = (RESELLER, asked.plan_id, account.account_id, resources_of(asked))

    fields = {field.key: field for field in actions.fetch_order_fields(*ids)}

    assert fields["microsoft_customer_agreement"].type is FieldType.CHECKBOX
    assert fields["microsoft_customer_agreement"].url is not None
    assert [one.value for one in fields["is_new_domain"].values] == ["1", "0"]
    assert fields["is_new_domain"].default == "1"
    assert fields["customer_domain"].type is FieldType.TEXT
    assert fields["customer_domain"].is_required

    values = {"microsoft_customer_agreement": "1", "is_new_domain": "1", "customer_domain": "taken"}
    started = actions.start_validation(*ids, values)
    assert started.is_running
    buyer.wait()
    refused = actions.fetch_validation(RESELLER, started.async_task_id)
    assert refused is not None
    assert (refused.status, refused.is_valid) == (ValidationStatus.COMPLETED, False)
    assert list(refused.errors) == ["customer_domain"]

    started = actions.start_validation(*ids, {**values, "customer_domain": "engine"})
    buyer.wait()
    valid = actions.fetch_validation(RESELLER, started.async_task_id)
    assert valid is not None
    assert (valid.is_valid, valid.errors) == (True, {})

    placed = actions.place_order(RESELLER, replace(asked, async_task_id=valid.async_task_id))
    assert placed.account_id == account.account_id


@pytest.mark.parametrize(
    ("domain", "key"), [("refused", "zip"), ("broken", None), ("endless", None)]
)
def test_a_validation_tells_how_it_ends(
    actions: UpstreamActions, buyer: Buyer, form: AccountType, domain: str, key: str | None
) -> None:
    """ORD-30, MS-10."""
    account = actions.create_account(RESELLER, DATA, form)
    asked = order_of(buyer, buyer.plan(MICROSOFT), account.account_id)
    values = {"microsoft_customer_agreement": "1", "is_new_domain": "1", "customer_domain": domain}

    started = actions.start_validation(
        RESELLER, asked.plan_id, account.account_id, resources_of(asked), values
    )
    buyer.wait()
    ended = actions.fetch_validation(RESELLER, started.async_task_id)

    assert ended is not None
    assert ended.is_running == (domain == "endless")
    assert (ended.status is ValidationStatus.FAILED) == (domain == "broken")
    assert bool(ended.failure) == (domain == "broken")
    assert list(ended.errors) == ([key] if key else [])


def test_where_nothing_is_asked_there_are_no_fields(
    actions: UpstreamActions, buyer: Buyer, form: AccountType
) -> None:
    """ORD-2."""
    account = actions.create_account(RESELLER, DATA, form)
    asked = order_of(buyer, buyer.plan(HOSTED), account.account_id)

    assert (
        actions.fetch_order_fields(RESELLER, asked.plan_id, account.account_id, resources_of(asked))
        == []
    )
    assert actions.fetch_validation(RESELLER, "0e1cbb20-5b8e-4bd5-a8f8-4d7a2d0f0c33") is None


def test_the_best_discount_of_a_day_is_told(actions: UpstreamActions, buyer: Buyer) -> None:
    with buyer.platform.reading() as books:
        discount = next(
            one for one in books.find(SandboxDiscount, "reseller_id = 12") if one.end_on is None
        )
        today, plans = books.today, books.find(Plan, "reseller_id = 12")

    found = [actions.fetch_discount(RESELLER, str(plan.plan_id), today) for plan in plans]

    assert discount.percent in [one.percent for one in found if one]
    plan_id = str(buyer.plan(HOSTED).plan_id)
    assert actions.fetch_discount(RESELLER, plan_id, date(2001, 1, 1)) is None


def test_what_time_it_is_at_the_platform_is_told_by_any_answer(
    actions: UpstreamActions, buyer: Buyer
) -> None:
    assert actions.platform_time() is None
    buyer.platform.advance(timedelta(days=3))

    actions.fetch_account_types(RESELLER)

    told = actions.platform_time()
    assert told is not None
    ahead = told - buyer.platform.now().replace(microsecond=0)
    assert timedelta(0) <= ahead < timedelta(seconds=30)


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


def test_every_write_was_held_to_the_contract(
    actions: UpstreamActions, transport: HeldTransport, form: AccountType
) -> None:
    created: Account = actions.create_account(RESELLER, DATA, form)
    actions.update_account(RESELLER, created.account_id, {"zip": "1"}, form)

    assert transport.sent == [
        ("POST", "/api/v3/resellers/12/accounts"),
        ("PATCH", f"/api/v3/resellers/12/accounts/{created.account_id}"),
    ]
