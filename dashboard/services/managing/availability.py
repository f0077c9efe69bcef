"""Which operations a subscription may be asked for now, and why others not (portal.md 10.2).

The platform decides: it tells with each subscription what may be done with it. Why something may
not be done it does not tell; that is worked out here, from statuses, dates and terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dashboard.services.managing.conditions import ABILITIES, NOT_FOR, STATUSES, Action
from dashboard.services.managing.facts import Facts
from dashboard.services.managing.reasons import reason_against
from domain.service_terms import AT_ANY_TIME

__all__ = ["Action", "Availability", "Facts", "available"]

SWITCHES = frozenset({Action.SWITCH, Action.SWITCH_ON_RENEWAL})
ENDS_WITH_PERIOD = frozenset({Action.CHANGE_RENEWAL, Action.AUTO_RENEW, Action.SWITCH_ON_RENEWAL})


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether an action is offered, else why not, in a sentence for the manager.

    `until` is the instant at which the offer ends, where that is known.
    """

    is_available: bool
    reason: str | None = None
    until: datetime | None = None


def available(abilities: Mapping[str, bool], facts: Facts) -> Mapping[Action, Availability]:
    """Return of every action whether it is offered: for a page of one, or for each row of a list.

    It asks nobody, and costs next to nothing.
    """
    return {action: _availability(action, abilities, facts) for action in Action}


def _availability(action: Action, abilities: Mapping[str, bool], facts: Facts) -> Availability:
    is_free = facts.may_act and not facts.is_busy
    if is_free and _is_offered(action, abilities, facts):
        return Availability(True, until=_until(action, facts))
    return Availability(False, reason_against(action, facts))


def _is_offered(action: Action, abilities: Mapping[str, bool], facts: Facts) -> bool:
    if action is Action.CANCEL:
        return facts.kind in STATUSES[action] and bool(facts.waiting)
    if not abilities.get(ABILITIES[action], False):
        return False
    return action not in SWITCHES or _is_meant(action, facts)


def _is_meant(switch: Action, facts: Facts) -> bool:
    """Tell whether the platform's one word for both switches means this one."""
    if facts.billing in NOT_FOR[switch]:
        return False
    point = facts.point_of(switch)
    if facts.expires_on is None:
        return switch is Action.SWITCH and point in (None, AT_ANY_TIME)
    if switch is Action.SWITCH_ON_RENEWAL and facts.is_trial:
        return False
    reached_on = facts.reached_on(point)
    return reached_on is None or reached_on <= facts.today


def _until(action: Action, facts: Facts) -> datetime | None:
    end = None
    if action is Action.DELETE:
        end = facts.window_ends_at
    elif action in ENDS_WITH_PERIOD:
        end = facts.expires_at
    # What is over by what we know, and goes on by what the platform says, ends we don't know when.
    return end if end is not None and end > facts.now else None
