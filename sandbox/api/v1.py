"""What is left of the first version of the API: bare answers, the token in the query."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from domain.statuses import SubscriptionStatus
from sandbox.api.access import books, reach
from sandbox.api.wire import PLAIN, answer, stamps
from sandbox.offers import resources_of
from sandbox.records import Json, Subscription

blueprint = Blueprint("v1", __name__, url_prefix="/api/vendor/v1")

# What runs is called so; otherwise a service is as its subscription is.
RUNNING = {SubscriptionStatus.ACTIVE, SubscriptionStatus.DELIVERED, SubscriptionStatus.GRACED}


@blueprint.get("/subscriptions/<int:subscription_id>/applications.json")
def applications(subscription_id: int) -> Response:
    """Answer with the service instances of a subscription: there is one."""
    found = books().find(Subscription, "subscription_id = ?", subscription_id)
    if not found or found[0].reseller_id not in reach():
        raise NotFound
    return answer([_application(found[0])], content_type=PLAIN)


def _application(subscription: Subscription) -> Json:
    offered = resources_of(books(), subscription.plan_id)[0]
    is_running = subscription.status in RUNNING
    return {
        "id": subscription.subscription_id,
        "subscription_id": subscription.subscription_id,
        "origin_id": subscription.subscription_id,
        "origin_type": f"Plugin::{offered.template}::Application",
        "service_status": "running" if is_running else subscription.status,
        "application_template_id": offered.template_resource_id,
        **stamps(subscription),
    }
