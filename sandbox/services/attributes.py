"""What a vendor may ask for with an order, and what it says about the answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.catalog_records import Plan, PlanResource
from sandbox.records import Account, Json

EMAIL = re.compile(r"[^\s@<>(),;:]+@[\w-]+(\.[\w-]+)*\.[^\W\d_]{2,}")
DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}")
YES, NO = "1", "0"


@dataclass(frozen=True, slots=True)
class OrderAttribute:
    """One field of the form that belongs to a service (ORD-27)."""

    key: str
    label: str
    type: str
    is_required: bool = True
    values: tuple[Json, ...] = ()
    hint: str = ""
    url: str | None = None
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom and what a vendor is asked."""

    account: Account
    plan: Plan
    resources: tuple[PlanResource, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a vendor says: what is wrong with which attribute, or the values made uniform."""

    problems: Mapping[str, str] = field(default_factory=dict)
    values: Json = field(default_factory=dict)


def choice(value: str, label: str) -> Json:
    return {"value": value, "label": label}


def text_of(given: Json, key: str, default: str = "") -> str:
    """Return a value as text: flags are "1" or "0", spaces around are gone."""
    value = given.get(key)
    if value is None or value == "":
        return default
    return (YES if value else NO) if isinstance(value, bool) else str(value).strip()
