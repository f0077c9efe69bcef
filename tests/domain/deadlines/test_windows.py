"""Up to when what was bought can be given back, to the hour (OP-42, OP-44, MS-17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from domain.deadlines.deadline import Deadline, DeadlineKind, Outcome, Remedy, Stake, Unknown
from domain.deadlines.facts import Priced
from domain.deadlines.upcoming import deadlines
from domain.money import Money
from domain.statuses import BillingType, ChargeStatus, SubscriptionStatus
from tests.domain.deadlines.subscriptions import (
    BERLIN,
    TERMS,
    charge,
    day,
    facts,
    found,
    order,
    priced,
    term,
    terms_of,
    utc,
)

WINDOW = DeadlineKind.CANCELLATION
ADDED = DeadlineKind.ADDED_CANCELLATION
BOUGHT = order(closed_at="2026-11-13T12:00:00")


def eur(amount: str) -> Stake:
    return Stake(Money(Decimal(amount), "EUR"))


def test_it_is_open_in_the_167th_hour_and_in_the_last_second_of_the_168th() -> None:
    about = facts(orders=(BOUGHT,))

    for now in ("2026-11-20T10:59:59", "2026-11-20T11:00:00", "2026-11-20T11:59:59.999999"):
        assert found(about, now)[WINDOW].at == utc("2026-11-20T12:00:00")
    assert found(about, "2026-11-20T12:00:00") == {}
    assert found(about, "2026-11-20T12:00:01") == {}


@pytest.mark.parametrize(
    ("closed_at", "ends_at", "on", "local"),
    [
        # Clocks go back on 25 October 2026: it ends an hour earlier by the clock.
        ("2026-10-20T10:00:00", "2026-10-27T10:00:00", "2026-10-27", "11:00+01:00"),
        # And forward on 28 March 2027: an hour later, which may be another day.
        ("2027-03-25T10:00:00", "2027-04-01T10:00:00", "2027-04-01", "12:00+02:00"),
        ("2027-03-25T22:30:00", "2027-04-01T22:30:00", "2027-04-02", "00:30+02:00"),
        # Begun in the hour that there is twice.
        ("2026-10-25T00:30:00", "2026-11-01T00:30:00", "2026-11-01", "01:30+01:00"),
        ("2028-02-22T23:30:00", "2028-02-29T23:30:00", "2028-03-01", "00:30+01:00"),
        ("2028-02-22T12:00:00", "2028-02-29T12:00:00", "2028-02-29", "13:00+01:00"),
        ("2027-02-22T12:00:00", "2027-03-01T12:00:00", "2027-03-01", "13:00+01:00"),
        ("2026-12-31T22:59:59", "2027-01-07T22:59:59", "2027-01-07", "23:59:59+01:00"),
    ],
)
def test_it_ends_168_hours_later_whatever_the_clocks_do(
    closed_at: str, ends_at: str, on: str, local: str
) -> None:
    about = facts(orders=(order(closed_at=closed_at),))

    (window,) = deadlines(about, TERMS, BERLIN, utc(closed_at))

    assert (window.at, window.on) == (utc(ends_at), day(on))
    assert window.at is not None
    assert window.at.astimezone(BERLIN).timetz().isoformat().startswith(local.split("+")[0])
    assert window.at.astimezone(BERLIN).isoformat().endswith(local.split("+")[1])


def test_what_has_not_been_used_is_owed_once_it_has_ended() -> None:
    """OP-44: on the first day all of it comes back, then what is left, day by day."""
    months = (
        charge("2026-11-13", "2026-12-12", "30.00"),
        charge("2026-12-13", "2027-01-12", "31.00"),
    )
    about = facts(orders=(BOUGHT,), charges=months)

    assert found(about, "2026-11-13T13:00:00")[WINDOW].stake == eur("61.00")
    # Three of the thirty days are used; the fourth has begun in Berlin, and not in Greenwich.
    assert found(about, "2026-11-15T23:30:00")[WINDOW].stake == eur("58.00")


def test_a_part_of_a_charge_is_rounded_by_itself() -> None:
    about = facts(orders=(BOUGHT,), charges=(charge("2026-11-13", "2026-12-12", "10.00"),) * 2)

    # 29 of 30 days: 9.6666... each.
    assert found(about, "2026-11-14T12:00:00")[WINDOW].stake == eur("19.34")


def test_what_was_given_back_already_is_not_at_stake() -> None:
    closed = (
        charge("2026-11-13", "2026-12-12", "30.00"),
        charge("2026-11-13", "2026-12-12", "-10.00"),
    )

    stake = found(facts(orders=(BOUGHT,), charges=closed), "2026-11-13T13:00:00")[WINDOW].stake

    assert stake == eur("20.00")


def test_nothing_is_guessed_where_no_charge_is_known() -> None:
    stake = found(facts(orders=(BOUGHT,)), "2026-11-14T12:00:00")[WINDOW].stake

    assert stake == Stake(None, Unknown.NO_CHARGES)


def test_each_added_amount_has_hours_and_money_of_its_own() -> None:
    """MS-17."""
    first = order("change", "2026-11-16T09:00:30", order_id="o2", created_at="2026-11-16T09:00:00")
    second = order("change", "2026-11-18T15:00:30", order_id="o3", created_at="2026-11-18T15:00:00")
    charges = (
        charge("2026-11-13", "2026-12-12", "30.00", created_at="2026-11-13T11:59:00", quantity=10),
        charge("2026-11-16", "2026-12-12", "8.10", created_at="2026-11-16T09:00:00", quantity=3),
        charge("2026-11-18", "2026-12-12", "2.50", created_at="2026-11-18T15:00:00", quantity=1),
    )
    about = facts(orders=(BOUGHT, first, second), charges=charges)

    upcoming = deadlines(about, TERMS, BERLIN, utc("2026-11-18T16:00:00"))

    assert [(one.kind, one.order_id, one.at, one.added) for one in upcoming] == [
        (WINDOW, None, utc("2026-11-20T12:00:00"), None),
        (ADDED, "o2", utc("2026-11-23T09:00:30"), (Decimal(3), "License")),
        (ADDED, "o3", utc("2026-11-25T15:00:30"), (Decimal(1), "License")),
    ]
    # 25 of 30 days, 25 of 27, and all of the third, which was added today.
    assert [one.stake for one in upcoming] == [eur("25.00"), eur("7.50"), eur("2.50")]
    later = deadlines(about, TERMS, BERLIN, utc("2026-11-21T00:00:00"))
    assert [one.order_id for one in later] == ["o2", "o3"]


def test_an_added_amount_goes_with_the_rest_where_it_is_not_counted_apart() -> None:
    together = terms_of((None, term(counts_added_amounts_apart=False)))
    added = order("change", "2026-11-16T09:00:30", order_id="o2", created_at="2026-11-16T09:00:00")
    charges = (
        charge("2026-11-13", "2026-12-12", "30.00", created_at="2026-11-13T11:59:00"),
        charge("2026-11-16", "2026-12-12", "8.10", created_at="2026-11-16T09:00:00"),
    )
    about = facts(orders=(BOUGHT, added), charges=charges)

    upcoming = found(about, "2026-11-16T10:00:00", together)

    assert set(upcoming) == {WINDOW}
    assert upcoming[WINDOW].stake == eur("35.10")  # 27.00 and 8.10


def test_what_was_added_before_a_new_period_goes_with_it() -> None:
    added = order("change", "2026-11-16T09:00:30", order_id="o2", created_at="2026-11-16T09:00:00",
                  total_amount=Decimal("8.10"))  # fmt: skip
    renewed = order("renewal", "2026-11-18T03:00:00", order_id="o3")

    upcoming = found(facts(orders=(added, renewed)), "2026-11-19T00:00:00")

    assert set(upcoming) == {WINDOW}
    assert upcoming[WINDOW].at == utc("2026-11-25T03:00:00")


def test_a_reduction_opens_no_window() -> None:
    lowered = order("change", "2026-11-16T09:00:30", order_id="o2", total_amount=Decimal("-4.00"))

    assert set(found(facts(orders=(BOUGHT, lowered)), "2026-11-16T10:00:00")) == {WINDOW}


def test_what_a_reduction_has_charged_anew_stays_with_the_period() -> None:
    """10 licenses become 9 on the sixth day: what goes on was bought with the first order."""
    lowered = order("change", "2026-11-18T09:00:30", order_id="o2",
                    created_at="2026-11-18T09:00:00", total_amount=Decimal("-2.50"))  # fmt: skip
    made = {"created_at": "2026-11-18T09:00:30", "quantity": 9}
    for order_id in (None, "o1"):
        charges = (
            charge("2026-11-13", "2026-12-12", "30.00", order_id=order_id, quantity=10,
                   status=ChargeStatus.DELETED),
            charge("2026-11-18", "2026-12-12", "22.50", order_id=order_id, **made),
        )  # fmt: skip

        upcoming = found(facts(orders=(BOUGHT, lowered), charges=charges), "2026-11-18T10:00:00")

        assert set(upcoming) == {WINDOW}
        assert upcoming[WINDOW].stake == eur("22.50")
        assert upcoming[WINDOW].at == utc("2026-11-20T12:00:00")


def test_a_change_that_adds_one_thing_and_gives_up_another_opens_a_window_for_the_one() -> None:
    mixed = order("change", "2026-11-16T09:00:30", order_id="o2", created_at="2026-11-16T09:00:00",
                  total_amount=Decimal("-7.00"))  # fmt: skip
    both = {"created_at": "2026-11-16T09:00:00"}
    charges = (
        charge("2026-11-16", "2026-12-12", "9.00", order_id="o1", quantity=1, **both),
        charge("2026-11-16", "2026-12-12", "5.40", order_id="o2", quantity=2, resource_name="Disk",
               **both),
    )  # fmt: skip

    upcoming = found(facts(orders=(BOUGHT, mixed), charges=charges), "2026-11-16T10:00:00")

    assert upcoming[ADDED].added == (Decimal(2), "Disk")
    assert (upcoming[ADDED].stake, upcoming[WINDOW].stake) == (eur("5.40"), eur("9.00"))


def test_what_waits_for_its_time_is_owed_later() -> None:
    months = (
        charge("2026-11-13", "2026-12-12", "30.00"),
        charge("2026-12-13", "2027-01-12", "31.00", status=ChargeStatus.OPENED),
    )
    about = facts(billing_type=BillingType.MONTHLY_COMMITMENT_INTERVAL, orders=(BOUGHT,),
                  charges=months)  # fmt: skip

    stake = found(about, "2026-11-13T13:00:00")[WINDOW].stake

    assert stake == Stake(Money(Decimal(61), "EUR"), later=Money(Decimal(31), "EUR"))


@pytest.mark.parametrize(
    ("terms", "unknown"),
    [(None, Unknown.NO_PRICE), (priced(rate=None), Unknown.NO_RATE)],
    ids=["no plan", "no rate"],
)
def test_no_half_of_a_commitment_is_told(terms: Priced | None, unknown: Unknown) -> None:
    month = charge("2026-11-13", "2026-11-30", "18.00", quantity=10, unit_price=Decimal(3))
    about = facts("2027-11-13", billing_type=BillingType.MONTHLY_COMMITMENT, orders=(BOUGHT,),
                  charges=(month,), priced=terms)  # fmt: skip

    assert found(about, "2026-11-13T13:00:00")[WINDOW].stake == Stake(None, unknown)


@pytest.mark.parametrize(
    ("kind", "expires_on", "later"),
    [
        # December and January, and 12 of the 28 days of February: 30, 30 and 12.86.
        (BillingType.MONTHLY_COMMITMENT, "2027-02-13", "72.86"),
        (BillingType.MONTHLY_COMMITMENT, None, None),
        (BillingType.MONTHLY, "2027-02-13", None),
    ],
)
def test_the_months_that_a_commitment_still_has_are_owed(
    kind: BillingType, expires_on: str | None, later: str | None
) -> None:
    """Whoever can reduce at any time owes no more than is paid."""
    month = charge("2026-11-13", "2026-11-30", "18.00", quantity=10, unit_price=Decimal(3))
    about = facts(expires_on, billing_type=kind, orders=(BOUGHT,), charges=(month,),
                  priced=priced())  # fmt: skip

    stake = found(about, "2026-11-13T13:00:00")[WINDOW].stake

    assert stake.later == (later and Money(Decimal(later), "EUR"))
    assert stake.money == Money(18 + Decimal(later or 0), "EUR")


def test_an_addition_whose_charges_are_not_loaded_yet_is_told_without_its_money() -> None:
    added = order("change", "2026-11-16T09:00:30", order_id="o2", total_amount=Decimal("4.00"))

    upcoming = found(facts(orders=(BOUGHT, added)), "2026-11-16T10:00:00")

    assert upcoming[ADDED].stake == Stake(None, Unknown.NO_CHARGES)
    assert upcoming[ADDED].added is None


@pytest.mark.parametrize(
    ("restarts", "ends_at"),
    [(True, "2026-11-25T03:00:00"), (False, "2026-11-20T12:00:00")],
)
def test_a_renewal_opens_it_anew_where_the_term_says_so(restarts: bool, ends_at: str) -> None:
    """OP-42."""
    terms = terms_of((None, term(window_restarts_on_renewal=restarts)))
    renewed = order("renewal", "2026-11-18T03:00:00", order_id="o2")

    upcoming = found(facts(orders=(BOUGHT, renewed)), "2026-11-19T00:00:00", terms)

    assert upcoming[WINDOW].at == utc(ends_at)


def test_the_rules_of_the_day_it_began_on_hold() -> None:
    """MS-17: 72 hours once; days are the platform's."""
    terms = terms_of((None, term(cancellation_hours=72)), ("2026-11-13", term()))

    before, after = (
        found(facts(orders=(order(closed_at=instant),)), instant, terms)[WINDOW].at
        for instant in ("2026-11-12T22:59:59", "2026-11-12T23:00:00")
    )

    assert before == utc("2026-11-15T22:59:59")
    assert after == utc("2026-11-19T23:00:00")


@pytest.mark.parametrize(
    "about",
    [
        {"is_trial": True},
        {"billing_type": BillingType.NON_RECURRING},
        {"status": SubscriptionStatus.GRACED},
        {"status": SubscriptionStatus.DELETED},
        {"status": SubscriptionStatus.WAITING_FOR_MANUAL_APPROVE},
        {"service_term_id": "2"},
        {"service_term_id": None},
        {"orders": (order("prolong", "2026-11-13T12:00:00"),)},
        {"orders": (replace(BOUGHT, closed_at=None),)},
    ],
    ids=str,
)
def test_there_is_none_where_nothing_can_be_given_back(about: dict[str, object]) -> None:
    assert found(facts(**({"orders": (BOUGHT,)} | about)), "2026-11-14T12:00:00") == {}


def test_there_is_none_without_hours_in_the_term() -> None:
    terms = terms_of((None, term(cancellation_hours=0)))

    assert found(facts(orders=(BOUGHT,)), "2026-11-14T12:00:00", terms) == {}


def test_what_is_stopped_can_still_be_given_back() -> None:
    about = facts(status=SubscriptionStatus.STOPPED, orders=(BOUGHT,))

    window = found(about, "2026-11-14T12:00:00")[WINDOW]

    assert window == Deadline(
        "s1", "a1", WINDOW, day("2026-11-20"), Outcome.OWED, Remedy.DELETE,
        Stake(None, Unknown.NO_CHARGES), utc("2026-11-20T12:00:00"),
    )  # fmt: skip


@pytest.mark.parametrize("closed_at", ["2026-10-20T10:00:00", "2027-03-25T22:30:00",
                                       "2028-02-22T23:30:00"])  # fmt: skip
def test_an_added_amounts_window_is_open_in_the_167th_hour_and_not_after_the_168th(
    closed_at: str,
) -> None:
    """Over a change of the clocks, and over the 29th of February."""
    long_ago = order(closed_at="2026-01-13T12:00:00")
    added = order("change", closed_at, order_id="o2", total_amount=Decimal("4.00"))
    about = facts(orders=(long_ago, added))
    ends_at = utc(closed_at) + timedelta(hours=168)

    for left in (timedelta(hours=1, seconds=1), timedelta(hours=1), timedelta(microseconds=1)):
        (window,) = deadlines(about, TERMS, BERLIN, ends_at - left)
        assert (window.kind, window.at) == (ADDED, ends_at)
    assert list(deadlines(about, TERMS, BERLIN, ends_at)) == []
