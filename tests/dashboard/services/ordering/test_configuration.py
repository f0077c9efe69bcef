"""Step 1: for how long, how much, from when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.services.ordering.configuration import configuration
from dashboard.services.ordering.draft import OrderDraft
from domain.statuses import BillingType
from tests.dashboard.services.ordering.offers import (
    ENDLESS,
    LICENSE,
    MONTH,
    STORAGE,
    TERM,
    TODAY,
    TRIAL,
    plan,
)

EMPTY = OrderDraft("key", "9")
CHOSEN = OrderDraft("key", "9", period_id="p1")


def test_a_period_that_is_alone_is_chosen() -> None:
    """ORD-7."""
    assert configuration(plan(periods=(MONTH,)), EMPTY, TERM, TODAY).period == MONTH
    assert configuration(plan(), EMPTY, TERM, TODAY).period is None


def test_a_period_has_to_be_chosen() -> None:
    """ORD-18."""
    assert configuration(plan(), EMPTY, TERM, TODAY).problems == {"period": "Choose a period."}


def test_a_period_that_is_gone_has_to_be_chosen_anew() -> None:
    gone = replace(EMPTY, period_id="p24")

    assert configuration(plan(), gone, TERM, TODAY).problems == {
        "period": "This period is not offered any more. Choose another one."
    }


def test_amounts_start_from_what_is_included_or_the_least() -> None:
    """ORD-12."""
    chosen = configuration(plan(resources=(LICENSE, STORAGE)), CHOSEN, TERM, TODAY)

    assert chosen.quantities == {"7": 1, "8": 5}
    assert not chosen.problems


@pytest.mark.parametrize(
    "text", ["0", "-1", "1.5", "1,5", "abc", "", "301", "1000000", "9999999999999", "1e2", "٣"]
)
def test_an_amount_that_is_not_possible_says_which_is(text: str) -> None:
    """ORD-11, MSG-6."""
    chosen = configuration(plan(), replace(CHOSEN, quantities={"7": text}), TERM, TODAY)

    assert chosen.problems == {"quantity:7": "Enter a whole number from 1 to 300."}
    assert chosen.fields[0].text == text


def test_what_is_unlimited_has_only_a_least() -> None:
    """ORD-11."""
    offer = plan(resources=(LICENSE, STORAGE))
    low = configuration(offer, replace(CHOSEN, quantities={"8": "4"}), TERM, TODAY)
    high = configuration(offer, replace(CHOSEN, quantities={"8": "999999999"}), TERM, TODAY)

    assert low.problems == {"quantity:8": "Enter a whole number, 5 or more."}
    assert high.quantities["8"] == 999_999_999


def test_the_amount_of_a_trial_can_be_fixed() -> None:
    """ORD-12, MS-13: whatever is sent for it."""
    offer = plan(periods=(TRIAL,))

    chosen = configuration(offer, replace(EMPTY, quantities={"7": "100"}), TERM, TODAY)

    assert chosen.quantities == {"7": 25}
    assert chosen.fields[0].amounts.is_fixed


def test_what_the_vendor_measures_is_not_asked_for() -> None:
    """ORD-13."""
    measured = replace(LICENSE, is_measured=True)
    offer = plan(resources=(measured,), billing_type=BillingType.PAYG_EXTERNAL)

    chosen = configuration(offer, CHOSEN, TERM, TODAY)

    assert (chosen.fields, chosen.quantities) == ((), {})


def test_a_start_is_today_or_one_of_the_days_allowed() -> None:
    """ORD-15."""
    days = configuration(plan(), CHOSEN, TERM, TODAY).days

    assert (days[0], days[-1], len(days)) == (TODAY, date(2026, 9, 4), 16)


@pytest.mark.parametrize("typed", ["2026-08-19", "2026-09-05", "tomorrow", "2026-13-01"])
def test_another_day_is_refused(typed: str) -> None:
    """ORD-15: one that has passed meanwhile, too."""
    chosen = configuration(plan(), replace(CHOSEN, provisioning_on=typed), TERM, TODAY)

    assert chosen.problems == {"provisioning": "Choose a day from the list."}


def test_a_later_day_delays_the_order() -> None:
    """ORD-15."""
    later = replace(CHOSEN, provisioning_on="2026-08-25")
    chosen = configuration(plan(), later, TERM, TODAY)

    assert (chosen.start_on, chosen.is_delayed) == (date(2026, 8, 25), True)


@pytest.mark.parametrize("word", ["", "now"])
def test_at_once_is_no_delay(word: str) -> None:
    chosen = configuration(plan(), replace(CHOSEN, provisioning_on=word), TERM, TODAY)

    assert (chosen.start_on, chosen.is_delayed, dict(chosen.problems)) == (TODAY, False, {})


def test_a_trial_and_what_nothing_is_known_of_start_at_once() -> None:
    """ORD-15."""
    trial = configuration(plan(periods=(TRIAL,)), EMPTY, TERM, TODAY)

    assert trial.days == (TODAY,)
    assert configuration(plan(), CHOSEN, None, TODAY).days == (TODAY,)


def test_renewal_by_itself_is_proposed_as_the_plan_has_it() -> None:
    """ORD-16."""
    manual = replace(TERM, is_auto_renewed=False)

    assert configuration(plan(), CHOSEN, TERM, TODAY).is_auto_renewed
    assert not configuration(plan(), CHOSEN, manual, TODAY).is_auto_renewed
    assert configuration(
        plan(), replace(CHOSEN, is_auto_renewed=True), manual, TODAY
    ).is_auto_renewed


def test_what_can_not_renew_itself_is_not_asked_about_it() -> None:
    """ORD-16."""
    locked = replace(TERM, is_auto_renew_locked=True)
    wanted = replace(CHOSEN, is_auto_renewed=True)

    for offer, draft, term in (
        (plan(periods=(ENDLESS,)), replace(EMPTY, is_auto_renewed=True), TERM),
        (plan(), wanted, locked),
        (plan(periods=(TRIAL,)), replace(EMPTY, is_auto_renewed=True), TERM),
    ):
        chosen = configuration(offer, draft, term, TODAY)
        assert (chosen.can_renew_itself, chosen.is_auto_renewed) == (False, False)
