"""Lives that leave something behind to be seen: every status, and what managers run into.

Each is told of a plan; days are counted back from the day the history ends.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from domain.statuses import AccountStatus
from sandbox import operations, orders
from sandbox.months import add_months
from sandbox.records import Account
from sandbox.seeding.life import Life, Script

# Longer than anyone looks: what takes so long is still going on for weeks.
WEEKS = 25.0
NO_LICENCES = "The tenant has no licences left to assign (code 715-123420)"
REFUSED_BY_VENDOR = "The vendor refused the request: the domain could not be verified"


class Telling(NamedTuple):
    """A story, the start of the name of the plan it is about, and which of the clients lives it.

    Clients are numbered; a story without a number is given to any of them.
    """

    script: Callable[[Life], Script]
    plan: str
    client: int | None = None


def delayed(life: Life) -> Script:
    yield life.days_before(2)
    life.order(14, provisioning_on=life.day + timedelta(days=9), is_auto_renewed=True)


def delayed_and_cancelled(life: Life) -> Script:
    yield life.days_before(16)
    order = life.order(6, provisioning_on=life.today + timedelta(days=12))
    yield life.days_before(11)
    orders.cancel(life.books, life.books.get(type(order), order.order_id))


def unpaid(life: Life) -> Script:
    yield life.days_before(1)
    order = life.order(8)
    # Payments complete by themselves within seconds; this one is still on its way.
    life.books.schedule("order", order.order_id, life.books.now + timedelta(days=3))


def installing(life: Life) -> Script:
    yield life.days_before(1)
    life.order(30, is_auto_renewed=True)
    life.vendor("sales", days=WEEKS)


def installation_failed(life: Life) -> Script:
    yield life.days_before(12)
    life.order(5)
    life.vendor("sales", failure=REFUSED_BY_VENDOR)


def updating(life: Life) -> Script:
    yield life.days_before(70)
    life.order(12, is_auto_renewed=True)
    yield life.days_before(1)
    life.vendor("change", days=WEEKS)
    life.change(15)


def updating_failed(life: Life) -> Script:
    yield life.days_before(80)
    life.order(20, is_auto_renewed=True)
    yield life.days_before(9)
    life.vendor("change", failure=NO_LICENCES)
    life.change(26)


def _expiring(life: Life, days: int) -> Script:
    """Order so that a period of one month expires so many days before the history's end."""
    end = life.day - timedelta(days=days)
    yield life.at(add_months(end, -1))


def renewing(life: Life) -> Script:
    yield from _expiring(life, 1)
    life.order(9, life.period(1), is_auto_renewed=True)
    life.vendor("renewal", days=WEEKS)


def renewing_failed(life: Life) -> Script:
    yield from _expiring(life, 6)
    life.order(11, life.period(1), is_auto_renewed=True)
    life.vendor("renewal", failure=REFUSED_BY_VENDOR)


def switching(life: Life) -> Script:
    yield life.days_before(50)
    life.order(7, is_auto_renewed=True)
    yield life.days_before(1)
    life.vendor("switch", days=WEEKS)
    life.switch(life.market.targets_of(life.offer)[0])


def switching_failed(life: Life) -> Script:
    yield life.days_before(65)
    life.order(4, is_auto_renewed=True)
    yield life.days_before(7)
    life.vendor("switch", failure=REFUSED_BY_VENDOR)
    life.switch(life.market.targets_of(life.offer)[0])


def switched_with_refund(life: Life) -> Script:
    """Leave a plan that was paid ahead: closed negative charges give the rest back."""
    yield life.days_before(75)
    life.order(16, is_auto_renewed=True)
    yield life.days_before(32)
    life.switch(life.market.targets_of(life.offer)[-1])


def waiting_for_approval(life: Life) -> Script:
    yield life.days_before(90)
    life.order(0)
    yield life.days_before(1)
    life.vendor("approve", days=WEEKS)
    life.request("stop")


def approval_refused(life: Life) -> Script:
    yield life.days_before(100)
    life.order(0)
    yield life.days_before(40)
    life.vendor("approve", failure="Please settle the month first")
    life.request("stop")


def graced(life: Life) -> Script:
    yield from _expiring(life, 5)
    life.order(13, life.period(1))


def stopping(life: Life) -> Script:
    yield life.days_before(45)
    life.order(6)
    yield life.days_before(1)
    life.vendor("stop", days=WEEKS)
    life.request("stop")


def stopping_failed(life: Life) -> Script:
    yield life.days_before(55)
    life.order(10)
    yield life.days_before(8)
    life.vendor("stop", failure="The vendor could not be reached")
    life.request("stop")


def stopped(life: Life) -> Script:
    yield life.days_before(60)
    life.order(18)
    yield life.days_before(12)
    life.request("stop")


def activating(life: Life) -> Script:
    yield from stopped(life)
    yield life.days_before(1)
    life.vendor("activate", days=WEEKS)
    life.request("activate")


def activation_failed(life: Life) -> Script:
    yield from stopped(life)
    yield life.days_before(4)
    life.vendor("activate", failure="The vendor could not be reached")
    life.request("activate")


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


def refund_waiting(life: Life) -> Script:
    yield life.days_before(4)
    life.order(25)
    yield life.days_before(1)
    life.request("delete")


def refund_to_be_approved(life: Life) -> Script:
    yield life.days_before(7)
    life.order(12)
    yield life.days_before(4)
    life.request("delete")


def deleting(life: Life) -> Script:
    yield life.days_before(3)
    life.order(15)
    yield life.days_before(1)
    life.vendor("delete", days=WEEKS)
    life.request("delete")


def deletion_failed(life: Life) -> Script:
    yield life.days_before(9)
    life.order(8)
    yield life.days_before(6)
    life.vendor("delete", failure="The vendor could not be reached")
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
    life.change(16)
    yield life.days_before(20)
    life.change(7)


def grown(life: Life) -> Script:
    yield life.days_before(95)
    life.order(6, is_auto_renewed=True)
    yield life.days_before(41)
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
    operations.lift_hold(life.books, _account(life))


def account_deleted(life: Life) -> Script:
    yield life.days_before(100)
    life.order(4)
    yield life.days_before(25)
    operations.close_account(life.books, _account(life))


def _held(life: Life, status: AccountStatus) -> Script:
    yield life.days_before(75)
    life.order(6)
    yield life.days_before(14)
    operations.hold(life.books, _account(life), status)


def _account(life: Life) -> Account:
    account_id = life.client.account_id
    assert account_id is not None  # noqa: S101 - ordering has made it
    return life.books.get(Account, account_id)


HELD, BLOCKED_FOR_DEBT, FORGIVEN, GONE, TRYING = 10, 11, 12, 13, 14
# These clients' stories are told in full below; nothing else happens to them.
RESERVED = {HELD, BLOCKED_FOR_DEBT, FORGIVEN, GONE, TRYING}

TELLINGS = (
    Telling(delayed, "Microsoft 365 Business Basic (NCE, 1 year paid monthly)"),
    Telling(delayed_and_cancelled, "Exchange Online (Plan 1) (NCE, 1 year paid monthly)"),
    Telling(unpaid, "Visio Plan 2 (NCE, 1 year paid monthly)"),
    Telling(installing, "Microsoft 365 E5 (NCE, 1 year paid monthly)"),
    Telling(installation_failed, "Google Workspace Business Starter"),
    Telling(updating, "Microsoft 365 Business Standard (NCE, 1 year paid monthly)"),
    Telling(updating_failed, "Microsoft 365 E3 (NCE, 1 year paid monthly)"),
    Telling(renewing, "Microsoft Teams Essentials (NCE, 1 month)"),
    Telling(renewing_failed, "OneDrive for Business (Plan 2) (NCE, 1 month)"),
    Telling(switching, "Power BI Pro (NCE, 1 year paid monthly)"),
    Telling(switching_failed, "Project Plan 3 (NCE, 1 year paid monthly)"),
    Telling(switched_with_refund, "Power Apps per user plan (NCE, 1 year paid annually)"),
    Telling(waiting_for_approval, "Azure Plan"),
    Telling(approval_refused, "Azure Plan"),
    Telling(graced, "Hosted Exchange Standard"),
    Telling(stopping, "Hosted Exchange Premium"),
    Telling(stopping_failed, "Microsoft 365 F3 (NCE, 1 year paid monthly)"),
    Telling(stopped, "Hosted Exchange Standard"),
    Telling(activating, "Virtual Server S"),
    Telling(activation_failed, "Google Workspace Business Standard, flexible"),
    Telling(paused_for_months, "Hosted Exchange Premium"),
    Telling(deleted_in_window, "Microsoft 365 Apps for Business (NCE, 1 year paid annually)"),
    Telling(deleted_on_first_day, "Power Automate per user plan (NCE, 1 year paid monthly)"),
    Telling(refund_waiting, "Microsoft Intune Suite (NCE, 1 year paid monthly)"),
    Telling(refund_to_be_approved, "Office 365 E3 (legacy, paid annually)"),
    Telling(deleting, "Exchange Online (Plan 2) (NCE, 1 year paid monthly)"),
    Telling(deletion_failed, "SharePoint Online (Plan 1) (NCE, 1 year paid monthly)"),
    Telling(just_bought, "Microsoft 365 Business Premium (NCE, 1 year paid annually)"),
    Telling(reduced_in_window, "Microsoft Defender for Endpoint (NCE, 1 year paid monthly)"),
    Telling(expiring_and_renewed, "Microsoft 365 Business Basic (NCE, 1 month)"),
    Telling(expiring, "Exchange Online (Plan 1) (NCE, 1 month)"),
    Telling(renewal_waiting, "Windows 365 Business 2 vCPU 8 GB 128 GB (NCE, 1 month)"),
    Telling(lapsed, "Hosted Exchange Standard"),
    Telling(trial, "Power BI Pro Trial"),
    Telling(trial, "Microsoft 365 Business Premium Trial", TRYING),
    Telling(expired_trial, "Microsoft 365 E5 Trial"),
    Telling(converted_trial, "Hosted Exchange Standard"),
    Telling(grown_and_shrunk, "Virtual Server M"),
    Telling(grown_and_shrunk, "Windows Server Standard Core, SPLA"),
    Telling(grown_and_shrunk, "Dr.Guard Business"),
    Telling(grown_and_shrunk, "ESET PROTECT Entry"),
    Telling(grown, "Office 365 E3 (legacy, paid monthly)"),
    Telling(grown, "Google Workspace Business Standard, annual"),
    Telling(kept, "Windows Server 2022 Standard"),
    Telling(kept, "SQL Server Standard"),
    Telling(kept, "Reserved VM Instance"),
    Telling(kept, "Cloud Backup"),
    Telling(on_administrative_hold, "Hosted Exchange Standard", HELD),
    Telling(on_financial_hold, "Virtual Server S", BLOCKED_FOR_DEBT),
    Telling(hold_lifted, "Hosted Exchange Premium", FORGIVEN),
    Telling(account_deleted, "Hosted Exchange Standard", GONE),
)
# What smaller resellers have of them.
FEW = (kept, expiring, expiring_and_renewed, graced, trial, stopped, updating_failed,
       paused_for_months, grown_and_shrunk, approval_refused)  # fmt: skip
