"""What managers are written about their orders, until it is sent (docs/portal.md section 17)."""

from __future__ import annotations

from datetime import timedelta

from domain.statuses import ManagerRole, ManagerStatus, OrderType
from sandbox.books import Books
from sandbox.offers import reseller_of
from sandbox.records import Manager, ManagerLanguage, Message, Operation, Order, Subscription

ACTIVATED, FAILED = "activated", "failed"
RENEWED, RENEWAL_FAILED = "renewed", "renewal_failed"
CHANGED, SWITCHED, DELETED = "changed", "switched", "deleted"
STOPPED, GRACED, TO_BE_DELETED = "stopped", "graced", "to_be_deleted"
EXPIRES, TRIAL_ENDS = "expires", "trial_ends"
OF_ORDERS = {
    OrderType.SALES: (ACTIVATED, FAILED),
    OrderType.CHANGE: (CHANGED, FAILED),
    OrderType.RENEWAL: (RENEWED, RENEWAL_FAILED),
    OrderType.SWITCH: (SWITCHED, FAILED),
    OrderType.PROLONG: (None, FAILED),
}
ENGLISH, RUSSIAN = "en", "ru"
LANGUAGES = (ENGLISH, RUSSIAN)
WRITTEN_IN_RUSSIAN = {"RU", "BY", "KZ"}

FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
MOST_ATTEMPTS = 20


def write_of(books: Books, order: Order, failure: str | None) -> None:
    """Have written about an order that is done or has failed (NTF-4, NTF-5, NTF-7, NTF-9)."""
    done, failed = OF_ORDERS[order.kind]
    kind = done if failure is None else failed
    if kind is not None:
        _write(books, kind, order.order_id)


def write_about(books: Books, subscription: Subscription, kind: str) -> None:
    """Have written about a subscription: to who ordered it, or had it deleted (NTF-6 to NTF-10)."""
    where = "subscription_id = ? ORDER BY order_id LIMIT 1"
    for order in books.find(Order, where, subscription.subscription_id):
        _write(books, kind, order.order_id)


def _write(books: Books, kind: str, order_id: int) -> None:
    books.add(Message(books.new_id(Message), kind, order_id, 0, books.now, None, books.now))


def forget_all(books: Books) -> None:
    """Leave out what was written in a history that has only been told."""
    books.connection.execute("DELETE FROM message")


def due_messages(books: Books) -> list[Message]:
    return books.find(Message, "due_at <= ? ORDER BY message_id", books.now)


def mark_sent(books: Books, message: Message) -> None:
    books.change(message, due_at=None, sent_at=books.now, attempts=message.attempts + 1)


def postpone(books: Books, message: Message) -> None:
    """Try again later, each time after a longer pause, but not for ever (NTF-11)."""
    attempts = message.attempts + 1
    pause = min(FIRST_PAUSE * 2**message.attempts, LONGEST_PAUSE)
    due_at = books.now + pause if attempts < MOST_ATTEMPTS else None
    books.change(message, attempts=attempts, due_at=due_at)


def recipients(books: Books, message: Message, order: Order) -> list[Manager]:
    """Return who is written to: who ordered, or the administrators in their place (NTF-12)."""
    ordering = books.find(Manager, "manager_id = ?", _reader_id(books, message, order))
    if ordering and ordering[0].status is ManagerStatus.ACTIVE:
        return ordering
    where = (
        "reseller_id = ? AND status = ? AND role_id IN (SELECT role_id FROM manager_role "
        "WHERE name = ?) ORDER BY manager_id"
    )
    administrator = ManagerRole.SYSTEM_ADMINISTRATOR
    return books.find(Manager, where, order.reseller_id, ManagerStatus.ACTIVE, administrator)


def _reader_id(books: Books, message: Message, order: Order) -> int | None:
    """Return who acted; for what the platform did, who ordered the subscription."""
    subscription = books.get(Subscription, order.subscription_id)
    where = "subscription_id = ? AND kind = 'delete' ORDER BY operation_id DESC LIMIT 1"
    if message.kind == DELETED:
        for asked in books.find(Operation, where, order.subscription_id):
            if asked.manager_id is not None:
                return asked.manager_id
    return order.manager_id or subscription.manager_id


def language_of(books: Books, manager: Manager) -> str:
    """Return the language a manager reads: their own, or that of the reseller's country."""
    found = books.find(ManagerLanguage, "manager_id = ?", manager.manager_id)
    if found:
        return found[0].language
    country = reseller_of(books, manager.reseller_id).company.get("country")
    return RUSSIAN if country in WRITTEN_IN_RUSSIAN else ENGLISH


def set_language(books: Books, manager: Manager, language: str) -> None:
    for known in books.find(ManagerLanguage, "manager_id = ?", manager.manager_id):
        books.remove(known)
    books.add(ManagerLanguage(manager.manager_id, language))
