"""What is another partner's is not there: in no address, no callback, no download (NFR-1)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import PAGES, ROUTES
from tests.web import browser_of, fire, key_of, make_app, show_page

# Everything there is belongs to Beta; Anna of Alfa looks for it.
MARK = "Zyxwv"
THEIRS = {"reseller_id": "r2", "name": f"{MARK} of Beta"}
IDS = {
    "account_id": "901", "subscription_id": "902", "product_id": "903", "category_id": "904",
    "plan_id": "905", "manager_id": "m2", "job_key": "several", "position": "1", "digest": "x",
}  # fmt: skip
TABLES: dict[str, list[dict[str, Any]]] = {
    "account": [{"account_id": "901", **THEIRS, "email": f"{MARK}@beta.example"}],
    "category": [{"category_id": "904", **THEIRS}],
    "product": [{"product_id": "903", "category_id": "904", **THEIRS}],
    "plan": [{"plan_id": "905", "product_id": "903", "sku": f"{MARK}-1", **THEIRS}],
    "plan_period": [{"plan_id": "905", "reseller_id": "r2"}],
    "subscription": [{"subscription_id": "902", "account_id": "901", "plan_id": "905",
                      "expires_on": "2026-11-25", **THEIRS}],
    "order": [{"order_id": "906", "subscription_id": "902", "reseller_id": "r2",
               "description": MARK, "account_id": "901"}],
    "cost": [{"account_id": "901", "subscription_id": "902", "reseller_id": "r2",
              "resource": MARK, "day": "2026-11-01", "gross_amount": "5"}],
}  # fmt: skip
# By which names addresses are told of something.
NAMED = {
    "account": "901",
    "client": "901",
    "subscription": "902",
    "product": "903",
    "plan": "905",
    "category": "904",
    "manager": "m2",
    "q": MARK,
    "placed": "906",
    "resource": MARK,
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Dash:
    return make_app(tmp_path_factory.mktemp("others"), pages=PAGES, routes=ROUTES, tables=TABLES)


@pytest.fixture
def anna(app: Dash) -> FlaskClient:
    return browser_of(app)


def filled(template: str) -> str:
    """Return a page's address with ids of Beta's; a new variable has to be added above."""
    parts = (IDS[part.strip("<>")] if part.startswith("<") else part
             for part in template.split("/"))  # fmt: skip
    return "/".join(parts)


def test_beta_sees_what_is_its_own(app: Dash) -> None:
    """Else nothing below would say anything."""
    client = browser_of(app, domain="beta.example")

    for path in ("/clients", "/clients/901", "/subscriptions", "/subscriptions/902",
                 "/products/903", "/catalog/904", "/analytics"):  # fmt: skip
        assert MARK in show_page(client, path).text, path


@pytest.mark.parametrize("name", PAGES)
def test_no_page_shows_it(anna: FlaskClient, name: str) -> None:
    page = import_module(name).PAGE
    path = filled(page.get("path_template") or page["path"])

    if "path_template" in page:
        assert anna.get(path).status_code == 404
    for asked in ("", *(f"?{key}={other}" for key, other in NAMED.items())):
        drawn = show_page(anna, path, asked)
        assert drawn.status_code == 200, asked
        # What was typed stands in its field, and in a sentence that says it is not known.
        assert f"{MARK} of Beta" not in drawn.text, asked
        assert f"{MARK}@" not in drawn.text, asked


def test_no_route_gives_it_away(app: Dash, anna: FlaskClient) -> None:
    asked = 0
    for rule in app.server.url_map.iter_rules():
        if not set(rule.arguments) & IDS.keys() or "GET" not in (rule.methods or ()):
            continue
        _, path = rule.build({key: IDS[key] for key in rule.arguments}) or (None, None)
        answer = anna.get(f"{path}?key=login")
        # 503: whose it is, only the platform knows, and there is none.
        assert answer.status_code in (404, 503), rule
        assert MARK not in answer.text
        asked += 1
    assert asked >= 8
    for name in ("subscriptions", "clients", "deadlines", "analytics/records"):
        for kind in ("csv", "xlsx"):
            for key in ("client", "account", "subscription"):
                answer = anna.get(f"/{name}.{kind}?{key}=901")
                assert MARK.encode() not in answer.data, (name, kind, key)


SHAPES: dict[str, Any] = {
    "id": "901",
    "subscription": "902",
    "text": MARK,
    "list": ["901", "902"],
    "press": 1,
    "told": {
        "about": {"account_id": "901", "subscription_id": "902", "tab": ""}, "asked": "",
        "view": "?client=901", "controls": {}, "digest": "", "sentence": "", "is_live": False,
        "key": "k", "action": "stop", "subscription": "902", "seen": "", "shape": "",
        "price": None, "fields": {}, "sent": False, "amount": "", "amounts": {}, "plan": "905",
        "plan_id": "905", "ids": ["902"], "query": {"client": "901"}, "manager": "m2",
        "manager_id": "m2", "search": "?account=901&plan=905", "step": "client", "job": "k",
    },
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_no_callback_tells_of_it(app: Dash, anna: FlaskClient, shape: str) -> None:
    """Whatever a browser makes up in each of their places."""
    answered = 0
    for key, one in app.callback_map.items():
        if "callback" not in one:
            continue  # It runs in the browser.
        inputs, state = ([_told(place, shape) for place in one[kind]]
                         for kind in ("inputs", "state"))  # fmt: skip
        outputs = list(_outputs(key)) if key.startswith("..") else next(_outputs(key))
        first = one["inputs"][0]
        changed = [f"{key_of(_own_id(first['id']))}.{first['property']}"]
        answer = fire(anna, key, outputs, inputs, state, changed)
        assert f"{MARK} of Beta" not in answer.text, key
        assert f"{MARK}@" not in answer.text, key
        answered += answer.status_code in (200, 204)
    assert answered >= 20


def _told(place: dict[str, Any], shape: str) -> Any:
    own_id, value = _own_id(place["id"]), SHAPES[shape]
    is_many = "ALL" in place["id"]
    told = {"id": own_id, "property": place["property"], "value": value}
    return [told] if is_many else told


def _outputs(key: str) -> Iterator[Any]:
    for place in key.strip(".").split("..."):
        own_id, _, what = place.rpartition(".")
        told = {"id": _own_id(own_id), "property": what.partition("@")[0]}
        yield [told] if '"ALL"' in own_id else told


def _own_id(text: str) -> Any:
    """Return an id; what it leaves open is one of Beta's subscriptions."""
    if not text.startswith("{"):
        return text
    return {key: "902" if isinstance(value, list) else value
            for key, value in json.loads(text).items()}  # fmt: skip
