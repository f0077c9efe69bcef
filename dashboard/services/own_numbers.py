"""A reseller's own numbers, where the help page shows how such are made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.services.analytics import Analytics
from dashboard.services.cost_screen import Component, CostScreen
from domain.periods import add_months, first_of_month, format_month

FEW = 3


@dataclass(frozen=True, slots=True)
class OwnNumbers:
    """What the last month cost, what the last half year did, and what is known to be wrong.

    `is_preliminary` is of the month that runs. The counts are those of the data quality page.
    """

    last_month: CostScreen
    half_year: CostScreen
    is_preliminary: bool
    difference_count: int
    deviation_count: int
    quarantined_count: int

    @property
    def shared(self) -> Component | None:
        """A name that several clients have, with what each of them cost; None where none has."""
        return next((one for one in self.half_year.components if len(one.members) > 1), None)


def own_numbers(analytics: Analytics, today: date) -> OwnNumbers:
    """Return them, each by what the analytics answer."""
    this_month = first_of_month(today)
    return OwnNumbers(
        last_month=analytics.screen(_only(add_months(this_month, -1)), top=FEW),
        half_year=analytics.screen({}),
        is_preliminary=analytics.screen(_only(this_month), top=1).is_preliminary,
        difference_count=len(analytics.differences()),
        deviation_count=len(analytics.charge_deviations()),
        quarantined_count=len(analytics.quarantined_records()),
    )


def _only(month: date) -> dict[str, str]:
    return {"from": format_month(month), "to": format_month(month)}
