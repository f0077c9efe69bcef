"""Deadlines in letters: the words are those of the portal's pages (dashboard/deadline_texts.py)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.deadlines.deadline import DeadlineKind, Remedy
from letters.kinds import N_

KIND_NAMES: Mapping[str, str] = {
    DeadlineKind.CANCELLATION: N_("End of cancellation"),
    DeadlineKind.ADDED_CANCELLATION: N_("End of cancellation of an added amount"),
    DeadlineKind.AUTO_RENEWAL: N_("Automatic order of the renewal"),
    DeadlineKind.RENEWAL: N_("Renewal date"),
    DeadlineKind.TRIAL_END: N_("End of the trial"),
    DeadlineKind.GRACE_END: N_("End of the grace period"),
    DeadlineKind.DELETION: N_("Deletion"),
    DeadlineKind.ORDER: N_("Waiting order"),
    DeadlineKind.RENEW_POINT: N_("Renewing becomes possible"),
    DeadlineKind.SWITCH_POINT: N_("Switching the plan becomes possible"),
    DeadlineKind.DELAYED_SWITCH_POINT: N_("Switching on renewal becomes possible"),
}
ADVICE: Mapping[str, str] = {
    Remedy.DELETE: N_("Until then it can be deleted for what is not used yet."),
    Remedy.REDUCE: N_("Until then this amount can be given back."),
    Remedy.TURN_OFF_AUTO_RENEWAL: N_("Until then auto-renew can be switched off."),
    Remedy.TURN_OFF_BEFORE: N_("Auto-renew can be switched off until the platform has ordered."),
    Remedy.RENEW: N_("Renew it before."),
    Remedy.RENEW_OR_SWITCH: N_("Renew it to a paid period or switch the plan before."),
    Remedy.ACTIVATE: N_("Activate it before to keep its data."),
    Remedy.CANCEL_ORDER: N_("Until then the order can be cancelled."),
    Remedy.SWITCH: N_("From then on another plan can be chosen."),
    Remedy.SWITCH_ON_RENEWAL: N_("From then on another plan can be chosen for the next period."),
    Remedy.NOTHING: N_("This can't be changed here."),
}


def days_between(today: date, day: str) -> int:
    """Return how many days are left until an ISO day; below zero once it is over."""
    return (date.fromisoformat(day) - today).days
