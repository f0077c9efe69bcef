"""Finds out whose password is to be set anew, for whom someone has asked for that (ACC-15 to 17).

The portal writes down what was typed and nothing else, so that it does the same work, and takes the
same time, whether or not there is such a manager. Here, where nobody waits, it is looked up.
"""

from __future__ import annotations

from datetime import datetime

from domain.message import Message, MessageKind
from store.audit import Action, add_event
from store.database import Store
from store.messages import drop, post
from warehouse.connection import Snapshot
from warehouse.managers import manager_to_sign_in


def settle_reset(store: Store, snapshot: Snapshot, asked: Message, *, now: datetime) -> None:
    """Have the manager written to whom what was typed belongs; nobody, where it is nobody's."""
    domain, email = str(asked.detail.get("domain", "")), str(asked.detail.get("email", ""))
    found = manager_to_sign_in(snapshot, domain=domain, email=email)
    with store.writing() as session:
        if found is None or not found.is_active:
            drop(session, asked, "no active manager has this domain and e-mail", now=now)
            return
        post(
            session,
            MessageKind.PASSWORD_RESET,
            found.manager_id,
            found.reseller_id,
            f"{MessageKind.PASSWORD_RESET}/{asked.message_id}",
            {},
            now,
        )
        add_event(
            session,
            Action.PASSWORD_RESET_ASKED,
            reseller_id=found.reseller_id,
            manager_id=found.manager_id,
            now=asked.created_at,
            detail={},
        )
        drop(session, asked, "the manager is written to", now=now)
