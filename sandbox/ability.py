"""What may be done with a subscription now (docs/portal.md section 10.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.statuses import AccountStatus, BillingType, SubscriptionStatus
from sandbox.catalog_records import Plan, Term
from sandbox.charging.rules import RULES
from sandbox.instants import day_of
from sandbox.months import first_of_next_month
from sandbox.records import Subscription
from sandbox.windows import is_bound

ACTIVE = SubscriptionStatus.ACTIVE
GRACED = SubscriptionStatus.GRACED
STOPPED = SubscriptionStatus.STOPPED
DELIVERED = SubscriptionStatus.DELIVERED

AT_ANY_TIME = -1


@dataclass(frozen=True, slots=True)
class Standing:
    """What the answer depends on, at one moment."""

    subscription: Subscription
    plan: Plan
    term: Term
    account_status: AccountStatus
    has_unfinished_order: bool
    has_countable_resource: bool
    has_switch_target: bool
    has_paid_period: bool
    has_open_addition: bool
    now: datetime

    @property
    def today(self) -> date:
        return day_of(self.now)

    @property
    def is_restricted_trial(self) -> bool:
        return self.subscription.is_trial and not self.term.is_trial_changeable

    @property
    def is_in_free_start(self) -> bool:
        start = self.subscription.start_on
        if self.plan.billing_type is not BillingType.PAY_IN_FULL or start is None:
            return False
        return start.day > 1 and self.today < first_of_next_month(start)

    def is_within(self, point: int) -> bool:
        """Tell whether expiration is at most so many days away; -1 is at any time."""
        end = self.subscription.end_on
        if end is None:
            return False
        return point == AT_ANY_TIME or self.today >= end - timedelta(days=point)


def ability(standing: Standing) -> dict[str, bool]:
    """Return every documented operation, and whether it may be asked for."""
    adjust = _adjust(standing)
    prolong = _prolong(standing)
    is_reducible = _is_reducible(standing)
    return {
        "stop": _stop(standing),
        "activate": _activate(standing),
        "destroy": _destroy(standing),
        "adjust": adjust,
        "switch_plan": may_switch_now(standing) or may_switch_on_renewal(standing),
        "renew": _renew(standing),
        "change_auto_renew_option": _change_auto_renew(standing),
        "prolong": prolong,
        "change_resources_renewal_order": _change_renewal(standing),
        "decrease_resources_change_order": adjust and is_reducible,
        "decrease_resources_prolong_order": prolong and is_reducible,
    }


def _stop(standing: Standing) -> bool:
    return (
        standing.subscription.status in (ACTIVE, GRACED)
        and standing.plan.billing_type is not BillingType.NON_RECURRING
        and standing.term.is_stop_allowed
        and not standing.is_restricted_trial
    )


def _activate(standing: Standing) -> bool:
    end = standing.subscription.end_on
    return (
        standing.subscription.status is STOPPED
        and (end is None or standing.today < end)
        and standing.account_status is AccountStatus.ACTIVE
    )


def _destroy(standing: Standing) -> bool:
    window = standing.subscription.window_ends_at
    return (
        standing.subscription.status in (ACTIVE, STOPPED)
        and window is not None
        and standing.now < window
        and standing.plan.billing_type is not BillingType.NON_RECURRING
    )


def _adjust(standing: Standing) -> bool:
    return (
        standing.subscription.status is ACTIVE
        and RULES[standing.plan.billing_type].is_changeable
        and standing.has_countable_resource
        and not standing.has_unfinished_order
        and not standing.is_restricted_trial
        and not standing.is_in_free_start
        and standing.account_status is AccountStatus.ACTIVE
    )


def _is_reducible(standing: Standing) -> bool:
    """Tell whether anything may be reduced: at any time, or what a vendor's window is open for."""
    window = standing.subscription.window_ends_at
    is_open = window is not None and standing.now < window
    return is_open or standing.has_open_addition or not is_bound(standing.plan, standing.term)


def _renew(standing: Standing) -> bool:
    return (
        standing.subscription.status in (ACTIVE, GRACED, DELIVERED, STOPPED)
        and standing.is_within(standing.term.manual_renew_point)
        and standing.plan.status == "active"
        and standing.has_paid_period
        and not standing.has_unfinished_order
        and standing.account_status is AccountStatus.ACTIVE
    )


def _change_renewal(standing: Standing) -> bool:
    return (
        standing.subscription.status is ACTIVE
        and standing.is_within(standing.term.manual_renew_point)
        and standing.plan.status == "active"
        and RULES[standing.plan.billing_type].is_renewal_delayed
        and not standing.subscription.is_trial
        and standing.account_status is AccountStatus.ACTIVE
    )


def _change_auto_renew(standing: Standing) -> bool:
    subscription = standing.subscription
    return (
        subscription.status in (ACTIVE, GRACED, DELIVERED, STOPPED)
        and subscription.end_on is not None
        and standing.today < subscription.end_on
        and standing.has_paid_period
        and not subscription.is_auto_renew_locked
    )


def may_switch_now(standing: Standing) -> bool:
    rules = RULES[standing.plan.billing_type]
    point = standing.term.manual_switch_point
    is_endless = standing.subscription.end_on is None
    in_time = (
        rules.is_endless_switchable and point == AT_ANY_TIME
        if is_endless
        else standing.is_within(point)
    )
    return rules.is_switchable and in_time and _may_leave_plan(standing)


def may_switch_on_renewal(standing: Standing) -> bool:
    """Tell whether another plan may be ordered for the day the period that runs expires."""
    subscription = standing.subscription
    return (
        RULES[standing.plan.billing_type].is_switchable_on_renewal
        and standing.is_within(standing.term.delayed_switch_point)
        and subscription.paid_end_on == subscription.end_on
        and not subscription.is_trial
        and _may_leave_plan(standing)
    )


def _may_leave_plan(standing: Standing) -> bool:
    return (
        standing.subscription.status is ACTIVE
        and standing.has_switch_target
        and not standing.has_unfinished_order
        and not standing.is_in_free_start
        and standing.account_status is AccountStatus.ACTIVE
    )


def _prolong(standing: Standing) -> bool:
    """The platform prolongs by itself; a manager may where it has not, on a stopped one."""
    subscription = standing.subscription
    return (
        subscription.status is STOPPED
        and RULES[standing.plan.billing_type].is_prolonged
        and not subscription.is_trial
        and not standing.has_unfinished_order
        and subscription.paid_end_on is not None
        and subscription.paid_end_on <= standing.today
        and (subscription.end_on is None or standing.today < subscription.end_on)
        and standing.account_status is AccountStatus.ACTIVE
    )
