"""Whether someone may come in: the person, the password, and how often it was tried."""

from __future__ import annotations

import ipaddress
import logging
from dataclasses import dataclass, replace
from datetime import datetime

from dashboard.context import Portal
from dashboard.sign_in.standing import may_be_in
from store.attempts import Attempt, begin_attempt, forget_failures, subject, take_back
from store.audit import Action, record_event
from store.credentials import verify_password
from warehouse.connection import Snapshot
from warehouse.managers import Manager, manager_to_sign_in

logger = logging.getLogger(__name__)

# An office may share one address, so it gets more failures than one person.
PER_ADDRESS = 10
IPV6_SITE = 64


@dataclass(frozen=True, slots=True)
class Refusal:
    """No; and not before `locked_until` either, when that is known."""

    locked_until: datetime | None


def admit(
    portal: Portal, snapshot: Snapshot, *, domain: str, email: str, password: str, address: str
) -> Manager | Refusal:
    """Return the manager these belong to, or a refusal that does not say what was wrong.

    A domain and e-mail nobody has are counted, locked and answered as slowly as any other.
    """
    now = portal.clock()
    limit = portal.sign_in_limit
    site_limit = replace(limit, attempts=limit.attempts * PER_ADDRESS)
    person = subject("person", domain.lower(), email.lower())
    site = subject("address", site_of(address))

    by_site = begin_attempt(portal.store, site, limit=site_limit, now=now)
    if not by_site.is_allowed:
        return Refusal(by_site.locked_until)
    by_person = begin_attempt(portal.store, person, limit=limit, now=now)
    if not by_person.is_allowed:
        return Refusal(by_person.locked_until)

    found = manager_to_sign_in(snapshot, domain=domain, email=email)
    if not _knows_password(portal, snapshot, found, password):
        _note_lock(portal, found, by_person, now)
        return Refusal(by_person.locked_until or by_site.locked_until)
    assert found is not None  # noqa: S101 - only a manager can know a manager's password
    forget_failures(portal.store, person)
    take_back(portal.store, site, limit=site_limit)
    return found


def _knows_password(
    portal: Portal, snapshot: Snapshot, found: Manager | None, password: str
) -> bool:
    is_right = verify_password(
        portal.store,
        manager_id=found.manager_id if found else None,
        reseller_id=found.reseller_id if found else None,
        password=password,
    )
    return is_right and found is not None and may_be_in(portal, snapshot, found)


def _note_lock(portal: Portal, found: Manager | None, attempt: Attempt, now: datetime) -> None:
    if found is None or attempt.locked_until is None:
        return
    logger.info("sign-in of manager %s is locked", found.manager_id)
    record_event(
        portal.store,
        Action.SIGN_IN_LOCKED,
        reseller_id=found.reseller_id,
        manager_id=found.manager_id,
        now=now,
    )


def site_of(address: str) -> str:
    """Return what one sender can change freely as one: an address, or an IPv6 network of them."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, IPV6_SITE), strict=False))
