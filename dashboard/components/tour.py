"""The tour over the frame, for a first visit: what it says and points at.

assets/js/tour.js draws it, and leaves out what is not on the reader's screen. It begins by itself
on the main page for who has not seen it, and by a button on the help page.
"""

from __future__ import annotations

import json

from dash import html

from dashboard.components.attributes import data
from dashboard.components.icons import icon
from dashboard.context import services
from dashboard.texts import gettext
from dashboard.tour import SEEN
from store.tours import is_toured

TOUR = "tour"


def tour() -> html.Div:
    """Draw what the script needs: the steps, and whether this reader is due for them."""
    here = services()
    is_due = not is_toured(
        here.store, manager_id=here.viewer.manager_id, reseller_id=here.viewer.reseller_id
    )
    return html.Div(
        id=TOUR,
        hidden=True,
        **data(
            steps=json.dumps(_steps()),
            due="yes" if is_due else "no",
            seen=SEEN,
            place=gettext("%(step)s of %(count)s", step="{step}", count="{count}"),
            next=gettext("Next"),
            back=gettext("Back"),
            skip=gettext("Skip the tour"),
            done=gettext("Start working"),
        ),
    )


def tour_button() -> html.Button:
    """Draw what begins the tour again."""
    return html.Button(
        [icon("play"), gettext("Show me around")],
        type="button",
        className="btn btn-quiet tour-start",
    )


def _steps() -> list[dict[str, str]]:
    return [
        {
            "at": ".topbar .search, .topbar .search-link",
            "title": gettext("Find anything"),
            "text": gettext(
                "Plans, clients, subscriptions and pages, by a part of a name, an ID or a SKU."
                " Ctrl K gets you here from anywhere."
            ),
        },
        {
            "at": ".order-start",
            "title": gettext("Order for a client"),
            "text": gettext(
                "Four steps, and you see exactly what it costs before you confirm. What you have"
                " begun is kept."
            ),
        },
        {
            "at": '.sections a[href="/subscriptions"]',
            "title": gettext("Manage what was ordered"),
            "text": gettext(
                "Amounts, renewals, plans and stops, for one subscription or many at once. Each"
                " shows its money first."
            ),
        },
        {
            "at": '.sections a[href="/analytics"]',
            "title": gettext("See what everything costs"),
            "text": gettext(
                "By client, subscription and resource. Every number opens the charges behind it."
            ),
        },
        {
            "at": ".partner-menu",
            "title": gettext("You and your company"),
            "text": gettext(
                "Your password, language, light or dark, and Help, where every word and number is"
                " explained and this tour begins again."
            ),
        },
    ]
