"""The catalog over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app import PAGES, ROUTES
from tests.catalog_rows import CATALOG
from tests.media_rows import MEDIA, with_media
from tests.web import ANNA, make_app, show_page, sign_in, text_of


@pytest.fixture
def manager(tmp_path: Path) -> FlaskClient:
    client = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables=CATALOG).server.test_client()
    sign_in(client)
    return client


def test_categories_with_something_to_sell_are_listed(manager: FlaskClient) -> None:
    """CAT-1, CAT-2, CAT-3."""
    page = text_of(show_page(manager, "/catalog"))

    assert "Mail and documents." in page
    assert "2 products" in page
    assert "Nothing here" not in page


def test_a_category_shows_its_products_with_what_they_cost_from(manager: FlaskClient) -> None:
    """CAT-4, CAT-9."""
    page = text_of(show_page(manager, "/catalog/office"))

    for text in ("For the whole company.", "Microsoft", "from 36.50 EUR / month", "3 plans",
                 "0.00 EUR, pay for consumption", "1 plan"):  # fmt: skip
        assert text in page, text


def test_a_product_shows_its_plans_the_cheapest_first(manager: FlaskClient) -> None:
    """CAT-6, CAT-8, CAT-10, CAT-11."""
    page = text_of(show_page(manager, "/products/m365"))

    for text in ("Teams", "CFQ7-1", "Long-term", "from 360.00 USD / year", "Trial",
                 "License, 1 included", "0.00 EUR, free trial",
                 "You are charged in EUR"):  # fmt: skip
        assert text in page, text
    assert page.index("E3, 1 month") < page.index("E3, 1 year")
    assert "withdrawn" not in page
    assert "alert(1)" not in page


@pytest.mark.parametrize(
    "address", ["/catalog/empty", "/catalog/none", "/products/none", "/catalog/office/more"]
)
def test_what_is_not_there_is_not_found(manager: FlaskClient, address: str) -> None:
    assert manager.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/catalog/office", "/products/m365"])
def test_another_resellers_catalog_is_not_found(tmp_path: Path, address: str) -> None:
    client = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables=CATALOG).server.test_client()
    sign_in(client, domain="beta.example")

    assert client.get(address).status_code == 404
    assert "Nothing is offered yet" in text_of(show_page(client, "/catalog"))


def test_a_plan_is_tried_or_ordered_by_its_button(manager: FlaskClient) -> None:
    """CAT-12: with Try, the trial is chosen."""
    page = text_of(show_page(manager, "/products/m365"))

    for address in (
        "/order?plan=yearly",
        "/order?plan=monthly&trial=1",
        "/order?plan=trial&trial=1",
    ):
        assert f'"href": "{address}"' in page, address
    assert page.count('"Try"') == 2
    assert page.count('"Order"') == 1


def test_a_plan_without_a_rate_is_shown_and_not_ordered(tmp_path: Path) -> None:
    """CUR-7."""
    tables = CATALOG | {"exchange_rate": []}
    client = make_app(
        tmp_path, pages=PAGES, routes=ROUTES, tables=tables, support_email="help@up.example"
    ).server.test_client()
    sign_in(client)

    for page in (text_of(show_page(client, "/products/m365")),
                 text_of(show_page(client, "/search", "?q=cfq7-1"))):  # fmt: skip
        assert "from 360.00 USD / year" in page
        assert "There is no rate from USD to EUR" in page
        assert "mailto:help@up.example" in page
        assert "/order?plan=yearly" not in page
        assert "/order?plan=monthly" in page


def test_who_may_not_order_is_not_offered_to(tmp_path: Path) -> None:
    """MGR-9: the catalog can be read."""
    tables = CATALOG | {"manager": [{**ANNA, "role_name": "Marketing"}]}
    client = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables=tables).server.test_client()
    sign_in(client)

    for address, query in (("/products/m365", ""), ("/search", "?q=e3")):
        page = text_of(show_page(client, address, query))
        assert "E3, 1 year" in page
        assert "/order" not in page


def test_pictures_stand_in_the_catalog_by_addresses_of_ours(tmp_path: Path) -> None:
    """DATA-3, CAT-3, CAT-4, CAT-6."""
    tables = with_media(*MEDIA)
    client = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables=tables).server.test_client()
    sign_in(client)

    assert "/media/categories/office/logo?v=" in text_of(show_page(client, "/catalog"))
    category = text_of(show_page(client, "/catalog/office"))
    assert "/media/products/m365/logo?v=" in category
    assert "/media/products/azure/" not in category
    product = text_of(show_page(client, "/products/m365"))
    for text in ("/media/products/m365/1?v=", "/media/products/m365/2?v=", "A list",
                 "/media/products/m365/2/preview?v=", "picture 3 of 3"):  # fmt: skip
        assert text in product, text
    assert "elsewhere.example" not in product
    assert "/media/1.png" not in product


def test_a_product_without_pictures_has_no_gallery(manager: FlaskClient) -> None:
    assert "gallery" not in text_of(show_page(manager, "/products/azure"))


def test_whom_is_bought_for_goes_along(tmp_path: Path) -> None:
    """ORD-26: from a client's page through the catalog to the order."""
    tables = CATALOG | {"account": [{"account_id": "a1", "name": "Alfa Trade"}]}
    client = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables=tables).server.test_client()
    sign_in(client)
    steps = {
        "/catalog": "/catalog/office?account=a1",
        "/catalog/office": "/products/m365?account=a1",
        "/products/m365": "/order?plan=yearly&account=a1",
    }

    for address, on in steps.items():
        page = text_of(show_page(client, address, "?account=a1"))
        assert f'"href": "{on}"' in page, address
        assert "What you order here is for Alfa Trade." in page
    found = text_of(show_page(client, "/search", "?q=e3&account=a1"))
    assert '"href": "/order?plan=yearly&account=a1"' in found
    assert '"href": "/products/m365?account=a1#plan-yearly"' in found


@pytest.mark.parametrize("address", ["/catalog", "/catalog/office", "/products/m365"])
def test_a_client_that_is_not_there_is_told_of_and_not_bought_for(
    manager: FlaskClient, address: str
) -> None:
    page = text_of(show_page(manager, address, "?account=no'body"))

    assert "There is no client “no'body”." in page
    assert "account=no" not in page


def many_products(count: int) -> dict[str, list[dict[str, Any]]]:
    names = [f"Product {number:03}" for number in range(1, count + 1)]
    return {
        "category": [{"category_id": "office", "name": "Office"}],
        "product": [{"product_id": name, "category_id": "office", "name": name} for name in names],
        "plan": [{"plan_id": name, "product_id": name} for name in names],
        "plan_period": [{"plan_id": name} for name in names],
    }


def test_many_products_stand_on_several_pages(tmp_path: Path) -> None:
    """NAV-7: the page stands in the address."""
    client = make_app(
        tmp_path, pages=PAGES, routes=ROUTES, tables=many_products(61)
    ).server.test_client()
    sign_in(client)

    first = text_of(show_page(client, "/catalog/office"))
    second = text_of(show_page(client, "/catalog/office", "?page=2"))

    assert first.count('"className": "card tile"') == 60
    assert '"href": "/catalog/office?page=2"' in first
    assert "Product 061" in second
    assert "Product 060" not in second
    assert "61 products" in second


@pytest.mark.parametrize("page", ["0", "3", "-1", "x", "1 2", "١"])
def test_a_page_that_is_not_there_is_told_of(manager: FlaskClient, page: str) -> None:
    drawn = text_of(show_page(manager, "/catalog/office", f"?page={page}"))

    assert f"There is no page “{page}”" in drawn
    assert "from 36.50 EUR / month" in drawn
