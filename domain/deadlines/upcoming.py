"""All deadlines of a subscription that are still to come."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache

from domain.deadlines.days import Days
from domain.deadlines.deadline import Deadline
from domain.deadlines.facts import Facts
from domain.deadlines.windows import cancellations
from domain.service_terms import ServiceTerms


def deadlines(
    facts: Facts,
    terms: ServiceTerms,
    zone: tzinfo,
    now: datetime,
    *,
    until_on: date | None = None,
    only_money: bool = False,
) -> tuple[Deadline, ...]:
    """Return what is still to come, up to a day and all of it (None: for ever), the nearest first.

    What falls on a day is still to come all that day; what has an hour is over at that instant.
    Days are of the platform's zone. `only_money` leaves out what costs nothing.
    """
    today = now.astimezone(zone).date()
    billing_day = terms.billing_day(facts.reseller_id)
    term = terms.term(facts.service_term_id, today)
    days = Days(facts, term, zone, today, until_on, billing_day)
    found = [
        *(days.costly() if only_money else days.all()),
        *cancellations(facts, terms, zone, now),
    ]
    near = [
        one
        for one in found
        if today <= one.on
        and (until_on is None or one.on <= until_on)
        and (one.stake.is_money or not only_money)
    ]
    if len(near) < 2:
        return tuple(near)
    return tuple(sorted(near, key=lambda one: (moment(one, zone), one.kind, one.order_id or "")))


def moment(deadline: Deadline, zone: tzinfo) -> datetime:
    """Return the instant up to which one can act for sure: a day's is its beginning."""
    if deadline.at is not None:
        return deadline.at
    return _beginning(deadline.on, zone)


@lru_cache(maxsize=4096)
def _beginning(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
