"""Lives that came to something worth seeing. Days are counted back from the history's end."""

from __future__ import annotations

from datetime import timedelta

from domain.statuses import AccountStatus
from sandbox import holds, orders
from sandbox.months import add_months
from sandbox.records import Account
from sandbox.seeding.life import Life, Script


def delayed_and_cancelled(life: Life) -> Script:
    yield life.days_before(16)
    order = life.order(6, provisioning_on=life.today + timedelta(days=12))
    yield life.days_before(11)
    orders.cancel(life.books, life.books.get(type(order), order.order_id))


def expires_in(life: Life, days: int) -> Script:
    """Wait for the day to order, so that a month expires so many days before the history's end."""
    end = life.day - timedelta(days=days)
    yield life.at(add_months(end, -1))


def switched_with_refund(life: Life) -> Script:
    """Leave a plan that was paid ahead: closed negative charges give the rest back."""
    yield life.days_before(75)
    life.order(16, is_auto_renewed=True)
    yield life.days_before(32)
    life.switch(life.market.targets_of(life.offer)[-1])


def approval_refused(life: Life) -> Script:
    yield life.days_before(100)
    life.order(0)
    yield life.days_before(40)
    life.vendor("approve", failure="Please settle the month first")
    life.request("stop")


def graced(life: Life) -> Script:
    yield from expires_in(life, 5)
    life.order(13, life.period(1))


def stopped(life: Life) -> Script:
    yield life.days_before(60)
    life.order(18)
    yield life.days_before(12)
    life.request("stop")


def paused_for_months(life: Life) -> Script:
    """Leave a whole calendar month without any cost in between."""
    month = life.day.replace(day=1)
    yield life.at(add_months(month, -4) + timedelta(days=2))
    life.order(21)
    yield life.at(add_months(month, -4) + timedelta(days=19))
    life.request("stop")
    yield life.at(add_months(month, -2) + timedelta(days=4))
    life.request("activate")


def deleted_in_window(life: Life) -> Script:
    yield life.days_before(30)
    life.order(10, is_auto_renewed=True)
    yield life.days_before(26)
    life.request("delete")


def deleted_on_first_day(life: Life) -> Script:
    yield life.days_before(22)
    life.order(40)
    yield life.books.now + timedelta(minutes=40)
    life.request("delete")


def just_bought(life: Life) -> Script:
    """Be within the window: it may still be reduced and deleted, with a countdown."""
    yield life.days_before(2)
    life.order(12, is_auto_renewed=True)


def reduced_in_window(life: Life) -> Script:
    yield life.days_before(48)
    life.order(20, is_auto_renewed=True)
    yield life.days_before(45)
    life.change(14)


def expiring_and_renewed(life: Life) -> Script:
    yield life.at(add_months(life.day + timedelta(days=12), -1))
    life.order(17, life.period(1), is_auto_renewed=True)


def expiring(life: Life) -> Script:
    yield life.at(add_months(life.day + timedelta(days=5), -1))
    life.order(23, life.period(1))


def renewal_waiting(life: Life) -> Script:
    """Have a renewal wait for the expiration, once its amounts have been thought over."""
    yield life.at(add_months(life.day + timedelta(days=9), -1))
    life.order(15, life.period(1))
    yield life.days_before(6)
    life.renew()
    yield life.days_before(3)
    life.renew(10)


def lapsed(life: Life) -> Script:
    """Expire, be stopped, and be deleted when the storage period is over."""
    yield life.days_before(110)
    life.order(9, life.period(1))


def trial(life: Life) -> Script:
    yield life.days_before(10)
    life.order(25, life.period(is_trial=True))


def expired_trial(life: Life) -> Script:
    yield life.days_before(45)
    life.order(25, life.period(is_trial=True))


def converted_trial(life: Life) -> Script:
    yield life.days_before(60)
    life.order(5, life.period(is_trial=True))
    yield life.days_before(34)
    life.renew(12, life.period(12))


def grown_and_shrunk(life: Life) -> Script:
    yield life.days_before(85)
    life.order(10, is_auto_renewed=True)
    yield life.days_before(52)
    yield from life.once_possible("adjust")
    life.change(16)
    yield life.days_before(20)
    yield from life.once_possible("decrease_resources_change_order")
    life.change(7)


def grown(life: Life) -> Script:
    yield life.days_before(95)
    life.order(6, is_auto_renewed=True)
    yield life.days_before(41)
    yield from life.once_possible("adjust")
    life.change(9)


def kept(life: Life) -> Script:
    yield life.days_before(115)
    life.order(3, is_auto_renewed=True)


def on_administrative_hold(life: Life) -> Script:
    yield from _held(life, AccountStatus.ADMINISTRATIVE_HOLD)


def on_financial_hold(life: Life) -> Script:
    yield from _held(life, AccountStatus.FINANCIAL_HOLD)


def hold_lifted(life: Life) -> Script:
    yield from _held(life, AccountStatus.FINANCIAL_HOLD)
    yield life.days_before(10)
    holds.lift_hold(life.books, _account(life))


def account_deleted(life: Life) -> Script:
    yield life.days_before(100)
    life.order(4)
    yield life.days_before(25)
    holds.close_account(life.books, _account(life))


def _held(life: Life, status: AccountStatus) -> Script:
    yield life.days_before(75)
    life.order(6)
    yield life.days_before(14)
    holds.hold(life.books, _account(life), status)


def _account(life: Life) -> Account:
    account_id = life.client.account_id
    assert account_id is not None  # noqa: S101 - ordering has made it
    return life.books.get(Account, account_id)
