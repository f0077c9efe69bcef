"""Which subscriptions and which clients a list shows, in which order, and which page of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

Words: TypeAlias = tuple[str, ...] | None  # None: no limit.
EVERYTHING = 2**62


@dataclass(frozen=True, slots=True)
class SubscriptionFilter:
    """What subscriptions have to be like. What is None limits nothing; without `statuses`, all but
    the deleted ones are meant. `text` is parts of id, name and client; the last days are excluded.
    """

    text: str | None = None
    statuses: Words = None
    account_ids: Words = None
    product_ids: Words = None
    plan_ids: Words = None
    billing_types: Words = None
    is_auto_renewed: bool | None = None
    is_trial: bool | None = None
    expires_from: date | None = None
    expires_until: date | None = None
    started_from: date | None = None
    started_until: date | None = None


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """What clients have to be like. What is None limits nothing; `created_until` is excluded."""

    text: str | None = None
    statuses: Words = None
    client_types: Words = None
    created_from: datetime | None = None
    created_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a list in an order: `sort` is a column's key, after a minus for descending."""

    sort: str
    first: int = 0
    most: int = EVERYTHING


def words_of(texts: Sequence[str]) -> Words:
    """Return several values as a filter wants them; none are no limit."""
    return tuple(texts) or None
