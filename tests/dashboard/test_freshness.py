"""The line that says how old the shown numbers are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from dashboard.app import PAGES, ROUTES
from dashboard.components.freshness import LINE, SHOWN, TICK
from dashboard.services.freshness import freshness
from store.database import Store, migrate
from store.loads import WATCH, start_load
from tests.cost_rows import TABLES
from tests.warehouse_builder import PUBLISHED_AT, publish
from tests.web import call, make_app, show_page, sign_in
from warehouse.publish import Draft

LATER = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)


def test_the_line_names_the_load_that_the_page_was_drawn_from(tmp_path: Path) -> None:
    app = make_app(tmp_path, pages=PAGES, routes=ROUTES)
    client = app.server.test_client()
    sign_in(client)
    drawn_from = {"load_id": "load1", "as_of": "2026-11-20T12:00:00+00:00"}

    def line() -> str:
        answer = call(
            client,
            output=f"{LINE}.children",
            outputs={"id": LINE, "property": "children"},
            inputs=[{"id": TICK, "property": "n_intervals", "value": 1}],
            state=[{"id": SHOWN, "property": "data", "value": drawn_from}],
        )
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    before = line()
    publish(tmp_path / "warehouse", load_id="load2", as_of=LATER, published_at=LATER)
    after = line()

    assert "as of 15:00" in before
    assert "Show new data" not in before
    assert "as of 15:00" in after  # The numbers are still those, whatever was published since.
    assert "Show new data" in after


def test_a_watch_makes_no_costs_fresher(tmp_path: Path) -> None:
    """The load that is missed stays missed, and there are no new numbers to show."""
    migrate(url := f"sqlite:///{tmp_path / 'portal.sqlite3'}")
    store, now = Store(url), PUBLISHED_AT + timedelta(minutes=25)
    every = timedelta(minutes=10)
    before = freshness(store, publish(tmp_path), refresh_every=every, now=now)
    start_load(store, "watch1", WATCH, now=now)

    with Draft(tmp_path, "watch1", of=("mirror",)) as draft:
        watched = draft.publish(["mirror"], as_of=now, published_at=now, keep=3)

    assert freshness(store, watched, refresh_every=every, now=now) == before
    assert before.is_late
    store.close()


def test_a_view_changed_in_place_is_of_the_newest_load(tmp_path: Path) -> None:
    app = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables=TABLES)
    client = app.server.test_client()
    sign_in(client)
    publish(tmp_path / "warehouse", load_id="load2", as_of=LATER, published_at=LATER)

    answer = call(
        client,
        output="records-content.children",
        outputs={"id": "records-content", "property": "children"},
        inputs=[{"id": "records-url", "property": "search", "value": "?from=2026-01&to=2026-02"}],
    )

    assert answer.get_json()["sideUpdate"][SHOWN]["data"]["load_id"] == "load2"


def test_a_page_opened_later_is_of_the_newest_load(tmp_path: Path) -> None:
    app = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables=TABLES)
    client = app.server.test_client()
    sign_in(client)
    publish(tmp_path / "warehouse", load_id="load2", as_of=LATER, published_at=LATER)

    answer = show_page(client, "/data-quality")

    assert answer.get_json()["sideUpdate"][SHOWN]["data"]["load_id"] == "load2"


def test_reports_asked_for_in_place_are_of_the_newest_load(tmp_path: Path) -> None:
    app = make_app(tmp_path, pages=PAGES, routes=ROUTES, tables=TABLES)
    client = app.server.test_client()
    sign_in(client)
    publish(tmp_path / "warehouse", load_id="load2", as_of=LATER, published_at=LATER)

    outputs = [
        {"id": "reports-content", "property": "children"},
        {"id": "reports-shown", "property": "data"},
    ]
    answer = call(
        client,
        output="reports-content.children...reports-shown.data",
        outputs=outputs,
        inputs=[{"id": "reports-url", "property": "search", "value": ""}],
    )

    assert answer.get_json()["sideUpdate"][SHOWN]["data"]["load_id"] == "load2"
