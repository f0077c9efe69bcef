"""Builds the catalog: the distributor's plans, and the copies each reseller sells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import count

from domain.money import round_half_up
from domain.statuses import BillingType
from sandbox.books import Books
from sandbox.open_data import read_csv
from sandbox.records import (
    Category,
    Plan,
    PlanPeriod,
    PlanResource,
    Product,
    Reseller,
    SwitchTarget,
)
from sandbox.seeding.products import (
    CATEGORIES,
    MICROSOFT,
    OTHERS,
    TRIED,
    PeriodRecipe,
    PlanRecipe,
    ProductRecipe,
    ResourceRecipe,
    microsoft_plans,
)
from sandbox.seeding.terms import TERMS

# In what currency each line of plans reaches a reseller, by the reseller's own.
CURRENCIES = {
    "EUR": {"microsoft": "EUR", "azure": "USD", "google": "USD", "hosting": "EUR",
            "backup": "CZK", "security": "EUR"},
    "PLN": {"microsoft": "EUR", "azure": "PLN", "google": "USD", "hosting": "PLN",
            "backup": "CZK", "security": "PLN"},
    "GBP": {"microsoft": "GBP", "azure": "USD", "google": "USD", "hosting": "EUR",
            "backup": "EUR", "security": "EUR"},
}  # fmt: skip
# What a dollar of a price list is in other currencies' lists. Price lists are not rates.
PRICE_LISTS = {"USD": "1", "EUR": "0.94", "GBP": "0.81", "PLN": "4.05", "CZK": "23"}
# One in so many plans of the catalog is not published to a reseller, or is withdrawn.
UNPUBLISHED_ONE_IN = 23
WITHDRAWN = {"Dynamics 365 Team Members (NCE, 1 month)", "Visio Plan 2 (NCE, 1 month)"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan a reseller may sell, with its periods and resources."""

    plan: Plan
    periods: tuple[PlanPeriod, ...]
    resources: tuple[PlanResource, ...]


def product_recipes(plan_count: int | None) -> list[ProductRecipe]:
    """Return the products for sale; more are made up when more plans are asked for."""
    includes = {row["name"]: row["includes"] for row in read_csv("microsoft_products.csv")}
    found = [
        _microsoft(name, category, Decimal(price), includes[name])
        for category, prices in MICROSOFT.items()
        for name, price in prices.items()
    ]
    found += OTHERS
    wanted = plan_count or 0
    more = _more_products(includes)
    while sum(len(product.plans) for product in found) < wanted:
        found.append(next(more))
    return found


def build_catalog(books: Books, resellers: list[Reseller], recipes: list[ProductRecipe]) -> None:
    """Write the catalog: categories, products, and the plans of each reseller."""
    books.add_all(TERMS)
    categories = {}
    for place, recipe in enumerate(CATEGORIES, start=1):
        category = Category(books.new_id(Category), recipe.key, recipe.name, recipe.description,
                            place, f"/logos/{recipe.key}.svg", books.now, books.now)  # fmt: skip
        categories[recipe.key] = books.add(category)
    for priority, product_recipe in enumerate(recipes, start=1):
        category = categories[product_recipe.category]
        product = books.add(_product(books, product_recipe, category, priority))
        _publish(books, product, product_recipe, resellers)


def offers_of(books: Books, reseller: Reseller) -> dict[str, list[Offer]]:
    """Return what a reseller may sell now, by billing type."""
    found: dict[str, list[Offer]] = {kind: [] for kind in BillingType}
    where = "reseller_id = ? AND status = 'active' ORDER BY plan_id"
    for plan in books.find(Plan, where, reseller.reseller_id):
        periods = books.find(PlanPeriod, "plan_id = ?", plan.plan_id)
        resources = books.find(PlanResource, "plan_id = ?", plan.plan_id)
        found[plan.billing_type].append(Offer(plan, tuple(periods), tuple(resources)))
    return found


def _microsoft(name: str, category: str, price: Decimal, includes: str) -> ProductRecipe:
    stem = f"CFQ7TTC0{_digest(name)}"
    return ProductRecipe(
        name, category, "Microsoft", "New Commerce", "nce",
        f"{name}, by the licence.", f"Includes: {includes}.",
        microsoft_plans(name, stem, price, name in TRIED),
    )  # fmt: skip


def _digest(name: str) -> str:
    """Return the four characters that tell one product's stock keeping units from another's."""
    return hashlib.sha256(name.encode()).hexdigest()[:4].upper()


def _more_products(includes: dict[str, str]) -> Iterator[ProductRecipe]:
    """Make up products of Microsoft's other names, then of the same names for other regions."""
    known = {name for prices in MICROSOFT.values() for name in prices}
    names = [name for name in includes if name not in known]
    for batch in count():
        for place, name in enumerate(names):
            title = name if batch == 0 else f"{name}, region {batch}"
            price = Decimal(place % 37 + 3) + Decimal("0.50") * (place % 2)
            yield _microsoft(title, ("office", "business", "security")[place % 3], price,
                             includes[name])  # fmt: skip


def _product(books: Books, recipe: ProductRecipe, category: Category, priority: int) -> Product:
    return Product(
        product_id=books.new_id(Product),
        category_id=category.category_id,
        name=recipe.name,
        vendor=recipe.vendor,
        product_line=recipe.product_line,
        kind=recipe.kind,
        short_description=recipe.short_description,
        description=f"<p>{recipe.description}</p>",
        priority=priority,
        logo=f"/logos/{recipe.vendor.split('.')[0].split()[0].lower()}.svg",
        created_at=books.now,
        updated_at=books.now,
    )


def _publish(
    books: Books, product: Product, recipe: ProductRecipe, resellers: list[Reseller]
) -> None:
    roots: dict[str, Plan] = {}
    for reseller in resellers:
        own: dict[str, list[Plan]] = {}
        for plan_recipe in recipe.plans:
            if reseller.parent_id is not None and _is_unpublished(reseller, plan_recipe):
                continue
            root = roots.get(plan_recipe.name)
            plan = _plan(books, plan_recipe, product, reseller, root)
            roots.setdefault(plan_recipe.name, plan)
            own.setdefault(plan_recipe.switches, []).append(plan)
        _allow_switches(books, own)


def _is_unpublished(reseller: Reseller, recipe: PlanRecipe) -> bool:
    if recipe.billing_type is not BillingType.LONG_TERM or not recipe.sku.startswith("CFQ7"):
        return False
    number = int(hashlib.sha256(f"{reseller.name} {recipe.sku}".encode()).hexdigest()[:8], 16)
    return number % UNPUBLISHED_ONE_IN == 0


def _plan(
    books: Books, recipe: PlanRecipe, product: Product, reseller: Reseller, root: Plan | None
) -> Plan:
    (term,) = (term for term in TERMS if term.key == recipe.term)
    plan = books.add(
        Plan(
            plan_id=books.new_id(Plan),
            reseller_id=reseller.reseller_id,
            product_id=product.product_id,
            term_id=term.term_id,
            root_plan_id=None if root is None else root.plan_id,
            name=recipe.name,
            description=recipe.description or f"{recipe.name}.",
            sku=recipe.sku,
            status="inactive" if recipe.name in WITHDRAWN else "active",
            billing_type=recipe.billing_type,
            currency=CURRENCIES[reseller.currency][recipe.line],
            is_public=True,
            created_at=books.now,
            updated_at=books.now + timedelta(minutes=product.priority),
        )
    )
    factor = Decimal(PRICE_LISTS[plan.currency])
    for position, period in enumerate(recipe.periods, start=1):
        books.add(_period(books, plan, period, factor, position))
    for position, resource in enumerate(recipe.resources, start=1):
        books.add(_resource(books, plan, resource, factor, position))
    return plan


def _period(
    books: Books, plan: Plan, recipe: PeriodRecipe, factor: Decimal, position: int
) -> PlanPeriod:
    return PlanPeriod(
        plan_period_id=books.new_id(PlanPeriod),
        plan_id=plan.plan_id,
        name=recipe.name,
        months=recipe.months,
        is_trial=recipe.is_trial,
        setup_fee=_price(recipe.setup_fee, factor),
        recurring_fee=_price(recipe.recurring_fee, factor),
        renewal_fee=_price(recipe.renewal_fee, factor),
        position=position,
    )


def _resource(
    books: Books, plan: Plan, recipe: ResourceRecipe, factor: Decimal, position: int
) -> PlanResource:
    return PlanResource(
        plan_resource_id=books.new_id(PlanResource),
        plan_id=plan.plan_id,
        name=recipe.name,
        template=recipe.template,
        unit=recipe.unit,
        is_measured=recipe.is_measured,
        is_primary=recipe.is_primary,
        included=recipe.included,
        minimum=recipe.minimum,
        maximum=recipe.maximum,
        setup_fee=_price(recipe.setup_fee, factor),
        recurring_fee=_price(recipe.recurring_fee, factor),
        overuse_fee=_price(recipe.overuse_fee, factor, places=4),
        renewal_fee=_price(recipe.renewal_fee, factor),
        template_resource_id=plan.product_id * 10 + position,
    )


def _price(dollars: Decimal, factor: Decimal, places: int = 2) -> Decimal:
    return round_half_up(dollars * factor, places)


def _allow_switches(books: Books, groups: dict[str, list[Plan]]) -> None:
    for name, plans in groups.items():
        for plan in plans if name else []:
            for target in plans:
                if target is not plan and not target.name.endswith("Trial"):
                    books.add(SwitchTarget(books.new_id(SwitchTarget), plan.plan_id,
                                           target.plan_id))  # fmt: skip
