"""What the catalog and the resellers' settings say, read once in a transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from sandbox.books import Books
from sandbox.catalog_records import Plan, PlanPeriod, PlanResource, Term
from sandbox.records import Reseller, Subscription

Record = TypeVar("Record")


def plan_of(books: Books, plan_id: int) -> Plan:
    return _kept(books, Plan, plan_id)


def period_of(books: Books, plan_period_id: int) -> PlanPeriod:
    return _kept(books, PlanPeriod, plan_period_id)


def term_of(books: Books, plan: Plan) -> Term:
    return _kept(books, Term, plan.term_id)


def reseller_of(books: Books, reseller_id: int) -> Reseller:
    return _kept(books, Reseller, reseller_id)


def periods_of(books: Books, plan_id: int) -> list[PlanPeriod]:
    return _kept_list(books, PlanPeriod, plan_id)


def renewal_period_of(
    subscription: Subscription, periods: Iterable[PlanPeriod]
) -> PlanPeriod | None:
    """Return what an automatic renewal is for, of a plan's periods; None when nothing is.

    It is the period chosen, or the one that runs; of a trial the first that is paid for.
    """
    paid = {p.plan_period_id: p for p in periods if not p.is_trial and p.months is not None}
    key = subscription.auto_renew_period_id or subscription.plan_period_id
    first = next(iter(paid.values()), None) if subscription.is_trial else None
    return paid.get(key, first)


def resources_of(books: Books, plan_id: int) -> list[PlanResource]:
    return _kept_list(books, PlanResource, plan_id)


def _kept(books: Books, kind: type[Record], key: int) -> Record:
    place = (kind, key)
    if place not in books.kept:
        books.kept[place] = books.get(kind, key)
    found: Record = books.kept[place]
    return found


def _kept_list(books: Books, kind: type[Any], plan_id: int) -> list[Any]:
    place = (kind, "of plan", plan_id)
    if place not in books.kept:
        books.kept[place] = books.find(kind, "plan_id = ?", plan_id)
    found: list[Any] = books.kept[place]
    return found
