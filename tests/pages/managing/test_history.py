"""The change history and the costs of a subscription, over HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from domain.statuses import OrderStatus
from sandbox.records import Order, Subscription
from tests.pages.lists.seen import page_of, parts, text_in
from tests.sandbox_fixtures import SeededStore
from tests.storefront import Storefront, open_front
from tests.web import show_page, text_of

PROLONGED = "kind = 'prolong' AND reseller_id = ?"


@pytest.fixture(scope="module")
def shown(
    seeded_store: SeededStore, loaded_front: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Storefront]:
    """A portal that no test of this module changes anything in."""
    with open_front(seeded_store, loaded_front, tmp_path_factory.mktemp("shown")) as front:
        yield front


@pytest.fixture(scope="module")
def manager(shown: Storefront) -> FlaskClient:
    return shown.client()


def one(front: Storefront, where: str) -> Order:
    with front.platform.reading() as books:
        return books.find(Order, f"{where} AND reseller_id = ?", front.reseller_id)[0]


def listed(children: Any) -> list[Any]:
    return children if isinstance(children, list) else [children]


def history(manager: FlaskClient, order: Order) -> str:
    """Return the texts of the row of an order."""
    drawn = page_of(manager, f"/subscriptions/{order.subscription_id}", "?tab=history")
    (row,) = (
        text_in(row["children"])
        for row in parts(drawn)
        for cell in listed(row.get("children"))
        if isinstance(cell, dict) and cell["props"].get("className") == "order-id"
        if text_in(cell).split()[-1] == str(order.order_id)
    )
    return row


def test_an_order_stands_under_the_name_of_who_placed_it(
    shown: Storefront, manager: FlaskClient
) -> None:
    """HIST-3, HIST-5, HIST-6: with what was changed, and when."""
    order = one(shown, "kind = 'change' AND status = 'completed' AND manager_id IS NOT NULL")
    ((name,),) = shown.portal.ask(
        f"SELECT name FROM mirror.manager WHERE manager_id = '{order.manager_id}'"
    )

    row = history(manager, order)

    for text in ("Change order", "Completed", name, "→"):
        assert text in row, text
    assert re.search(r"\d\d\.\d\d\.\d{4}", row)
    assert re.search(r"\b\d\d:\d\d\b", row)


def test_an_order_of_the_platform_itself_is_the_systems(
    shown: Storefront, manager: FlaskClient
) -> None:
    """HIST-2, HIST-6."""
    row = history(manager, one(shown, "kind = 'prolong' AND status = 'completed'"))

    assert "Prolong order" in row
    assert "System" in row


def test_a_failed_order_says_what_that_means(shown: Storefront, manager: FlaskClient) -> None:
    """HIST-5, MSG-14."""
    order = one(shown, f"status = '{OrderStatus.PROVISIONING_FAILED}'")

    row = history(manager, order)

    assert "Provisioning failed" in row
    assert "the vendor could not carry it out" in row
    assert order.failure is None or order.failure in row


def test_stops_are_not_listed_but_named(shown: Storefront, manager: FlaskClient) -> None:
    """HIST-4."""
    order = one(shown, "kind = 'sales' AND status = 'completed'")
    page = text_of(show_page(manager, f"/subscriptions/{order.subscription_id}", "?tab=history"))

    assert "Stopping and activating are not listed here" in page


def test_costs_are_told_by_month_and_lead_to_their_records(
    shown: Storefront, manager: FlaskClient
) -> None:
    """DET-3: each number is a door."""
    own_id, cost = shown.portal.ask(
        "SELECT subscription_id, sum(gross_amount) AS cost"
        " FROM ledger.charge JOIN mirror.subscription USING (subscription_id)"
        " WHERE subscription.reseller_id = '12' AND charge.status = 'closed'"
        "  AND period_start_on >= DATE '2026-02-01' AND period_start_on < DATE '2026-03-01'"
        " GROUP BY subscription_id ORDER BY cost DESC LIMIT 1"
    )[0]

    page = text_of(show_page(manager, f"/subscriptions/{own_id}", "?tab=costs"))

    assert "Costs by month" in page
    assert "data-table period-table" in page  # Months stand there as in other tables.
    assert f"{cost:,.2f}" in page
    assert "/analytics/records?from=2026-02&to=2026-02" in page
    assert f"&subscription={own_id}" in page


def test_payg_leads_to_its_consumption(shown: Storefront, manager: FlaskClient) -> None:
    """DET-3."""
    with shown.platform.reading() as books:
        (own, *_) = books.find(
            Subscription,
            "reseller_id = ? AND plan_id IN (SELECT plan_id FROM plan"
            " WHERE billing_type = 'payg_external')",
            shown.reseller_id,
        )

    page = text_of(show_page(manager, f"/subscriptions/{own.subscription_id}"))

    assert "Consumption in Analytics" in page
    assert f"/analytics?account={own.account_id}&subscription={own.subscription_id}" in page
