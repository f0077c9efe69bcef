"""The page of a client over HTTP, with the sandbox in the platform's place."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from flask.testing import FlaskClient

from domain.operation import OperationKind, OperationState, PlatformIds
from sandbox.records import Account
from store.journal_rows import Answer
from store.operations import Asking, begin, record_answer
from tests.pages.live import Live, hang_up, live, make_live, one_live
from tests.sandbox_fixtures import SeededStore, seeded_store
from tests.web import ANNA, portal_of, show_page, text_of

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

__all__ = ["live", "one_live", "seeded_store"]


@pytest.fixture
def manager(live: Live) -> FlaskClient:
    return live.browser()


def seen(client: FlaskClient, account_id: str, search: str = "") -> str:
    answer = show_page(client, f"/clients/{account_id}", search)
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
    told = seen(manager, account_id, "?tab=information")

    for text in ("Ромашка", f"ID {account_id}", "Active", "18.03.2026", "Ada Byron",
                 f"/catalog?account={account_id}", "Client type", "Business"):  # fmt: skip
        assert text in page, text
        assert text in told, text
    for text in ("12345678", "St James's Square 12, SW1Y 4JH London, United Kingdom",
                 "Managing director", "mailto:ada@engine.example", "+442071234567"):  # fmt: skip
        assert text in told, text
        assert text not in page, text
    assert "onmicrosoft" not in told
    assert "No subscriptions yet" in page
    assert "No costs yet" in seen(manager, account_id, "?tab=costs")


def test_a_bad_address_gets_a_notice_and_the_first_tab(live: Live, manager: FlaskClient) -> None:
    account_id = str(live.buyer.new_account("Ромашка"))

    page = seen(manager, account_id, "?tab=nothing&account_id=a9&status=active")
    assert "“nothing” is not a value of “tab”" in page
    assert "No subscription fits all of them." in page
    assert "not known here: x" in seen(manager, account_id, "?tab=information&x=1")
    assert "not known here" not in seen(manager, account_id, "?tab=subscriptions&placed=5")
    assert "not known here" not in seen(manager, account_id, "?tab=costs&placed=5")


def test_an_order_without_a_subscription_leads_to_its_client(
    live: Live, manager: FlaskClient
) -> None:
    """ORD-37: said of what was ordered here only."""
    account_id = str(live.buyer.new_account("Ромашка"))
    store = portal_of(live.app).store
    placed = {"kind": OperationKind.SALES_ORDER, "asked": {}}
    for key, reseller_id, client in (("1", "12", account_id), ("2", "12", "a1"),
                                     ("3", "13", account_id)):  # fmt: skip
        asking = Asking(key, reseller_id, "m1", ids=PlatformIds(account_id=client), **placed)
        begun = begin(store, asking, now=NOW)
        answer = Answer(OperationState.ACCEPTED, ids=PlatformIds(client, f"70{key}"))
        record_answer(store, begun.operation, answer, now=NOW)

    assert "Order 701 is accepted." in seen(manager, account_id, "?placed=701")
    for other in ("702", "703", "7", ""):
        assert "is accepted." not in seen(manager, account_id, f"?placed={other}")


def test_microsofts_data_appear_with_the_first_activation(live: Live, manager: FlaskClient) -> None:
    """MS-11, DATA-7."""
    account_id = live.buyer.new_account("Ромашка")
    plan = live.buyer.plan("Microsoft 365 Business Basic")
    live.buyer.buy_microsoft(plan, account_id, "buttercup")
    live.buyer.wait(30)

    page = seen(manager, str(account_id), "?tab=information")

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
        page = seen(manager, account_id, "?tab=information")
    finally:
        live.platform.overrides.clear()

    assert '"children": "<script>1</script> Ж"' in page
    assert "Lost in space" in page
    assert "x<i>" in page
    assert "London, ZZZ" in page


def test_without_the_platform_the_last_load_is_shown(live: Live, manager: FlaskClient) -> None:
    """NFR-8."""
    new_id = str(live.buyer.new_account("Ромашка"))
    live.break_down(hang_up)

    page = seen(manager, "a1")
    for text in ("The platform does not answer at the moment", "Как загружено", "Loaded",
                 "/subscriptions/s1", "Installing"):  # fmt: skip
        assert text in page, text
    assert "Bonn" in seen(manager, "a1", "?tab=information")
    for each in (new_id, "a9"):
        assert manager.get(f"/clients/{each}").status_code == 200
        assert "the last load does not know this client" in seen(manager, each)


def test_what_the_platform_does_not_show_is_as_last_loaded(
    live: Live, manager: FlaskClient
) -> None:
    live.break_down(lambda _: httpx.Response(403))

    page = seen(manager, "a1", "?tab=information")
    assert "The platform does not show this any more" in page
    assert "Как загружено" in page
    assert json.dumps("Bonn") in page
