"""What a page may ask during this request."""

from __future__ import annotations

from typing import cast

from flask import g
from flask_login import current_user

from dashboard.context.managing import OrderingAndManaging
from dashboard.context.people import People
from dashboard.context.portal import (
    Clock,
    Portal,
    install,
    keep_pinned,
    portal,
    request_snapshot,
    utc_now,
)
from dashboard.context.settings import PortalSettings
from dashboard.context.viewer import Viewer

__all__ = [
    "Clock",
    "Portal",
    "PortalSettings",
    "Services",
    "Viewer",
    "install",
    "keep_pinned",
    "portal",
    "request_snapshot",
    "services",
    "utc_now",
]


class Services(OrderingAndManaging, People):
    """What one request may ask. Each answer of the request comes from one published version."""


def services() -> Services:
    """Return what the signed-in manager may ask; the guard has made sure that there is one."""
    if "services" not in g:
        viewer = current_user._get_current_object()
        if not isinstance(viewer, Viewer):
            raise LookupError("nobody is signed in")
        g.services = Services(portal(), viewer)
    return cast(Services, g.services)
