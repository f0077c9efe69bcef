"""Search over HTTP."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app import PAGES, ROUTES
from dashboard.pace import Pace
from tests.catalog_rows import CATALOG
from tests.cost_rows import TABLES
from tests.warehouse_builder import publish
from tests.web import make_app, show_page, sign_in, text_of

SOLD = {**TABLES, **CATALOG}


@pytest.fixture
def manager(tmp_path: Path) -> FlaskClient:
    client = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables=SOLD).server.test_client()
    sign_in(client)
    return client


def find(client: FlaskClient, text: str, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(
        "/search.json", query_string={"q": text, **query}
    ).get_json()
    return found


def test_plans_are_found_by_name_product_and_sku(manager: FlaskClient) -> None:
    """SRCH-1, SRCH-2."""
    assert find(manager, "e3 1 year")[0] == {
        "kind": "plan", "id": "yearly", "title": "E3, 1 year", "subtitle": "Microsoft 365 <E3>",
        "sku": "CFQ7-1", "url": "/products/m365#plan-yearly",
    }  # fmt: skip
    assert find(manager, "cfq7-2")[0]["id"] == "monthly"
    assert {one["kind"] for one in find(manager, "microsoft 365")} >= {"plan", "product"}


def test_clients_subscriptions_and_pages_are_found(manager: FlaskClient) -> None:
    assert find(manager, "alfa")[0]["url"] == "/clients/a1"
    assert find(manager, "teams trial")[0]["url"] == "/subscriptions/s3"
    assert find(manager, "reports")[0] | {"subtitle": ""} == {
        "kind": "page", "id": "/analytics/reports", "title": "Reports", "subtitle": "", "sku": "",
        "url": "/analytics/reports",
    }  # fmt: skip


def test_what_can_not_be_ordered_is_not_found(manager: FlaskClient) -> None:
    """SRCH-5."""
    assert "gone" not in {one["id"] for one in find(manager, "e3, withdrawn")}


def test_another_resellers_things_are_not_found(tmp_path: Path) -> None:
    client = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables=SOLD).server.test_client()
    sign_in(client, domain="beta.example")

    assert {one["kind"] for one in find(client, "alfa trade")} <= {"page", "client"}
    assert "Alfa Trade" not in {one["title"] for one in find(client, "alfa trade")}
    assert {one["id"] for one in find(client, "e3 1 year")} == {"s9"}  # Their own.


def test_fewer_than_two_letters_find_nothing(manager: FlaskClient) -> None:
    """SRCH-2."""
    assert find(manager, "e") == find(manager, " ") == find(manager, "") == []


@pytest.mark.parametrize("limit", ["0", "-1", "51", "x", "1e3", "²"])
def test_a_limit_that_can_not_be_read_is_refused(manager: FlaskClient, limit: str) -> None:
    assert manager.get(f"/search.json?q=office&limit={limit}").status_code == 400


def test_a_limit_is_kept(manager: FlaskClient) -> None:
    assert len(find(manager, "microsoft 365 e3", limit="1")) == 1


def test_someone_signed_out_finds_nothing(tmp_path: Path) -> None:
    client = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables=SOLD).server.test_client()

    assert client.get("/search.json?q=office").status_code in (302, 401)


def test_a_new_version_is_searched_at_once(tmp_path: Path) -> None:
    client = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables=SOLD).server.test_client()
    sign_in(client)
    find(client, "alfa")
    publish(tmp_path / "warehouse", load_id="load2",
            account=[{"account_id": "a7", "name": "Brand New Client"}])  # fmt: skip

    assert find(client, "brand new")[0]["id"] == "a7"


def test_the_results_say_what_a_plan_costs_and_order_it(manager: FlaskClient) -> None:
    """SRCH-4."""
    page = text_of(show_page(manager, "/search", "?q=e3"))

    for text in ("E3, 1 month", "from 36.50 EUR / month", "CFQ7-2", "Microsoft 365 <E3>",
                 '"href": "/products/m365#plan-monthly"',
                 "/order?plan=monthly&trial=1"):  # fmt: skip
        assert text in page, text


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("e3 1 year", ["trial", "monthly", "yearly"]),
        ("cfq7-1", ["yearly", "monthly"]),
    ],
)
def test_plans_of_a_product_stand_by_price_after_the_exact_sku(
    manager: FlaskClient, text: str, order: list[str]
) -> None:
    """SRCH-5."""
    page = text_of(show_page(manager, "/search", f"?q={text.replace(' ', '+')}"))

    places = [page.index(f"/order?plan={plan_id}") for plan_id in order]
    assert places == sorted(places)


def test_a_search_may_leave_out_other_kinds(manager: FlaskClient) -> None:
    """NAV-2: someone who looks for something to order."""
    assert {one["kind"] for one in find(manager, "e3", kind="plan,product")} == {"plan", "product"}
    assert find(manager, "alfa", kind="plan") == []


def test_who_asks_faster_than_anybody_types_waits(manager: FlaskClient) -> None:
    """NFR-2: for oneself, and for nothing else."""
    server = manager.application
    pace = Pace(2, 10.0, monotonic=lambda: 0.0)
    server.extensions["portal"] = replace(server.extensions["portal"], search_pace=pace)
    assert [manager.get("/search.json?q=e3").status_code for _ in range(2)] == [200, 200]

    held_up = manager.get("/search.json?q=e3")

    assert (held_up.status_code, held_up.headers["Retry-After"]) == (429, "10")
    assert held_up.get_json()["text"] == "Too many searches at once. Try again in a moment."
    assert manager.get("/analytics").status_code == 200
