"""Who helps, as the brand's settings name them (PRF-6)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from dash import html

from dashboard.components.icons import icon
from domain.branding import Branding


def contacts(about: Branding, subject: str) -> list[html.A]:
    """Draw the ways to support: a letter with a subject, a call, a page; none that is not named."""
    phone = "".join(sign for sign in about.support_phone if sign.isdigit() or sign == "+")
    letter = f"mailto:{about.support_email}?subject={quote(subject)}"
    ways: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
        (about.support_email, letter, "envelope", {}),
        (about.support_phone, f"tel:{phone}", "life-preserver", {}),
        (about.support_url, about.support_url, "globe", {"target": "_blank", "rel": "noopener"}),
    )
    return [
        html.A([icon(mark), text], href=href, **more) for text, href, mark, more in ways if text
    ]
