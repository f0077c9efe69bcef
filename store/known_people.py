"""Who has been in the portal: the platform knows managers who never were."""

from __future__ import annotations

from sqlalchemy import select, union

from store.audit import Action
from store.database import Store
from store.models import AuditEvent, Credential


def known_people(store: Store, *, reseller_id: str) -> set[str]:
    """Return the managers of a reseller who have a password, or have ever signed in."""
    with_password = select(Credential.manager_id).where(Credential.reseller_id == reseller_id)
    # Not by sessions, which are forgotten: an identity provider's people have no password.
    signed_in = select(AuditEvent.manager_id).where(
        AuditEvent.reseller_id == reseller_id, AuditEvent.action == Action.SIGNED_IN
    )
    with store.reading() as session:
        return set(session.scalars(union(with_password, signed_in)))
