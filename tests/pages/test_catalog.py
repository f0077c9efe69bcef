"""The catalog over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.app import PAGES, ROUTES
from tests.catalog_rows import CATALOG
from tests.pages.test_analytics import text_of
from tests.web import make_app, show_page, sign_in


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
                 "License, 1 included", "0.00 EUR, free trial", "You are charged in EUR"):  # fmt: skip
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
