"""Builds the catalog: the distributor's plans, and the copies each reseller sells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from html import escape
from itertools import count

from domain.statuses import BillingType
from sandbox.books import Books
from sandbox.catalog_records import Category, Plan, PlanPeriod, PlanResource, Product, SwitchTarget
from sandbox.open_data import read_csv
from sandbox.pictures.gallery import logo_of_category, logo_of_product
from sandbox.pictures.glyphs import family_of
from sandbox.price_lists import listed
from sandbox.records import Reseller
from sandbox.seeding.microsoft import MICROSOFT, SAYS, TRIED, microsoft_plans
from sandbox.seeding.products import CATEGORIES, OTHERS
from sandbox.seeding.recipes import PeriodRecipe, PlanRecipe, ProductRecipe, ResourceRecipe
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
# One in so many plans of the catalog is not published to a reseller, or is withdrawn.
UNPUBLISHED_ONE_IN = 23
WITHDRAWN = {"Dynamics 365 Team Members (NCE, 1 month)", "Visio Plan 2 (NCE, 1 month)"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan a reseller may sell, with its periods and resources."""

    plan: Plan
    periods: tuple[PlanPeriod, ...]
    resources: tuple[PlanResource, ...]


@dataclass(frozen=True, slots=True)
class Market:
    """What a reseller may sell, and what can be switched to what."""

    offers: tuple[Offer, ...]
    targets: dict[int, list[Offer]]

    def of_type(self, billing_type: BillingType) -> list[Offer]:
        return [offer for offer in self.offers if offer.plan.billing_type is billing_type]

    def named(self, name: str) -> Offer:
        """Return the offer whose plan's name starts so."""
        return next(offer for offer in self.offers if offer.plan.name.startswith(name))

    def targets_of(self, offer: Offer) -> list[Offer]:
        return self.targets.get(offer.plan.plan_id, [])


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
                            place, logo_of_category(recipe.key), books.now, books.now)  # fmt: skip
        categories[recipe.key] = books.add(category)
    for priority, product_recipe in enumerate(recipes, start=1):
        category = categories[product_recipe.category]
        product = books.add(_product(books, product_recipe, category, priority))
        _publish(books, product, product_recipe, resellers)


def market_of(books: Books, reseller: Reseller) -> Market:
    """Return what a reseller may sell now."""
    offers = {}
    where = "reseller_id = ? AND status = 'active' ORDER BY plan_id"
    for plan in books.find(Plan, where, reseller.reseller_id):
        periods = books.find(PlanPeriod, "plan_id = ?", plan.plan_id)
        resources = books.find(PlanResource, "plan_id = ?", plan.plan_id)
        offers[plan.plan_id] = Offer(plan, tuple(periods), tuple(resources))
    targets: dict[int, list[Offer]] = {}
    for target in books.find(SwitchTarget):
        if target.plan_id in offers and target.target_plan_id in offers:
            targets.setdefault(target.plan_id, []).append(offers[target.target_plan_id])
    return Market(tuple(offers.values()), targets)


def _microsoft(name: str, category: str, price: Decimal, includes: str) -> ProductRecipe:
    stem = f"CFQ7TTC0{_digest(name)}"
    return ProductRecipe(
        name, category, "Microsoft", "New Commerce", "nce",
        SAYS.get(family_of(name), f"{name}, by the licence."), _listed(includes.split("; ")),
        microsoft_plans(name, stem, price, name in TRIED),
    )  # fmt: skip


def _listed(parts: list[str]) -> str:
    """Write what is included as HTML, as the platform's editors do."""
    return f"<p>Includes:</p><ul>{''.join(f'<li>{escape(part)}</li>' for part in parts)}</ul>"


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
    product_id = books.new_id(Product)
    return Product(
        product_id=product_id,
        category_id=category.category_id,
        name=recipe.name,
        vendor=recipe.vendor,
        product_line=recipe.product_line,
        kind=recipe.kind,
        short_description=recipe.short_description,
        description=_as_html(recipe.description),
        priority=priority,
        logo=logo_of_product(product_id),
        created_at=books.now,
        updated_at=books.now,
    )


def _as_html(text: str) -> str:
    return text if text.startswith("<") else f"<p>{text}</p>"


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
    for position, period in enumerate(recipe.periods, start=1):
        books.add(_period(books, plan, period, position))
    for position, resource in enumerate(recipe.resources, start=1):
        books.add(_resource(books, plan, resource, position))
    return plan


def _period(books: Books, plan: Plan, recipe: PeriodRecipe, position: int) -> PlanPeriod:
    return PlanPeriod(
        plan_period_id=books.new_id(PlanPeriod),
        plan_id=plan.plan_id,
        name=recipe.name,
        months=recipe.months,
        is_trial=recipe.is_trial,
        setup_fee=listed(recipe.setup_fee, plan.currency),
        recurring_fee=listed(recipe.recurring_fee, plan.currency),
        renewal_fee=listed(recipe.renewal_fee, plan.currency),
        position=position,
    )


def _resource(books: Books, plan: Plan, recipe: ResourceRecipe, position: int) -> PlanResource:
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
        setup_fee=listed(recipe.setup_fee, plan.currency),
        recurring_fee=listed(recipe.recurring_fee, plan.currency),
        overuse_fee=listed(recipe.overuse_fee, plan.currency, places=4),
        renewal_fee=listed(recipe.renewal_fee, plan.currency),
        template_resource_id=plan.product_id * 10 + position,
    )


def _allow_switches(books: Books, groups: dict[str, list[Plan]]) -> None:
    for name, plans in groups.items():
        for plan in plans if name else []:
            for target in plans:
                if target is not plan and not target.name.endswith("Trial"):
                    books.add(SwitchTarget(books.new_id(SwitchTarget), plan.plan_id,
                                           target.plan_id))  # fmt: skip
