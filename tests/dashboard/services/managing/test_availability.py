"""Which operations are offered, and what is said where one is not (portal.md 10.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dashboard.services.managing.availability import Action, Facts, available
from dashboard.services.managing.conditions import ABILITIES, STATUSES
from dashboard.services.managing.facts import window_end
from dashboard.statuses import subscription_status
from domain.deadlines.upcoming import deadlines
from domain.details import OrderDetails
from domain.service_terms import DatedTerm, ServiceTerm, ServiceTerms
from domain.statuses import SubscriptionStatus
from domain.windows import Windows
from tests.domain.deadlines.subscriptions import facts, order

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TERM = ServiceTerm(
    "Microsoft New Commerce", cancellation_hours=168, delayed_order_days=15, is_singleton=False,
    is_auto_renew_locked=False, is_auto_renewed=False, trial_quantity=25,
    is_trial_changeable=False, grace_days=0, storage_days=90, auto_renew_point=1,
    manual_renew_point=30, manual_switch_point=-1, delayed_switch_point=30, is_stop_allowed=True,
    stop_needs_approval=False, deletion_needs_approval=False,
)  # fmt: skip
EVERYTHING = dict.fromkeys(ABILITIES.values(), True)
NOTHING = dict.fromkeys(ABILITIES.values(), False)
BERLIN = ZoneInfo("Europe/Berlin")
FACTS = Facts(
    status="active", now=NOW, zone=BERLIN, billing_type="csp_annual", started_on=date(2025, 12, 1),
    expires_on=date(2026, 12, 1), plan_status="active", account_status="active", term=TERM,
)  # fmt: skip
ORDER = OrderDetails(
    "77", "s1", "renewal", "waiting_for_provisioning", None, None, date(2026, 12, 1), NOW, None,
    NOW,
)  # fmt: skip
CHANGE = replace(ORDER, order_type="change", status="provisioning")


def windows(*versions: tuple[date | None, ServiceTerm]) -> Windows:
    dated = tuple(DatedTerm(start_on, term) for start_on, term in versions)
    return Windows(ServiceTerms({"1": dated}), "1", BERLIN)


def reason(action: Action, **facts: Any) -> str:
    found = available(NOTHING, replace(FACTS, **facts))[action]
    assert not found.is_available
    assert found.reason
    return found.reason


@pytest.mark.parametrize("action", sorted(set(Action) - {Action.CANCEL}))
def test_what_the_platform_offers_is_offered_and_nothing_else(action: Action) -> None:
    """OP-1."""
    only = {ABILITIES[action]: True}

    offered = {one for one, found in available(only, FACTS).items() if found.is_available}

    both = {Action.SWITCH, Action.SWITCH_ON_RENEWAL}
    assert offered == (both if action in both else {action})


def test_what_the_platform_says_nothing_of_is_not_offered() -> None:
    """BIL-14."""
    assert not any(found.is_available for found in available({}, FACTS).values())
    neutral = "The platform does not offer this operation for this subscription now."
    assert reason(Action.SWITCH) == neutral


@pytest.mark.parametrize("status", sorted(set(SubscriptionStatus) - {SubscriptionStatus.UNKNOWN}))
@pytest.mark.parametrize("action", sorted(Action))
def test_a_status_that_forbids_it_is_named(action: Action, status: SubscriptionStatus) -> None:
    """OP-2, MSG-4."""
    if status in STATUSES[action]:
        return
    said = reason(action, status=status)

    name = subscription_status(status).name
    assert said.startswith(f"This operation is not available now. Current status: {name}.")


def test_what_a_status_means_for_whoever_waits() -> None:
    """OP-2."""
    assert reason(Action.STOP, status="updating").endswith("Wait until it has passed.")
    assert reason(Action.STOP, status="updating_failed").endswith("Contact support.")
    waiting = reason(Action.STOP, status="waiting_for_manual_approve")
    assert waiting.endswith("Your provider has to approve an operation first.")
    assert reason(Action.STOP, status="on_fire").endswith("Current status: On fire.")


def test_who_may_not_act_is_told_so_first() -> None:
    """OP-8, MSG-3."""
    found = available(EVERYTHING, replace(FACTS, may_act=False, status="stopped"))

    assert {one.reason for one in found.values()} == {
        "You do not have permission for this operation."
    }


def test_what_is_being_checked_is_waited_for() -> None:
    found = available(EVERYTHING, replace(FACTS, is_busy=True))

    assert not any(one.is_available for one in found.values())
    assert "We are checking" in (found[Action.STOP].reason or "")


@pytest.mark.parametrize(
    ("action", "facts", "said"),
    [
        (Action.CHANGE, {"blocking": (ORDER,)},
         "Order 77 (Renewal order) is not finished. Wait for it or cancel it."
         " It is carried out on 01.12.2026."),
        (Action.RENEW, {"blocking": (CHANGE,)},
         "Order 77 (Change order) is not finished. Wait for it or cancel it."),
        (Action.RENEW, {"expires_on": date(2027, 1, 11)}, "It is possible from 12.12.2026."),
        (Action.CHANGE_RENEWAL, {"expires_on": date(2027, 1, 11), "renew_point_days": 10},
         "It is possible from 01.01.2027."),
        (Action.SWITCH_ON_RENEWAL, {"expires_on": date(2027, 1, 11)},
         "It is possible from 12.12.2026."),
        (Action.SWITCH_ON_RENEWAL, {"billing_type": "csp_monthly"},
         "It is not for subscriptions of the billing type Monthly."),
        (Action.CHANGE, {"billing_type": "payg_external"},
         "It is not for subscriptions of the billing type PAYG external."),
        (Action.STOP, {"billing_type": "non_recurring"},
         "It is not for subscriptions of the billing type Non-Recurring."),
        (Action.STOP, {"billing_type": "non_recurring", "status": "delivered"},
         "This operation is not available now. Current status: Delivered."
         " It is not for subscriptions of the billing type Non-Recurring."),
        (Action.RENEW, {"expires_on": None},
         "The subscription is endless: there is nothing to renew."),
        (Action.AUTO_RENEW, {"expires_on": None},
         "The subscription is endless: there is nothing to renew."),
        (Action.AUTO_RENEW, {"is_auto_renew_locked": True},
         "Your provider has locked auto-renew for this subscription."),
        (Action.AUTO_RENEW, {"expires_on": date(2026, 11, 20)},
         "The subscription expired on 20.11.2026."),
        (Action.ACTIVATE, {"status": "stopped", "expires_on": date(2026, 11, 1)},
         "The subscription expired on 01.11.2026."),
        (Action.ACTIVATE, {"status": "stopped", "account_status": "financial_hold"},
         "New operations are not possible: client status is Financial hold."),
        (Action.CHANGE, {"account_status": "administrative_hold"},
         "New operations are not possible: client status is Administrative hold."),
        (Action.RENEW, {"plan_status": "inactive"},
         "The plan is withdrawn, so that it can't be renewed by hand. With auto-renew on it still"
         " renews."),
        (Action.CHANGE, {"is_trial": True},
         "It is not for a trial. Renew it to a paid period, or switch to a paid plan."),
        (Action.CHANGE, {"billing_type": "pay_in_full", "started_on": date(2026, 11, 5)},
         "It is not possible before the free start is over."),
        (Action.STOP, {"term": replace(TERM, is_stop_allowed=False)},
         "The service terms do not allow to stop it."),
        (Action.DELETE, {"term": replace(TERM, cancellation_hours=0)},
         "Subscriptions to this plan can't be deleted by hand."),
        (Action.DELETE, {"window_ends_at": datetime(2026, 11, 20, 11, tzinfo=UTC)},
         "It could be deleted until 20.11.2026 12:00."),
        (Action.CANCEL, {}, "No order waits that could be cancelled."),
        (Action.CANCEL, {"blocking": (replace(ORDER, order_type="prolong"),)},
         "No order waits that could be cancelled."),
    ],
)  # fmt: skip
def test_what_stands_against_an_operation_is_said(
    action: Action, facts: dict[str, Any], said: str
) -> None:
    assert reason(action, **facts) == said


def test_a_waiting_renewal_keeps_from_renewing_and_may_be_replaced_or_cancelled() -> None:
    """OP-3, OP-17."""
    told = {"change_resources_renewal_order": True, "renew": False}

    found = available(told, replace(FACTS, blocking=(ORDER,)))

    assert found[Action.CHANGE_RENEWAL].is_available
    assert found[Action.CANCEL].is_available
    assert found[Action.RENEW].reason == reason(Action.CHANGE, blocking=(ORDER,))


def test_an_offer_tells_when_it_ends() -> None:
    """OP-42: days end at midnight of the platform, windows after their hours."""
    ends_at = NOW + timedelta(hours=3)

    found = available(EVERYTHING, replace(FACTS, window_ends_at=ends_at))

    assert found[Action.DELETE].until == ends_at
    assert found[Action.AUTO_RENEW].until == datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert found[Action.STOP].until is None


def test_a_window_that_ended_by_what_we_know_ends_we_dont_know_when() -> None:
    found = available(EVERYTHING, replace(FACTS, window_ends_at=NOW))

    assert found[Action.DELETE].is_available
    assert found[Action.DELETE].until is None


def test_a_window_opens_with_the_last_order_that_was_completed() -> None:
    """MS-17: the 168th hour."""
    sale = replace(ORDER, order_type="sales", status="completed", closed_at=NOW)
    renewal = replace(sale, order_type="renewal", closed_at=NOW + timedelta(days=30))
    failed = replace(renewal, status="cancelled", closed_at=NOW + timedelta(days=60))
    change = replace(renewal, order_type="change", closed_at=NOW + timedelta(days=90))

    usual = windows((None, TERM))
    assert window_end([change, failed, renewal, sale], usual) == NOW + timedelta(days=30, hours=168)
    kept = windows((None, replace(TERM, window_restarts_on_renewal=False)))
    assert window_end([renewal, sale], kept) == NOW + timedelta(hours=168)
    assert window_end([sale], windows((None, replace(TERM, cancellation_hours=0)))) is None
    assert window_end([change], usual) is None
    assert window_end([sale], windows()) is None


@pytest.mark.parametrize(
    ("closed_at", "hours"),
    [
        # The last instant of 31 December in Berlin, and the first of 1 January.
        (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), 168),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), 72),
    ],
)
def test_the_rules_of_the_day_an_order_was_completed_on_hold(
    closed_at: datetime, hours: int
) -> None:
    """The deadlines say the same: both ask domain.windows."""
    both = windows((None, TERM), (date(2027, 1, 1), replace(TERM, cancellation_hours=72)))
    sale = replace(ORDER, order_type="sales", status="completed", closed_at=closed_at)

    ends_at = window_end([sale], both)

    assert ends_at == closed_at + timedelta(hours=hours)
    known = facts(service_term_id="1", orders=(order(closed_at=f"{closed_at:%Y-%m-%dT%H:%M:%S}"),))
    (deadline,) = deadlines(known, both.terms, BERLIN, closed_at)
    assert deadline.at == ends_at


def test_a_window_that_was_is_told_even_where_none_opens_any_more() -> None:
    term = replace(TERM, cancellation_hours=0)

    said = reason(Action.DELETE, term=term, window_ends_at=datetime(2026, 11, 20, 11, tzinfo=UTC))

    assert said == "It could be deleted until 20.11.2026 12:00."
