"""What vendors are given and give: as in records.py, one class per table of schema.sql."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class VendorPlan:
    """How the vendor will answer the next operation of a kind, when a story wants it so."""

    vendor_plan_id: int
    subscription_id: int  # 0: whichever comes first
    operation: str
    delay_seconds: int
    failure: str | None


@dataclass(frozen=True, slots=True)
class Service:
    """What a vendor was given with a sales order, and what it gave in return."""

    subscription_id: int
    vendor: str
    given: Json
    credentials: Json


@dataclass(frozen=True, slots=True)
class VendorRenewal:
    """Auto-renew as the vendor of a subscription has it (OP-27)."""

    subscription_id: int
    is_on: bool
    was_on: bool  # when it was compared with the platform's last
