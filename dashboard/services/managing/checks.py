"""What is checked of a request before it is sent: which action it is, and amounts."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.services.managing.amounts import (
    held_amounts,
    limits_of,
    may_reduce,
)
from dashboard.services.managing.availability import Action
from dashboard.services.managing.outcomes import Refused
from dashboard.services.ordering.configuration import limits_text
from dashboard.services.reading import is_number
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.texts import gettext
from domain.management import (
    Activation,
    AutoRenewal,
    Cancellation,
    Change,
    Deletion,
    Renewal,
    Request,
    Stop,
    Switch,
)


def action_of(request: Request, screen: SubscriptionScreen) -> Action:
    """Return the action that a request asks for: renewing with other amounts is one of its own."""
    match request:
        case Change():
            return Action.CHANGE
        case Renewal(quantities=quantities, replaces=replaces):
            is_same = all(
                held_amounts(screen).get(key) == quantity for key, quantity in quantities.items()
            )
            is_plain = replaces is None and (is_same or screen.subscription.is_trial)
            return Action.RENEW if is_plain else Action.CHANGE_RENEWAL
        case Switch(is_on_renewal=is_on_renewal):
            return Action.SWITCH_ON_RENEWAL if is_on_renewal else Action.SWITCH
        case AutoRenewal():
            return Action.AUTO_RENEW
        case Stop():
            return Action.STOP
        case Activation():
            return Action.ACTIVATE
        case Deletion():
            return Action.DELETE
        case Cancellation():
            return Action.CANCEL


def against(request: Request, screen: SubscriptionScreen) -> Refused | None:
    """Return why a request can't be sent as it is, where that is known beforehand."""
    if not all(is_number(own_id) for own_id in _ids(request)):
        return Refused(gettext("The form names what the platform does not have. Open it again."))
    match request:
        case Change(quantities=quantities):
            return _against_change(quantities, screen)
        case Renewal(quantities=quantities):
            return _refused(beyond_limits(quantities, screen))
        case AutoRenewal(is_on=is_on, plan_period_id=period_id):
            return _against_auto_renewal(is_on, period_id, screen)
        case Stop(reason=reason, comment=comment) if not (reason.strip() and comment.strip()):
            return Refused(gettext("Give a reason and a comment."))
    return None


def _ids(request: Request) -> list[str]:
    """Return whatever a request names by the platform's ids."""
    match request:
        case Change(quantities=quantities):
            return list(quantities)
        case Renewal(plan_period_id, quantities, replaces):
            return [plan_period_id, *quantities, *([replaces] if replaces else [])]
        case Switch(plan_id, plan_period_id, quantities):
            return [plan_id, plan_period_id, *quantities]
        case AutoRenewal(plan_period_id=str(period_id)):
            return [period_id]
        case Cancellation(order_id):
            return [order_id]
    return []


def _against_change(quantities: Mapping[str, int], screen: SubscriptionScreen) -> Refused | None:
    held, abilities = held_amounts(screen), screen.subscription.abilities
    unknown = [key for key in quantities if key not in held]
    if unknown:
        return Refused(gettext("The subscription has no such resource."))
    if all(held[key] == quantity for key, quantity in quantities.items()):
        return Refused(gettext("Enter an amount other than the one there is."))
    beyond = beyond_limits(quantities, screen)
    if not beyond and not may_reduce(abilities):
        says = gettext("The amount can't be reduced now.")
        beyond = {key: says for key, quantity in quantities.items() if quantity < held[key]}
    # What is in use the platform says best, by its refusal: it may be another number by now.
    return _refused(beyond)


def beyond_limits(quantities: Mapping[str, int], screen: SubscriptionScreen) -> dict[str, str]:
    """Return which amounts there can't be, and why, by plan resource id (OP-33)."""
    problems = {}
    for one in screen.resources:
        wanted = quantities.get(one.plan_resource_id or "")
        limits = limits_of(one)
        if wanted is not None and limits.problem_of(wanted) is not None:
            problems[one.plan_resource_id or ""] = limits_text(limits)
    return problems


def _against_auto_renewal(
    is_on: bool, period_id: str | None, screen: SubscriptionScreen
) -> Refused | None:
    now = screen.subscription
    is_other_period = period_id not in (None, now.auto_renew_period_id)
    if bool(now.is_auto_renewed) is not is_on or is_other_period:
        return None
    return Refused(gettext("Auto-renew is so already."))


def _refused(problems: Mapping[str, str]) -> Refused | None:
    return Refused(next(iter(problems.values())), problems) if problems else None
