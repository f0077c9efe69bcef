"""Writes deadlines as a calendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dashboard import formats
from dashboard.deadline_texts import advice, at_stake, kind_name, sentence
from dashboard.places import subscription_page
from dashboard.texts import gettext
from domain.deadlines.deadline import DeadlineKind
from domain.deadlines.due import Due

if TYPE_CHECKING:
    from icalendar import Alarm, Event

PRODUCT = "-//Reseller Store//Deadlines//EN"
MOST_EVENTS = 2_000
ASKED_AGAIN_AFTER = timedelta(hours=1)
REMINDED_BEFORE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a calendar says of itself. `as_of` is when its contents were read."""

    name: str
    reseller_id: str
    address: str  # of the portal, without a slash at its end
    as_of: datetime
    zone: ZoneInfo
    locale: str


def write_calendar(found: Sequence[Due], heading: Heading) -> bytes:
    """Return the nearest deadlines as iCalendar, an event each, in the language of this request.

    What falls on a day lasts all day; what has an hour is at that instant, in UTC. An event has the
    same UID for as long as its deadline is to come, however it moves. Where there are more than a
    calendar can take, it says so of itself.
    """
    # Not at the top: a web worker whose calendars nobody reads would carry it for nothing.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", heading.name)
    calendar.add("refresh-interval", ASKED_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    if len(found) > MOST_EVENTS:
        calendar.add("x-wr-caldesc", _cut_short(len(found), heading.locale))
    for due in found[:MOST_EVENTS]:
        calendar.add_component(_event(due, heading))
    return bytes(calendar.to_ical())


def _event(due: Due, heading: Heading) -> Event:
    from icalendar import Event

    deadline, event = due.deadline, Event()
    address = f"{heading.address}{subscription_page(deadline.subscription_id)}?tab=management"
    event.add("uid", f"{deadline.key}@{heading.reseller_id}.reseller-store")
    event.add("dtstamp", heading.as_of)
    event.add("last-modified", heading.as_of)
    event.add("dtstart", deadline.at or deadline.on)
    summary = _summary(due, heading.locale)
    event.add("summary", summary)
    event.add("description", _description(due, heading.locale, address))
    event.add("categories", [kind_name(deadline.kind)])
    event.add("url", address)
    event.add("transp", "TRANSPARENT")  # Nobody is busy because of it.
    if deadline.stake.is_money or deadline.kind is DeadlineKind.DELETION:
        event.add_component(_reminder(summary))
    return event


def _reminder(text: str) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", -REMINDED_BEFORE)
    return alarm


def _summary(due: Due, locale: str) -> str:
    money = due.deadline.stake.money
    parts = [kind_name(due.deadline.kind), due.subscription, due.account]
    if money is not None:
        parts.append(formats.money(money, locale))
    return " · ".join(part for part in parts if part)


def _description(due: Due, locale: str, address: str) -> str:
    money = gettext("At stake: %(amount)s", amount=at_stake(due.deadline, locale))
    told = f"{sentence(due.deadline)} {advice(due.deadline)}"
    return "\n".join([told, money, f"ID {due.deadline.subscription_id}", address])


def _cut_short(count: int, locale: str) -> str:
    return gettext(
        "The nearest %(shown)s of %(count)s deadlines; the portal shows all of them.",
        shown=formats.count(MOST_EVENTS, locale),
        count=formats.count(count, locale),
    )
