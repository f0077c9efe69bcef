"""Which vendor stands behind a plan, and what an order has to do with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from sandbox import vendor
from sandbox.books import Books
from sandbox.catalog_records import Plan
from sandbox.offers import plan_of, resources_of
from sandbox.records import Account, AsyncTask, Json, Order, Subscription
from sandbox.services import google, microsoft
from sandbox.services.attributes import Asked, OrderAttribute, Verdict
from sandbox.services.provoked import FAILING, REVIEW, REVIEW_TIME, word_of
from sandbox.vendor_records import Service


class Vendor(Protocol):
    """What the module of a vendor offers."""

    def asked(self, books: Books, about: Asked) -> list[OrderAttribute]: ...
    def check(self, books: Books, about: Asked, given: Json) -> Verdict: ...
    def domain_of(self, given: Json) -> str: ...
    def accept(self, books: Books, account: Account, service: Service, manager: str) -> Account: ...
    def activate(self, books: Books, subscription: Subscription, service: Service) -> Service: ...


MICROSOFT, GOOGLE = "microsoft", "google"
# By the template that a plan's resources are made from; others want to know nothing.
TEMPLATES = {"Office365": MICROSOFT, "MicrosoftCspProducts": MICROSOFT, "GSuite": GOOGLE}
MODULES: Mapping[str, Vendor] = {MICROSOFT: microsoft, GOOGLE: google}

FAILURE = "The vendor could not set the service up"


def vendor_of(books: Books, plan: Plan) -> str | None:
    """Return the name of a plan's vendor; None when it wants to know nothing with an order."""
    found = (TEMPLATES.get(resource.template) for resource in resources_of(books, plan.plan_id))
    return next((name for name in found if name), None)


def attributes_asked(
    books: Books, account: Account, plan: Plan, resource_ids: Iterable[int]
) -> list[OrderAttribute]:
    """Return what has to be given with an order of these resources, if anything (ORD-28)."""
    name = vendor_of(books, plan)
    if name is None:
        return []
    return MODULES[name].asked(books, _about(books, account, plan, resource_ids))


def check(books: Books, task: AsyncTask) -> Verdict:
    """Have the vendor say what it thinks of the values of a validation."""
    account, plan = books.get(Account, task.account_id), plan_of(books, task.plan_id)
    name = vendor_of(books, plan)
    if name is None:
        return Verdict()
    about = _about(books, account, plan, task.plan_resource_ids)
    return MODULES[name].check(books, about, task.given)


def domain_given(books: Books, plan: Plan, given: Json) -> str:
    """Return the domain among the values of a validation; empty when there is none."""
    name = vendor_of(books, plan)
    return "" if name is None else MODULES[name].domain_of(given)


def hand_over(books: Books, order: Order, given: Json, manager: str) -> None:
    """Give the vendor what was validated for an order that is placed now."""
    name = vendor_of(books, plan_of(books, order.plan_id))
    if name is None:
        return
    account = books.get(Account, order.account_id)
    service = _service(books, order, name, given)
    MODULES[name].accept(books, account, service, manager)
    domain = MODULES[name].domain_of(given)
    if domain in account.custom_attributes.values():
        return  # It has been set up before; nothing is brought about by its name again.
    if word_of(domain) == FAILING:
        vendor.tell(books, order.subscription_id, order.kind, failure=FAILURE)
    elif word_of(domain) == REVIEW:
        vendor.tell(books, order.subscription_id, order.kind, delay=REVIEW_TIME)


def _service(books: Books, order: Order, name: str, given: Json) -> Service:
    """Write down what a vendor is given; what it has given itself stays."""
    for known in books.find(Service, "subscription_id = ?", order.subscription_id):
        return books.change(known, vendor=name, given=known.given | given)
    return books.add(Service(order.subscription_id, name, given, {}))


def activate(books: Books, subscription: Subscription) -> None:
    """Have the vendor set up what it was given with the order, when it was given anything."""
    found = books.find(Service, "subscription_id = ?", subscription.subscription_id)
    for service in found:
        MODULES[service.vendor].activate(books, subscription, service)


def _about(books: Books, account: Account, plan: Plan, resource_ids: Iterable[int]) -> Asked:
    wanted = set(resource_ids)
    offered = resources_of(books, plan.plan_id)
    resources = tuple(r for r in offered if not wanted or r.plan_resource_id in wanted)
    return Asked(account, plan, resources)
