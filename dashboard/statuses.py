"""What statuses are called on the screen, and what each means (portal.md 9.2, HIST-5, CLI-3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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


def subscription_status(word: str) -> StatusText:
    """Return what a subscription's status is called; an unknown one is called by its word."""
    status = SubscriptionStatus.read(word)
    name, meaning = _subscription_texts().get(status, (readable(word), ""))
    return StatusText(name, meaning, _tone(status))


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


def _subscription_texts() -> dict[SubscriptionStatus, tuple[str, str]]:
    status = SubscriptionStatus
    return {
        status.ORDERED: (
            gettext("New order"),
            gettext("Ordered; the activation has not started, or its date is not reached."),
        ),
        status.INSTALLING: (
            gettext("Installing"),
            gettext("The resources of a new subscription are being set up."),
        ),
        status.ACTIVE: (gettext("Active"), gettext("The service works.")),
        status.DELIVERED: (gettext("Delivered"), gettext("Bought once, and activated.")),
        status.UPDATING: (gettext("Updating"), gettext("Amounts of resources are being changed.")),
        status.RENEWING: (gettext("Renewing"), gettext("Being renewed at the vendor.")),
        status.SWITCHING: (gettext("Switching"), gettext("The plan is being changed.")),
        status.STOPPING: (gettext("Stopping"), gettext("Being stopped.")),
        status.STOPPED: (
            gettext("Stopped"),
            gettext("Off for a time; deleted by itself after the storage period."),
        ),
        status.ACTIVATING: (gettext("Activating"), gettext("Being resumed.")),
        status.GRACED: (
            gettext("Graced"),
            gettext("Not renewed in time; it is stopped when the grace period ends."),
        ),
        status.WAITING_FOR_MANUAL_APPROVE: (
            gettext("Waiting for manual approve"),
            gettext("An operation needs the approval of your provider."),
        ),
        status.DELETING: (gettext("Deleting"), gettext("Being deleted.")),
        status.DELETED: (
            gettext("Deleted"),
            gettext("Removed for good; its data can't be recovered."),
        ),
        status.INSTALLATION_FAILED: (
            gettext("Installation failed"),
            gettext("An error while setting it up."),
        ),
        status.ACTIVATION_FAILED: (
            gettext("Activation failed"),
            gettext("An error while activating."),
        ),
        status.RENEWING_FAILED: (gettext("Renewal failed"), gettext("An error while renewing.")),
        status.UPDATING_FAILED: (
            gettext("Updating failed"),
            gettext("An error while changing resources."),
        ),
        status.SWITCHING_FAILED: (
            gettext("Switching failed"),
            gettext("An error while switching the plan."),
        ),
        status.STOPPING_FAILED: (gettext("Stopping failed"), gettext("An error while stopping.")),
        status.DELETION_FAILED: (gettext("Deletion failed"), gettext("An error while deleting.")),
    }
