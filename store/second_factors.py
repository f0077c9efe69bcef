"""Second factors: the encrypted secret of an app that gives codes, and digests of recovery codes.

What a code is, and how a secret is encrypted, dashboard/sign_in/codes.py says. Of each change the
manager is written to, together with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Update, delete, select, update
from sqlalchemy.orm import Session

from domain.message import MessageKind
from store.audit import Action, add_event
from store.database import Store
from store.messages import post
from store.models import SecondFactor


@dataclass(frozen=True, slots=True)
class Factor:
    """The second factor that a manager has switched on."""

    secret: str
    recovery_count: int
    confirmed_at: datetime


def second_factor(store: Store, *, manager_id: str, reseller_id: str) -> Factor | None:
    """Return a manager's second factor; None where they have none switched on."""
    with store.reading() as session:
        row = _row(session, manager_id, reseller_id)
    if row is None or row.confirmed_at is None:
        return None
    return Factor(row.secret, len(row.recovery_digests), row.confirmed_at)


def switch_on(
    store: Store,
    *,
    manager_id: str,
    reseller_id: str,
    secret: str,
    recovery_digests: Iterable[str],
    step: int,
    now: datetime,
) -> bool:
    """Give a manager a second factor, whose first code was that of `step`.

    False, and nothing changes, where they have one already.
    """
    with store.writing() as session:
        if session.get(SecondFactor, manager_id, with_for_update=True) is not None:
            return False
        session.add(
            SecondFactor(
                manager_id=manager_id,
                reseller_id=reseller_id,
                secret=secret,
                recovery_digests=list(recovery_digests),
                last_step=step,
                created_at=now,
                confirmed_at=now,
            )
        )
        whose = {"manager_id": manager_id, "reseller_id": reseller_id}
        add_event(session, Action.SECOND_FACTOR_ON, **whose, now=now, detail={})
        _tell(session, MessageKind.SECOND_FACTOR_ON, whose, now)
    return True


def take_step(store: Store, *, manager_id: str, reseller_id: str, step: int) -> bool:
    """Take the code of a step; False when it, or a later one, has been taken before."""
    taken: Update = (
        update(SecondFactor)
        .where(
            SecondFactor.manager_id == manager_id,
            SecondFactor.reseller_id == reseller_id,
            SecondFactor.last_step < step,
        )
        .values(last_step=step)
    )
    with store.writing() as session:
        return bool(session.execute(taken.returning(SecondFactor.manager_id)).all())


def take_recovery_code(
    store: Store, *, manager_id: str, reseller_id: str, digest: str, now: datetime
) -> bool:
    """Take a recovery code, which is worth nothing after; False when it is none of them."""
    with store.writing() as session:
        row = _row(session, manager_id, reseller_id, is_changed=True)
        if row is None or digest not in row.recovery_digests:
            return False
        row.recovery_digests = [kept for kept in row.recovery_digests if kept != digest]
        add_event(session, Action.RECOVERY_CODE_USED, manager_id=manager_id,
                  reseller_id=reseller_id, now=now,
                  detail={"left": len(row.recovery_digests)})  # fmt: skip
    return True


def replace_recovery_codes(
    store: Store, *, manager_id: str, reseller_id: str, digests: Iterable[str], now: datetime
) -> bool:
    """Put new recovery codes in the place of all before; False without a second factor."""
    with store.writing() as session:
        row = _row(session, manager_id, reseller_id, is_changed=True)
        if row is None:
            return False
        row.recovery_digests = list(digests)
        whose = {"manager_id": manager_id, "reseller_id": reseller_id}
        add_event(session, Action.RECOVERY_CODES_MADE, **whose, now=now, detail={})
    return True


def switch_off(store: Store, *, manager_id: str, reseller_id: str, now: datetime) -> bool:
    """Take a manager's own second factor off; False where there is none."""
    whose = {"manager_id": manager_id, "reseller_id": reseller_id}
    return _remove(store, whose, Action.SECOND_FACTOR_OFF, by=manager_id, now=now, detail={})


def reset_second_factor(
    store: Store, *, manager_id: str, reseller_id: str, by: str, now: datetime
) -> bool:
    """Take off the second factor of a manager who lost it; False where there is none.

    `by` is the manager who did it, or a word for who runs the portal. Whether they may, the
    caller has made sure.
    """
    whose = {"manager_id": manager_id, "reseller_id": reseller_id}
    detail = {"of_manager_id": manager_id}
    return _remove(store, whose, Action.SECOND_FACTOR_RESET, by=by, now=now, detail=detail)


def _remove(
    store: Store,
    whose: dict[str, str],
    action: Action,
    *,
    by: str,
    now: datetime,
    detail: dict[str, Any],
) -> bool:
    owned = delete(SecondFactor).where(
        SecondFactor.manager_id == whose["manager_id"],
        SecondFactor.reseller_id == whose["reseller_id"],
    )
    with store.writing() as session:
        removed = session.execute(owned.returning(SecondFactor.manager_id)).all()
        if removed:
            add_event(session, action, manager_id=by, reseller_id=whose["reseller_id"],
                      now=now, detail=detail)  # fmt: skip
            _tell(session, MessageKind(action.value), whose, now)
    return bool(removed)


def _tell(session: Session, kind: MessageKind, whose: dict[str, str], now: datetime) -> None:
    """Have the manager written to: somebody else may have done it."""
    at = now.isoformat()
    key = f"{kind}/{whose['reseller_id']}/{whose['manager_id']}/{at}"
    post(session, kind, whose["manager_id"], whose["reseller_id"], key, {"happened_at": at}, now)


def _row(
    session: Session, manager_id: str, reseller_id: str, *, is_changed: bool = False
) -> SecondFactor | None:
    asked = select(SecondFactor).where(
        SecondFactor.manager_id == manager_id, SecondFactor.reseller_id == reseller_id
    )
    return session.scalar(asked.with_for_update() if is_changed else asked)
