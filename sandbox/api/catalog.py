"""Plans: what may be bought, for how long, and at what price."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from sandbox.api.access import Unprocessable, books, downstream
from sandbox.api.filters import Condition, exactly, instant, words
from sandbox.api.listings import Collection, Shapes, is_, one_of, shape_of
from sandbox.api.plan_shapes import draw_plans
from sandbox.api.related import by_key
from sandbox.api.wire import stamps
from sandbox.books import Books
from sandbox.catalog_records import Category, Plan, Product, SwitchTarget
from sandbox.charging.rules import RULES
from sandbox.records import Json

blueprint = Blueprint("catalog", __name__, url_prefix="/api/v3/resellers/<int:reseller_id>")

IMMEDIATE_SWITCH, DELAYED_SWITCH = "immediate_switch", "delayed_switch"
SWITCH_TYPES = (IMMEDIATE_SWITCH, DELAYED_SWITCH)
# Trials are never switched to (OP-36).
HAS_PAID_PERIOD = "plan_id IN (SELECT plan_id FROM plan_period WHERE NOT is_trial)"


def draw_category(category: Category) -> Json:
    return shape_of(
        "product_categories",
        category.category_id,
        {
            **stamps(category),
            "key": category.key,
            "name": category.name,
            "description": category.description,
            "priority": category.priority,
            "public": True,
            "logo": category.logo,
        },
    )


def _categories_of(books: Books, plans: list[Plan]) -> Shapes:
    products = by_key(books, Product, (plan.product_id for plan in plans))
    keys = (product.category_id for product in products.values())
    return [draw_category(category) for category in by_key(books, Category, keys).values()]


PLANS = Collection(
    Plan,
    draw_plans,
    filters={
        "name": exactly("name"),
        "sku": words("sku"),
        "updated_at": instant("updated_at"),
    },
    includes={"plan_category": _categories_of},
)


@blueprint.get("/plans")
def plans(reseller_id: int) -> Response:
    return PLANS.page(is_("reseller_id", reseller_id))


@blueprint.get("/plans/<int:plan_id>")
def plan(reseller_id: int, plan_id: int) -> Response:
    return PLANS.one(plan_id, is_("reseller_id", reseller_id))


@blueprint.get("/plans/<int:plan_id>/switchable_plans")
def switchable_plans(reseller_id: int, plan_id: int) -> Response:
    if request.args.get("filter[switch_type]") not in SWITCH_TYPES:
        raise Unprocessable(
            f"filter[switch_type] must be one of {', '.join(SWITCH_TYPES)}", "filter[switch_type]"
        )
    found = books().find(Plan, "plan_id = ? AND reseller_id = ?", plan_id, reseller_id)
    if not found:
        raise NotFound
    switchable = Collection(Plan, draw_plans, filters={"switch_type": _any_word})
    return switchable.page(one_of("plan_id", _targets(found[0])), is_("reseller_id", reseller_id),
                           Condition("status = 'active'"), Condition(HAS_PAID_PERIOD))  # fmt: skip


def _targets(plan: Plan) -> list[int]:
    rules = RULES[plan.billing_type]
    on_renewal = request.args["filter[switch_type]"] == DELAYED_SWITCH
    if not (rules.is_switchable_on_renewal if on_renewal else rules.is_switchable):
        return []
    targets = books().find(SwitchTarget, "plan_id = ?", plan.plan_id)
    return [target.target_plan_id for target in targets]


def _any_word(operator: str | None, text: str) -> Condition:
    return Condition("1")


@blueprint.get("/child_reseller_plans")
def child_reseller_plans(reseller_id: int) -> Response:
    return PLANS.page(one_of("reseller_id", downstream(reseller_id)))


@blueprint.get("/child_reseller_plans/<int:plan_id>")
def child_reseller_plan(reseller_id: int, plan_id: int) -> Response:
    return PLANS.one(plan_id, one_of("reseller_id", downstream(reseller_id)))
