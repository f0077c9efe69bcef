"""The management tab over HTTP: its table, its operations, and auto-renew."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard import formats
from dashboard.components.managing import ids
from sandbox.catalog_records import PlanResource
from sandbox.records import Subscription
from tests.pages.lists.seen import openers
from tests.pages.managing.dialog import page_text
from tests.sandbox_fixtures import SeededStore
from tests.storefront import Storefront, open_front
from tests.web import fire, key_of, show_page, told_by

IN_PLAN = "plan_id IN (SELECT plan_id FROM plan WHERE billing_type = '{}')"


@pytest.fixture(scope="module")
def shop(
    seeded_store: SeededStore, loaded_front: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Storefront]:
    with open_front(seeded_store, loaded_front, tmp_path_factory.mktemp("tab")) as front:
        yield front


@pytest.fixture(scope="module")
def manager(shop: Storefront) -> FlaskClient:
    return shop.client()


def one(shop: Storefront, where: str) -> Subscription:
    with shop.platform.reading() as books:
        found = books.find(
            Subscription, f"reseller_id = ? AND {where} ORDER BY subscription_id", shop.reseller_id
        )
    return found[0]


def of_type(billing: str, status: str = "active") -> str:
    return f"{IN_PLAN.format(billing)} AND status = '{status}' AND NOT is_trial"


def buttons(page: str) -> dict[str, bool]:
    """Return the operations that a page names, and whether each may be pressed."""
    return {one["data-operation"]: not one.get("disabled") for one in openers(drawn_of(page))}


def drawn_of(page: str) -> Any:
    return json.loads(page)["response"]["_pages_content"]["children"]


def send(client: FlaskClient, own_id: dict[str, Any], value: Any) -> dict[str, Any]:
    """Turn the switch of auto-renew, or choose its period, as Dash would tell it."""
    own = {"drawn": ["MATCH"], "seen": ["MATCH"], "subscription": ["MATCH"], "type": own_id["type"]}
    key = f"{json.dumps(own, separators=(',', ':'))}.value"
    outputs = {"id": own_id, "property": "value"}
    inputs = [outputs | {"value": value}]
    return told_by(fire(client, key, outputs, inputs, (), [f"{key_of(own_id)}.value"]))


def fees(shop: Storefront, plan_id: int, name: str) -> set[str]:
    with shop.platform.reading() as books:
        found = books.find(PlanResource, "plan_id = ?", plan_id)
    return {formats.unit_price(getattr(one, name), "EUR", "en") for one in found}


def switch_of(page: str) -> dict[str, Any]:
    found = re.search(rf'"id": (\{{"type": "{ids.AUTO_RENEW}"[^}}]*\}})', page)
    assert found, page
    own_id: dict[str, Any] = json.loads(found[1])
    return own_id


def test_the_table_says_what_is_held_and_what_it_costs(
    shop: Storefront, manager: FlaskClient
) -> None:
    """OP-28: the primary resource comes first, in the plan's currency."""
    own = one(shop, of_type("csp_monthly"))

    page = page_text(manager, own.subscription_id)

    columns = ("Included", "Minimum", "Maximum", "Current amount", "New amount")
    for text in (*columns, "Unit price, ", "a month", "Cost a month, ", '"primary"'):
        assert text in page, text
    assert buttons(page)["change"] is False  # Until an amount differs (OP-29).


def test_perpetual_software_has_no_operation_at_all(shop: Storefront, manager: FlaskClient) -> None:
    """MS-18, E2E-11."""
    own = one(shop, of_type("non_recurring", "delivered") + " AND end_on IS NULL")

    page = page_text(manager, own.subscription_id)

    assert "Resources" in page
    assert buttons(page) == {}
    assert ids.AUTO_RENEW not in page
    assert ids.AMOUNT not in page


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("deleted", None),
        ("stopping_failed", "until support has looked at it"),
        ("updating", "Current status: Updating."),
        ("waiting_for_manual_approve", "Until it is approved or refused"),
    ],
)
def test_in_a_status_that_forbids_them_none_is_offered(
    shop: Storefront, manager: FlaskClient, status: str, says: str | None
) -> None:
    """OP-2, OP-46."""
    own = one(shop, f"status = '{status}'")

    page = page_text(manager, own.subscription_id)

    assert not any(buttons(page).values())
    assert ids.AMOUNT not in page
    assert says is None or says in page


def test_a_trial_says_how_it_goes_on(shop: Storefront, manager: FlaskClient) -> None:
    """OP-4, MSG-19."""
    own = one(shop, "is_trial AND status = 'active'")

    page = page_text(manager, own.subscription_id)

    assert f"The trial is free until {own.end_on:%d.%m.%Y}." in page
    assert f'"free until {own.end_on:%d.%m.%Y}"' in page
    assert '"children": "0.00"' in page


@pytest.mark.parametrize(
    ("where", "price", "charged_for"),
    [
        (of_type("non_recurring", "delivered"), "setup_fee", "once"),
        (of_type("payg"), "overuse_fee", "for each consumed"),
    ],
    ids=["once", "consumed"],
)
@pytest.mark.parametrize("level", ["sales", "look"])
def test_a_price_that_is_not_a_months_says_what_it_is_for(
    shop: Storefront, manager: FlaskClient, where: str, price: str, charged_for: str, level: str
) -> None:
    """OP-28, OP-8: what is held does not tell it, the plan does; to who may only look as well."""
    own = one(shop, where)

    with shop.level(level):
        page = page_text(manager, own.subscription_id)

    found = re.search(
        rf'"children": \["([0-9,.]+)", \{{"props": \{{"children": "{charged_for}"', page
    )
    assert found, page
    assert found[1] in fees(shop, own.plan_id, price)


def test_who_may_only_look_sees_no_controls(shop: Storefront, manager: FlaskClient) -> None:
    """OP-8, MGR-9."""
    own = one(shop, of_type("csp_monthly"))
    with shop.level("look"):
        page = page_text(manager, own.subscription_id)

    assert "Resources" in page
    assert buttons(page) == {}
    assert ids.AMOUNT not in page
    assert ids.AUTO_RENEW not in page


def beside(page: str) -> set[str]:
    """Return the quick actions that can be pressed beside the tabs, and whether there are any."""
    found = openers(drawn_of(page))
    return {one["data-operation"] for one in found if str(one["id"]).endswith("-beside")}


def test_quick_actions_stand_beside_every_tab(shop: Storefront, manager: FlaskClient) -> None:
    """SUB-8, SUB-9: the same as in the list, by the same rules."""
    free = " AND account_id IN (SELECT account_id FROM account WHERE status = 'active')"
    works = one(shop, of_type("csp_monthly") + free)
    stands = one(shop, of_type("csp_monthly", "stopped") + free)

    def shown(own: Subscription, tab: str) -> str:
        search = f"?tab={tab}"
        answer = show_page(manager, f"/subscriptions/{own.subscription_id}", search)
        return json.dumps(answer.get_json())

    with shop.services() as here:
        screen = here.subscriptions.screen(str(works.subscription_id))
        available = here.managing.available(screen)
    offered = {str(action) for action, one in available.items() if one.is_available}
    assert "stop" in offered
    for tab in ("management", "history", "information", "costs"):
        page, stopped = shown(works, tab), shown(stands, tab)
        assert beside(page) == offered & {"stop", "renew"}
        assert '"amount-edit"' in page
        assert "activate" in beside(stopped)
        assert "stop" not in beside(stopped)
        assert '"amount-edit"' not in stopped
    with shop.level("look"):
        assert "aside-quick" not in shown(works, "history")


def test_auto_renew_is_saved_at_once(shop: Storefront, manager: FlaskClient) -> None:
    """OP-22: with a message; and Dash tells of switches that were only drawn."""
    own = one(shop, of_type("csp_annual") + " AND NOT is_auto_renewed")
    switch = switch_of(page_text(manager, own.subscription_id))
    assert switch["drawn"] is False

    assert not send(manager, switch, False).get("response")
    told = json.dumps(send(manager, switch, True))

    assert "Auto-renew is on." in told
    assert ids.DONE in told
    again = switch_of(page_text(manager, own.subscription_id))
    assert again["drawn"] is True
    assert again["seen"] != switch["seen"]


def test_a_switch_that_was_drawn_before_a_change_goes_back(
    shop: Storefront, manager: FlaskClient
) -> None:
    """OP-7, MSG-15."""
    own = one(shop, of_type("csp_monthly") + " AND end_on IS NOT NULL")
    switch = switch_of(page_text(manager, own.subscription_id))
    stale = {**switch, "seen": "0" * 32}

    told = send(manager, stale, not switch["drawn"])

    (values,) = told["response"].values()
    assert values == {"value": switch["drawn"]}
    assert "changed by another user" in json.dumps(told)
    assert switch_of(page_text(manager, own.subscription_id)) == switch


def test_the_switch_of_anothers_subscription_does_nothing(
    shop: Storefront, manager: FlaskClient
) -> None:
    with shop.platform.reading() as books:
        foreign = books.find(
            Subscription, "reseller_id <> ? AND end_on IS NOT NULL AND status = 'active'",
            shop.reseller_id,
        )[0]  # fmt: skip
    own_id = {"type": ids.AUTO_RENEW, "subscription": str(foreign.subscription_id), "seen": "",
              "drawn": foreign.is_auto_renewed}  # fmt: skip

    told = send(manager, own_id, not foreign.is_auto_renewed)

    assert foreign.name not in json.dumps(told)
    with shop.platform.reading() as books:
        assert books.get(Subscription, foreign.subscription_id) == foreign
