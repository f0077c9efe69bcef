"""What is given back when a subscription is deleted, and when (OP-44, BIL-11)."""

from __future__ import annotations

from datetime import timedelta

from domain.statuses import ChargeStatus
from sandbox.agreements import agreement_of
from sandbox.billing import settle, unsettled
from sandbox.books import Books
from sandbox.charging.rules import RULES, Reduction
from sandbox.charging.settling import ended, refunded
from sandbox.offers import plan_of, term_of
from sandbox.records import Charge, Subscription
from sandbox.windows import is_open

REFUND_AFTER = timedelta(days=1)
REFUND_APPROVED_AFTER = timedelta(days=6)

# What has been closed already although its time is not over yet.
CLOSED_AHEAD = "subscription_id = ? AND status = 'closed' AND end_on > ? ORDER BY charge_id"


def settle_end(books: Books, subscription: Subscription) -> None:
    """Close what was used, and give back what the billing type and the window allow (BIL-11)."""
    plan = plan_of(books, subscription.plan_id)
    is_in_window = is_open(books, subscription)
    reduction = RULES[plan.billing_type].reduction
    is_refunded = is_in_window or reduction in (
        Reduction.REFUNDED,
        Reduction.REFUNDED_WHILE_OPEN,
    )
    unused = ChargeStatus.DELETED
    if is_in_window:
        needs_approval = term_of(books, plan).deletion_needs_approval
        unused = ChargeStatus.WAITING_APPROVE if needs_approval else ChargeStatus.WAITING_FOR_REFUND
    agreement = agreement_of(books, subscription)
    charges = unsettled(books, subscription)
    settlement = ended(agreement, charges, books.today, is_refunded=is_refunded, unused=unused)
    for charge in settle(books, charges, settlement):
        if charge.status is ChargeStatus.WAITING_FOR_REFUND:
            books.schedule("refund", charge.charge_id, books.now + REFUND_AFTER)
        elif charge.status is ChargeStatus.WAITING_APPROVE:
            books.schedule("refund", charge.charge_id, books.now + REFUND_APPROVED_AFTER)
    if is_in_window:
        closed = books.find(Charge, CLOSED_AHEAD, subscription.subscription_id, books.today)
        settle(books, closed, refunded(agreement, closed, books.today))


def refund(books: Books, charge_id: int) -> None:
    """Take a refund its next step: approved, then paid back."""
    charge = books.get(Charge, charge_id)
    if charge.status is ChargeStatus.WAITING_APPROVE:
        books.change(charge, status=ChargeStatus.WAITING_FOR_REFUND)
        books.schedule("refund", charge_id, books.now + REFUND_AFTER)
    elif charge.status is ChargeStatus.WAITING_FOR_REFUND:
        books.change(charge, status=ChargeStatus.REFUNDED)
