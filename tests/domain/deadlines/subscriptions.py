"""A subscription that deadlines are worked out for by hand, and the terms it is under."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from domain.deadlines.deadline import Deadline, DeadlineKind
from domain.deadlines.facts import ChargeFact, Facts, OrderFact, Priced
from domain.deadlines.upcoming import deadlines
from domain.pricing.lines import Item
from domain.service_terms import DatedTerm, ServiceTerm, ServiceTerms
from domain.statuses import BillingType, ChargeStatus, OrderStatus, OrderType, SubscriptionStatus

BERLIN = ZoneInfo("Europe/Berlin")

USUAL: dict[str, Any] = {
    "name": "NCE", "cancellation_hours": 168, "delayed_order_days": 15, "is_singleton": False,
    "is_auto_renew_locked": False, "is_auto_renewed": True, "trial_quantity": None,
    "is_trial_changeable": False, "grace_days": 0, "storage_days": 90, "auto_renew_point": 1,
    "manual_renew_point": 30, "manual_switch_point": -1, "delayed_switch_point": 30,
    "is_stop_allowed": True, "stop_needs_approval": False, "deletion_needs_approval": False,
    "counts_added_amounts_apart": True,
}  # fmt: skip

FACTS: dict[str, Any] = {
    "subscription_id": "s1", "account_id": "a1", "reseller_id": "r1", "currency": "EUR",
    "status": SubscriptionStatus.ACTIVE, "billing_type": BillingType.LONG_TERM,
    "service_term_id": "1", "is_trial": False, "is_plan_active": True, "expires_on": None,
    "is_auto_renewed": False, "is_auto_renew_locked": False, "auto_renew_point": None,
    "manual_renew_point": None, "updated_at": None,
}  # fmt: skip


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def day(text: str) -> date:
    return date.fromisoformat(text)


def term(**rules: Any) -> ServiceTerm:
    return ServiceTerm(**(USUAL | rules))


def terms_of(*versions: tuple[str | None, ServiceTerm], billing_day: int = 1) -> ServiceTerms:
    """Return terms of which the term 1 has these versions, each from a day on."""
    dated = tuple(DatedTerm(day(start) if start else None, one) for start, one in versions)
    return ServiceTerms({"1": dated}, {"r1": billing_day})


TERMS = terms_of((None, term()))


def order(kind: str = "sales", closed_at: str | None = None, **more: Any) -> OrderFact:
    """Return a completed order; one with a day and no end waits for that day."""
    provisioned_on = more.pop("on", None)
    created_at = more.pop("created_at", closed_at)
    values = {
        "order_id": "o1", "kind": OrderType(kind),
        "status": OrderStatus.COMPLETED if closed_at else OrderStatus.WAITING_FOR_PROVISIONING,
        "total_amount": None, "currency": "EUR",
        "provisioned_on": day(provisioned_on) if provisioned_on else None,
        "created_at": utc(created_at) if created_at else None,
        "closed_at": utc(closed_at) if closed_at else None,
    }  # fmt: skip
    return OrderFact(**(values | more))


def charge(start: str, last: str, amount: str, **more: Any) -> ChargeFact:
    created_at = more.pop("created_at", None)
    values = {
        "order_id": None, "resource_name": "License",
        "quantity": Decimal(more.pop("quantity", 1)), "unit_price": None, "start_on": day(start),
        "last_on": day(last), "gross_amount": Decimal(amount), "status": ChargeStatus.BLOCKED,
        "created_at": utc(created_at) if created_at else None,
    }  # fmt: skip
    return ChargeFact(**(values | more))


def item(quantity: int, recurring: str, renewal: str = "0", key: str | None = "1") -> Item:
    return Item(key, "License", quantity, Decimal(renewal), Decimal(recurring))


def priced(*resources: Item, months: int | None = 12, rate: str | None = "1") -> Priced:
    plan = item(1, "0", key=None)
    return Priced(plan, resources, months, "EUR", Decimal(rate) if rate else None)


def facts(expires_on: str | None = None, **more: Any) -> Facts:
    return Facts(**(FACTS | {"expires_on": day(expires_on) if expires_on else None} | more))


def found(
    about: Facts, now: str, terms: ServiceTerms = TERMS, zone: tzinfo = BERLIN
) -> dict[DeadlineKind, Deadline]:
    """Return what is still to come, by its kind."""
    upcoming = deadlines(about, terms, zone, utc(now))
    by_kind = {one.kind: one for one in upcoming}
    assert len(by_kind) == len(upcoming), upcoming
    return by_kind
