"""Writes the mails about orders, in the language of who reads them (NTF-4, NTF-5, NTF-11)."""

from __future__ import annotations

import re
from datetime import date
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from sandbox.books import Books
from sandbox.catalog_records import Product
from sandbox.messages import ACTIVATED, language_of, recipients
from sandbox.offers import plan_of, reseller_of
from sandbox.records import Account, Json, Manager, Message, Order, Reseller, Service, Subscription
from sandbox.services.information import Using, information_of

LINK = re.compile(r'<a href="([^"]+)">([^<]+)</a>')
TAG = re.compile(r"<[^>]+>")

TEXTS = {
    "en": {
        "activated": "Subscription {id} is active: {name}",
        "failed": "Order {document} has failed: {name}",
        "hello": "Hello {manager},",
        "it works": "the subscription you ordered is active.",
        "it failed": "the vendor could not carry the order out. Please write to support.",
        "Subscription": "Subscription", "Client": "Client", "Plan": "Plan", "Order": "Order",
        "Activation date": "Activation date", "Expiration date": "Expiration date",
        "endless": "Endless", "Reason": "Reason", "Support": "Support",
        "In the portal": "In the portal",
    },
    "ru": {
        "activated": "Подписка {id} активна: {name}",
        "failed": "Заказ {document} не выполнен: {name}",
        "hello": "Здравствуйте, {manager}!",
        "it works": "Заказанная вами подписка активна.",
        "it failed": "Поставщик не смог выполнить заказ. Пожалуйста, напишите в поддержку.",
        "Subscription": "Подписка", "Client": "Клиент", "Plan": "Тарифный план",
        "Order": "Заказ", "Activation date": "Дата активации",
        "Expiration date": "Дата окончания", "endless": "Бессрочно", "Reason": "Причина",
        "Support": "Поддержка", "In the portal": "В портале",
    },
}  # fmt: skip


def letters_of(books: Books, message: Message, portal_url: str) -> list[EmailMessage]:
    """Return the mails of a message, one for each manager who is to read it."""
    order = books.get(Order, message.order_id)
    return [
        _letter(books, message, order, manager, portal_url) for manager in recipients(books, order)
    ]


def document_of(order: Order) -> str:
    return f"RN{order.order_id:06}"


def _letter(
    books: Books, message: Message, order: Order, manager: Manager, portal_url: str
) -> EmailMessage:
    subscription = books.get(Subscription, order.subscription_id)
    language = language_of(books, manager)
    texts, sender = TEXTS[language], _distributor(books, order.reseller_id)
    letter = EmailMessage()
    letter["Subject"] = texts[message.kind].format(
        id=subscription.subscription_id, name=subscription.name, document=document_of(order)
    )
    letter["From"] = formataddr((sender.name, f"noreply@{sender.domain}"))
    letter["To"] = formataddr((manager.name, manager.email))
    letter["Date"] = format_datetime(message.created_at)
    # The same when it is sent again, so that a reader's mailbox may drop the second one.
    key = f"{message.message_id}.{manager.manager_id}.{message.created_at.timestamp():.0f}"
    letter["Message-ID"] = f"<{key}@{sender.domain}>"
    is_good = message.kind == ACTIVATED
    about = _about(books, order, subscription, texts)
    told = (
        _activated(books, subscription, texts, language)
        if is_good
        else _failed(order, sender, texts)
    )
    link = f"{texts['In the portal']}: {portal_url}/subscriptions/{subscription.subscription_id}"
    opening = [texts["hello"].format(manager=manager.name), "",
               texts["it works" if is_good else "it failed"], ""]  # fmt: skip
    letter.set_content("\n".join([*opening, *about, *told, "", link]) + "\n")
    letter["Content-Language"] = language
    return letter


def _about(
    books: Books, order: Order, subscription: Subscription, texts: dict[str, str]
) -> list[str]:
    account = books.get(Account, order.account_id)
    return [
        f"{texts['Subscription']}: {subscription.subscription_id} {subscription.name}",
        f"{texts['Client']}: {account.account_id} {account.name}",
        f"{texts['Plan']}: {plan_of(books, order.plan_id).name}",
        f"{texts['Order']}: {document_of(order)}, {order.description}",
    ]


def _activated(
    books: Books, subscription: Subscription, texts: dict[str, str], language: str
) -> list[str]:
    information = _information(books, subscription, language)
    lines = [
        f"{texts['Activation date']}: {_day(subscription.start_on, texts)}",
        f"{texts['Expiration date']}: {_day(subscription.end_on, texts)}",
    ]
    lines += [f"{each['label']}: {each['value']}" for each in information.get("attributes", [])]
    if information:
        lines += ["", TAG.sub("", LINK.sub(r"\2 (\1)", information["instructions"]))]
    return lines


def _failed(order: Order, support: Reseller, texts: dict[str, str]) -> list[str]:
    company = support.company
    return [
        f"{texts['Reason']}: {order.failure}",
        "",
        f"{texts['Support']}: {support.name}, {company['email']}, {company['phone']}",
    ]


def _information(books: Books, subscription: Subscription, language: str) -> Json:
    plan = plan_of(books, subscription.plan_id)
    service = books.find(Service, "subscription_id = ?", subscription.subscription_id)
    account = books.get(Account, subscription.account_id)
    product = books.get(Product, plan.product_id)
    using = Using(subscription, plan, product, account, service[0] if service else None)
    return information_of(using, language)


def _day(day: date | None, texts: dict[str, str]) -> str:
    return texts["endless"] if day is None else f"{day:%d.%m.%Y}"


def _distributor(books: Books, reseller_id: int) -> Reseller:
    """Return who publishes the plans of a reseller: it writes, and it supports."""
    reseller = reseller_of(books, reseller_id)
    return reseller if reseller.parent_id is None else reseller_of(books, reseller.parent_id)
