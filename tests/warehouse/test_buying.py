"""Whom an order can be for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.warehouse_builder import make_warehouse
from warehouse.buying import SHOWN, buying_accounts, live_subscriptions


def account(account_id: str, name: str, **more: Any) -> dict[str, Any]:
    return {"account_id": account_id, "name": name, "first_name": "Ada", "last_name": "Byron",
            "custom_attributes": '{"inn": "7707083893"}', **more}  # fmt: skip


def names(folder: Path, rows: list[dict[str, Any]], **how: Any) -> list[str]:
    with make_warehouse(folder, account=rows).snapshot() as snapshot:
        return [one.name for one in buying_accounts(snapshot, reseller_id="r1", **how)]


def test_an_account_is_shown_with_what_tells_it_from_others(tmp_path: Path) -> None:
    """ORD-20."""
    rows = [account("40", "Engine Ltd", email="ada@engine.example")]
    with make_warehouse(tmp_path, account=rows).snapshot() as snapshot:
        (one,) = buying_accounts(snapshot, reseller_id="r1")

    assert (one.account_id, one.name, one.itn) == ("40", "Engine Ltd", "7707083893")
    assert (one.contact_name, one.email) == ("Ada Byron", "ada@engine.example")


def test_the_active_stand_first_and_the_deleted_are_left_out(tmp_path: Path) -> None:
    """ORD-20, NAV-9."""
    rows = [
        account("1", "Zeta"), account("2", "alpha"), account("3", "Яр"), account("4", "1st"),
        account("5", "Aaa", status="administrative_hold"), account("6", "Gone", status="deleted"),
    ]  # fmt: skip

    assert names(tmp_path, rows) == ["1st", "alpha", "Zeta", "Яр", "Aaa"]


@pytest.mark.parametrize(
    ("text", "found"),
    [("ромаш", ["ООО «Ромашка»"]), ("РОМАШКА ооо", ["ООО «Ромашка»"]),
     ("ооо ромашка", ["ООО «Ромашка»"]), ("41", ["ООО «Ромашка»"]),
     ("770708", ["100% Wool", "ООО «Ромашка»"]), ("%", ["100% Wool"]),
     ("_", []), ("\\", [])],
)  # fmt: skip
def test_a_part_of_the_name_the_number_or_the_itn_finds_it(
    tmp_path: Path, text: str, found: list[str]
) -> None:
    """ORD-20."""
    rows = [account("50", "100% Wool"), account("41", "ООО «Ромашка»")]

    assert names(tmp_path, rows, text=text) == found


def test_an_itn_is_found_whole(tmp_path: Path) -> None:
    """ORD-24."""
    rows = [account("1", "Same"), account("2", "Other", custom_attributes='{"inn": "77070838930"}')]

    assert names(tmp_path, rows, itn="7707083893") == ["Same"]


def test_no_more_are_given_than_are_shown(tmp_path: Path) -> None:
    rows = [account(str(number), f"Client {number}") for number in range(SHOWN + 5)]

    assert len(names(tmp_path, rows)) == SHOWN


def test_another_resellers_account_is_none(tmp_path: Path) -> None:
    rows = [account("1", "Theirs", reseller_id="r2")]

    assert names(tmp_path, rows) == []
    assert names(tmp_path / "again", rows, account_id="1") == []


def test_a_subscription_that_lives_is_told(tmp_path: Path) -> None:
    """ORD-25."""
    rows = [
        {"subscription_id": "7", "account_id": "40", "plan_id": "9", "status": "stopped"},
        {"subscription_id": "8", "account_id": "40", "plan_id": "9", "status": "deleted"},
        {"subscription_id": "9", "account_id": "40", "plan_id": "9",
         "status": "installation_failed"},
        {"subscription_id": "10", "account_id": "41", "plan_id": "9"},
        {"subscription_id": "11", "account_id": "40", "plan_id": "10"},
        {"subscription_id": "12", "account_id": "40", "plan_id": "9", "reseller_id": "r2"},
    ]  # fmt: skip
    with make_warehouse(tmp_path, subscription=rows).snapshot() as snapshot:
        found = live_subscriptions(snapshot, account_id="40", plan_id="9", reseller_id="r1")

    assert found == ["7"]
