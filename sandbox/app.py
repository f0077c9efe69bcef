"""The platform's API as a Flask application."""

from __future__ import annotations

from flask import Flask

from sandbox.api import (
    account_writes,
    accounts,
    analytics,
    catalog,
    charges,
    customer_store,
    discounts,
    manager_writes,
    managing,
    media,
    news,
    operations,
    order_attributes,
    orders,
    resellers,
    sales,
    steering,
    subscriptions,
    v1,
)
from sandbox.api.access import guard
from sandbox.faulty import FaultyApplication
from sandbox.platform import Platform


def create_app(platform: Platform) -> Flask:
    """Return the API of a platform, ready to be served or called in-process."""
    app = Flask(__name__, static_folder=None)
    app.url_map.strict_slashes = False
    guard(app, platform)
    for module in (catalog, customer_store, subscriptions, orders, charges, accounts, analytics,
                   resellers, order_attributes, sales, managing, operations, account_writes,
                   manager_writes,
                   discounts, media, news, v1):  # fmt: skip
        app.register_blueprint(module.blueprint)
    app.register_blueprint(steering.blueprint_for(platform))
    app.wsgi_app = FaultyApplication(app.wsgi_app, platform)  # type: ignore[assignment,method-assign]
    return app
