"""Messages about what was done: they pass by themselves, and can be closed."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import html, set_props

from dashboard.components.icons import icon
from dashboard.errors import TOASTS, toast
from dashboard.texts import gettext

SHOWN_MS = 8000


def say_done(text: str, *more: Any) -> None:
    """Show for a while that something is done (NAV-14), with links where they lead on."""
    shown = dbc.Toast(
        [text, *(html.Div(one) for one in more)],
        # A word and our own icon: Bootstrap's is a picture without a name.
        header=html.Span([icon("check-circle"), gettext("Done")], className="toast-done"),
        dismissable=True,
        is_open=True,
        duration=SHOWN_MS,
    )
    set_props(TOASTS, {"children": shown})


def say_failed(text: str) -> None:
    """Show that something was not done, until it is closed (NAV-14)."""
    set_props(TOASTS, {"children": toast(gettext("That did not work"), text, None)})
