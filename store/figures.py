"""How much there is of what: for those who watch over the portal. Counts only, of all resellers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from domain.message import MessageState
from store.database import Store
from store.loads import LoadRecord, LoadStatus, record_of
from store.messages import OPEN
from store.models import Load, Message, Operation, Session
from store.sessions import Lifetime


@dataclass(frozen=True, slots=True)
class StoreFigures:
    """Counts of the store at one moment.

    `operations` are by kind and state, `messages` by state, `load_counts` by kind and status as far
    back as the history goes. `due_since` is since when the mail that
    waits longest should have gone; None while none waits. `loads` are the last of each kind that
    ended, and `published_loads` the last published.
    """

    open_sessions: int
    operations: dict[tuple[str, str], int]
    messages: dict[str, int]
    due_since: datetime | None
    load_counts: dict[tuple[str, str], int]
    loads: tuple[LoadRecord, ...]
    published_loads: tuple[LoadRecord, ...]


def figures(store: Store, lifetime: Lifetime, *, now: datetime) -> StoreFigures:
    """Return what there is of each."""
    operation, message, session_row = Operation, Message, Session
    by_kind = select(operation.kind, operation.state, func.count())
    with store.reading() as session:
        sessions = session.scalar(
            select(func.count()).where(
                session_row.ended_at.is_(None),
                session_row.seen_at > now - lifetime.idle,
                session_row.created_at > now - lifetime.longest,
            )
        )
        operations = session.execute(by_kind.group_by(operation.kind, operation.state)).all()
        messages = session.execute(
            select(message.state, func.count()).group_by(message.state)
        ).all()
        due = session.scalar(select(func.min(message.due_at)).where(message.state.in_(OPEN)))
        history = select(Load.kind, Load.status, func.count()).group_by(Load.kind, Load.status)
        counts = {(kind, status): count for kind, status, count in session.execute(history)}
        kinds = sorted({kind for kind, _ in counts})
        ended = [_last(kind, [one for one in LoadStatus if one != LoadStatus.RUNNING])
                 for kind in kinds]  # fmt: skip
        published = [_last(kind, [LoadStatus.PUBLISHED]) for kind in kinds]
        return StoreFigures(
            sessions or 0,
            {(kind, state): count for kind, state, count in operations},
            {state.value: 0 for state in MessageState}
            | {state: count for state, count in messages},
            due,
            counts,
            tuple(record_of(one) for such in ended if (one := session.scalar(such))),
            tuple(record_of(one) for such in published if (one := session.scalar(such))),
        )


def _last(kind: str, statuses: Iterable[str]) -> Select[Load]:
    such = select(Load).where(Load.kind == kind, Load.status.in_(list(statuses)))
    return such.order_by(Load.started_at.desc()).limit(1)
