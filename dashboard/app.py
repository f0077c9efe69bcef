"""Puts the web application together."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import dash
from dash import Dash, ctx, html
from flask import Flask, current_app, request
from flask_login import current_user

from dashboard import (
    access,
    answering,
    branding,
    company_password,
    context,
    deadline_routes,
    document,
    downloads,
    errors,
    i18n,
    media,
    profile_routes,
    search,
    sections,
    security,
    tour,
    typed,
    vendor_information,
)
from dashboard.addresses import Addresses, Page
from dashboard.components import freshness, shell
from dashboard.compression import compress_data
from dashboard.context import Clock, Portal, PortalSettings, services, utc_now
from dashboard.delivery import Assets, StaticFiles, asset_url
from dashboard.health import PATH as HEALTH_PATH
from dashboard.health import health
from dashboard.platform import LiveReads
from dashboard.sign_in import openid
from dashboard.sign_in.links import link_pages
from dashboard.sign_in.password import password_pages
from dashboard.sign_in.second_factor import second_factor_pages
from dashboard.sign_in.second_step import second_step_pages
from dashboard.sign_in.views import sign_in_pages
from store.database import Store
from upstream.actions import UpstreamActions
from upstream.client import UpstreamClient
from warehouse.connection import Warehouse

ASSETS = Path(__file__).parent.parent / "assets"
# In the order in which an address is compared with them.
PAGES = (
    "pages.home",
    "pages.search",
    "pages.catalog",
    "pages.category",
    "pages.product",
    "pages.order",
    "pages.subscriptions",
    "pages.subscription",
    "pages.several",
    "pages.accounts",
    "pages.account",
    "pages.deadlines",
    "pages.analytics",
    "pages.reports",
    "pages.records",
    "pages.quality",
    "pages.company",
    "pages.company_managers",
    "pages.company_new_manager",
    "pages.company_manager",
    "pages.support",
    "pages.help",
    "pages.help_numbers",
    "pages.audit",
    "pages.profile",
)
# What answers requests besides pages, such as downloads: called with the server.
ROUTES: tuple[Callable[[Flask], None], ...] = (
    downloads.add_routes,
    deadline_routes.add_routes,
    search.add_routes,
    media.add_routes,
    vendor_information.add_routes,
    tour.add_routes,
    profile_routes.add_routes,
    company_password.add_routes,
)

ANY_ADDRESS = "portal_address"
LOCATION = "_pages_location.pathname"  # What Dash's pages know the address as.
COMPONENT_SCRIPT = re.compile(r'src="(/_dash-component-suites/[^"]+)"')


def create_app(
    settings: PortalSettings,
    warehouse: Warehouse,
    store: Store,
    *,
    pages: Sequence[str] = PAGES,
    routes: Sequence[Callable[[Flask], None]] = ROUTES,
    clock: Clock = utc_now,
    platform: UpstreamClient | None = None,
    actions: UpstreamActions | None = None,
    observer: answering.Observer | None = None,
) -> Dash:
    """Return the application, ready to serve; its WSGI application is `.server`.

    Without `platform`, what would be read live is shown as the last load knows it; without
    `actions`, nothing can be ordered.
    `pages` are names of modules that offer `PAGE` (path or path_template, title, the section whose
    access level shows the page or EVERYONE, its shape where that is no list, has_charts where
    Plotly is wanted, and at_once where the page comes with its document),
    `layout(**query)`, `register(app)` and, where an address can name what does not exist,
    `exists(path_values, query)`.
    """
    modules = [import_module(name) for name in pages]
    addresses = Addresses(tuple(map(Page.of, modules)), lambda: branding.current_brand().name)
    assets = Assets(ASSETS)
    document.join_assets(assets)
    portal = Portal(settings, warehouse, store, clock, platform, LiveReads(platform), actions)
    server = _create_server(portal, assets, observer)
    for add_routes in routes:
        add_routes(server)
    server.extensions["addresses"] = addresses
    app = _create_dash(server, addresses, assets)
    shell.register(app)
    for module in modules:
        with sections.callbacks_of(app, module.PAGE["section"]):
            module.register(app)
    _prime(app)
    _deliver(app, assets, settings)
    return app


def _create_server(portal: Portal, assets: Assets, observer: answering.Observer | None) -> Flask:
    """Return the server without its pages. The guard comes first, so that it decides first."""
    server = Flask("dashboard", static_folder=None)
    security.configure(server, portal.settings)
    context.install(server, portal)
    answering.install(server, observer)
    sections.install(server)
    access.install(server)
    security.install(server, portal.settings)
    typed.install(server)
    i18n.install(server, portal.settings.data_dir, portal.settings.default_language)
    errors.install(server)
    for blueprint in (health, sign_in_pages, second_step_pages, password_pages,
                      second_factor_pages, link_pages):  # fmt: skip
        server.register_blueprint(blueprint)
    openid.install(server, portal.settings)
    server.extensions["assets"] = assets
    branding.install(server, portal.settings, assets.text(branding.FAVICON))
    server.jinja_env.globals.update(
        asset_url=asset_url,
        icon_address=branding.icon_address,
        chosen_theme=i18n.chosen_theme,
        address=lambda: access.address_of(request),
        language=i18n.language,
        languages=i18n.LANGUAGES,
    )
    return server


def _create_dash(server: Flask, addresses: Addresses, assets: Assets) -> Dash:
    app = document.PortalDash(
        addresses,
        assets,
        name="dashboard",
        server=server,
        use_pages=True,
        pages_folder="",
        assets_folder=str(ASSETS),
        include_assets_files=False,  # The document links them, by addresses of its own.
        external_scripts=[assets.url(document.SCRIPT)],
        suppress_callback_exceptions=True,  # Else each document holds the layout of every page.
        use_async=False,
        enable_mcp=False,
        update_title=None,
        include_pages_meta=False,
        add_log_handler=False,
        on_error=errors.show_error,
    )

    # Dash's table of pages is one for the whole process, so what stands in it must serve any
    # application of the process.
    dash.register_page("portal", path_template=f"/<{ANY_ADDRESS}>", layout=_draw, title=_title)
    app.layout = _layout
    return app


def _draw(**query: Any) -> Any:
    query.pop(ANY_ADDRESS, None)
    drawn = _addresses().draw(ctx.inputs[LOCATION], query, services().viewer.access)
    freshness.note_shown()
    return drawn


def _title(**_: Any) -> str:
    return _addresses().title(ctx.inputs[LOCATION])


def _addresses() -> Addresses:
    return cast(Addresses, current_app.extensions["addresses"])


def _layout() -> html.Div:
    # Dash looks at the layout once while it is primed, when nobody is signed in.
    return shell.layout() if current_user.is_authenticated else html.Div(dash.page_container)


def _prime(app: Dash) -> None:
    """Let Dash set itself up, which it does at the first request and not thread-safely."""
    app.server.after_request(compress_data)
    response = app.server.test_client().get(HEALTH_PATH)
    if response.status_code not in (200, 503):
        raise RuntimeError(f"the application does not start: {response.status}")
    security.freeze_policy(app)


def _deliver(app: Dash, assets: Assets, settings: PortalSettings) -> None:
    """Serve static files in front of the application."""
    server = app.server
    files = StaticFiles(
        server.wsgi_app, settings.data_dir / "static", security.fixed_headers(settings)
    )
    files.add_assets(assets)
    linked = COMPONENT_SCRIPT.findall(app._generate_scripts_html())
    files.add_components(_component_files(app), fingerprinted=linked)
    server.extensions["static"] = files
    server.wsgi_app = files


def _component_files(app: Dash) -> dict[str, Path]:
    """Return the scripts of the component libraries in use, by `library/path`."""
    return {
        f"{library}/{name}": Path(os.path.dirname(sys.modules[library].__file__ or "")) / name
        for library, names in app.registered_paths.items()
        for name in names
        if library != "plotly" and not name.endswith(".map") and "dash_table/" not in name
    }
