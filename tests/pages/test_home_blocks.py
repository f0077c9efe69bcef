"""The blocks of the main page: what needs attention, deadlines, and that each fails alone."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import PAGES, ROUTES
from domain.access import AccessLevel, AccessLevels, Mode, Section
from domain.statuses import ManagerRole
from store.loads import note_failure
from store.news import Told, replace_news
from tests.catalog_rows import CATALOG
from tests.deadline_rows import TABLES, TERMS
from tests.web import ANNA, browser_of, call, make_app, portal_of, show_page, text_of
from warehouse.publish import Draft

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FAILED = "This part can't be shown now."
CALM = "Nothing needs your attention today."
MORE = {
    "category": CATALOG["category"],
    "product": CATALOG["product"],
    "cost": [{"source_id": "c1", "day": "2026-10-05", "gross_amount": "45.75"}],
}  # fmt: skip


def portal(folder: Path, **more: Any) -> Dash:
    both = {name: [*TABLES[name], *CATALOG[name]] for name in ("plan", "plan_period")}
    tables = TABLES | both | MORE
    return make_app(folder, pages=PAGES, routes=ROUTES, service_terms=TERMS,
                    tables=tables | more.pop("tables", {}), **more)  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    return portal(tmp_path_factory.mktemp("home-blocks"))


def shown(app: Dash, search: str = "", path: str = "/") -> str:
    return text_of(show_page(browser_of(app), path, search))


def again(client: FlaskClient, block: str, search: str = "") -> Any:
    return call(
        client,
        output=f"home-{block}.children",
        outputs={"id": f"home-{block}", "property": "children"},
        inputs=[{"id": f"home-{block}-again", "property": "n_clicks", "value": 1}],
        state=[{"id": "_pages_location", "property": "search", "value": search}],
    )


def change(app: Dash, statement: str) -> None:
    """Publish another version of the warehouse, in which something is different."""
    folder = portal_of(app).settings.data_dir / "warehouse"
    with Draft(folder, "load2") as draft:
        draft.connection.execute(statement)
        draft.publish(("mirror",), as_of=NOW, published_at=NOW, keep=3)


def test_the_deadlines_that_cost_money_come_first_with_their_sum(app: Dash) -> None:
    """100 x 24/30 + 1100 and 27 x 24/27 + 330 can be given back; 5 x 7.20 x 12 = 432 is renewed,
    and counted once; 12 x 18.40 = 220.80 is in grace.
    """
    drawn = shown(app)

    assert "5 deadlines in 7 days" in drawn
    assert "2,186.80 EUR" in drawn
    assert '"/deadlines?within=7&money=1"' in drawn
    in_order = [drawn.find(f'"{amount} EUR"') for amount in ("1,180.00", "432.00", "220.80")]
    assert -1 not in in_order
    assert in_order[0] == min(in_order)
    listed = shown(app, "?within=7&money=1", "/deadlines")
    assert "2,186.80" in listed
    assert "5 deadlines" in listed


def test_an_address_that_says_nothing_known_is_told_so(app: Dash) -> None:
    """HOME-3: the usual month and tab are shown."""
    drawn = shown(app, "?month=2024-01&tab=latest")

    assert "“2024-01” is not a value of “month”" in drawn
    assert "“latest” is not a value of “tab”" in drawn
    assert '"45.75 EUR"' in drawn
    assert "Nothing expires" not in drawn
    assert "is not a value" not in shown(app, "?month=2026-09&tab=recent")


def test_what_needs_attention_is_told_and_calm_said_where_nothing_does(tmp_path: Path) -> None:
    """HOME-1."""
    app = portal(tmp_path, tables={"subscription": [], "order": [], "charge": []})
    assert CALM in shown(app)

    note_failure(portal_of(app).store, "load9", "refresh", "no disk", now=NOW)
    change(app, "UPDATE mirror.account SET status = 'financial_hold' WHERE account_id = 'a2'")

    drawn = shown(app)
    assert CALM not in drawn
    assert "1 client on hold" in drawn
    assert "Data could not be loaded: shown as of" in drawn
    assert "no disk" not in drawn


def test_a_block_that_fails_leaves_the_rest_and_can_be_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A table is gone in one version, and there again in the next."""
    app = portal(tmp_path)
    change(app, "ALTER TABLE mirror.category RENAME TO mislaid")
    client = browser_of(app)

    with caplog.at_level(logging.ERROR):
        drawn = text_of(show_page(client, "/"))
        failed_again = text_of(again(client, "catalog"))

    assert drawn.count(FAILED) == 1
    assert "home-catalog-again" in drawn
    for other in ("2,186.80 EUR", "45.75 EUR", "Recently added", "Project Plan 3"):
        assert other in drawn, other
    assert "mislaid" not in drawn
    assert FAILED in failed_again
    assert "Catalog Error" in caplog.text

    change(app, "ALTER TABLE mirror.mislaid RENAME TO category")
    answer = text_of(again(client, "catalog"))

    assert FAILED not in answer
    assert "/catalog/office" in answer
    assert FAILED not in text_of(show_page(client, "/"))


@pytest.mark.parametrize("block", ["deadlines", "subscriptions", "clients", "dynamics", "catalog"])
def test_a_block_of_a_hidden_section_is_neither_shown_nor_answered(
    hidden: Dash, block: str
) -> None:
    """NAV-5, MGR-9."""
    client = browser_of(hidden)

    assert f'"home-{block}"' not in text_of(show_page(client, "/"))
    assert again(client, block).status_code == 200
    assert "2,186.80" not in again(client, block).text
    assert "No access" in again(client, block).text


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    """A portal whose manager sees the clients, and nothing else."""
    level = AccessLevel("some", {"en": "Some"}, {Section.CLIENTS: Mode.READ})
    seller = {**ANNA, "role_name": ManagerRole.SALES_PERSON}
    return portal(
        tmp_path_factory.mktemp("hidden"),
        tables={"manager": [seller]},
        access_levels=AccessLevels({"some": level}, usual="some"),
    )


def test_news_come_newest_first_in_a_row_that_has_buttons(app: Dash) -> None:
    """HOME-2, HOME-8."""
    told = [
        Told(
            f"n{day}", f"News of the {day}th", "", f"https://n.example/{day}", NOW.replace(day=day)
        )
        for day in (5, 19, 12)
    ]
    replace_news(portal_of(app).store, told, language=None, now=NOW)

    drawn = shown(app)

    places = [drawn.find(f"News of the {day}th") for day in (19, 12, 5)]
    assert places == sorted(places)
    assert -1 not in places
    for row in ("home-news-cards", "home-categories"):
        assert drawn.count(f'"aria-controls": "{row}"') == 2
