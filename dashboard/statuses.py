"""What statuses are called on the screen, and what each means (portal.md 9.2, HIST-5, CLI-3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext

from dashboard.texts import gettext, pgettext
from domain.details import FAILED, TRANSITIONAL
from domain.statuses import AccountStatus, OrderStatus, OrderType, SubscriptionStatus


class Tone(StrEnum):
    """How a status is coloured; a word and an icon always say it as well."""

    GOOD = "good"
    WORKING = "working"  # It passes by itself.
    WAITING = "waiting"
    WARN = "warn"
    BAD = "bad"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class StatusText:
    """A status for a reader. `meaning` is empty for one that we have never seen."""

    name: str
    meaning: str
    tone: Tone


# Said in the reader's language once they are asked for: a list asks for one in each row.
_SUBSCRIPTION_TEXTS = {
    SubscriptionStatus.ORDERED: (
        lazy_gettext("New order"),
        lazy_gettext("Ordered; the activation has not started, or its date is not reached."),
    ),
    SubscriptionStatus.INSTALLING: (
        lazy_gettext("Installing"),
        lazy_gettext("The resources of a new subscription are being set up."),
    ),
    SubscriptionStatus.ACTIVE: (lazy_gettext("Active"), lazy_gettext("The service works.")),
    SubscriptionStatus.DELIVERED: (
        lazy_gettext("Delivered"),
        lazy_gettext("Bought once, and activated."),
    ),
    SubscriptionStatus.UPDATING: (
        lazy_gettext("Updating"),
        lazy_gettext("Amounts of resources are being changed."),
    ),
    SubscriptionStatus.RENEWING: (
        lazy_gettext("Renewing"),
        lazy_gettext("Being renewed at the vendor."),
    ),
    SubscriptionStatus.SWITCHING: (
        lazy_gettext("Switching"),
        lazy_gettext("The plan is being changed."),
    ),
    SubscriptionStatus.STOPPING: (lazy_gettext("Stopping"), lazy_gettext("Being stopped.")),
    SubscriptionStatus.STOPPED: (
        lazy_gettext("Stopped"),
        lazy_gettext("Off for a time; deleted by itself after the storage period."),
    ),
    SubscriptionStatus.ACTIVATING: (lazy_gettext("Activating"), lazy_gettext("Being resumed.")),
    SubscriptionStatus.GRACED: (
        lazy_gettext("Graced"),
        lazy_gettext("Not renewed in time; it is stopped when the grace period ends."),
    ),
    SubscriptionStatus.WAITING_FOR_MANUAL_APPROVE: (
        lazy_gettext("Waiting for manual approve"),
        lazy_gettext("An operation needs the approval of your provider."),
    ),
    SubscriptionStatus.DELETING: (lazy_gettext("Deleting"), lazy_gettext("Being deleted.")),
    SubscriptionStatus.DELETED: (
        lazy_gettext("Deleted"),
        lazy_gettext("Removed for good; its data can't be recovered."),
    ),
    SubscriptionStatus.INSTALLATION_FAILED: (
        lazy_gettext("Installation failed"),
        lazy_gettext("An error while setting it up."),
    ),
    SubscriptionStatus.ACTIVATION_FAILED: (
        lazy_gettext("Activation failed"),
        lazy_gettext("An error while activating."),
    ),
    SubscriptionStatus.RENEWING_FAILED: (
        lazy_gettext("Renewal failed"),
        lazy_gettext("An error while renewing."),
    ),
    SubscriptionStatus.UPDATING_FAILED: (
        lazy_gettext("Updating failed"),
        lazy_gettext("An error while changing resources."),
    ),
    SubscriptionStatus.SWITCHING_FAILED: (
        lazy_gettext("Switching failed"),
        lazy_gettext("An error while switching the plan."),
    ),
    SubscriptionStatus.STOPPING_FAILED: (
        lazy_gettext("Stopping failed"),
        lazy_gettext("An error while stopping."),
    ),
    SubscriptionStatus.DELETION_FAILED: (
        lazy_gettext("Deletion failed"),
        lazy_gettext("An error while deleting."),
    ),
}


def subscription_status(word: str) -> StatusText:
    """Return what a subscription's status is called; an unknown one is called by its word."""
    status = SubscriptionStatus.read(word)
    name, meaning = _SUBSCRIPTION_TEXTS.get(status, (readable(word), ""))
    return StatusText(str(name), str(meaning), _tone(status))


def order_status(word: str) -> StatusText:
    """Return what an order's status is called; an unknown one is called by its word."""
    texts = {
        OrderStatus.WAITING_FOR_PAYMENT: (
            gettext("Waiting for payment"),
            gettext("Created; the payment completes by itself."),
            Tone.WORKING,
        ),
        OrderStatus.WAITING_FOR_PROVISIONING: (
            gettext("Waiting for provisioning"),
            gettext("Confirmed and postponed to a date."),
            Tone.WAITING,
        ),
        OrderStatus.PROVISIONING: (
            gettext("Provisioning"),
            gettext("Being carried out by the vendor."),
            Tone.WORKING,
        ),
        OrderStatus.PROVISIONING_FAILED: (
            gettext("Provisioning failed"),
            gettext("Confirmed, but the vendor could not carry it out."),
            Tone.BAD,
        ),
        OrderStatus.COMPLETED: (gettext("Completed"), gettext("Done."), Tone.GOOD),
        OrderStatus.CANCELLED: (
            gettext("Cancelled"),
            gettext("Cancelled; nothing was changed."),
            Tone.QUIET,
        ),
    }
    found = texts.get(OrderStatus.read(word), (readable(word), "", Tone.QUIET))
    return StatusText(*found)


def account_status(word: str) -> StatusText:
    """Return what a client's status is called; an unknown one is called by its word."""
    texts = {
        AccountStatus.ACTIVE: (
            pgettext("client", "Active"),
            gettext("New subscriptions can be ordered."),
            Tone.GOOD,
        ),
        AccountStatus.DELETED: (
            pgettext("client", "Deleted"),
            gettext("The client and all its subscriptions are gone for good."),
            Tone.QUIET,
        ),
        AccountStatus.ADMINISTRATIVE_HOLD: (
            gettext("Administrative hold"),
            gettext("Blocked by hand; all its subscriptions are stopped."),
            Tone.WARN,
        ),
        AccountStatus.FINANCIAL_HOLD: (
            gettext("Financial hold"),
            gettext("Blocked because of debt; all its subscriptions are stopped."),
            Tone.WARN,
        ),
    }
    found = texts.get(AccountStatus.read(word), (readable(word), "", Tone.QUIET))
    return StatusText(*found)


def operation_name(order_type: str) -> str:
    """Return what a kind of order is called (HIST-2)."""
    names = {
        OrderType.SALES: gettext("Sales order"),
        OrderType.CHANGE: gettext("Change order"),
        OrderType.RENEWAL: gettext("Renewal order"),
        OrderType.SWITCH: gettext("Switch order"),
        OrderType.PROLONG: gettext("Prolong order"),
    }
    return names.get(OrderType.read(order_type), gettext("Order"))


def readable(word: str) -> str:
    """Write the platform's word for something as a reader would: `on_hold` is "On hold"."""
    text = word.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def _tone(status: SubscriptionStatus) -> Tone:
    if status in TRANSITIONAL:
        return Tone.WORKING
    if status in FAILED:
        return Tone.BAD
    return {
        SubscriptionStatus.ACTIVE: Tone.GOOD,
        SubscriptionStatus.DELIVERED: Tone.GOOD,
        SubscriptionStatus.GRACED: Tone.WARN,
        SubscriptionStatus.WAITING_FOR_MANUAL_APPROVE: Tone.WAITING,
    }.get(status, Tone.QUIET)
