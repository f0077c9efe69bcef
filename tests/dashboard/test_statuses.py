"""What statuses are called."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from dashboard.app import ASSETS
from dashboard.billing_types import billing_type_name, billing_type_tip
from dashboard.statuses import (
    StatusText,
    Tone,
    account_status,
    order_status,
    readable,
    subscription_status,
)
from domain.details import FAILED, TRANSITIONAL
from domain.statuses import AccountStatus, BillingType, OrderStatus, SubscriptionStatus


@pytest.fixture(autouse=True)
def _request() -> Iterator[None]:
    server = Flask("test")
    Babel(server)
    with server.test_request_context():
        yield


@pytest.mark.parametrize("status", sorted(set(SubscriptionStatus) - {SubscriptionStatus.UNKNOWN}))
def test_every_status_of_a_subscription_has_a_name_and_a_meaning(
    status: SubscriptionStatus,
) -> None:
    """DET-6, SUB-7."""
    text = subscription_status(status)

    assert text.name
    assert text.meaning.endswith(".")
    assert (text.tone is Tone.WORKING) == (status in TRANSITIONAL)
    assert (text.tone is Tone.BAD) == (status in FAILED)


@pytest.mark.parametrize("status", sorted(set(OrderStatus) - {OrderStatus.UNKNOWN}))
def test_every_status_of_an_order_has_a_name_and_a_meaning(status: OrderStatus) -> None:
    """HIST-5."""
    assert order_status(status).meaning.endswith(".")


@pytest.mark.parametrize("status", sorted(set(AccountStatus) - {AccountStatus.UNKNOWN}))
def test_every_status_of_a_client_has_a_name_and_a_meaning(status: AccountStatus) -> None:
    """CLI-3."""
    assert account_status(status).meaning.endswith(".")


def test_a_status_never_seen_is_called_by_its_word() -> None:
    moved = StatusText("Moved to mars", "", Tone.QUIET)

    assert subscription_status("moved_to_mars") == moved
    assert order_status("moved_to_mars") == moved
    assert account_status("moved_to_mars") == moved
    assert readable("") == ""


@pytest.mark.parametrize("kind", sorted(set(BillingType) - {BillingType.UNKNOWN}))
def test_every_billing_type_is_explained(kind: BillingType) -> None:
    """BIL-12: how often, for what, whether it can be reduced, whether time is refunded."""
    assert billing_type_tip(kind).count(".") >= 2


def test_a_billing_type_never_seen_is_called_by_its_code() -> None:
    """BIL-14."""
    assert (billing_type_name("barter"), billing_type_tip("barter")) == ("barter", "")


@pytest.mark.parametrize("tone", Tone)
def test_the_class_of_a_tone_is_no_other_parts(tone: Tone) -> None:
    """Else what is meant for that part moves a status out of its row; base.css colours words."""
    for style in ASSETS.glob("css/*.css"):
        if style.name != "base.css":
            rule = re.search(rf"(?m)^\s*\.{tone}(?![-\w])", style.read_text("utf-8"))
            assert rule is None, style.name
