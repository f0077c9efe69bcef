"""Carries out what a job asks of one subscription, and says what came of it."""

from __future__ import annotations

from dashboard.services.managing.operations import Managing
from dashboard.services.managing.outcomes import (
    Changed,
    Done,
    InProgress,
    NotAvailable,
    NotSent,
    Outcome,
    PriceChanged,
    Refused,
    Unknown,
)
from dashboard.services.managing.price_texts import what_changed
from dashboard.texts import gettext
from domain.bulk import BulkItem, BulkJob, BulkResult, ItemState
from domain.errors import NotAllowed, NotFound


def carry_out_one(managing: Managing, job: BulkJob, item: BulkItem) -> BulkResult:
    """Carry out what a job asks of one subscription, and say what came of it."""
    own_id = item.subscription_id
    if item.request is None:
        raise LookupError(f"nothing is asked of subscription {own_id}")
    try:
        outcome = managing.carry_out(
            job.key_of(own_id), own_id, item.seen, item.request, shown=item.shown
        )
    except NotFound:
        text = gettext("There is no such subscription.")
        return BulkResult(own_id, ItemState.NOT_AVAILABLE, text)
    except NotAllowed as error:
        return BulkResult(own_id, ItemState.NOT_AVAILABLE, str(error))
    return result_of(own_id, outcome, job.language)


def failed_one(managing: Managing, job: BulkJob, subscription_id: str) -> BulkResult:
    """Return what is known of one at which the portal failed: whether anything was sent."""
    outcome = managing.outcome(job.key_of(subscription_id))
    if outcome is None or isinstance(outcome, NotSent):
        return BulkResult(subscription_id, ItemState.FAILED, failed_text())
    return result_of(subscription_id, outcome, job.language)


def failed_text() -> str:
    return gettext("Something went wrong in the portal. Nothing was done.")


def result_of(subscription_id: str, outcome: Outcome, locale: str) -> BulkResult:
    """Return what an outcome is to be told as."""
    match outcome:
        case Done(order_id=order_id):
            return BulkResult(subscription_id, ItemState.DONE, order_id=order_id)
        case Refused(text=text):
            return BulkResult(subscription_id, ItemState.REFUSED, text)
        case NotAvailable(text=text):
            return BulkResult(subscription_id, ItemState.NOT_AVAILABLE, text)
        case Changed():
            text = gettext("The subscription has been changed since. Nothing was done.")
            return BulkResult(subscription_id, ItemState.CHANGED, text)
        case PriceChanged():
            text = " ".join((what_changed(outcome, locale), gettext("Nothing was done.")))
            return BulkResult(subscription_id, ItemState.PRICE_CHANGED, text)
        case NotSent(text=text):
            return BulkResult(subscription_id, ItemState.NOT_SENT, text)
        case Unknown() | InProgress():
            return BulkResult(subscription_id, ItemState.UNKNOWN)
