"""What the published data are known to lack, on its page."""

from __future__ import annotations

from pathlib import Path

from dashboard.app import PAGES, ROUTES
from tests.cost_rows import TABLES
from tests.web import make_app, show_page, sign_in, text_of

FLAWED = {
    "difference": [
        {"month": "2026-01-01", "account_id": "a1", "our_amount": "10", "platform_amount": "12.5"},
        {"month": "2026-01-01", "account_id": "a9", "our_amount": "1", "platform_amount": "777",
         "reseller_id": "r2"},
    ],
    "charge": [{"charge_id": "c1", "account_id": "a1"}],
    "reseller_charge": [{"reseller_charge_id": "rc1", "charge_id": "c1"}],
    "charge_deviation": [
        {"reseller_charge_id": "rc1", "figure": "net_amount", "sent_amount": "19.9",
         "expected_amount": "20.123456"},
    ],
    "ledger.quarantine": [
        {"collection": "charges", "record_id": "c8", "reason": "no amount",
         "met_at": "2026-11-20 22:30:00"},
        {"collection": "charges", "record_id": "c99", "reason": "theirs", "reseller_id": "r2"},
    ],
}  # fmt: skip


def shown(folder: Path, **tables: list[dict[str, str]]) -> str:
    app = make_app(folder, pages=PAGES, routes=ROUTES, tables={**TABLES, **tables})
    client = app.server.test_client()
    sign_in(client)
    return text_of(show_page(client, "/analytics/quality"))


def test_what_is_known_to_be_wrong_is_named(tmp_path: Path) -> None:
    page = shown(tmp_path, **FLAWED)

    for text in ("12.50", "−2.50", "19.90 EUR", "20.123456 EUR", "no amount", "c8"):
        assert text in page, text
    for href in ("/clients/a1", "/subscriptions/s1"):  # NAV-4
        assert f'"href": "{href}"' in page
    assert "21.11.2026" in page  # The platform's day, which is Moscow's.


def test_another_resellers_flaws_are_not_shown(tmp_path: Path) -> None:
    page = shown(tmp_path, **FLAWED)

    assert "777" not in page
    assert "theirs" not in page


def test_with_nothing_wrong_the_page_says_so(tmp_path: Path) -> None:
    assert "Nothing is missing" in shown(tmp_path)
