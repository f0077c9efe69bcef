"""Writes the mails to managers, in the language of who reads them (NTF-4 to NTF-11)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from sandbox.books import Books
from sandbox.catalog_records import Product
from sandbox.letter_texts import LABELS, OPENINGS, SUBJECTS
from sandbox.messages import (
    ACTIVATED,
    EXPIRES,
    FAILED,
    GRACED,
    OF_ORDERS,
    RENEWAL_FAILED,
    RENEWED,
    STOPPED,
    TO_BE_DELETED,
    TRIAL_ENDS,
    language_of,
    recipients,
)
from sandbox.offers import plan_of, reseller_of, term_of
from sandbox.records import Account, Json, Manager, Message, Order, Reseller, Subscription
from sandbox.services.information import Using, information_of
from sandbox.vendor_records import Service

LINK = re.compile(r'<a href="([^"]+)">([^<]+)</a>')
TAG = re.compile(r"<[^>]+>")

ABOUT_ORDERS = {kind for kinds in OF_ORDERS.values() for kind in kinds}
Told = Callable[[Books, Order, Subscription, dict[str, str]], list[str]]


def letters_of(books: Books, message: Message, portal_url: str) -> list[EmailMessage]:
    """Return the mails of a message, one for each manager who is to read it."""
    order = books.get(Order, message.order_id)
    return [
        _letter(books, message, order, manager, portal_url)
        for manager in recipients(books, message, order)
    ]


def document_of(order: Order) -> str:
    return f"RN{order.order_id:06}"


def _letter(
    books: Books, message: Message, order: Order, manager: Manager, portal_url: str
) -> EmailMessage:
    subscription = books.get(Subscription, order.subscription_id)
    language = language_of(books, manager)
    labels, sender = LABELS[language], _distributor(books, order.reseller_id)
    letter = EmailMessage()
    letter["Subject"] = SUBJECTS[language][message.kind].format(
        id=subscription.subscription_id, name=subscription.name, document=document_of(order)
    )
    letter["From"] = formataddr((sender.name, f"noreply@{sender.domain}"))
    letter["To"] = formataddr((manager.name, manager.email))
    letter["Date"] = format_datetime(message.created_at)
    # The same when it is sent again, so that a reader's mailbox may drop the second one.
    key = f"{message.message_id}.{manager.manager_id}.{message.created_at.timestamp():.0f}"
    letter["Message-ID"] = f"<{key}@{sender.domain}>"
    opening = [labels["hello"].format(manager=manager.name), "",
               OPENINGS[language][message.kind], ""]  # fmt: skip
    about = _about(books, message, order, subscription, labels)
    told = TOLD.get(message.kind, _nothing)(books, order, subscription, labels)
    instructions = _instructions(books, message, subscription, language)
    link = f"{labels['In the portal']}: {portal_url}/subscriptions/{subscription.subscription_id}"
    lines = [*opening, *about, *told, *instructions, "", link]
    letter.set_content("\n".join(lines) + "\n")
    letter["Content-Language"] = language
    return letter


def _about(
    books: Books,
    message: Message,
    order: Order,
    subscription: Subscription,
    labels: dict[str, str],
) -> list[str]:
    account = books.get(Account, order.account_id)
    lines = [
        f"{labels['Subscription']}: {subscription.subscription_id} {subscription.name}",
        f"{labels['Client']}: {account.account_id} {account.name}",
        f"{labels['Plan']}: {plan_of(books, subscription.plan_id).name}",
    ]
    if message.kind in ABOUT_ORDERS:
        lines.append(f"{labels['Order']}: {document_of(order)}, {order.description}")
    return lines


def _nothing(
    books: Books, order: Order, subscription: Subscription, labels: dict[str, str]
) -> list[str]:
    return []


def _dates(
    books: Books, order: Order, subscription: Subscription, labels: dict[str, str]
) -> list[str]:
    return [
        f"{labels['Activation date']}: {_day(subscription.start_on, labels)}",
        f"{labels['Expiration date']}: {_day(subscription.end_on, labels)}",
    ]


def _renewed(
    books: Books, order: Order, subscription: Subscription, labels: dict[str, str]
) -> list[str]:
    currency = reseller_of(books, order.reseller_id).currency
    return [
        f"{labels['Expiration date']}: {_day(subscription.end_on, labels)}",
        f"{labels['Amount']}: {order.total:.2f} {currency}",
    ]


def _failed(
    books: Books, order: Order, subscription: Subscription, labels: dict[str, str]
) -> list[str]:
    support = _distributor(books, order.reseller_id)
    company = support.company
    return [
        f"{labels['Reason']}: {order.failure}",
        "",
        f"{labels['Support']}: {support.name}, {company['email']}, {company['phone']}",
    ]


def _stopped(
    books: Books, order: Order, subscription: Subscription, labels: dict[str, str]
) -> list[str]:
    reason = labels.get(subscription.stop_reason or "", "")
    return [
        *([f"{labels['Reason']}: {reason}"] if reason else []),
        *_deadline(books, order, subscription, labels),
    ]


def _deadline(
    books: Books, order: Order, subscription: Subscription, labels: dict[str, str]
) -> list[str]:
    if subscription.stopped_on is None:
        return []
    term = term_of(books, plan_of(books, subscription.plan_id))
    day = subscription.stopped_on + timedelta(days=term.storage_days)
    return [f"{labels['Will be deleted']}: {_day(day, labels)}"]


def _graced(
    books: Books, order: Order, subscription: Subscription, labels: dict[str, str]
) -> list[str]:
    if subscription.end_on is None:
        return []
    term = term_of(books, plan_of(books, subscription.plan_id))
    day = subscription.end_on + timedelta(days=term.grace_days)
    return [
        f"{labels['Expiration date']}: {_day(subscription.end_on, labels)}",
        f"{labels['Will be stopped']}: {_day(day, labels)}",
    ]


def _expires(
    books: Books, order: Order, subscription: Subscription, labels: dict[str, str]
) -> list[str]:
    state = labels["on" if subscription.is_auto_renewed else "off"]
    return [
        f"{labels['Expiration date']}: {_day(subscription.end_on, labels)}",
        f"{labels['Auto-renew']}: {state}",
    ]


TOLD: Mapping[str, Told] = {
    ACTIVATED: _dates,
    FAILED: _failed,
    RENEWED: _renewed,
    RENEWAL_FAILED: _failed,
    STOPPED: _stopped,
    GRACED: _graced,
    TO_BE_DELETED: _deadline,
    EXPIRES: _expires,
    TRIAL_ENDS: _expires,
}


def _instructions(
    books: Books, message: Message, subscription: Subscription, language: str
) -> list[str]:
    """Return what a vendor gives with an activation; nothing in other mails (NTF-11)."""
    information = _information(books, subscription, language) if message.kind == ACTIVATED else {}
    if not information:
        return []
    given = [f"{each['label']}: {each['value']}" for each in information.get("attributes", [])]
    return [*given, "", TAG.sub("", LINK.sub(r"\2 (\1)", information["instructions"]))]


def _information(books: Books, subscription: Subscription, language: str) -> Json:
    plan = plan_of(books, subscription.plan_id)
    service = books.find(Service, "subscription_id = ?", subscription.subscription_id)
    account = books.get(Account, subscription.account_id)
    product = books.get(Product, plan.product_id)
    using = Using(subscription, plan, product, account, service[0] if service else None)
    return information_of(using, language)


def _day(day: date | None, labels: dict[str, str]) -> str:
    return labels["endless"] if day is None else f"{day:%d.%m.%Y}"


def _distributor(books: Books, reseller_id: int) -> Reseller:
    """Return who publishes the plans of a reseller: it writes, and it supports."""
    reseller = reseller_of(books, reseller_id)
    return reseller if reseller.parent_id is None else reseller_of(books, reseller.parent_id)
