"""Every word has one explanation, and every explanation an address."""

from __future__ import annotations

import pytest
from dash import Dash
from flask_babel import force_locale

from dashboard.billing_types import billing_type_tip
from dashboard.components.terms import terms_in
from dashboard.glossary import Term, billing_entry, entry, glossary, status_entry
from dashboard.statuses import subscription_status
from domain.statuses import BillingType, SubscriptionStatus


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_word_is_explained_once(app: Dash, language: str) -> None:
    with app.server.test_request_context(), force_locale(language):
        entries = [each for group in glossary() for each in group.entries]

    keys = [each.key for each in entries]
    assert len(keys) == len(set(keys))
    assert all(each.name and each.meaning.endswith(".") for each in entries)
    assert {term.value for term in Term} <= set(keys)
    assert len([key for key in keys if key.startswith("status-")]) == 21
    assert len([key for key in keys if key.startswith("type-")]) == len(BillingType) - 1


def test_statuses_and_billing_types_are_said_as_elsewhere(app: Dash) -> None:
    """portal.md 9.2 and 19.2 have one source each."""
    with app.server.test_request_context():
        graced = status_entry(SubscriptionStatus.GRACED)
        assert graced.meaning == subscription_status("graced").meaning
        assert graced.href == "/help#status-graced"
        monthly = billing_entry(BillingType.MONTHLY)
        assert monthly.meaning == billing_type_tip(BillingType.MONTHLY)
        assert entry(Term.REFUND).href == "/help#refund"


def test_a_billing_type_that_is_not_known_has_its_code_for_a_name(app: Dash) -> None:
    with app.server.test_request_context():
        assert (billing_entry("barter").name, billing_entry("barter").meaning) == ("barter", "")


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("E3 (NCE, 1 month)", 1),
        ("New Commerce Experience", 1),
        ("Scientific NCEA", 0),
        ("Balance", 0),
    ],
)
def test_a_vendors_word_in_a_name_is_explained(app: Dash, name: str, count: int) -> None:
    with app.server.test_request_context():
        assert len(terms_in(name)) == count
