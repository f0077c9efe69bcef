"""What the mirror knows of a reseller."""

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
