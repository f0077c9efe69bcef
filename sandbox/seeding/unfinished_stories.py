"""Lives that are in the middle of something, or got stuck. Days are counted back."""

from __future__ import annotations

from datetime import timedelta

from sandbox.months import add_months
from sandbox.seeding.finished_stories import expires_in, stopped
from sandbox.seeding.life import Life, Script

# Longer than anyone looks: what takes so long is still going on for weeks.
WEEKS = 25.0
NO_LICENCES = "The tenant has no licences left to assign (code 715-123420)"
REFUSED_BY_VENDOR = "The vendor refused the request: the domain could not be verified"


def delayed(life: Life) -> Script:
    yield life.days_before(2)
    life.order(14, provisioning_on=life.day + timedelta(days=9), is_auto_renewed=True)


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


def renewing(life: Life) -> Script:
    yield from expires_in(life, 1)
    life.order(9, life.period(1), is_auto_renewed=True)
    life.vendor("renewal", days=WEEKS)


def renewing_failed(life: Life) -> Script:
    yield from expires_in(life, 6)
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


def waiting_for_approval(life: Life) -> Script:
    yield life.days_before(90)
    life.order(0)
    yield life.days_before(1)
    life.vendor("approve", days=WEEKS)
    life.request("stop")


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


def switch_waiting(life: Life) -> Script:
    """Have a switch wait for the expiration."""
    yield life.at(add_months(life.day + timedelta(days=8), -1))
    life.order(18, life.period(1))
    yield life.days_before(2)
    life.switch(life.market.targets_of(life.offer)[0], on_renewal=True)


def trial_ending(life: Life) -> Script:
    yield life.at(add_months(life.day + timedelta(days=5), -1))
    life.order(25, life.period(is_trial=True))


def deletion_to_be_approved(life: Life) -> Script:
    yield life.days_before(4)
    life.order(6)
    yield life.days_before(1)
    life.vendor("approve", days=WEEKS)
    life.request("delete")


def added_to(life: Life) -> Script:
    """Have a window open for what was added, and none for the rest."""
    yield life.days_before(40)
    life.order(10, is_auto_renewed=True)
    yield life.days_before(2)
    life.change(15)
