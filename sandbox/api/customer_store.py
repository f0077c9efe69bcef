"""The Customer Store module's methods: categories and products, with plans and prices."""

from __future__ import annotations

from decimal import Decimal

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from domain.money import round_half_up
from sandbox.api.access import Unprocessable, books, reach
from sandbox.api.catalog import draw_category
from sandbox.api.filters import Condition
from sandbox.api.listings import Collection, Shapes, overridden, read_include, shape_of
from sandbox.api.paging import read_store_page
from sandbox.api.plan_shapes import Price, draw_plans, draw_plans_converted
from sandbox.api.related import by_key
from sandbox.api.reseller_shapes import draw_resellers
from sandbox.api.wire import answer, stamps
from sandbox.books import Books
from sandbox.catalog_records import Category, Plan, Product
from sandbox.pictures.gallery import media_of
from sandbox.rates import current_rate
from sandbox.records import Json, Reseller

blueprint = Blueprint("customer_store", __name__, url_prefix="/api/v3/customer_store/resellers")

# What a converted price is rounded to; fees of plans have as many places.
PRICE_PLACES = 4
SORTS = {"priority": "priority", "name": "name", "id": "product_id"}
PUBLISHED = (
    "product_id IN (SELECT product_id FROM plan WHERE reseller_id = ? AND status = 'active')"
)

CATEGORY_PUBLISHED = (
    "category_id IN (SELECT product.category_id FROM product JOIN plan USING (product_id) "
    "WHERE plan.reseller_id = ? AND plan.status = 'active')"
)


@blueprint.get("")
def resellers() -> Response:
    collection = Collection(Reseller, draw_resellers)
    own = [str(reseller_id) for reseller_id in reach()]
    return collection.page(Condition(f"reseller_id IN ({', '.join(own)})"), page=read_store_page())


@blueprint.get("/<int:reseller_id>")
def reseller(reseller_id: int) -> Response:
    return Collection(Reseller, draw_resellers).one(reseller_id)


@blueprint.get("/<int:reseller_id>/product_categories")
def product_categories(reseller_id: int) -> Response:
    published = Condition(CATEGORY_PUBLISHED, (reseller_id,))
    collection = Collection(Category, lambda _, found: [draw_category(c) for c in found])
    return collection.page(published, page=read_store_page())


@blueprint.get("/<int:reseller_id>/products")
def products(reseller_id: int) -> Response:
    page = read_store_page()
    conditions = [Condition(PUBLISHED, (reseller_id,)), *_filters()]
    where = " AND ".join(condition.sql for condition in conditions)
    binds = [bind for condition in conditions for bind in condition.binds]
    found = books().find(
        Product, f"{where} ORDER BY {_sorting()} LIMIT ? OFFSET ?", *binds, page.size, page.offset
    )
    body = _body(found, _draw(reseller_id, found))
    return answer({**body, "links": page.links(books().count(Product, where, *binds))})


@blueprint.get("/<int:reseller_id>/products/<int:product_id>")
def product(reseller_id: int, product_id: int) -> Response:
    found = books().find(Product, f"product_id = ? AND {PUBLISHED}", product_id, reseller_id)
    if not found:
        raise NotFound
    return answer(_body(found, _draw(reseller_id, found)[0]))


def _filters() -> list[Condition]:
    conditions = []
    for name, text in request.args.items(multi=True):
        if name == "filters[type]":
            conditions.append(Condition("kind = ?", (text,)))
        elif name == "filters[category]":
            sql = "category_id IN (SELECT category_id FROM category WHERE name = ?)"
            conditions.append(Condition(sql, (text,)))
        elif name.startswith("filter"):
            raise Unprocessable(f"{name} is not a filter of this method", name)
    return conditions


def _sorting() -> str:
    field = request.args.get("sorting[field]", "id")
    backwards = request.args.get("sorting[reversed]", "false")
    if field not in SORTS:
        raise Unprocessable(f"This method does not sort by {field}", "sorting[field]")
    if backwards not in ("true", "false"):
        raise Unprocessable("sorting[reversed] must be true or false", "sorting[reversed]")
    direction = "DESC" if backwards == "true" else "ASC"
    return f"{SORTS[field]} {direction}, product_id {direction}"


def _body(found: list[Product], data: object) -> Json:
    included = []
    names = read_include({"vendor": None, "product_line": None})
    for name in names:
        titles = sorted({getattr(product, name) for product in found})
        included += [
            shape_of(f"{name}s", place, {"name": title})
            for place, title in enumerate(titles, start=1)
        ]
    return {"data": data, "included": included} if names else {"data": data}


def _draw(reseller_id: int, found: list[Product]) -> Shapes:
    categories = by_key(books(), Category, (product.category_id for product in found))
    plans = _plans(reseller_id, found)
    shapes = []
    for product in found:
        own = [p for p in plans if p["attributes"]["product_id"] == product.product_id]
        attributes = {
            **stamps(product),
            "name": product.name,
            "type": product.kind,
            "category": {"data": draw_category(categories[product.category_id])},
            "vendor": product.vendor,
            "product_line": product.product_line,
            "description": product.description,
            "short_description": product.short_description,
            "logo": product.logo,
            "media": media_of(product),
            "key": f"product-{product.product_id}",
            "priority": product.priority,
            "public": True,
            "plans": {"data": own},
        }
        shapes.append(shape_of("products", product.product_id, attributes))
    return overridden(shapes)


def _plans(reseller_id: int, found: list[Product]) -> Shapes:
    marks = ", ".join("?" * len(found))
    keys = [product.product_id for product in found]
    sql = f"reseller_id = ? AND status = 'active' AND product_id IN ({marks}) ORDER BY plan_id"
    plans = books().find(Plan, sql, reseller_id, *keys)
    if request.args.get("plan_currency", "false") in ("true", "1"):
        return overridden(draw_plans(books(), plans))
    currency = reach()[reseller_id].currency
    return overridden(
        draw_plans_converted(books(), plans, lambda plan: (currency, _converter(books(), plan)))
    )


def _converter(books: Books, plan: Plan) -> Price:
    rate = current_rate(books, plan.reseller_id, plan.currency)

    def convert(price: Decimal) -> Decimal:
        return round_half_up(price * rate, PRICE_PLACES)

    return convert
