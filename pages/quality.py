"""Analytics, data quality: what could not be read, and what the platform sums otherwise."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.components.quality import draw_quality
from dashboard.context import services
from domain.access import Section

PAGE = {
    "path": "/analytics/quality",
    "title": lazy_gettext("Data quality"),
    "section": Section.ANALYTICS,
    "at_once": True,
}


def layout(**_: str) -> html.Div:
    here = services()
    return html.Div(
        draw_quality(
            here.analytics.differences(),
            here.analytics.charge_deviations(),
            here.analytics.quarantined_records(),
            here.viewer.currency,
            here.viewer.locale,
            here.zone,
        ),
        className="stack",
    )


def register(app: Dash) -> None:
    """Nothing on this page changes by itself."""
