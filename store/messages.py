"""The outbox: what managers are to be written, from the reason for it until it has gone.

A mail is written down together with its reason, so that a mail server never holds an action up and
nothing is forgotten (NTF-11). The process that sends it (letters/sending.py) claims it for
`CLAIM_LASTS`; two processes never claim the same one.

A process that dies while it sends leaves a mail of which nobody knows whether it has gone. It is
sent again once the claim has lapsed: a mail that comes twice is a smaller harm than an invitation
that never comes. Both carry the same Message-ID, by which mailboxes drop the second one, and the
links of both work.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.message import Message, MessageState
from store import models
from store.database import Store

# Longer than sending one mail can take, however slow the server (LONGEST_SECONDS, mail/server.py).
CLAIM_LASTS = timedelta(minutes=10)
FIRST_PAUSE = timedelta(seconds=20)
LONGEST_PAUSE = timedelta(hours=2)
TRIED_FOR = timedelta(days=3)
KEPT_FOR = timedelta(days=90)
LONGEST_PROBLEM = 500
OPEN = (MessageState.WAITING, MessageState.SENDING)
OVER = (MessageState.SENT, MessageState.FAILED, MessageState.DROPPED)


def post(
    where: Store | Session,
    kind: str,
    manager_id: str,
    reseller_id: str,
    key: str,
    detail: Mapping[str, Any],
    now: datetime,
) -> bool:
    """Have a manager written to. False when they were already, for the same reason.

    `where` is a session, and the mail is written down if and only if what else it writes is:

        with store.writing() as session:
            ...
            post(session, "reminder", manager_id, reseller_id, key, detail, now)

    or the store, where there is nothing else to write. It is sent within seconds by the `etl`
    process, in the language its reader reads, to the e-mail that the platform knows of them then;
    a manager who is not active is not written to (NTF-12).

    `kind` has a template, letters/templates/<kind>.jinja, and a subject in letters/kinds.py.
    `key` names the reason, across all managers: a second mail of the same key is not written, for
    as long as the first one is kept (`KEPT_FOR`). So it holds the kind, whom it is about and when,
    such as "reminder/m1/s7/2026-11-30". `detail` is what the template tells, as JSON has it (texts,
    numbers, lists): no secrets, for it is kept; instants and days in ISO 8601, amounts as text.
    """
    if isinstance(where, Store):
        with where.writing() as session:
            return post(session, kind, manager_id, reseller_id, key, detail, now)
    known = select(models.Message.message_id).where(models.Message.key == key)
    if where.scalar(known) is not None:
        return False
    row = insert(models.Message).values(
        message_id=str(uuid.uuid4()),
        key=key,
        kind=str(kind),
        reseller_id=reseller_id,
        manager_id=manager_id,
        detail=dict(detail),
        state=MessageState.WAITING,
        attempts=0,
        created_at=now,
        due_at=now,
    )
    try:
        with where.begin_nested():
            where.execute(row)
    except IntegrityError:
        return False  # Another process wrote it down at the same moment.
    return True


def new_key(kind: str) -> str:
    """Return the key of a reason that is one of its own each time."""
    return f"{kind}/{uuid.uuid4()}"


def claim_message(store: Store, *, now: datetime) -> Message | None:
    """Take the mail that has been due for longest; None when none is.

    It is this caller's until `CLAIM_LASTS` from now: nobody else gets it.
    """
    row = models.Message
    such = select(row).where(row.state.in_(OPEN), row.due_at <= now)
    if not _is_any(store, now):  # Reading takes no lock, and mostly there is nothing.
        return None
    with store.writing() as session:
        found = session.scalar(
            such.order_by(row.due_at, row.created_at).limit(1).with_for_update(skip_locked=True)
        )
        if found is None:
            return None
        found.state, found.due_at = MessageState.SENDING, now + CLAIM_LASTS
        found.attempts += 1
        return _message(found)


def claim_one(store: Store, message_key: str, *, now: datetime) -> Message | None:
    """Take the mail of a key, if it waits and nobody else has taken it."""
    row = models.Message
    such = select(row).where(row.key == message_key, row.state == MessageState.WAITING)
    with store.writing() as session:
        found = session.scalar(such.with_for_update())
        if found is None:
            return None
        found.state, found.due_at = MessageState.SENDING, now + CLAIM_LASTS
        found.attempts += 1
        return _message(found)


def record_sent(store: Store, message: Message, *, now: datetime) -> None:
    """Note that a mail has gone."""
    _end(store, message, MessageState.SENT, None, now)


def record_failed(
    store: Store, message: Message, problem: str, *, is_final: bool, now: datetime
) -> bool:
    """Note why a mail has not gone; it is tried again, each time after a longer pause.

    Not where the problem is final, nor after `TRIED_FOR` in all: then False is returned.
    """
    if is_final or now - message.created_at >= TRIED_FOR:
        _end(store, message, MessageState.FAILED, problem, now)
        return False
    pause = min(FIRST_PAUSE * 2 ** min(message.attempt - 1, 16), LONGEST_PAUSE)
    with store.writing() as session:
        found = _claimed(session, message)
        if found is not None:
            found.state, found.due_at = MessageState.WAITING, now + pause
            found.problem = problem[:LONGEST_PROBLEM]
    return True


def record_dropped(store: Store, message: Message, reason: str, *, now: datetime) -> None:
    """Note that a mail is not to be sent after all, and forget what it would have told."""
    with store.writing() as session:
        drop(session, message, reason, now=now)


def drop(session: Session, message: Message, reason: str, *, now: datetime) -> None:
    """Do so together with what the session writes besides."""
    found = _claimed(session, message)
    if found is not None:
        found.state, found.due_at = MessageState.DROPPED, now
        found.problem, found.detail = reason, {}


def forget_messages(store: Store, *, now: datetime, kept_for: timedelta = KEPT_FOR) -> None:
    """Forget what was sent or given up long ago."""
    row = models.Message
    with store.writing() as session:
        session.execute(delete(row).where(row.state.in_(OVER), row.created_at < now - kept_for))


def messages(store: Store, *, manager_id: str, reseller_id: str) -> list[models.Message]:
    """Return what a manager has been or is to be written, newest first."""
    row = models.Message
    such = select(row).where(row.manager_id == manager_id, row.reseller_id == reseller_id)
    with store.reading() as session:
        return list(session.scalars(such.order_by(row.created_at.desc(), row.key)))


def details_since(
    store: Store, kind: str, since: datetime, *, reseller_id: str
) -> dict[str, list[dict[str, Any]]]:
    """Return what mails of a kind have told a reseller's managers since an instant, by manager."""
    row = models.Message
    such = select(row.manager_id, row.detail).where(
        row.kind == kind, row.reseller_id == reseller_id, row.created_at >= since
    )
    found: dict[str, list[dict[str, Any]]] = {}
    with store.reading() as session:
        for manager_id, detail in session.execute(such):
            found.setdefault(manager_id, []).append(detail)
    return found


@dataclass(frozen=True, slots=True)
class OutboxState:
    """What waits, and what was given up lately. `problem` is what kept the oldest from going."""

    waiting_count: int
    waiting_since: datetime | None
    problem: str | None
    failed_count: int


def outbox_state(store: Store, *, now: datetime) -> OutboxState:
    """Return how the outbox is: mails that wait, and those given up within `TRIED_FOR`."""
    row = models.Message
    is_open = row.state.in_(OPEN)
    failed = select(func.count()).where(
        row.state == MessageState.FAILED, row.due_at >= now - TRIED_FOR
    )
    with store.reading() as session:
        count = session.scalar(select(func.count()).where(is_open)) or 0
        oldest = session.scalar(select(row).where(is_open).order_by(row.created_at).limit(1))
        return OutboxState(
            count,
            oldest.created_at if oldest else None,
            oldest.problem if oldest else None,
            session.scalar(failed) or 0,
        )


def _is_any(store: Store, now: datetime) -> bool:
    row = models.Message
    such = select(row.message_id).where(row.state.in_(OPEN), row.due_at <= now).limit(1)
    with store.reading() as session:
        return session.scalar(such) is not None


def _end(
    store: Store, message: Message, state: MessageState, problem: str | None, now: datetime
) -> None:
    with store.writing() as session:
        found = _claimed(session, message)
        if found is not None:
            found.state, found.due_at = state, now
            found.problem = problem[:LONGEST_PROBLEM] if problem else None
            found.sent_at = now if state is MessageState.SENT else None


def _claimed(session: Session, message: Message) -> models.Message | None:
    """Return the row of a mail that is still the caller's: a claim that lapsed is another's."""
    found = session.get(models.Message, message.message_id, with_for_update=True)
    is_ours = found is not None and (
        found.state == MessageState.SENDING and found.attempts == message.attempt
    )
    return found if is_ours else None


def _message(row: models.Message) -> Message:
    return Message(
        row.message_id,
        row.kind,
        row.reseller_id,
        row.manager_id,
        row.detail,
        row.attempts,
        row.created_at,
    )
