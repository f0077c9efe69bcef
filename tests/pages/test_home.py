"""The main page over HTTP (HOME-1 to HOME-14)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dash import Dash

from dashboard.app import PAGES, ROUTES
from store.news import Told, replace_news
from tests.catalog_rows import CATALOG
from tests.cost_rows import ACCOUNTS, PLANS
from tests.web import browser_of, make_app, portal_of, show_page, text_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOW.date()


def row(own_id: str, days: int | None, **more: object) -> dict[str, object]:
    expires_on = None if days is None else str(TODAY + timedelta(days=days))
    created_at = f"2026-10-0{own_id[-1]} 10:00:00"
    return {"subscription_id": own_id, "name": f"Plan {own_id}", "expires_on": expires_on,
            "created_at": created_at, **more}  # fmt: skip


SUBSCRIPTIONS = [
    row("s1", 31), row("s2", 30, is_auto_renewed=True), row("s3", -30), row("s4", -31),
    row("s5", None), row("s6", -2), row("s7", 2), row("s8", 1, status="deleted"),
    row("s9", 3, reseller_id="r2", account_id="a9", name="Foreign plan"),
]  # fmt: skip
COSTS = [
    {"source_id": f"c{number}", "day": "2026-10-05", "account_id": account, "gross_amount": amount,
     "discount_amount": "1"}
    for number, (account, amount) in enumerate(
        [("a1", "10"), ("a2", "20"), ("a3", "5.50"), ("b1", "4"), ("b2", "3"), ("b3", "2"),
         ("b4", "1.25")]
    )
]  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    folder: Path = tmp_path_factory.mktemp("home")
    more = [{"account_id": f"b{number}", "name": f"Client {number}"} for number in range(1, 5)]
    tables = CATALOG | {
        "account": [*ACCOUNTS, *more],
        "subscription": SUBSCRIPTIONS,
        "plan": [*PLANS, *CATALOG["plan"]],
        "cost": [*COSTS, {"source_id": "before", "day": "2026-09-05", "gross_amount": "40"}],
    }
    return make_app(folder, pages=PAGES, routes=ROUTES, tables=tables)


def shown(app: Dash, search: str = "", domain: str = "alfa.example") -> str:
    return text_of(show_page(browser_of(app, domain=domain), "/", search))


def test_it_has_its_blocks_and_their_doors(app: Dash) -> None:
    """HOME-1, HOME-7, HOME-8, HOME-13; no news, no block (HOME-2)."""
    drawn = shown(app)

    for door in ("All analytics", "All catalog", "All subscriptions", "All deadlines"):
        assert f'"{door}"' in drawn
    assert "/catalog/office" in drawn
    assert '"News"' not in drawn


def test_costs_are_of_a_month_by_client_before_discounts(app: Dash) -> None:
    """HOME-3 to HOME-6, HOME-14: 45.75 in October, 40.00 in September, so 14.4 % more."""
    drawn = shown(app)

    assert "45.75 EUR" in drawn
    assert "25.50" in drawn  # both called Beta
    assert "Client 3" in drawn
    assert "Client 4" not in drawn  # The sixth is one of the others.
    assert "Others" in drawn
    assert "+14.4" in drawn
    assert "40.00 EUR" in shown(app, "?month=2026-09")


def test_what_expires_is_shown_nearest_first(app: Dash) -> None:
    """HOME-9, HOME-10, HOME-11."""
    drawn = shown(app)

    places = [drawn.find(f'"Plan {own_id}"') for own_id in ("s7", "s6", "s2", "s3")]
    assert places == sorted(places)
    assert -1 not in places
    assert not any(f'"Plan {own_id}"' in drawn for own_id in ("s1", "s4", "s5", "s8"))
    assert "Auto-renew is on" in drawn
    assert "22.11.2026" in drawn


def test_what_was_ordered_last_is_the_other_tab(app: Dash) -> None:
    """HOME-12; the month stays."""
    drawn = shown(app, "?month=2026-09&tab=recent")

    places = [drawn.find(f'"Plan {own_id}"') for own_id in ("s7", "s6", "s5", "s4", "s3")]
    assert places == sorted(places)
    assert -1 not in places
    assert '"Plan s8"' not in drawn
    assert "40.00 EUR" in drawn
    assert "/?month=2026-10&tab=recent" in drawn


def test_a_reseller_sees_its_own(app: Dash) -> None:
    """P-3."""
    assert "Foreign plan" not in shown(app, "?tab=recent")
    others = shown(app, "?tab=recent", "beta.example")
    assert "Foreign plan" in others
    assert "Plan s7" not in others


def test_news_open_in_a_new_window(app: Dash) -> None:
    """HOME-2."""
    told = Told("n1", "Prices <b>rise</b>", "All of it", "https://n.example/1", NOW)
    replace_news(portal_of(app).store, [told], language=None, now=NOW)
    drawn = shown(app)

    assert "Prices <b>rise</b>" in drawn  # as text
    assert '"href": "https://n.example/1"' in drawn
    assert '"target": "_blank"' in drawn
    assert '"rel": "noopener noreferrer"' in drawn
