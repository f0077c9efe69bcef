"""Who has been in the portal: the platform knows managers who never were."""

from __future__ import annotations

from sqlalchemy import select, union

from store.database import Store
from store.models import Credential, Session


def known_people(store: Store, *, reseller_id: str) -> set[str]:
    """Return the managers of a reseller who have a password, or have signed in of late."""
    with_password = select(Credential.manager_id).where(Credential.reseller_id == reseller_id)
    signed_in = select(Session.manager_id).where(Session.reseller_id == reseller_id)
    with store.reading() as session:
        return set(session.scalars(union(with_password, signed_in)))
