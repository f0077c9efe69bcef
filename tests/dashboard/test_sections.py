"""What a manager's access level hides is hidden everywhere (MGR-9, NAV-5, NFR-1)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from inspect import getmembers_static
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import PAGES, ROUTES
from dashboard.context import Services, Viewer
from dashboard.sections import (
    EXTENSION,
    name_section,
    unnamed_callbacks,
    unnamed_routes,
)
from dashboard.services.search import PLACES, SECTIONS
from domain.access import Access, AccessLevel, AccessLevels, Mode, Reserved, Section
from domain.errors import NoAccess
from domain.statuses import ManagerRole
from store.access_levels import assign_level
from tests.dashboard.test_access import METHODS, address
from tests.warehouse_builder import publish
from tests.web import (
    ANNA,
    RESELLERS,
    FixedClock,
    call,
    make_app,
    portal_of,
    show_frame,
    show_page,
    sign_in,
)

NOTHING = "nothing"
SALES = {**ANNA, "role_name": ManagerRole.SALES_PERSON}
# Every section is seen by the level of its name, and no other one.
LEVELS = AccessLevels(
    {
        key: AccessLevel(key, {"en": key}, modes)
        for key, modes in {
            NOTHING: {},
            "everything": dict.fromkeys(Section, Mode.READ),
            **{one.value: {one: Mode.READ} for one in Section},
        }.items()
    },
    usual=NOTHING,
)
HIDDEN = "Your access level does not include this section."
RESERVED = "Only System administrators of your company see this."
# What gives nothing of a section away.
OPEN_SERVICES = {
    "attention",
    "branding",
    "home",
    "invitations",
    "profile",
    "search",
    "snapshot",
    "today",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    folder = tmp_path_factory.mktemp("sections")
    tables = {"manager": [SALES], "account": [{"account_id": "a1", "city": "Bonn"}]}
    return make_app(folder, pages=PAGES, routes=ROUTES, tables=tables, access_levels=LEVELS)


@pytest.fixture
def client(app: Dash) -> Iterator[FlaskClient]:
    client = app.server.test_client()
    sign_in(client)
    assign(app, NOTHING)
    return client


def assign(app: Dash, level: str) -> None:
    here = portal_of(app)
    whose = {"manager_id": "m1", "reseller_id": "r1"}
    assign_level(here.store, level, **whose, by="m9", now=here.clock())


def hrefs(client: FlaskClient) -> set[str]:
    """Return where the frame around every page leads."""
    return set(re.findall(r'"href":\s*"([^"]*)"', show_frame(client)))


def test_every_page_route_and_callback_names_a_section(app: Dash) -> None:
    """Else a new one would be open, or shut, for having been forgotten."""
    assert unnamed_routes(app.server) == set()
    assert unnamed_callbacks(app.server) == set()
    assert {import_module(name).PAGE["section"] for name in PAGES} >= {None, *SECTIONS.values()}


def test_what_names_no_section_is_shown_to_nobody(tmp_path: Path) -> None:
    def add_route(server: Dash) -> None:
        server.get("/forgotten", endpoint="forgotten")(lambda: "a secret")
        server.get("/named", endpoint="named")(lambda: "for all")
        name_section(server, None, "named")

    app = make_app(tmp_path, routes=[add_route])
    client = app.server.test_client()
    sign_in(client)

    assert client.get("/forgotten").status_code == 403
    assert client.get("/named").text == "for all"
    app.server.extensions[EXTENSION].callbacks.clear()
    pressed = call(
        client,
        output="tiny-text.children",
        outputs={"id": "tiny-text", "property": "children"},
        inputs=[{"id": "tiny-button", "property": "n_clicks", "value": 1}],
    )
    assert pressed.status_code == 403


def test_pages_of_hidden_sections_answer_no_access(app: Dash, client: FlaskClient) -> None:
    """NAV-5: the main page is always there, and so is what belongs to no section."""
    for name in PAGES:
        page = import_module(name).PAGE
        template = page.get("path_template") or page["path"]
        path = "/".join("1" if part.startswith("<") else part for part in template.split("/"))
        document, drawn = client.get(path), show_page(client, path)
        if page["section"] is None:
            assert document.status_code == 200, path
            assert HIDDEN not in drawn.text, path
        else:
            assert document.status_code == 403, path
            said = RESERVED if isinstance(page["section"], Reserved) else HIDDEN
            assert said in drawn.text, path
            assert "Go to the main page" in drawn.text


def test_a_client_has_no_tabs_of_hidden_sections(app: Dash, client: FlaskClient) -> None:
    """NAV-5: neither the client's subscriptions nor costs, by whatever address."""
    assign(app, "clients")
    for search in ("", "?tab=costs", "?tab=subscriptions"):
        drawn = show_page(client, "/clients/a1", search)
        assert "Bonn" in drawn.text
        assert "tab=" not in drawn.text
        assert "account-subscriptions" not in drawn.text
        assert ("is not a value of" in drawn.text) == bool(search)


def test_routes_of_hidden_sections_answer_no_access(app: Dash, client: FlaskClient) -> None:
    """Downloads, pictures, vendors' secrets: and nothing of them is written down as done."""
    routes = app.server.extensions[EXTENSION].routes
    refused = 0
    for rule in app.server.url_map.iter_rules():
        names = (rule.endpoint, rule.endpoint.rpartition(".")[0])
        section = next((routes[name] for name in names if name in routes), None)
        if section is None or rule.endpoint == "deadlines.as_calendar":
            continue
        for method in (rule.methods or set()) & METHODS:
            answer = client.open(address(rule).replace("/x", "/1"), method=method)
            assert answer.status_code == 403, rule
            refused += (RESERVED if isinstance(section, Reserved) else HIDDEN) in answer.text
    assert refused >= 15


def test_callbacks_of_hidden_sections_are_not_run(app: Dash, client: FlaskClient) -> None:
    """Whatever a browser that still shows a page sends."""
    named = app.server.extensions[EXTENSION].callbacks
    hidden = [output for output, section in named.items() if section is not None]
    assert len(hidden) > 30
    for output in hidden:
        answer = call(client, output=output, outputs={}, inputs=[])
        assert answer.status_code == 403, output


@pytest.mark.parametrize("section", list(Section))
def test_a_section_is_seen_with_its_own_mode(
    app: Dash, client: FlaskClient, section: Section
) -> None:
    """A level counts at the next request."""
    assign(app, section)
    menu = hrefs(client)
    addresses = {
        Section.CATALOG: "/catalog",
        Section.SUBSCRIPTIONS: "/subscriptions",
        Section.CLIENTS: "/clients",
        Section.ANALYTICS: "/analytics",
    }
    for own, path in addresses.items():
        assert client.get(path).status_code == (200 if own is section else 403)
        assert (path in menu) == (own is section), path
    assert ("/deadlines" in menu) == (section is Section.SUBSCRIPTIONS)
    assert not any("order=1" in one for one in menu)
    assert show_page(client, "/").status_code == 200


def test_the_main_page_shows_no_block_of_a_hidden_section(app: Dash, client: FlaskClient) -> None:
    """NAV-5."""
    bare = show_page(client, "/").text
    assert "Welcome, Anna Schmidt" in bare
    for word in ("Consumption dynamics", "All deadlines", "All subscriptions", "All catalog"):
        assert word not in bare
    assign(app, "everything")
    assert "Consumption dynamics" in show_page(client, "/").text


def test_search_finds_nothing_of_a_hidden_section(app: Dash, client: FlaskClient) -> None:
    def found() -> set[str]:
        return {one["url"] for one in client.get("/search.json?q=clients").get_json()}

    assert "/clients" not in found()
    assign(app, Section.CLIENTS)
    assert "/clients" in found()


def test_every_kind_that_search_finds_is_of_a_section(app: Dash) -> None:
    from dashboard.services.search import _places

    with app.server.test_request_context("/"):
        assert {one.id for one in _places()} == set(PLACES)


def test_nobody_is_given_a_service_of_a_hidden_section(app: Dash) -> None:
    """What a part of another page, or a job in the background, would ask by itself."""
    viewer = Viewer("m1", "r1", "Alfa", "EUR", ManagerRole.SALES_PERSON, "Anna", "a", "en", None,
                    access=Access())  # fmt: skip
    made = dict(getmembers_static(Services, lambda one: isinstance(one, cached_property)))
    names = [name for name in made if not name.startswith("_")]
    with app.server.test_request_context("/"):
        here = Services(portal_of(app), viewer)
        for name in set(names) - OPEN_SERVICES:
            with pytest.raises(NoAccess):
                getattr(here, name)
    assert set(names) >= OPEN_SERVICES


def test_a_role_that_changes_counts_at_the_next_request(tmp_path: Path) -> None:
    """As soon as a load knows it, while its holder works; one we don't know may look."""
    clock = FixedClock()
    app = make_app(tmp_path, pages=PAGES, routes=ROUTES, clock=clock)
    client = app.server.test_client()
    sign_in(client)
    assert "Order subscription" in show_frame(client)

    stranger = {**ANNA, "role_name": "Janitor"}
    publish(tmp_path / "warehouse", reseller=RESELLERS, manager=[stranger], load_id="load2")

    assert "Order subscription" not in show_frame(client)
    assert client.get("/catalog").status_code == 200


def test_the_calendar_ends_with_the_access_to_subscriptions(app: Dash, client: FlaskClient) -> None:
    from store.feeds import create_feed

    here = portal_of(app)
    whose = {"manager_id": "m1", "reseller_id": "r1"}
    token = create_feed(here.store, **whose, language="en", now=here.clock())
    assign(app, "everything")
    assert client.get(f"/deadlines.ics?token={token}").status_code == 200
    assign(app, Section.CLIENTS)
    assert client.get(f"/deadlines.ics?token={token}").status_code == 404


def test_who_gave_which_level_is_written_down(app: Dash, client: FlaskClient) -> None:
    """NFR-3: once for each change, with what it was before."""
    from store.audit import events

    assign(app, "everything")
    assign(app, "everything")

    last, before = events(portal_of(app).store, reseller_id="r1", limit=2)
    assert (last.action, last.manager_id) == ("access_level_assigned", "m9")
    assert json.dumps(last.detail, sort_keys=True) == json.dumps(
        {"after": "everything", "before": NOTHING, "manager": "m1"}, sort_keys=True
    )
    assert before.detail != last.detail
