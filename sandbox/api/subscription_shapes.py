"""Draws subscriptions, with what may be done with each now."""

from __future__ import annotations

from flask import request

from domain.statuses import AccountStatus
from sandbox.ability import Standing, ability
from sandbox.api.listings import Shapes, link, shape_of
from sandbox.api.related import by_key, by_parent
from sandbox.api.wire import number, stamps
from sandbox.books import Books
from sandbox.catalog_records import Plan, PlanPeriod, PlanResource, Product, SwitchTarget, Term
from sandbox.offers import renewal_period_of
from sandbox.records import Account, AddedAmount, Json, Order, Resource, Subscription
from sandbox.services.information import Using, information_of
from sandbox.standing import FINISHED, is_countable
from sandbox.vendor_records import Service


def draw_subscriptions(books: Books, subscriptions: list[Subscription]) -> Shapes:
    return _Drawing(books, subscriptions).shapes()


def draw_resources(books: Books, subscriptions: list[Subscription]) -> Shapes:
    """Draw what subscriptions hold, in the layout of the v1 method."""
    keys = (subscription.subscription_id for subscription in subscriptions)
    resources = [
        row for rows in by_parent(books, Resource, "subscription_id", keys).values() for row in rows
    ]
    offered = by_key(books, PlanResource, (resource.plan_resource_id for resource in resources))
    return [
        shape_of(
            "subscription_resources",
            resource.resource_id,
            _resource(resource, offered[resource.plan_resource_id]),
        )
        for resource in resources
    ]


def _resource(resource: Resource, offered: PlanResource) -> Json:
    return {
        "id": resource.resource_id,
        "subscription_id": resource.subscription_id,
        "additional": resource.additional,
        "used": resource.used,
        "application_id": resource.subscription_id,
        "plan_resource_id": resource.plan_resource_id,
        "name": offered.name,
        "recurring_fee": number(offered.recurring_fee),
        "renewal_fee": number(offered.renewal_fee),
        "setup_fee": number(offered.setup_fee),
        "limit": offered.maximum or 0,
        "included": offered.included,
        "minimum": offered.minimum,
        "unlimited_units": offered.maximum is None,
        "overuse_fee": number(offered.overuse_fee),
    }


class _Drawing:
    """A page of subscriptions, with all that their abilities depend on read at once."""

    def __init__(self, books: Books, subscriptions: list[Subscription]) -> None:
        keys = [subscription.subscription_id for subscription in subscriptions]
        plans = {subscription.plan_id for subscription in subscriptions}
        self.books = books
        self.subscriptions = subscriptions
        self.plans = by_key(books, Plan, plans)
        self.terms = by_key(books, Term, (plan.term_id for plan in self.plans.values()))
        self.periods = by_parent(books, PlanPeriod, "plan_id", plans)
        self.offered = by_parent(books, PlanResource, "plan_id", plans)
        self.targets = by_parent(books, SwitchTarget, "plan_id", plans)
        self.accounts = by_key(books, Account, (s.account_id for s in subscriptions))
        self.resources = by_parent(books, Resource, "subscription_id", keys)
        self.orders = by_parent(books, Order, "subscription_id", keys)
        self.added = by_parent(books, AddedAmount, "subscription_id", keys)
        self.is_told = request.args.get("meta") in ("true", "1")
        if self.is_told:
            self.products = by_key(books, Product, (p.product_id for p in self.plans.values()))
            self.services = by_key(books, Service, keys)

    def shapes(self) -> Shapes:
        return [self._shape(subscription) for subscription in self.subscriptions]

    def _shape(self, subscription: Subscription) -> Json:
        shape = shape_of(
            "subscriptions",
            subscription.subscription_id,
            self._attributes(subscription),
            account=link("accounts", subscription.account_id),
            plan=link("plans", subscription.plan_id),
            subscription_period=link("plan_periods", subscription.plan_period_id),
            subscription_resources=[
                link("subscription_resources", resource.resource_id)
                for resource in self.resources[subscription.subscription_id]
            ],
        )
        if self.is_told:
            shape["meta"] = self._told(subscription)
        return shape

    def _told(self, subscription: Subscription) -> Json:
        plan = self.plans[subscription.plan_id]
        account = self.accounts.get(subscription.account_id)
        if account is None:
            return {}
        service = self.services.get(subscription.subscription_id)
        product = self.products[plan.product_id]
        return information_of(Using(subscription, plan, product, account, service))

    def _attributes(self, subscription: Subscription) -> Json:
        term = self.terms[self.plans[subscription.plan_id].term_id]
        renewal = renewal_period_of(subscription, self.periods[subscription.plan_id])
        return {
            **stamps(subscription),
            "plan_id": subscription.plan_id,
            "account_id": subscription.account_id,
            "reseller_id": subscription.reseller_id,
            "name": subscription.name,
            "trial": subscription.is_trial,
            "status": subscription.status,
            "start_date": subscription.start_on,
            "expiration_date": subscription.end_on,
            "paid_to_date": subscription.paid_end_on,
            "plan_period_id": subscription.plan_period_id,
            "promo_code": "",
            "payment_model": "prepay",
            "payment_model_parameters": {},
            "renewal_settings": {
                "autorenew": subscription.is_auto_renewed,
                "disable_autorenew": subscription.is_auto_renew_locked,
                "autorenew_period_id": renewal.plan_period_id if renewal else None,
                "autorenew_point": term.auto_renew_point,
                "manual_renew_point": term.manual_renew_point,
            },
            "fixed_price": False,
            "custom_price": False,
            "ability": ability(self._standing(subscription, term)),
            "hold_to": None,
            "currency": self.plans[subscription.plan_id].currency,
            "manager_id": subscription.manager_id,
        }

    def _standing(self, subscription: Subscription, term: Term) -> Standing:
        account = self.accounts.get(subscription.account_id)
        return Standing(
            subscription=subscription,
            plan=self.plans[subscription.plan_id],
            term=term,
            account_status=account.status if account else AccountStatus.UNKNOWN,
            has_unfinished_order=any(
                order.status not in FINISHED for order in self.orders[subscription.subscription_id]
            ),
            has_countable_resource=any(
                is_countable(offered) for offered in self.offered[subscription.plan_id]
            ),
            has_switch_target=bool(self.targets[subscription.plan_id]),
            has_paid_period=any(
                not period.is_trial for period in self.periods[subscription.plan_id]
            ),
            has_open_addition=any(
                added.quantity and self.books.now < added.window_ends_at
                for added in self.added[subscription.subscription_id]
            ),
            now=self.books.now,
        )
