"""What managers are written about their orders, until it is sent (docs/portal.md section 17)."""

from __future__ import annotations

from datetime import timedelta

from domain.statuses import ManagerRole, ManagerStatus, OrderType
from sandbox.books import Books
from sandbox.offers import reseller_of
from sandbox.records import Manager, ManagerLanguage, Message, Order

ACTIVATED, FAILED = "activated", "failed"
ENGLISH, RUSSIAN = "en", "ru"
LANGUAGES = (ENGLISH, RUSSIAN)
WRITTEN_IN_RUSSIAN = {"RU", "BY", "KZ"}

FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
MOST_ATTEMPTS = 20


def write_of(books: Books, order: Order, failure: str | None) -> None:
    """Have the manager who ordered written to: that it works (NTF-4), or that it failed (NTF-5)."""
    if order.manager_id is None or (failure is None and order.kind is not OrderType.SALES):
        return
    kind = ACTIVATED if failure is None else FAILED
    key = books.new_id(Message)
    books.add(Message(key, kind, order.order_id, 0, books.now, None, books.now))


def forget_all(books: Books) -> None:
    """Leave out what was written in a history that has only been told."""
    for message in books.find(Message):
        books.remove(message)


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


def recipients(books: Books, order: Order) -> list[Manager]:
    """Return who is written to: who ordered, or the administrators in their place (NTF-12)."""
    ordering = books.find(Manager, "manager_id = ?", order.manager_id)
    if ordering and ordering[0].status is ManagerStatus.ACTIVE:
        return ordering
    where = (
        "reseller_id = ? AND status = ? AND role_id IN (SELECT role_id FROM manager_role "
        "WHERE name = ?) ORDER BY manager_id"
    )
    administrator = ManagerRole.SYSTEM_ADMINISTRATOR
    return books.find(Manager, where, order.reseller_id, ManagerStatus.ACTIVE, administrator)


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
