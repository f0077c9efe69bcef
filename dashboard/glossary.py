"""What the words on the screens mean: one text each, for popovers and for the help page.

Statuses and billing types are explained by their own modules, and only gathered here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext

from dashboard.billing_types import billing_type_name, billing_type_tip
from dashboard.statuses import subscription_status
from dashboard.texts import gettext
from domain.statuses import BillingType, SubscriptionStatus

HELP = "/help"


class Term(StrEnum):
    """A word that is explained; its value names it in the help page's address."""

    GROSS_AND_NET = "gross-and-net"
    DISCOUNT = "discount"
    CHARGE = "charge"
    CLOSED_CHARGE = "closed-charge"
    PRELIMINARY = "preliminary"
    REFUND = "refund"
    PRORATED = "prorated"
    BILLING_DAY = "billing-day"
    EXCHANGE_RATE = "exchange-rate"
    AT_STAKE = "at-stake"
    AUTO_RENEW = "auto-renew"
    CANCELLATION = "cancellation-window"
    GRACE = "grace-period"
    DELETION = "deletion"
    DELAYED = "delayed-provisioning"
    TRIAL = "trial"
    PRIMARY = "primary-resource"
    COMMITMENT = "commitment"
    NEW_COMMERCE = "new-commerce"


MONEY = (Term.GROSS_AND_NET, Term.DISCOUNT, Term.CHARGE, Term.CLOSED_CHARGE, Term.PRELIMINARY,
         Term.REFUND, Term.PRORATED, Term.BILLING_DAY, Term.EXCHANGE_RATE,
         Term.AT_STAKE)  # fmt: skip

_TEXTS = {
    Term.GROSS_AND_NET: (
        lazy_gettext("Before and after discounts"),
        lazy_gettext(
            "Before discounts (gross) is what a charge costs by its price. After discounts (net) is"
            " what you are charged: the same, less the discount your provider gives you."
        ),
    ),
    Term.DISCOUNT: (
        lazy_gettext("Discount"),
        lazy_gettext(
            "What your provider takes off a charge. It is fixed when the charge is closed, so a"
            " discount shown before is a forecast."
        ),
    ),
    Term.CHARGE: (
        lazy_gettext("Charge"),
        lazy_gettext(
            "One line of money that you owe: a fee of a start or a renewal, the use of a plan or a"
            " resource for some time, or what was consumed."
        ),
    ),
    Term.CLOSED_CHARGE: (
        lazy_gettext("Closed charge"),
        lazy_gettext(
            "A charge that is final: neither its amount nor its discount change any more. Charges"
            " close on the billing day, or when their order completes. Reports hold only these."
        ),
    ),
    Term.PRELIMINARY: (
        lazy_gettext("Preliminary"),
        lazy_gettext(
            "Something in this number can still change: a charge of the period is not closed yet,"
            " or the vendor still reports what was used."
        ),
    ),
    Term.REFUND: (
        lazy_gettext("Refund"),
        lazy_gettext(
            "Money that comes back, as an amount below zero: for time that was paid and not used,"
            " or what a vendor gives back of consumption. It lowers the total of the period it"
            " stands in."
        ),
    ),
    Term.PRORATED: (
        lazy_gettext("Prorated"),
        lazy_gettext(
            "Charged by days: a part of a month costs its days out of the days of that month."
        ),
    ),
    Term.BILLING_DAY: (
        lazy_gettext("Billing day"),
        lazy_gettext(
            "The day of the month on which a billing period ends, its charges close and the next"
            " one begins."
        ),
    ),
    Term.EXCHANGE_RATE: (
        lazy_gettext("Exchange rate"),
        lazy_gettext(
            "What one unit of the plan's currency costs in yours. Your provider sets it. The rate"
            " of the day of an order stays with the charges of that order."
        ),
    ),
    Term.AT_STAKE: (
        lazy_gettext("Money at stake"),
        lazy_gettext(
            "What you will owe if nothing is done until the deadline: what is not refunded any"
            " more, or what the next period costs. An amount that several deadlines name is counted"
            " once. It is before discounts."
        ),
    ),
    Term.AUTO_RENEW: (
        lazy_gettext("Auto-renew"),
        lazy_gettext(
            "The platform orders the next period by itself, some days before this one ends, with"
            " the amounts held then. A stopped subscription is not renewed."
        ),
    ),
    Term.CANCELLATION: (
        lazy_gettext("Cancellation window"),
        lazy_gettext(
            "The time after a purchase or a renewal in which a subscription may still be deleted or"
            " reduced for a refund. On the first day all of it comes back, later what is not used"
            " yet; once the window is closed, nothing does."
        ),
    ),
    Term.GRACE: (
        lazy_gettext("Grace period"),
        lazy_gettext(
            "Days after the expiration in which a service goes on although it was not renewed. If"
            " it is still not renewed when they end, it is stopped."
        ),
    ),
    Term.DELETION: (
        lazy_gettext("Deletion"),
        lazy_gettext(
            "A stopped subscription is kept for the storage period of its service. Then it is"
            " deleted by itself, with its data, which can't be recovered."
        ),
    ),
    Term.DELAYED: (
        lazy_gettext("Provisioning date"),
        lazy_gettext(
            "The day on which an order is carried out. Until then it waits, nothing is sent to the"
            " vendor, and it can be cancelled; charges begin on that day."
        ),
    ),
    Term.TRIAL: (
        lazy_gettext("Trial"),
        lazy_gettext(
            "Free use for a limited time. To go on, renew to a paid period or switch to a paid"
            " plan; otherwise it ends by itself."
        ),
    ),
    Term.PRIMARY: (
        lazy_gettext("Primary resource"),
        lazy_gettext(
            "The resource that a subscription is counted by, such as its licenses. Lists show its"
            " amount, and let you change it at once."
        ),
    ),
    Term.COMMITMENT: (
        lazy_gettext("Commitment"),
        lazy_gettext(
            "An obligation for the whole period, even where it is paid by the month: amounts can"
            " grow, but not shrink, and stopping does not stop the charges."
        ),
    ),
    Term.NEW_COMMERCE: (
        lazy_gettext("New Commerce (NCE)"),
        lazy_gettext(
            "Microsoft's way to sell licenses: a term of a month, a year or three, with a few days"
            " to cancel or reduce after a purchase or a renewal. After that amounts only grow until"
            " the term ends."
        ),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One word and what it means, in the language of this request; `key` is its anchor."""

    key: str
    name: str
    meaning: str

    @property
    def href(self) -> str:
        return f"{HELP}#{self.key}"


@dataclass(frozen=True, slots=True)
class Group:
    """Words about one subject."""

    key: str
    title: str
    entries: tuple[Entry, ...]


def entry(term: Term) -> Entry:
    name, meaning = _TEXTS[term]
    return Entry(term.value, str(name), str(meaning))


def billing_entry(code: str) -> Entry:
    """Return what a billing type means; without a meaning for one that is not known."""
    return Entry(f"type-{BillingType.read(code)}", billing_type_name(code), billing_type_tip(code))


def status_entry(word: str) -> Entry:
    text = subscription_status(word)
    return Entry(f"status-{word}", text.name, text.meaning)


def glossary() -> tuple[Group, ...]:
    """Return every word that is explained, by subject."""
    service = tuple(term for term in Term if term not in MONEY)
    return (
        Group("money", gettext("Money"), tuple(map(entry, MONEY))),
        Group("subscriptions", gettext("Subscriptions and their time"), tuple(map(entry, service))),
        Group("billing-types", gettext("Billing types"), tuple(_billing_types())),
        Group("statuses", gettext("Statuses of subscriptions"), tuple(_statuses())),
    )


def _billing_types() -> Iterator[Entry]:
    return (billing_entry(each) for each in BillingType if billing_type_tip(each))


def _statuses() -> Iterator[Entry]:
    known = (each for each in SubscriptionStatus if each is not SubscriptionStatus.UNKNOWN)
    return (status_entry(each) for each in known)
