"""Who may sign in and be written to, as the platform says it."""

from __future__ import annotations

from dataclasses import dataclass

from domain.hosts import ways_to_write
from domain.manager import ManagerDetails, Role
from domain.statuses import ManagerRole, ManagerStatus
from warehouse.connection import Row, Snapshot
from warehouse.sql import query


@dataclass(frozen=True, slots=True)
class Manager:
    """A person at a reseller, and the reseller they work for."""

    manager_id: str
    reseller_id: str
    name: str
    email: str
    status: ManagerStatus
    role: ManagerRole
    reseller_name: str
    currency: str
    domain: str

    @property
    def is_active(self) -> bool:
        return self.status is ManagerStatus.ACTIVE


def manager_to_sign_in(snapshot: Snapshot, *, domain: str, email: str) -> Manager | None:
    """Return the manager with this e-mail at the reseller of this domain, active or not.

    The same e-mail may exist at two resellers. Case and spaces around are of no account, nor in
    which of its two ways a domain beyond ASCII is written.

    Source: queries/manager_to_sign_in.sql
    """
    found = _with_email(snapshot, email, *ways_to_write(domain))
    return found[0] if found else None


def managers_to_sign_in(snapshot: Snapshot, *, email: str) -> list[Manager]:
    """Return the managers with this e-mail at any reseller, active or not.

    For before anyone is signed in: whose provider says so decides which of them it is.

    Source: queries/manager_to_sign_in.sql
    """
    return _with_email(snapshot, email)


def manager(snapshot: Snapshot, manager_id: str, *, reseller_id: str) -> Manager | None:
    """Return a manager of a reseller, active or not; None when it has no such manager.

    Source: queries/manager.sql
    """
    rows = snapshot.rows("manager", manager_id=manager_id, reseller_id=reseller_id)
    return _manager(rows[0]) if rows else None


def managers(snapshot: Snapshot, *, reseller_id: str) -> list[ManagerDetails]:
    """Return the managers of a reseller as the last load or look knows them, by id.

    When they were registered is not kept.

    Source: queries/listed_manager.sql
    """
    return [
        ManagerDetails(
            manager_id=manager_id,
            name=name,
            email=email,
            phone=phone or "",
            status=ManagerStatus.read(status),
            role_id=role_id,
            role_name=role_name or "",
        )
        for manager_id, name, email, phone, status, role_id, role_name in snapshot.rows(
            "listed_manager", reseller_id=reseller_id
        )
    ]


def manager_roles(snapshot: Snapshot, *, reseller_id: str) -> list[Role]:
    """Return the roles that the managers of a reseller can have.

    Source: queries/manager_role.sql
    """
    return [Role(*row) for row in snapshot.rows("manager_role", reseller_id=reseller_id)]


def _with_email(
    snapshot: Snapshot, email: str, domain: str | None = None, encoded_domain: str | None = None
) -> list[Manager]:
    binds = {
        "email": email.strip().lower(),
        "domain": domain,
        "encoded_domain": encoded_domain,
    }
    # Not through the snapshot's cache: anyone may ask about any e-mail.
    with snapshot.cursor() as cursor:
        rows = cursor.execute(query("manager_to_sign_in"), binds).fetchall()
    return [_manager(row) for row in rows]


def _manager(row: Row) -> Manager:
    manager_id, reseller_id, name, email, status, role_name, *reseller = row
    reseller_name, currency, domain = reseller
    return Manager(
        manager_id=manager_id,
        reseller_id=reseller_id,
        name=name,
        email=email,
        status=ManagerStatus.read(status),
        role=ManagerRole.read(role_name or ""),
        reseller_name=reseller_name,
        currency=currency,
        domain=domain,
    )
