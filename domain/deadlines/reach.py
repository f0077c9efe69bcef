"""Which subscriptions can have a deadline in a period: what has to be looked at, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from domain.service_terms import ServiceTerm, ServiceTerms

Ids = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermReach:
    """How far from an expiration deadlines can lie under a service term, in days before and after
    it, and how long before it the platform renews by itself; and how many days there are between a
    stop and the deletion.
    """

    service_term_id: str
    before_days: int
    after_days: int
    storage_days: int
    ordered_days: int = 0


@dataclass(frozen=True, slots=True)
class Reach:
    """The days from `today` to `until_on`, both included (None: all that is to come).

    Deadlines lie as far from an expiration as `terms` say, or as the platform tells of a
    subscription; what was bought before `windows_from` can't be given back any more. Ids are None
    for all. `only_money` leaves out what nothing is at stake of.
    """

    today: date
    until_on: date | None
    terms: tuple[TermReach, ...]
    windows_from: datetime
    subscription_ids: Ids | None = None
    account_ids: Ids | None = None
    only_money: bool = False


def reach_of(
    terms: ServiceTerms,
    zone: tzinfo,
    today: date,
    *,
    within_days: int | None = None,
    subscription_ids: Ids | None = None,
    account_ids: Ids | None = None,
    only_money: bool = False,
) -> Reach:
    """Return what to look at for the deadlines of the next days, counted from today's."""
    known = [one.term for versions in terms.dated.values() for one in versions]
    hours = max((one.cancellation_hours for one in known), default=0)
    return Reach(
        today=today,
        until_on=None if within_days is None else today + timedelta(days=within_days),
        terms=tuple(
            TermReach(
                key,
                before_days=_furthest_point(term),
                after_days=term.grace_days,
                storage_days=term.storage_days,
                ordered_days=term.auto_renew_point,
            )
            for key in sorted(terms.dated)
            if (term := terms.term(key, today))
        ),
        windows_from=datetime.combine(today, time(), zone).astimezone(UTC) - timedelta(hours=hours),
        subscription_ids=subscription_ids,
        account_ids=account_ids,
        only_money=only_money,
    )


def _furthest_point(term: ServiceTerm) -> int:
    return max(
        term.auto_renew_point,
        term.manual_renew_point,
        term.manual_switch_point,
        term.delayed_switch_point,
        0,
    )
