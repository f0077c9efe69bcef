"""The consumption dynamics over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from pages import analytics
from tests.web import call, show_page, text_of

WINTER = "?from=2026-01&to=2026-02"
ADDRESSES = ["/analytics", "/analytics/records", "/analytics/reports"]


def show_view(client: FlaskClient, search: str, colors: dict[str, int] | None = None) -> Any:
    """Ask for another view of the page, as the browser does when the address changes."""
    outputs = [
        {"id": place[0], "property": place[1]}
        for place in [*analytics.OUTPUTS.values(), ("analytics-shown", "data"),
                      ("analytics-colors", "data")]
    ]  # fmt: skip
    dependencies = client.get("/_dash-dependencies").get_json()
    (output,) = (
        each["output"] for each in dependencies if "analytics-bars.figure" in each["output"]
    )
    names = output.strip(".").split("...")
    for place, name in zip(outputs, names, strict=True):
        place["property"] = name.rpartition(".")[2]
    answer = call(
        client,
        output="...".join(names),
        outputs=outputs,
        inputs=[{"id": "analytics-url", "property": "search", "value": search}],
        state=[{"id": "analytics-colors", "property": "data", "value": colors or {}}],
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()["response"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_someone_signed_out_is_sent_to_sign_in_and_back(client: FlaskClient, address: str) -> None:
    answer = client.get(f"{address}{WINTER}")

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=/analytics")
    assert show_page(client, address).status_code == 401


@pytest.mark.parametrize("address", ["/analytics", "/analytics/records"])
@pytest.mark.parametrize("query", ["account=a9", "subscription=s9", "account=nobody"])
def test_ids_of_another_reseller_are_not_found(
    signed_in: FlaskClient, address: str, query: str
) -> None:
    """NFR-1: the document says 404; the page says so in words and shows its default view."""
    document = signed_in.get(f"{address}?{query}")
    page = show_page(signed_in, address, f"?{query}")

    assert document.status_code == 404
    assert page.status_code == 200
    assert "is not found" in text_of(page)
    assert "Foreign" not in text_of(page)


def test_a_view_shows_its_numbers(signed_in: FlaskClient) -> None:
    assert signed_in.get(f"/analytics{WINTER}").status_code == 200
    page = text_of(show_page(signed_in, "/analytics", WINTER))

    for written in ("Alfa Trade", "Beta", "40.80", "30.30", "10.50"):
        assert written in page


def test_ids_lead_to_the_pages_of_clients_and_subscriptions(signed_in: FlaskClient) -> None:
    """NAV-4: beside names and numbers, which look inside and open the records."""
    for address, search, hrefs in (
        ("/analytics", WINTER, ("/clients/a1", "/clients/a2", "/clients/a3")),
        ("/analytics", f"{WINTER}&account=a1", ("/subscriptions/s1",)),
        ("/analytics/records", WINTER, ("/clients/a1", "/subscriptions/s1", "/subscriptions/s2")),
    ):
        page = text_of(show_page(signed_in, address, search))
        for href in hrefs:
            assert f'"href": "{href}"' in page, (address, href)


def test_a_view_can_be_changed_in_place(signed_in: FlaskClient) -> None:
    changed = show_view(signed_in, f"{WINTER}&account=a1")

    (bar,) = changed["analytics-bars"]["figure"]["data"]
    assert bar["y"] == [10.1, 20.2]
    shown = changed["analytics-shown"]["data"]
    assert (shown["asked"], shown["view"]) == (f"{WINTER}&account=a1",) * 2
    assert shown["controls"]["analytics-account"]["value"] == "a1"
    assert shown["controls"]["analytics-subscription"]["disabled"] is False


def test_a_component_keeps_its_colour_from_view_to_view(signed_in: FlaskClient) -> None:
    kept = {"account:a2,a3": 7}
    changed = show_view(signed_in, WINTER, kept)

    assert changed["analytics-colors"]["data"] == {"account:a2,a3": 7, "account:a1": 0}


@pytest.mark.parametrize(
    "query", ["from=abc", "to=2026-99", "measure=x&detail=y", "from=2005-01&to=2026-02", "x=1"]
)
def test_a_bad_address_gets_a_notice_and_the_default_view(
    signed_in: FlaskClient, query: str
) -> None:
    assert signed_in.get(f"/analytics?{query}").status_code == 200
    changed = show_view(signed_in, f"?{query}")

    assert changed["analytics-notices"]["children"]
    assert changed["analytics-shown"]["data"]["view"].startswith("?from=2026-0")


def test_where_nothing_was_consumed_the_next_step_is_offered(signed_in: FlaskClient) -> None:
    """ANL-24."""
    empty = "?from=2025-03&to=2025-03"

    text, href = next_step(signed_in, f"{empty}&account=a1")
    assert (text, href) == ("Show all clients", empty)
    text, href = next_step(signed_in, empty)
    assert text == "Show the usual period"
    assert href == show_view(signed_in, "")["analytics-shown"]["data"]["view"]


def test_who_has_no_costs_yet_is_led_to_an_order(other_reseller: FlaskClient) -> None:
    text, href = next_step(other_reseller, "")

    assert text[-1]["props"]["children"] == "Order subscription"
    assert href == "/catalog?order=1"


def next_step(client: FlaskClient, search: str) -> tuple[Any, str]:
    """Return what is offered where there are no charts: its text and where it leads."""
    card = show_view(client, search)["analytics-empty"]["children"]
    link = card["props"]["children"]["props"]["children"][-1]["props"]
    return link["children"], link["href"]


def test_names_are_shown_as_they_are(signed_in: FlaskClient) -> None:
    page = text_of(show_page(signed_in, "/analytics/records", WINTER))

    assert "License, January" in page
    assert "Alfa Trade" in page


def test_a_callback_with_a_forged_view_sees_nothing_else(signed_in: FlaskClient) -> None:
    """Every input comes from the browser, the store of what is shown as well."""
    answer = call(
        signed_in,
        output="analytics-subscription.options",
        outputs={"id": "analytics-subscription", "property": "options"},
        inputs=[{"id": "analytics-subscription", "property": "search_value", "value": ""}],
        state=[{"id": "analytics-shown", "property": "data", "value": {"view": "?account=a9"}}],
    )

    assert answer.status_code == 200
    assert "s9" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_take_whatever_query_they_get(signed_in: FlaskClient, address: str) -> None:
    page = show_page(
        signed_in,
        address,
        "?utm_source=mail&pathname=/x&from=%F0%9F&to=&page=&x[]=1&account=1&account=2",
    )

    assert page.status_code == 200
    assert "Something went wrong" not in text_of(page)
