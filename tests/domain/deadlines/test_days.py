"""What falls on days of the platform's zone: expiration, points before it, what follows it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.deadlines.deadline import DeadlineKind, Outcome, Remedy, Stake, Unknown
from domain.deadlines.upcoming import deadlines, moment
from domain.money import Money
from domain.service_terms import ServiceTerms
from domain.statuses import BillingType, OrderType, SubscriptionStatus
from tests.domain.deadlines.subscriptions import (
    BERLIN,
    TERMS,
    day,
    facts,
    found,
    item,
    order,
    priced,
    term,
    terms_of,
    utc,
)

K = DeadlineKind
A_YEAR = priced(item(10, "4.00"))
COST = Stake(Money(Decimal("480.00"), "EUR"))
NOW = "2026-11-20T12:00:00"
GRACE = terms_of((None, term(grace_days=7, cancellation_hours=0)))


def days_of(about: Any, now: str = NOW, terms: ServiceTerms = TERMS) -> dict[DeadlineKind, date]:
    return {kind: one.on for kind, one in found(about, now, terms).items()}


def test_what_is_renewed_by_itself_is_ordered_before_it_expires() -> None:
    """OP-23."""
    about = facts("2026-12-15", is_auto_renewed=True, auto_renew_point=7, priced=A_YEAR)

    upcoming = found(about, NOW)

    ordered, renewed = upcoming[K.AUTO_RENEWAL], upcoming[K.RENEWAL]
    assert (ordered.on, ordered.outcome, ordered.remedy) == (
        day("2026-12-08"), Outcome.ORDERED, Remedy.TURN_OFF_AUTO_RENEWAL,
    )  # fmt: skip
    assert (renewed.on, renewed.outcome, renewed.remedy) == (
        day("2026-12-15"), Outcome.RENEWED, Remedy.TURN_OFF_BEFORE,
    )  # fmt: skip
    assert ordered.stake == renewed.stake == COST
    assert ordered.counted_as == renewed.counted_as


def test_the_terms_point_holds_where_the_platform_tells_none() -> None:
    about = facts("2026-12-15", is_auto_renewed=True)

    assert days_of(about)[K.AUTO_RENEWAL] == day("2026-12-14")
    assert K.AUTO_RENEWAL not in found(about, NOW, ServiceTerms())


def test_a_point_of_no_days_is_the_expiration_itself() -> None:
    about = facts("2026-12-15", is_auto_renewed=True, auto_renew_point=0)

    assert K.AUTO_RENEWAL not in found(about, NOW)
    assert found(about, NOW)[K.RENEWAL].remedy is Remedy.TURN_OFF_AUTO_RENEWAL


def test_what_is_locked_upstream_can_only_be_awaited() -> None:
    about = facts("2026-12-15", is_auto_renewed=True, is_auto_renew_locked=True)

    assert found(about, NOW)[K.AUTO_RENEWAL].remedy is Remedy.NOTHING


@pytest.mark.parametrize(
    ("about", "terms", "outcome", "grace_days"),
    [
        ({}, TERMS, Outcome.STOPPED, 0),
        ({}, GRACE, Outcome.GRACED, 7),
        ({}, ServiceTerms(), Outcome.EXPIRED, 0),
        ({"status": SubscriptionStatus.DELIVERED}, GRACE, Outcome.DELETED, 0),
    ],
)
def test_what_is_not_renewed_ends_as_its_term_says(
    about: dict[str, Any], terms: ServiceTerms, outcome: Outcome, grace_days: int
) -> None:
    """T9, T10, DET-11."""
    renewal = found(facts("2026-12-15", priced=A_YEAR, **about), NOW, terms)[K.RENEWAL]

    assert (renewal.outcome, renewal.remedy, renewal.stake) == (outcome, Remedy.RENEW, COST)
    assert renewal.grace_days == grace_days


def test_the_expiration_is_to_come_all_its_day_and_over_the_next() -> None:
    """The day after the last one that is paid for, in the platform's zone."""
    about = facts("2026-11-21")

    assert K.RENEWAL in found(about, "2026-11-20T22:59:59")  # Still the 20th.
    assert K.RENEWAL in found(about, "2026-11-20T23:00:00")
    assert K.RENEWAL in found(about, "2026-11-21T22:59:59")
    assert found(about, "2026-11-21T23:00:00") == {}


def test_one_can_act_for_sure_up_to_the_beginning_of_its_day() -> None:
    (before, after) = (
        moment(found(facts(expires_on), "2026-10-01T12:00:00")[K.RENEWAL], BERLIN)
        for expires_on in ("2026-10-25", "2026-10-26")
    )

    # The 25th has 25 hours.
    assert before == utc("2026-10-24T22:00:00")
    assert after == utc("2026-10-25T23:00:00")


@pytest.mark.parametrize(
    ("expires_on", "points"),
    [
        ("2028-02-29", ("2028-01-30", "2028-02-22")),
        ("2028-03-01", ("2028-01-31", "2028-02-23")),
        ("2027-03-01", ("2027-01-30", "2027-02-22")),
        ("2027-03-31", ("2027-03-01", "2027-03-24")),
        ("2027-01-05", ("2026-12-06", "2026-12-29")),
    ],
)
def test_points_are_days_before_it_in_any_month(expires_on: str, points: tuple[str, str]) -> None:
    about = facts(expires_on, manual_renew_point=30, auto_renew_point=7, is_auto_renewed=True)

    upcoming = days_of(about)

    assert (upcoming[K.RENEW_POINT], upcoming[K.AUTO_RENEWAL]) == tuple(map(day, points))


def test_points_are_told_until_they_have_come() -> None:
    about = facts("2026-12-20", manual_renew_point=30)

    assert days_of(about, "2026-11-20T12:00:00")[K.RENEW_POINT] == day("2026-11-20")
    assert K.RENEW_POINT not in found(about, "2026-11-21T12:00:00")


def test_what_is_possible_at_any_time_has_no_point() -> None:
    """A point of -1; so has a switch by the usual term."""
    upcoming = found(facts("2027-06-01", manual_renew_point=-1), NOW)

    assert set(upcoming) == {K.RENEWAL, K.DELAYED_SWITCH_POINT}
    assert upcoming[K.DELAYED_SWITCH_POINT].on == day("2027-05-02")


@pytest.mark.parametrize(
    ("billing_type", "kinds"),
    [
        (BillingType.LONG_TERM, {K.SWITCH_POINT, K.DELAYED_SWITCH_POINT}),
        (BillingType.MONTHLY_COMMITMENT_INTERVAL, {K.SWITCH_POINT, K.DELAYED_SWITCH_POINT}),
        (BillingType.MONTHLY, {K.SWITCH_POINT}),
        (BillingType.ESET, set()),
        (BillingType.NON_RECURRING, set()),
    ],
)
def test_switching_becomes_possible_where_the_billing_type_allows_it(
    billing_type: BillingType, kinds: set[DeadlineKind]
) -> None:
    """Section 10.2."""
    terms = terms_of((None, term(manual_switch_point=60, cancellation_hours=0)))

    upcoming = found(facts("2027-06-01", billing_type=billing_type), NOW, terms)

    assert set(upcoming) == {K.RENEWAL, K.RENEW_POINT} | kinds
    if kinds:
        assert upcoming[K.SWITCH_POINT].on == day("2027-04-02")
        assert upcoming[K.SWITCH_POINT].stake == Stake(None, Unknown.NOTHING_OWED)


def test_a_withdrawn_plan_is_neither_renewed_by_hand_nor_switched_to() -> None:
    """OP-21: it still renews by itself."""
    about = facts("2027-06-01", is_plan_active=False, is_auto_renewed=True)

    assert set(found(about, NOW)) == {K.AUTO_RENEWAL, K.RENEWAL}


def test_a_trial_ends_and_what_goes_on_costs_depends() -> None:
    about = facts("2026-12-01", is_trial=True, priced=A_YEAR)

    end = found(about, NOW, GRACE)[K.TRIAL_END]

    assert (end.on, end.outcome, end.remedy) == (
        day("2026-12-01"), Outcome.STOPPED, Remedy.RENEW_OR_SWITCH,
    )  # fmt: skip
    assert end.stake == Stake(None, Unknown.DEPENDS)
    assert K.RENEWAL not in found(about, NOW, GRACE)


def test_grace_ends_in_a_stop() -> None:
    about = facts("2026-11-18", status=SubscriptionStatus.GRACED, priced=A_YEAR)

    end = found(about, NOW, GRACE)[K.GRACE_END]

    assert (end.on, end.outcome, end.remedy, end.stake) == (
        day("2026-11-25"), Outcome.STOPPED, Remedy.RENEW, COST,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("expires_on", "remedy"),
    [("2027-01-01", Remedy.ACTIVATE), ("2026-11-20", Remedy.RENEW), (None, Remedy.ACTIVATE)],
)
def test_what_is_stopped_is_deleted_with_its_data(expires_on: str | None, remedy: Remedy) -> None:
    """DET-11; the platform tells no day of the stop, so that it may come earlier."""
    about = facts(
        expires_on, status=SubscriptionStatus.STOPPED, updated_at=utc("2026-11-01T23:30:00")
    )

    upcoming = found(about, NOW)

    assert set(upcoming) == {K.DELETION}
    deletion = upcoming[K.DELETION]
    assert deletion.on == day("2027-01-31")  # 90 days after 2 November in Berlin.
    assert deletion.is_at_latest
    assert deletion.remedy is remedy
    assert deletion.stake == Stake(None, Unknown.NOTHING_OWED)
    assert found(about, NOW, ServiceTerms()) == {}


def test_an_order_that_waits_is_carried_out_in_place_of_the_renewal() -> None:
    """OP-18: until then it can be cancelled."""
    waiting = order("renewal", on="2026-12-15", order_id="o7", total_amount=Decimal("99.90"))
    about = facts("2026-12-15", is_auto_renewed=True, manual_renew_point=-1, orders=(waiting,))

    upcoming = found(about, NOW)

    assert set(upcoming) == {K.ORDER}
    carried_out = upcoming[K.ORDER]
    assert (carried_out.on, carried_out.order_id, carried_out.order_type, carried_out.remedy) == (
        day("2026-12-15"), "o7", OrderType.RENEWAL, Remedy.CANCEL_ORDER,
    )  # fmt: skip
    assert carried_out.stake == Stake(Money(Decimal("99.90"), "EUR"))


def test_a_delayed_sale_waits_for_its_day() -> None:
    """ORD-40."""
    about = facts(status=SubscriptionStatus.ORDERED, orders=(order("sales", on="2026-11-30"),))

    upcoming = found(about, NOW)

    assert set(upcoming) == {K.ORDER}
    assert upcoming[K.ORDER].stake == Stake(None, Unknown.NO_PRICE)


def test_a_prolongation_can_not_be_cancelled() -> None:
    about = facts(orders=(order("prolong", on="2026-12-01"),))

    assert found(about, NOW)[K.ORDER].remedy is Remedy.NOTHING


@pytest.mark.parametrize("status", ["deleted", "deleting", "installing", "unknown"])
def test_nothing_is_to_come_of_what_is_gone_or_not_there_yet(status: str) -> None:
    about = facts("2026-12-15", status=SubscriptionStatus(status), is_auto_renewed=True)

    assert found(about, NOW) == {}


def test_what_never_expires_has_no_days() -> None:
    assert found(facts(is_auto_renewed=True), NOW) == {}


def test_the_nearest_comes_first() -> None:
    about = facts("2026-11-21", orders=(order(closed_at="2026-11-13T22:59:00"),))

    kinds = [one.kind for one in deadlines(about, TERMS, BERLIN, utc(NOW))]

    # The window ends at 23:59 of the 20th in Berlin, a minute before the 21st.
    assert kinds == [K.CANCELLATION, K.RENEWAL]


def test_keys_stay_when_days_move_and_differ_between_deadlines() -> None:
    one, other = (
        deadlines(facts(expires_on, is_auto_renewed=True), TERMS, BERLIN, utc(NOW))
        for expires_on in ("2027-06-01", "2027-07-01")
    )

    assert sorted(each.key for each in one) == sorted(each.key for each in other)
    assert len({each.key for each in one}) == len(one) == 4


EVERY_DAY: dict[DeadlineKind, dict[str, Any]] = {
    K.RENEWAL: {},
    K.AUTO_RENEWAL: {"is_auto_renewed": True, "auto_renew_point": 7},
    K.TRIAL_END: {"is_trial": True},
    K.GRACE_END: {"status": SubscriptionStatus.GRACED},
    K.RENEW_POINT: {"manual_renew_point": 7},
}


@pytest.mark.parametrize("kind", [*EVERY_DAY, K.ORDER, K.DELETION])
@pytest.mark.parametrize(
    ("on", "begins", "ends"),
    [
        # Days of 25 and of 23 hours in Berlin, the 29th of February, ends of months and of a year.
        ("2026-10-25", "2026-10-24T22:00:00", "2026-10-25T23:00:00"),
        ("2027-03-28", "2027-03-27T23:00:00", "2027-03-28T22:00:00"),
        ("2028-02-29", "2028-02-28T23:00:00", "2028-02-29T23:00:00"),
        ("2027-02-28", "2027-02-27T23:00:00", "2027-02-28T23:00:00"),
        ("2026-07-31", "2026-07-30T22:00:00", "2026-07-31T22:00:00"),
        ("2026-12-31", "2026-12-30T23:00:00", "2026-12-31T23:00:00"),
    ],
)
def test_every_deadline_of_a_day_is_to_come_to_the_last_second_of_it(
    kind: DeadlineKind, on: str, begins: str, ends: str
) -> None:
    """By the platform's clocks, whatever they do on that day."""
    about = _due_on(kind, day(on))
    last_second = (utc(ends) - timedelta(seconds=1)).replace(tzinfo=None).isoformat()
    the_167th_hour = (utc(ends) - timedelta(hours=167)).replace(tzinfo=None).isoformat()

    for now in (the_167th_hour, begins, last_second):
        assert days_of(about, now, GRACE)[kind] == day(on), now
    assert kind not in found(about, ends, GRACE)


def _due_on(kind: DeadlineKind, on: date) -> Any:
    """Return a subscription whose deadline of a kind is on a day."""
    if kind is K.ORDER:
        return facts(orders=(order("renewal", on=on.isoformat()),))
    if kind is K.DELETION:
        stopped_on = on - timedelta(days=term().storage_days)
        at = datetime.combine(stopped_on, time(12), BERLIN).astimezone(UTC)
        return facts(status=SubscriptionStatus.STOPPED, updated_at=at)
    before = {K.AUTO_RENEWAL: 7, K.RENEW_POINT: 7, K.GRACE_END: -7}.get(kind, 0)
    return facts((on + timedelta(days=before)).isoformat(), **EVERY_DAY[kind])
