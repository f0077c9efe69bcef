"""What the tests of a subscription's page buy, open and ask again."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from tests.pages.live import Live
from tests.sandbox.buyer import HOSTED
from tests.web import call, show_page, text_of, told_by


def buy(live: Live, name: str = "Ромашка", **more: Any) -> tuple[str, str]:
    """Order a subscription for a new client; return its id and its order's."""
    account_id = live.buyer.new_account(name)
    order = live.buyer.buy(live.buyer.plan(HOSTED), account_id, **more)
    return str(order["attributes"]["subscription_id"]), str(order["id"])


def seen(client: FlaskClient, subscription_id: str, search: str = "") -> str:
    return text_of(show_page(client, f"/subscriptions/{subscription_id}", search))


def find_shown(drawn: Any) -> dict[str, Any]:
    """Return what the page remembers of itself, as the browser would send it back."""
    if isinstance(drawn, dict):
        if drawn.get("id") == "subscription-shown":
            return dict(drawn["data"])
        drawn = list(drawn.values())
    if isinstance(drawn, list):
        for one in drawn:
            found = find_shown(one)
            if found:
                return found
    return {}


def opened(client: FlaskClient, subscription_id: str) -> dict[str, Any]:
    page = show_page(client, f"/subscriptions/{subscription_id}")
    shown = find_shown(page.get_json())
    assert shown
    return shown


def ask_again(client: FlaskClient, shown: dict[str, Any]) -> dict[str, Any]:
    """Send the tick of an open page; return what changes by the part of the page."""
    places = [("note", "children"), ("part", "children"), ("said", "children"),
              ("tick", "interval"), ("tick", "disabled"), ("shown", "data")]  # fmt: skip
    outputs = [{"id": f"subscription-{name}", "property": what} for name, what in places]
    answer = call(
        client,
        output="...".join(f"{one['id']}.{one['property']}" for one in outputs),
        outputs=outputs,
        inputs=[{"id": "subscription-tick", "property": "n_intervals", "value": 1}],
        state=[{"id": "subscription-shown", "property": "data", "value": shown}],
    )
    response = told_by(answer).get("response", {})
    return {f"{place.removeprefix('subscription-')}.{name}": value
            for place, values in response.items() for name, value in values.items()}  # fmt: skip
