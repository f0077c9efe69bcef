"""The page of a client over HTTP, with the sandbox in the platform's place."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
from flask.testing import FlaskClient

from sandbox.records import Account
from tests.pages.live import Live, live, make_live, one_live
from tests.pages.test_analytics import text_of
from tests.sandbox_fixtures import SeededStore, seeded_store
from tests.web import ANNA, show_page

__all__ = ["live", "one_live", "seeded_store"]


@pytest.fixture
def manager(live: Live) -> FlaskClient:
    return live.browser()


def seen(client: FlaskClient, account_id: str) -> str:
    answer = show_page(client, f"/clients/{account_id}")
    assert answer.status_code == 200
    return text_of(answer)


def test_someone_signed_out_is_sent_to_sign_in_and_back(live: Live) -> None:
    client = live.app.server.test_client()

    assert client.get("/clients/a1").location == "/sign-in?next=/clients/a1"
    assert show_page(client, "/clients/a1").status_code == 401


def test_another_resellers_client_is_not_found(live: Live, manager: FlaskClient) -> None:
    """NFR-1: neither one that the mirror knows, nor one that only the platform does."""
    with live.platform.reading() as books:
        foreign = books.find(Account, "reseller_id = 13")[0]

    for own_id in ("a9", str(foreign.account_id), "none", "a%20b", "1" * 60):
        assert manager.get(f"/clients/{own_id}").status_code == 404
        page = seen(manager, own_id)
        assert "There is no such page" in page
        assert foreign.name not in page
        assert "Foreign" not in page


def test_a_client_is_shown_with_their_data(live: Live, manager: FlaskClient) -> None:
    """CLI-6, CLI-7, CLI-9; before the mirror knows them."""
    account_id = str(live.buyer.new_account("Ромашка"))

    assert manager.get(f"/clients/{account_id}").status_code == 200
    page = seen(manager, account_id)

    for text in ("Ромашка", f"ID {account_id}", "Active", "12345678", "18.03.2026",
                 "St James's Square 12, SW1Y 4JH London, United Kingdom", "Ada Byron",
                 "Managing director", "mailto:ada@engine.example", "+442071234567",
                 f"/catalog?account={account_id}", "Client type", "Business"):  # fmt: skip
        assert text in page, text
    assert "onmicrosoft" not in page
    assert "No subscriptions yet" in page


def test_microsofts_data_appear_with_the_first_activation(live: Live, manager: FlaskClient) -> None:
    """MS-11, DATA-7."""
    account_id = live.buyer.new_account("Ромашка")
    plan = live.buyer.plan("Microsoft 365 Business Basic")
    live.buyer.buy_microsoft(plan, account_id, "buttercup")
    live.buyer.wait(30)

    page = seen(manager, str(account_id))

    for text in ("Microsoft Tenant Name", "buttercup.onmicrosoft.com", "Microsoft Tenant ID",
                 "Agreement accepted", "18.03.2026 · Tobias Krämer"):  # fmt: skip
        assert text in page, text


def test_nothing_is_ordered_for_a_client_on_hold(live: Live, manager: FlaskClient) -> None:
    """CLI-3, CLI-10, MSG-10."""
    account_id = str(live.buyer.new_account("Ромашка"))
    live.buyer.steer(f"accounts/{account_id}/status", {"status": "financial_hold"})
    live.platform.overrides.set("accounts", account_id, {"status": "financial_hold"})
    try:
        page = seen(manager, account_id)
    finally:
        live.platform.overrides.clear()

    assert "Financial hold" in page
    assert "New operations are not possible: client status is Financial hold." in page
    assert "Order subscription" not in page


def test_who_may_not_order_is_not_offered_to(tmp_path: Path, seeded_store: SeededStore) -> None:
    """MGR-9."""
    marketing = [{**ANNA, "reseller_id": "12", "role_name": "Marketing"}]
    live = make_live(tmp_path, seeded_store, manager=marketing)
    account_id = str(live.buyer.new_account("Ромашка"))

    page = seen(live.browser(), account_id)

    assert "Ромашка" in page
    assert f"/catalog?account={account_id}" not in page


def test_names_are_text_and_unknown_words_are_shown(live: Live, manager: FlaskClient) -> None:
    account_id = str(live.buyer.new_account("Ромашка"))
    odd = {"name": "<script>1</script> Ж", "status": "lost_in_space", "country": "ZZZ",
           "custom_attributes": [{"key": "microsoft_tenant_name", "value": "x<i>"}]}  # fmt: skip
    live.platform.overrides.set("accounts", account_id, odd)
    try:
        page = seen(manager, account_id)
    finally:
        live.platform.overrides.clear()

    assert '"children": "<script>1</script> Ж"' in page
    assert "Lost in space" in page
    assert "x<i>" in page
    assert "London, ZZZ" in page


def hang_up(_: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no route")


def test_without_the_platform_the_last_load_is_shown(live: Live, manager: FlaskClient) -> None:
    """NFR-8."""
    new_id = str(live.buyer.new_account("Ромашка"))
    live.break_down(hang_up)

    page = seen(manager, "a1")
    for text in ("The platform does not answer at the moment", "Как загружено", "Bonn", "Loaded",
                 "/subscriptions/s1", "Installing"):  # fmt: skip
        assert text in page, text
    for each in (new_id, "a9"):
        assert manager.get(f"/clients/{each}").status_code == 200
        assert "the last load does not know this client" in seen(manager, each)


def test_what_the_platform_does_not_show_is_as_last_loaded(
    live: Live, manager: FlaskClient
) -> None:
    live.break_down(lambda _: httpx.Response(403))

    page = seen(manager, "a1")
    assert "The platform does not show this any more" in page
    assert "Как загружено" in page
    assert json.dumps("Bonn") in page
