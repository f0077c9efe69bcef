"""What is checked of a request before it is sent: which action it is, and amounts."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.services.managing.availability import Action
from dashboard.services.managing.conditions import MAY_REDUCE
from dashboard.services.managing.outcomes import Refused
from dashboard.services.ordering.configuration import limits_text
from dashboard.services.reading import is_number
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.texts import gettext
from domain.details import HeldResource
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
from domain.offer import Amounts


def action_of(request: Request, screen: SubscriptionScreen) -> Action:
    """Return the action that a request asks for: renewing with other amounts is one of its own."""
    match request:
        case Change():
            return Action.CHANGE
        case Renewal(quantities=quantities, replaces=replaces):
            is_same = all(
                _held(screen).get(key) == quantity for key, quantity in quantities.items()
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
            return _refused(_beyond_limits(quantities, screen))
        case AutoRenewal(is_on=is_on, plan_period_id=period_id):
            return _against_auto_renewal(is_on, period_id, screen)
        case Stop(reason=reason, comment=comment) if not (reason.strip() and comment.strip()):
            return Refused(gettext("Give a reason and a comment."))
    return None


def limits_of(held: HeldResource) -> Amounts:
    """Return which amounts there may be of a resource (OP-33)."""
    least = max(held.included_quantity or 0, held.minimum_quantity or 0)
    most = held.maximum_quantity
    return Amounts(int(least), None if most is None else int(most), int(held.quantity or 0))


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
    held = _held(screen)
    unknown = [key for key in quantities if key not in held]
    if unknown:
        return Refused(gettext("The subscription has no such resource."))
    if all(held[key] == quantity for key, quantity in quantities.items()):
        return Refused(gettext("Enter an amount other than the one there is."))
    beyond = _beyond_limits(quantities, screen)
    if not beyond and not screen.subscription.abilities.get(MAY_REDUCE, False):
        says = gettext("The amount can't be reduced now.")
        beyond = {key: says for key, quantity in quantities.items() if quantity < held[key]}
    return _refused(beyond)


def _beyond_limits(quantities: Mapping[str, int], screen: SubscriptionScreen) -> dict[str, str]:
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


def _held(screen: SubscriptionScreen) -> dict[str, int]:
    return {
        one.plan_resource_id: int(one.quantity or 0)
        for one in screen.resources
        if one.plan_resource_id is not None
    }
