"""Compares our sums with the platform's own, and reads again where they differ.

This is what finds a record that slipped through while pages shifted under our reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter

from domain.periods import Period, first_of_month
from etl.bring_in import Workbench
from etl.extract import Extraction
from etl.windows import Consuming, expense_windows, month_before

# Where more differ, the rest is shown as it is; a full load reads everything anyway.
MOST_READ_AGAIN = 200

Subscription = tuple[str, str]


def months_to_compare(
    bench: Workbench, resellers: list[str], today: date
) -> list[tuple[str, date]]:
    """Return the open month, the one before, and those where costs changed."""
    current = first_of_month(today)
    touched = bench.ask("expense_month", {"last_month": current})
    recent = [
        (reseller, month) for reseller in resellers for month in (current, month_before(today))
    ]
    return sorted({*recent, *((reseller, month) for reseller, month in touched)})


def read_again(
    bench: Workbench,
    extraction: Extraction,
    differing: list[tuple[str, str, date]],
    consuming: list[Consuming],
) -> None:
    """Read the charges and consumption of what differs once more, and the platform's sums.

    Where the charges could not be read just now, there is no use in asking again.
    """
    months = {
        key: [month for _, _, month in found]
        for key, found in groupby(differing, key=itemgetter(0, 1))
        if ("charges", key[0]) not in bench.intake.unread
    }
    chosen = dict(list(months.items())[:MOST_READ_AGAIN])
    bench.intake.take(extraction.charges_of(chosen))
    bench.intake.take(extraction.consumption_of(_windows(chosen, consuming)))
    asked = {(reseller_id, month) for (reseller_id, _), own in chosen.items() for month in own}
    bench.intake.take(extraction.expenses(sorted(asked)))
    bench.settle_ledger(anew=False)


def _windows(
    months: dict[Subscription, list[date]], consuming: list[Consuming]
) -> Iterator[tuple[str, str, Period]]:
    for one in consuming:
        key = (one.reseller_id, one.subscription_id)
        for period in expense_windows(months.get(key, ())):
            yield *key, period
