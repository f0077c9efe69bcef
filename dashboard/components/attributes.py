"""HTML attributes whose names have a dash, which Python's keywords can't have."""

from __future__ import annotations

from typing import Any


def aria(**values: object) -> dict[str, Any]:
    """Return ARIA attributes: `aria(label="Pages")` is `aria-label="Pages"`."""
    return {f"aria-{name}": value for name, value in values.items() if value is not None}


def data(**values: object) -> dict[str, Any]:
    """Return data attributes: `data(view_location="x")` is `data-view-location="x"`."""
    return {f"data-{name.replace('_', '-')}": value for name, value in values.items()}
