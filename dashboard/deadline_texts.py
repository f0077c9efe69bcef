"""What a deadline is called, what happens on it, and what can be done until then, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from dashboard import formats
from dashboard.i18n import language
from dashboard.statuses import operation_name
from dashboard.texts import gettext, ngettext
from domain.deadlines.deadline import Deadline, DeadlineKind, Outcome, Remedy, Stake, Unknown

HOURS_SHOWN = 48  # So near, hours are told instead of days.


def kind_name(kind: DeadlineKind) -> str:
    """Return what a kind of deadlines is called."""
    return kind_names()[kind]


def kind_names() -> Mapping[DeadlineKind, str]:
    """Return what every kind is called, in the order in which they are offered."""
    return {
        DeadlineKind.CANCELLATION: gettext("End of cancellation"),
        DeadlineKind.ADDED_CANCELLATION: gettext("End of cancellation of an added amount"),
        DeadlineKind.AUTO_RENEWAL: gettext("Automatic order of the renewal"),
        DeadlineKind.RENEWAL: gettext("Renewal date"),
        DeadlineKind.TRIAL_END: gettext("End of the trial"),
        DeadlineKind.GRACE_END: gettext("End of the grace period"),
        DeadlineKind.DELETION: gettext("Deletion"),
        DeadlineKind.ORDER: gettext("Waiting order"),
        DeadlineKind.RENEW_POINT: gettext("Renewing becomes possible"),
        DeadlineKind.SWITCH_POINT: gettext("Switching the plan becomes possible"),
        DeadlineKind.DELAYED_SWITCH_POINT: gettext("Switching on renewal becomes possible"),
    }


def sentence(deadline: Deadline) -> str:
    """Say what happens when nothing is done."""
    if deadline.kind is DeadlineKind.ORDER:
        return gettext("%(kind)s %(id)s is carried out.", id=deadline.order_id,
                       kind=operation_name(deadline.order_type or ""))  # fmt: skip
    if deadline.kind is DeadlineKind.TRIAL_END:
        return {
            Outcome.RENEWED: gettext("The trial goes on as a paid subscription by itself."),
        }.get(deadline.outcome, gettext("The trial ends, and the subscription is stopped."))
    if deadline.kind is DeadlineKind.GRACE_END:
        return gettext("The subscription is stopped.")
    if deadline.outcome is Outcome.GRACED:
        return ngettext(
            "It expires; after %(num)s day of grace it is stopped.",
            "It expires; after %(num)s days of grace it is stopped.",
            deadline.grace_days,
        )
    said = _outcomes(deadline)[deadline.outcome]
    return f"{said} {_in_parts(deadline.stake)}" if deadline.stake.later else said


def advice(deadline: Deadline) -> str:
    """Say what can be done until then; of a point, from then on."""
    if deadline.kind is DeadlineKind.RENEW_POINT:
        return gettext("From then on it can be renewed by hand.")
    return {
        Remedy.DELETE: gettext("Until then it can be deleted for what is not used yet."),
        Remedy.REDUCE: gettext("Until then this amount can be given back."),
        Remedy.TURN_OFF_AUTO_RENEWAL: gettext("Until then auto-renew can be switched off."),
        Remedy.TURN_OFF_BEFORE: gettext(
            "Auto-renew can be switched off until the platform has ordered."
        ),
        Remedy.RENEW: gettext("Renew it before."),
        Remedy.RENEW_OR_SWITCH: gettext("Renew it to a paid period or switch the plan before."),
        Remedy.ACTIVATE: gettext("Activate it before to keep its data."),
        Remedy.CANCEL_ORDER: gettext("Until then the order can be cancelled."),
        Remedy.SWITCH: gettext("From then on another plan can be chosen."),
        Remedy.SWITCH_ON_RENEWAL: gettext(
            "From then on another plan can be chosen for the next period."
        ),
        Remedy.NOTHING: gettext("This can't be changed here."),
    }[deadline.remedy]


def at_stake(deadline: Deadline, locale: str) -> str:
    """Return the money at stake, or why none is told."""
    if deadline.stake.money is not None:
        return formats.money(deadline.stake.money, locale)
    if deadline.kind is DeadlineKind.DELETION:
        return gettext("Its data")
    return {
        Unknown.NO_CHARGES: gettext("Not known: no charges are known of it"),
        Unknown.NO_PRICE: gettext("Not known: the price can't be told in advance"),
        Unknown.NO_RATE: gettext("Not known: there is no exchange rate"),
        Unknown.CONSUMPTION: gettext("Depends on consumption"),
        Unknown.DEPENDS: gettext("Depends on the period chosen"),
    }.get(deadline.stake.unknown or Unknown.NOTHING_OWED, formats.NOTHING)


def exact_when(deadline: Deadline, zone: tzinfo) -> str:
    """Write a day, with the time where hours are counted, in the platform's zone."""
    written = formats.day(deadline.on)
    if deadline.at is None:
        return written
    return f"{written} {deadline.at.astimezone(zone):%H:%M}"


def countdown(deadline: Deadline, now: datetime, zone: tzinfo) -> str:
    """Write how far a deadline is: in hours or minutes where it is near and has an hour."""
    if deadline.at is not None:
        minutes = max(0, int((deadline.at - now).total_seconds() // 60))
        if minutes < 60:
            return ngettext("in %(num)s minute", "in %(num)s minutes", minutes)
        if minutes < HOURS_SHOWN * 60:
            return ngettext("in %(num)s hour", "in %(num)s hours", minutes // 60)
    days = (deadline.on - now.astimezone(zone).date()).days
    if days == 0:
        return gettext("today")
    return ngettext("in %(num)s day", "in %(num)s days", days)


def _in_parts(stake: Stake) -> str:
    """Say what is at stake where not all of it is paid yet."""
    if stake.money is None or stake.later is None:
        return ""
    locale = language()
    return gettext(
        "%(now)s would come back now; %(later)s are still to be paid, up to the end of the period.",
        now=formats.money(stake.money - stake.later, locale),
        later=formats.money(stake.later, locale),
    )


def _outcomes(deadline: Deadline) -> Mapping[Outcome, str]:
    added = deadline.added
    owed = gettext("What is not used yet comes back no more: it is owed.")
    if added is not None:
        owed = gettext(
            "%(quantity)s × %(name)s, added with the order %(id)s, come back no more: they are"
            " owed.",
            quantity=f"{added[0].normalize():f}",
            name=added[1],
            id=deadline.order_id,
        )
    deleted = gettext("It expires and is deleted.")
    if deadline.kind is DeadlineKind.DELETION:
        deleted = gettext(
            "It is deleted with all its data, at the latest: the day of the stop is not told."
        )
    return {
        Outcome.OWED: owed,
        Outcome.ORDERED: gettext("The platform orders the next period by itself."),
        Outcome.RENEWED: gettext("It is renewed by itself for the next period."),
        Outcome.EXPIRED: gettext("It expires. What follows is not known."),
        Outcome.STOPPED: gettext("It expires and is stopped."),
        Outcome.DELETED: deleted,
        Outcome.POSSIBLE: gettext("Nothing happens by itself."),
    }
