"""The URL is the view: what is written is read again as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_babel import Babel

from dashboard.addresses import query_of
from dashboard.services.lists.account_view import (
    AccountView,
    read_account_view,
    write_account_view,
)
from dashboard.services.lists.subscription_view import (
    SubscriptionView,
    read_subscription_view,
    write_subscription_view,
)
from domain.listing import Slice

SUBSCRIPTIONS = SubscriptionView(
    text="Ёлка & <b>",
    statuses=("active", "graced"),
    account_ids=("1", "2"),
    product_ids=("m365",),
    plan_ids=("p1",),
    billing_types=("csp_annual",),
    auto_renew="on",
    kind="trial",
    expires_from=date(2028, 2, 29),
    expires_to=date(2028, 2, 29),
    sort="-expiration",
    page=3,
    size=50,
)
ACCOUNTS = AccountView(
    text="Ёлка & <b>",
    statuses=("active",),
    client_types=("Public sector",),
    created_from=date(2026, 3, 29),
    created_to=date(2026, 3, 29),
    sort="name",
    page=2,
    size=10,
)


@pytest.fixture(autouse=True)
def _request() -> Iterator[None]:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        yield


def test_a_view_of_subscriptions_is_read_as_it_was_written() -> None:
    """NAV-7."""
    for view in (SUBSCRIPTIONS, SubscriptionView()):
        assert read_subscription_view(query_of(write_subscription_view(view))) == (view, [])


def test_a_view_of_clients_is_read_as_it_was_written() -> None:
    """NAV-7."""
    for view in (ACCOUNTS, AccountView()):
        assert read_account_view(query_of(write_account_view(view))) == (view, [])


def test_the_usual_view_has_nothing_in_its_address() -> None:
    """SUB-5, CLI-4."""
    assert write_subscription_view(SubscriptionView(sort="-id")) == "?"
    assert write_account_view(AccountView(sort="-purchase")) == "?"


def test_the_last_day_counts_and_pages_begin_where_the_ones_before_end() -> None:
    wanted = SUBSCRIPTIONS.wanted

    assert (wanted.expires_from, wanted.expires_until) == (date(2028, 2, 29), date(2028, 3, 1))
    assert SUBSCRIPTIONS.slice == Slice("-expiration", 100, 50)


def test_days_of_clients_begin_in_the_platforms_zone() -> None:
    """A day on which clocks go forward has 23 hours."""
    wanted = ACCOUNTS.wanted(ZoneInfo("Europe/Berlin"))

    assert wanted.created_from == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert wanted.created_until == datetime(2026, 3, 29, 22, tzinfo=UTC)


def test_without_filters_the_order_stays() -> None:
    assert SUBSCRIPTIONS.is_filtered
    assert SUBSCRIPTIONS.unfiltered == SubscriptionView(sort="-expiration", size=50)
    assert not SUBSCRIPTIONS.unfiltered.is_filtered
    assert ACCOUNTS.is_filtered
    assert not AccountView(sort="name", page=4).is_filtered


@pytest.mark.parametrize(
    "query",
    [
        {"status": "unknown"}, {"status": "active,,;DROP"}, {"auto_renew": "1"}, {"kind": "all"},
        {"expires_to": "29.02.2026"}, {"size": "11"}, {"page": "-1"}, {"sort": "--id"},
    ],
)  # fmt: skip
def test_what_can_not_be_read_is_named_and_takes_its_usual_value(query: dict[str, str]) -> None:
    view, problems = read_subscription_view(query)

    assert len(problems) == 1
    assert view in (SubscriptionView(), SubscriptionView(statuses=("active",)))
