"""Why an action is not offered, in a sentence for the manager who would like to (OP-1 to OP-4).

The first thing that stands against it is named. Where nothing that we know does, the platform
knows better, and the sentence says no more than that.
"""

from __future__ import annotations

from collections.abc import Callable

from dashboard import formats
from dashboard.billing_types import billing_type_name
from dashboard.services.managing.conditions import (
    NEEDS_ACCOUNT,
    NEEDS_END,
    NEEDS_NO_ORDER,
    NOT_FOR,
    STATUSES,
    Action,
)
from dashboard.services.managing.facts import Facts
from dashboard.statuses import account_status, operation_name, subscription_status
from dashboard.texts import gettext
from domain.details import FAILED, TRANSITIONAL, OrderDetails
from domain.service_terms import AT_ANY_TIME
from domain.statuses import AccountStatus, BillingType, OrderStatus, OrderType, SubscriptionStatus

OFFERED_PLAN = "active"


def reason_against(action: Action, facts: Facts) -> str:
    """Return why an action is not offered."""
    found = (rule(action, facts) for rule in _RULES)
    return next((reason for reason in found if reason is not None), not_offered())


def no_right() -> str:
    """MSG-3."""
    return gettext("You do not have permission for this operation.")


def being_checked() -> str:
    """Say that nobody knows yet what came of an operation that was sent."""
    return gettext(
        "An operation of this subscription was sent, and its result is not known yet."
        " We are checking; wait until it is."
    )


def not_offered() -> str:
    return gettext("The platform does not offer this operation for this subscription now.")


def not_now(status: str) -> str:
    """MSG-4, with what the status means for whoever waits."""
    says = gettext(
        "This operation is not available now. Current status: %(status)s.",
        status=subscription_status(status).name,
    )
    advice = _advice(SubscriptionStatus.read(status))
    return f"{says} {advice}" if advice else says


def unfinished(order: OrderDetails) -> str:
    """MSG-5, with the day the order waits for."""
    says = gettext(
        "Order %(id)s (%(operation)s) is not finished. Wait for it or cancel it.",
        id=order.order_id,
        operation=operation_name(order.order_type),
    )
    if order.kind is not OrderStatus.WAITING_FOR_PROVISIONING or order.provisioned_on is None:
        return says
    waits = gettext("It is carried out on %(day)s.", day=formats.day(order.provisioned_on))
    return f"{says} {waits}"


def account_on_hold(status: str) -> str:
    """MSG-10."""
    return gettext(
        "New operations are not possible: client status is %(status)s.",
        status=account_status(status).name,
    )


def _advice(kind: SubscriptionStatus) -> str:
    """Say what to do in a status in which nothing is possible (OP-2)."""
    if kind in FAILED:
        return gettext("Contact support.")
    if kind is SubscriptionStatus.WAITING_FOR_MANUAL_APPROVE:
        return gettext("Your provider has to approve an operation first.")
    if kind in TRANSITIONAL and kind is not SubscriptionStatus.ORDERED:
        return gettext("Wait until it has passed.")
    return ""


def _right(_: Action, facts: Facts) -> str | None:
    return None if facts.may_act else no_right()


def _busy(_: Action, facts: Facts) -> str | None:
    return being_checked() if facts.is_busy else None


def _status(action: Action, facts: Facts) -> str | None:
    if facts.kind in STATUSES[action]:
        return None
    against = _billing_type(action, facts)
    says = not_now(facts.status)
    return f"{says} {against}" if against and facts.kind not in TRANSITIONAL | FAILED else says


def _billing_type(action: Action, facts: Facts) -> str | None:
    if facts.billing not in NOT_FOR.get(action, ()):
        return None
    return gettext(
        "It is not for subscriptions of the billing type %(type)s.",
        type=billing_type_name(facts.billing_type),
    )


def _account(action: Action, facts: Facts) -> str | None:
    status = facts.account_status
    is_free = status is None or AccountStatus.read(status) is AccountStatus.ACTIVE
    return None if is_free or action not in NEEDS_ACCOUNT else account_on_hold(status or "")


def _trial(action: Action, facts: Facts) -> str | None:
    if not facts.is_trial or action in (Action.RENEW, Action.SWITCH, Action.CANCEL):
        return None
    if action in (Action.CHANGE, Action.STOP) and (facts.term is None or _is_free_trial(facts)):
        return None
    return gettext("It is not for a trial. Renew it to a paid period, or switch to a paid plan.")


def _is_free_trial(facts: Facts) -> bool:
    return facts.term is not None and facts.term.is_trial_changeable


def _end(action: Action, facts: Facts) -> str | None:
    if action is Action.SWITCH and facts.point_of(action) in (None, AT_ANY_TIME):
        return None
    if action in NEEDS_END and facts.started_on is not None and facts.expires_on is None:
        return gettext("The subscription is endless: there is nothing to renew.")
    return None


def _order(action: Action, facts: Facts) -> str | None:
    if action not in NEEDS_NO_ORDER:
        return None
    blocking = [
        order
        for order in facts.blocking
        if action is not Action.CHANGE_RENEWAL or not _is_replaceable(order, facts)
    ]
    return unfinished(blocking[0]) if blocking else None


def _is_replaceable(order: OrderDetails, facts: Facts) -> bool:
    return order in facts.waiting and OrderType.read(order.order_type) is OrderType.RENEWAL


def _point(action: Action, facts: Facts) -> str | None:
    from_day = facts.reached_on(facts.point_of(action))
    if from_day is None or from_day <= facts.today:
        return None
    return gettext("It is possible from %(day)s.", day=formats.day(from_day))


def _withdrawn(action: Action, facts: Facts) -> str | None:
    is_renewal = action in (Action.RENEW, Action.CHANGE_RENEWAL)
    if not is_renewal or facts.plan_status in (None, OFFERED_PLAN):
        return None
    return gettext(
        "The plan is withdrawn, so that it can't be renewed by hand. With auto-renew on it still"
        " renews."
    )


def _expired(action: Action, facts: Facts) -> str | None:
    end = facts.expires_on
    if action not in (Action.AUTO_RENEW, Action.ACTIVATE) or end is None or facts.today < end:
        return None
    return gettext("The subscription expired on %(day)s.", day=formats.day(end))


def _locked(action: Action, facts: Facts) -> str | None:
    if action is not Action.AUTO_RENEW or not facts.is_auto_renew_locked:
        return None
    return gettext("Your provider has locked auto-renew for this subscription.")


def _free_start(action: Action, facts: Facts) -> str | None:
    start, is_free_start = facts.started_on, facts.billing is BillingType.PAY_IN_FULL
    if action not in (Action.CHANGE, Action.SWITCH) or not is_free_start or start is None:
        return None
    is_over = (facts.today.year, facts.today.month) != (start.year, start.month)
    return None if is_over else gettext("It is not possible before the free start is over.")


def _forbidden_stop(action: Action, facts: Facts) -> str | None:
    if action is not Action.STOP or facts.term is None or facts.term.is_stop_allowed:
        return None
    return gettext("The service terms do not allow to stop it.")


def _window(action: Action, facts: Facts) -> str | None:
    if action is not Action.DELETE:
        return None
    end = facts.window_ends_at
    if end is None and facts.term is not None and not facts.term.cancellation_hours:
        return gettext("Subscriptions to this plan can't be deleted by hand.")
    if end is None or end > facts.now:
        return None
    at = f"{end.astimezone(facts.zone):%d.%m.%Y %H:%M}"
    return gettext("It could be deleted until %(instant)s.", instant=at)


def _nothing_waits(action: Action, facts: Facts) -> str | None:
    if action is not Action.CANCEL or facts.waiting:
        return None
    return gettext("No order waits that could be cancelled.")


_RULES: tuple[Callable[[Action, Facts], str | None], ...] = (
    _right,
    _busy,
    _status,
    _billing_type,
    _account,
    _trial,
    _end,
    _order,
    _withdrawn,
    _point,
    _expired,
    _locked,
    _free_start,
    _forbidden_stop,
    _window,
    _nothing_waits,
)
