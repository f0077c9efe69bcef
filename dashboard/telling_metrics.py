"""Metrics beside the portal, where METRICS_ADDRESS names a place for them.

What they are made of is imported only then: a worker that tells none need not carry it.
"""

from __future__ import annotations

from typing import cast

from flask import Flask

from dashboard.answering import Observer
from dashboard.context import Portal


def web_metrics() -> Observer:
    """Return what counts the requests of this process."""
    from monitoring.metrics import WebMetrics

    return WebMetrics()


def tell_metrics(server: Flask, port: int) -> None:
    """Answer metrics, and nothing else, at a port; comes after all else that wraps the server."""
    from monitoring.metrics import MetricsAddress
    from monitoring.state import State

    portal = cast(Portal, server.extensions["portal"])
    state = State(portal.store, portal.warehouse.folder, portal.session_lifetime, portal.clock)
    server.wsgi_app = MetricsAddress(server.wsgi_app, port, state)  # type: ignore[method-assign]
