"""Statuses and billing types: the words the platform uses, and what each means.

Every enumeration is open: the platform may send a word we have never seen, which reads as
`UNKNOWN`. The word itself is kept in the warehouse.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class OpenEnum(StrEnum):
    """An enumeration that reads any word, the ones it does not know as `UNKNOWN`."""

    @classmethod
    def read(cls, word: str) -> Self:
        known = cls._value2member_map_.get(word)
        return known if isinstance(known, cls) else cls("unknown")


class SubscriptionStatus(OpenEnum):
    """docs/portal.md section 9.2; the words of the API description."""

    ORDERED = "ordered"
    INSTALLING = "installing"
    INSTALLATION_FAILED = "installation_failed"
    ACTIVE = "active"
    DELIVERED = "delivered"
    ACTIVATING = "activating"
    ACTIVATION_FAILED = "activation_failed"
    UPDATING = "updating"
    UPDATING_FAILED = "updating_failed"
    RENEWING = "renewing"
    RENEWING_FAILED = "renewing_failed"
    SWITCHING = "switching"
    SWITCHING_FAILED = "switching_failed"
    WAITING_FOR_MANUAL_APPROVE = "waiting_for_manual_approve"
    GRACED = "graced"
    STOPPING = "stopping"
    STOPPING_FAILED = "stopping_failed"
    STOPPED = "stopped"
    DELETING = "deleting"
    DELETION_FAILED = "deletion_failed"
    DELETED = "deleted"
    UNKNOWN = "unknown"


class OrderStatus(OpenEnum):
    """HIST-5."""

    WAITING_FOR_PAYMENT = "waiting_for_payment"
    WAITING_FOR_PROVISIONING = "waiting_for_provisioning"
    PROVISIONING = "provisioning"
    PROVISIONING_FAILED = "provisioning_failed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


class OrderType(OpenEnum):
    """HIST-2."""

    SALES = "sales"
    CHANGE = "change"
    RENEWAL = "renewal"
    SWITCH = "switch"
    PROLONG = "prolong"
    UNKNOWN = "unknown"


class ChargeStatus(OpenEnum):
    """BIL-2."""

    NEW = "new"
    OPENED = "opened"
    BLOCKED = "blocked"
    CLOSED = "closed"
    WAITING_FOR_REFUND = "waiting_for_refund"
    WAITING_APPROVE = "waiting_approve"
    REFUNDED = "refunded"
    DELETED = "deleted"
    UNKNOWN = "unknown"


class ChargeType(OpenEnum):
    """BIL-1."""

    SETUP = "setup"
    RENEWAL = "renewal"
    RECURRING = "recurring"
    CONSUMPTION = "consumption"
    UNKNOWN = "unknown"


class BillingType(OpenEnum):
    """docs/portal.md section 19.2."""

    MONTHLY = "csp_monthly"
    LONG_TERM = "csp_annual"
    MONTHLY_COMMITMENT = "monthly_commitment"
    MONTHLY_COMMITMENT_INTERVAL = "monthly_commitment_interval"
    LICENSE_BASED = "license_based_monthly"
    PAY_IN_FULL = "pay_in_full"
    PAYG = "payg"
    PAYG_EXTERNAL = "payg_external"
    NON_RECURRING = "non_recurring"
    ESET = "eset"
    UNKNOWN = "unknown"


class AccountStatus(OpenEnum):
    """CLI-3."""

    ACTIVE = "active"
    DELETED = "deleted"
    ADMINISTRATIVE_HOLD = "administrative_hold"
    FINANCIAL_HOLD = "financial_hold"
    UNKNOWN = "unknown"


class ManagerStatus(OpenEnum):
    """DATA-2."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    UNKNOWN = "unknown"


class ManagerRole(OpenEnum):
    """MGR-2; the names the platform gives its roles."""

    SYSTEM_ADMINISTRATOR = "System administrator"
    SALES_PERSON = "Sales person"
    MARKETING = "Marketing"
    PRODUCT_OWNER = "Product owner"
    UNKNOWN = "unknown"
