"""What a reseller can sell, shelf by shelf."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TypeVar

from dashboard.services.media import CatalogMedia
from domain.errors import NotFound
from warehouse.catalog import (
    Category,
    Charged,
    OfferedPlan,
    PlanResource,
    Product,
    categories,
    offered_plans,
    plan_resources,
    products,
)
from warehouse.connection import Snapshot
from warehouse.cost_choices import account_names
from warehouse.offers import exchange_rate

PRODUCTS_ON_A_PAGE = 60

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product among others: its cheapest plan says what it costs from (CAT-4)."""

    product: Product
    cheapest: OfferedPlan
    plan_count: int


@dataclass(frozen=True, slots=True)
class CategoryScreen:
    """All categories, the chosen one if one is, and a page of what it holds.

    `unknown_page` is what was asked for in place of a page; the first one is shown instead.
    """

    categories: tuple[Category, ...]
    chosen: Category | None = None
    cards: tuple[ProductCard, ...] = ()
    page: int = 1
    page_count: int = 1
    unknown_page: str | None = None


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan with what comes with it (CAT-8).

    Without a rate into the reseller's currency it can't be ordered now (CUR-7).
    """

    plan: OfferedPlan
    resources: tuple[PlanResource, ...]
    has_rate: bool


@dataclass(frozen=True, slots=True)
class FoundPlan:
    """A plan as a search found it, and the product it belongs to (SRCH-4)."""

    plan: OfferedPlan
    product: Product
    has_rate: bool


@dataclass(frozen=True, slots=True)
class ProductScreen:
    """A product with its plans, the cheapest first, and the category it was found in."""

    product: Product
    category: Category | None
    plans: tuple[PlanCard, ...]


@dataclass(frozen=True, slots=True)
class Buyer:
    """The account that an address says is bought for; one that is not known has no name."""

    asked: str
    name: str | None

    @property
    def account_id(self) -> str | None:
        return None if self.name is None else self.asked


class Catalog:
    """Answers what one reseller may order now."""

    def __init__(self, snapshot: Snapshot, *, reseller_id: str) -> None:
        self._snapshot = snapshot
        self._reseller_id = reseller_id

    def categories(self) -> CategoryScreen:
        """Return the categories with something to sell."""
        return CategoryScreen(tuple(categories(self._snapshot, reseller_id=self._reseller_id)))

    def category(self, category_id: str, asked_page: str = "1") -> CategoryScreen:
        """Return a page of a category's products.

        Raises:
            NotFound: the reseller has no such category, or nothing to sell in it.
        """
        chosen = self.media.category(category_id)
        found = tuple(categories(self._snapshot, reseller_id=self._reseller_id))
        sold = self._sold(category_id)
        pages = list(_batched(sold, PRODUCTS_ON_A_PAGE))
        names = {str(number): number for number in range(1, len(pages) + 1)}
        page = names.get(asked_page, 1)
        cards = tuple(ProductCard(one, _least(own), len(own)) for one, own in pages[page - 1])
        unknown = asked_page if asked_page not in names else None
        return CategoryScreen(found, chosen, cards, page, len(pages), unknown)

    def product(self, product_id: str) -> ProductScreen:
        """Return a product and its plans.

        Raises:
            NotFound: the reseller has no such product, or no plan of it to order.
        """
        found = products(self._snapshot, product_id=product_id, reseller_id=self._reseller_id)
        plans = offered_plans(self._snapshot, product_id=product_id, reseller_id=self._reseller_id)
        if not found or not plans:
            raise NotFound(f"no product {product_id}")
        (product,) = found
        shelves = categories(self._snapshot, reseller_id=self._reseller_id)
        category = next((one for one in shelves if one.category_id == product.category_id), None)
        return ProductScreen(product, category, self._with_resources(product_id, plans))

    def found_plans(self, plan_ids: Sequence[str], text: str) -> list[FoundPlan]:
        """Return the plans that a search found, without those that can't be ordered any more.

        The one whose SKU is the text comes first; the others stand together by product, in the
        order in which the search found these (SRCH-5).
        """
        plans = offered_plans(
            self._snapshot, plan_ids=tuple(plan_ids), reseller_id=self._reseller_id
        )
        ranks = {plan_id: rank for rank, plan_id in enumerate(plan_ids)}
        first: dict[str, int] = {}
        for plan in plans:
            rank = ranks[plan.plan_id]
            first[plan.product_id] = min(first.get(plan.product_id, rank), rank)
        wanted = text.strip().casefold()
        plans.sort(key=lambda one: ((one.sku or "").casefold() != wanted, first[one.product_id]))
        return [FoundPlan(plan, self._product(plan), self._has_rate(plan)) for plan in plans]

    def buyer(self, account_id: str) -> Buyer | None:
        """Return whom an address says is bought for; None where it names nobody."""
        if not account_id:
            return None
        names = account_names(self._snapshot, (account_id,), reseller_id=self._reseller_id)
        return Buyer(account_id, names.get(account_id))

    @property
    def media(self) -> CatalogMedia:
        """The pictures and videos of what this reseller may order."""
        return CatalogMedia(self._snapshot, reseller_id=self._reseller_id)

    def _product(self, plan: OfferedPlan) -> Product:
        (product,) = products(
            self._snapshot, product_id=plan.product_id, reseller_id=self._reseller_id
        )
        return product

    def _has_rate(self, plan: OfferedPlan) -> bool:
        rate = exchange_rate(self._snapshot, plan.currency, reseller_id=self._reseller_id)
        return rate is not None

    def _sold(self, category_id: str) -> list[tuple[Product, list[OfferedPlan]]]:
        """Return a category's products with their plans, in the platform's order."""
        plans = offered_plans(
            self._snapshot, category_id=category_id, reseller_id=self._reseller_id
        )
        by_product = {
            product_id: list(own) for product_id, own in groupby(plans, attrgetter("product_id"))
        }
        found = products(self._snapshot, category_id=category_id, reseller_id=self._reseller_id)
        return [(one, by_product[one.product_id]) for one in found if one.product_id in by_product]

    def _with_resources(
        self, product_id: str, plans: Sequence[OfferedPlan]
    ) -> tuple[PlanCard, ...]:
        resources = plan_resources(
            self._snapshot, product_id=product_id, reseller_id=self._reseller_id
        )
        by_plan = {
            plan_id: tuple(own) for plan_id, own in groupby(resources, attrgetter("plan_id"))
        }
        return tuple(
            PlanCard(plan, by_plan.get(plan.plan_id, ()), self._has_rate(plan)) for plan in plans
        )


def _batched(found: Sequence[Value], size: int) -> Iterator[Sequence[Value]]:
    """Yield several at a time; the last of them may be fewer."""
    for start in range(0, len(found), size):
        yield found[start : start + size]


def _least(plans: Sequence[OfferedPlan]) -> OfferedPlan:
    """Return the plan that a product costs from; a trial is not what it costs."""
    return next((plan for plan in plans if plan.charged != Charged.TRIAL), plans[0])
