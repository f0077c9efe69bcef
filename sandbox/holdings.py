"""What subscriptions hold of their plans' resources."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.books import Books
from sandbox.catalog_records import Plan
from sandbox.offers import resources_of
from sandbox.records import Order, Resource, Subscription

# Total amounts by plan resource id, included ones counted in.
Totals = Mapping[int, int]


def held_by(books: Books, subscription: Subscription) -> list[Resource]:
    where = "subscription_id = ? ORDER BY resource_id"
    return books.find(Resource, where, subscription.subscription_id)


def totals_of(books: Books, subscription: Subscription) -> dict[int, int]:
    """Return what a subscription holds, included amounts counted in."""
    included = {r.plan_resource_id: r.included for r in resources_of(books, subscription.plan_id)}
    return {
        resource.plan_resource_id: included[resource.plan_resource_id] + resource.additional
        for resource in held_by(books, subscription)
    }


def ordered_totals(order: Order) -> dict[int, int]:
    return {int(key): quantity for key, quantity in order.targets.items()}


def give(books: Books, subscription: Subscription, plan: Plan, totals: Totals) -> list[Resource]:
    """Write down what a subscription holds of each resource of a plan."""
    return [
        books.add(
            Resource(
                resource_id=books.new_id(Resource),
                subscription_id=subscription.subscription_id,
                plan_resource_id=offered.plan_resource_id,
                additional=total - offered.included,
                used=0,  # Nothing is assigned to anyone yet.
            )
        )
        for offered in resources_of(books, plan.plan_id)
        for total in [totals.get(offered.plan_resource_id, offered.included)]
    ]


def hold(books: Books, subscription: Subscription, totals: Totals) -> None:
    """Have a subscription hold other amounts of the resources it has."""
    offered = {r.plan_resource_id: r for r in resources_of(books, subscription.plan_id)}
    for resource in held_by(books, subscription):
        key = resource.plan_resource_id
        additional = totals[key] - offered[key].included
        if additional != resource.additional:
            # What is measured has no limit; of the rest no more is assigned than there is.
            used = resource.used if offered[key].is_measured else min(resource.used, totals[key])
            books.change(resource, additional=additional, used=used)
