"""Inviting a manager from the command line: how the first one gets in (ACC-9)."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

from domain.errors import NotInvited
from domain.message import MessageKind
from letters.options import LetterOptions
from letters.sending import Postman
from store.audit import OPERATOR, Action, add_event
from store.database import Store
from store.messages import new_key, post
from warehouse.connection import Warehouse
from warehouse.managers import manager_to_sign_in


def invite(options: LetterOptions, domain: str, email: str) -> str:
    """Send a manager a link by which they set a password; return what to tell about it.

    Raises:
        NotInvited: there is no such manager, or they are not active.
        WarehouseNotReady: nothing is loaded yet, so nobody is known.
    """
    warehouse = Warehouse(options.warehouse_dir)
    with warehouse.snapshot() as snapshot:
        found = manager_to_sign_in(snapshot, domain=domain, email=email)
    if found is None:
        raise NotInvited(
            f"No manager with the e-mail {email} at a partner of the domain {domain} is in the"
            " last load. Check both, or add the manager at the platform and load again."
        )
    if not found.is_active:
        raise NotInvited(f"The manager {email} is not active at the platform. Activate them first.")
    key = new_key(MessageKind.INVITATION)
    with closing(Store(options.store_url)) as store:
        now, own_id, reseller_id = datetime.now(UTC), found.manager_id, found.reseller_id
        with store.writing() as session:
            post(session, MessageKind.INVITATION, own_id, reseller_id, key, {}, now)
            add_event(session, Action.INVITED, reseller_id=reseller_id, manager_id=OPERATOR,
                      now=now, detail={"invited_id": own_id})  # fmt: skip
        problem = Postman(options, store, warehouse=warehouse).send_one(key)
    if problem:
        return f"The invitation could not be sent now: {problem}. The etl process tries again."
    return f"The invitation is sent to {found.email}. Its link works for 7 days."
