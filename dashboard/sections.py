"""Which section every route and callback belongs to, and who has no access to it (MGR-9, NAV-5).

Pages name theirs themselves (`PAGE["section"]`), and a callback belongs to the page that registers
it. What names none is shown to nobody, so that nothing new is open for having been forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

from dash import Dash
from flask import Flask, current_app, request

from dashboard.context import services
from domain.access import EVERYONE, Part, Reserved, Section
from domain.errors import NoAccess

# By endpoint, or by blueprint for all that is in one. Pages' own documents are not among them:
# Dash answers those, for every address.
ROUTES: Mapping[str, Part] = {
    "brand": EVERYONE,
    "company_password": Section.COMPANY,
    "deadlines": Section.SUBSCRIPTIONS,
    "downloads.audit_csv": Reserved.AUDIT,
    "downloads.charges": Section.ANALYTICS,
    "downloads.charges_with_progress": Section.ANALYTICS,
    "downloads.clients_csv": Section.CLIENTS,
    "downloads.clients_xlsx": Section.CLIENTS,
    "downloads.costs": Section.ANALYTICS,
    "downloads.deadlines_csv": Section.SUBSCRIPTIONS,
    "downloads.deadlines_xlsx": Section.SUBSCRIPTIONS,
    "downloads.records": Section.ANALYTICS,
    "downloads.several_csv": Section.SUBSCRIPTIONS,
    "downloads.subscriptions_csv": Section.SUBSCRIPTIONS,
    "downloads.subscriptions_xlsx": Section.SUBSCRIPTIONS,
    "health": EVERYONE,
    "links": EVERYONE,
    "media": Section.CATALOG,
    "openid": EVERYONE,
    "password": EVERYONE,
    "profile": EVERYONE,
    "search": EVERYONE,  # It finds what is in the sections that are seen.
    "second_factor": EVERYONE,
    "second_step": EVERYONE,
    "sign_in": EVERYONE,
    "tour": EVERYONE,
    "vendor_information": Section.SUBSCRIPTIONS,
}
# Dash's own endpoints are called like their addresses.
OF_DASH = ("/", "_dash_assets.")
CALLBACKS = "/_dash-update-component"
# What draws pages: they are looked at one by one as they are drawn.
PAGE_OUTPUT = "_pages_"
EXTENSION = "sections"


@dataclass(frozen=True, slots=True)
class _Named:
    """The sections of a server's routes, by endpoint or blueprint, and of its callbacks, by what
    they write; `app` has those callbacks.
    """

    routes: dict[str, Part]
    callbacks: dict[str, Part] = field(default_factory=dict)
    app: list[Dash] = field(default_factory=list)


def install(server: Flask) -> None:
    server.extensions[EXTENSION] = _Named(dict(ROUTES))


def name_section(server: Flask, section: Part, *endpoints: str) -> None:
    """Say to which section routes belong that are not in the table above."""
    _named(server).routes.update(dict.fromkeys(endpoints, section))


@contextmanager
def callbacks_of(app: Dash, section: Part) -> Iterator[None]:
    """Note that whatever is registered meanwhile belongs to a section."""
    before = set(app.callback_map)
    yield
    named = _named(app.server)
    named.app[:] = [app]
    named.callbacks.update(dict.fromkeys(app.callback_map.keys() - before, section))


def require_access() -> None:
    """Let nobody go on to a route or a callback of a section that is hidden from them.

    Raises:
        NoAccess: it is hidden, or belongs to no section that is known.
    """
    if request.endpoint is None:
        return  # There is nothing at this address.
    if not request.endpoint.startswith(OF_DASH):
        _require(_named(current_app).routes, request.endpoint, request.blueprint)
    elif request.path == CALLBACKS:
        _require_callback(_asked_output())


def unnamed_callbacks(server: Flask) -> set[str]:
    """Return what is written by callbacks that belong to no section: nobody may send them."""
    named = _named(server)
    known = {output for app in named.app for output in app.callback_map}
    return {one for one in known - named.callbacks.keys() if not _draws_page(one)}


def unnamed_routes(server: Flask) -> set[str]:
    """Return the endpoints that belong to no section: nobody is answered there."""
    named, found = _named(server).routes, set()
    for rule in server.url_map.iter_rules():
        blueprint = rule.endpoint.rpartition(".")[0]
        if not rule.endpoint.startswith(OF_DASH) and named.keys().isdisjoint(
            (rule.endpoint, blueprint)
        ):
            found.add(rule.endpoint)
    return found


def _require_callback(output: str) -> None:
    if _draws_page(output):
        return
    named = _named(current_app)
    if any(output in app.callback_map for app in named.app):
        _require(named.callbacks, output)
    # What is no callback of ours, Dash refuses itself.


def _require(sections: Mapping[str, Part], *names: str | None) -> None:
    for name in names:
        if name is not None and name in sections:
            services().viewer.access.require(sections[name])
            return
    raise NoAccess(f"no section is named for {names[0]}")


def _asked_output() -> str:
    body = request.get_json(silent=True)
    output = body.get("output") if isinstance(body, dict) else None
    return output if isinstance(output, str) else ""


def _draws_page(output: str) -> bool:
    return output.lstrip(".").startswith(PAGE_OUTPUT)


def _named(server: Flask) -> _Named:
    return cast(_Named, server.extensions[EXTENSION])
