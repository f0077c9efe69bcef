"""Inviting a manager to choose a password (ACC-9, MGR-4, MGR-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.message import MessageKind
from store.audit import Action, add_event
from store.database import Store
from store.messages import post


@dataclass(frozen=True, slots=True)
class Invitations:
    """Invites the managers of one reseller: `services().invitations.send(manager_id)`."""

    store: Store
    reseller_id: str
    invited_by: str
    now: datetime

    def send(self, manager_id: str, *, key: str | None = None) -> bool:
        """Have a manager sent a link by which they set a password; False when that was done.

        The link lasts 7 days and takes the place of older ones. `key` is the reason, such as the
        operation that created the manager: asked for twice, one mail goes. Without one, a mail a
        minute is sent at most. A manager whom the platform has only just been told of is written to
        as soon as a load knows them; one who is not active is not.
        """
        reason = key or f"{self.now:%Y-%m-%dT%H:%M}"
        with self.store.writing() as session:
            is_new = post(
                session,
                MessageKind.INVITATION,
                manager_id,
                self.reseller_id,
                f"{MessageKind.INVITATION}/{self.reseller_id}/{manager_id}/{reason}",
                {},
                self.now,
            )
            if is_new:
                add_event(
                    session,
                    Action.INVITED,
                    reseller_id=self.reseller_id,
                    manager_id=self.invited_by,
                    now=self.now,
                    detail={"invited_id": manager_id},
                )
        return is_new
