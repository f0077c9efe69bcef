"""What the mirror knows of resellers."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.connection import Snapshot


@dataclass(frozen=True, slots=True)
class Company:
    """A reseller's company and contacts (PRF-2); what the platform does not tell is empty."""

    name: str
    domain: str
    currency: str
    company_name: str
    address: str
    country: str
    email: str
    phone: str
    contact_name: str


def company(snapshot: Snapshot, *, reseller_id: str) -> Company:
    """Return what is known of a reseller.

    Source: queries/reseller_details.sql
    """
    (row,) = snapshot.rows("reseller_details", reseller_id=reseller_id)
    return Company(*(value or "" for value in row))


@dataclass(frozen=True, slots=True)
class KnownReseller:
    """A reseller, and the currency that everything it is charged is in."""

    reseller_id: str
    currency: str


def every_reseller(snapshot: Snapshot) -> list[KnownReseller]:
    """Return all resellers that the platform's token reaches, by id; never for a page.

    Source: queries/every_reseller.sql
    """
    return [KnownReseller(*row) for row in snapshot.rows("every_reseller")]
