"""What the address of the main page says: a month, and a tab of the subscriptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dashboard.query_reader import QueryReader
from domain.periods import add_months, first_of_month, format_month

EXPIRING, RECENT = "expiring", "recent"
SHOWN_MONTHS = 2  # HOME-3


@dataclass(frozen=True, slots=True)
class HomeView:
    """The month whose costs are shown, one of `months`, the last first; and the tab (HOME-9)."""

    months: tuple[date, ...]
    month: date
    is_recent: bool = False


def read_view(query: Mapping[str, str], today: date) -> tuple[HomeView, list[str]]:
    """Return what an address says, and a sentence for each thing in it that can't be read."""
    reader = QueryReader(query)
    this_month = first_of_month(today)
    months = tuple(add_months(this_month, -back) for back in range(1, SHOWN_MONTHS + 1))
    by_text = {format_month(one): one for one in months}
    view = HomeView(
        months=months,
        month=reader.parsed("month", by_text.__getitem__, default=months[0]),
        is_recent=reader.parsed("tab", {EXPIRING: False, RECENT: True}.__getitem__, default=False),
    )
    return view, reader.finish()


def write_view(view: HomeView, **changes: Any) -> str:
    """Return the address of a view."""
    view = replace(view, **changes)
    fields = {"month": format_month(view.month)} | ({"tab": RECENT} if view.is_recent else {})
    return "/?" + urlencode(fields)
