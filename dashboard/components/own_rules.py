"""How sums are made, checked and kept fresh: rules shown on the reader's own numbers."""

from __future__ import annotations

from dashboard import formats
from dashboard.components.number_parts import Row, Rule, column_table
from dashboard.components.quality import ADDRESS as QUALITY
from dashboard.services import number_examples as examples
from dashboard.services.deadlines import DeadlineScreen
from dashboard.services.freshness import Freshness
from dashboard.services.own_numbers import OwnNumbers
from dashboard.services.reports import report_texts
from dashboard.state import write_view
from dashboard.texts import gettext
from domain.money import Money

ANALYTICS = "/analytics"
REPORTS = "/analytics/reports"


def total_rule(own: OwnNumbers | None, locale: str) -> Rule:
    rows: list[Row] = []
    doors = [(gettext("Consumption dynamics"), ANALYTICS)]
    if own is not None and own.last_month.components:
        screen = own.last_month
        rows = [
            (part.name, formats.amount(part.total, screen.currency, locale))
            for part in screen.components
        ]
        month = formats.month_name(screen.last.month, locale)
        rows.append((gettext("Total of %(month)s", month=month),
                     formats.money(screen.total, locale)))  # fmt: skip
        doors = [(month, ANALYTICS + write_view(screen.view))]
    return Rule(
        "totals",
        gettext("Totals"),
        (
            gettext(
                "A month's total sums the charges whose time begins in the month, and the"
                " consumption of its days. Charges that were deleted or refunded, or whose order is"
                " not paid yet, are left out. Everything beyond the largest components is Others,"
                " which are in the total. Hiding a component changes no total."
            ),
            gettext(
                "A click on a number opens the charges and records that it is the sum of, to the"
                " last digit."
            ),
        ),
        own=tuple(rows),
        doors=tuple(doors),
    )


def own_growth(own: OwnNumbers | None, locale: str) -> tuple[Row, ...]:
    if own is None:
        return ()
    screen = own.last_month
    return (
        (formats.month_name(screen.previous.month, locale),
         formats.money(screen.previous.cost, locale)),
        (formats.month_name(screen.last.month, locale), formats.money(screen.last.cost, locale)),
        (gettext("Growth"), formats.growth(screen.growth, locale)),
    )  # fmt: skip


def names_rule(own: OwnNumbers | None, locale: str) -> Rule:
    rows: list[Row] = []
    if own is not None and own.shared is not None:
        currency = own.half_year.currency
        rows = [
            (f"{own.shared.name}, ID {one.id}", formats.amount(one.amount, currency, locale))
            for one in own.shared.members
        ]
        total = Money(own.shared.total, currency)
        rows.append((own.shared.name, formats.money(total, locale)))
    return Rule(
        "equal-names",
        gettext("Equal names"),
        (
            gettext(
                "Clients of one name are one part of a chart, and one entry of a filter: the sum"
                " over all their IDs. So are subscriptions of one name. A click offers the IDs one"
                " by one; lists and reports never merge them."
            ),
        ),
        own=tuple(rows),
    )


def preliminary_rule(own: OwnNumbers | None) -> Rule:
    rows: tuple[Row, ...] = ()
    if own is not None:
        said = gettext("preliminary") if own.is_preliminary else gettext("final")
        rows = ((gettext("This month"), said),)
    return Rule(
        "preliminary",
        gettext("Preliminary numbers"),
        (
            gettext(
                "A number is preliminary as long as one of its charges is not closed, or no closed"
                " charge covers a day of consumption. Charges close on the billing day, or when"
                " their order completes; then neither they nor their discount change any more."
            ),
        ),
        own=rows,
        doors=((gettext("Consumption dynamics"), ANALYTICS),),
    )


def report_rule(locale: str) -> Rule:
    one_day, two_years = examples.durations()
    return Rule(
        "report",
        gettext("What a report holds"),
        (
            gettext(
                "One row for each charge that was closed on a day of the period, both ends"
                " included. For charges by the month, unit price × quantity × period gives the"
                " amount in plan currency; that amount at the rate of the charge, less the"
                " discount, gives the last column. Both hold up to a cent."
            ),
        ),
        (
            (gettext("Period of one day"), formats.number(one_day, 3, locale, trim=True)),
            (gettext("Period of two years"), formats.number(two_years, 3, locale, trim=True)),
        ),
        doors=((gettext("Reports"), REPORTS),),
        more=column_table(report_texts().columns, _meanings()),
        is_sum=False,
    )


def stake_rule(screen: DeadlineScreen | None, locale: str) -> Rule:
    rows: list[Row] = []
    if screen is not None:
        rows = [
            (gettext("Deadlines"), formats.count(screen.count, locale)),
            (gettext("Without a known amount"), formats.count(screen.unknown_count, locale)),
            (gettext("At stake, before discounts"), formats.money(screen.total, locale)),
        ]
    return Rule(
        "at-stake",
        gettext("Money at stake"),
        (
            gettext(
                "Of a window that closes: what would come back until then, which is the unused days"
                " of what is paid, and all that is paid later. Of a renewal: what the next period"
                " costs, at today's prices and rate. An amount that several deadlines of a"
                " subscription name is counted once."
            ),
        ),
        own=tuple(rows),
        doors=((gettext("Deadlines"), "/deadlines"),),
        is_sum=False,
    )


def control_rule(own: OwnNumbers | None, locale: str) -> Rule:
    rows: tuple[Row, ...] = ()
    if own is not None:
        rows = (
            (gettext("Sums that differ from the platform's"),
             formats.count(own.difference_count, locale)),
            (gettext("Figures that do not follow from their others"),
             formats.count(own.deviation_count, locale)),
            (gettext("Records that could not be read"),
             formats.count(own.quarantined_count, locale)),
        )  # fmt: skip
    return Rule(
        "control",
        gettext("How numbers are checked"),
        (
            gettext(
                "Before a load is shown, its sums are held against its records, in two ways that"
                " have nothing in common; a load that fails is not shown, and the one before stays."
                " The total of each month of each subscription is compared with the one that the"
                " platform itself tells. What differs is named, and read again."
            ),
        ),
        own=rows,
        doors=((gettext("Data quality"), QUALITY),),
        is_sum=False,
    )


def freshness_rule(fresh: Freshness, as_of: str, next_at: str) -> Rule:
    later = gettext("loading now") if fresh.is_loading else next_at
    return Rule(
        "freshness",
        gettext("How fresh numbers are"),
        (
            gettext(
                "Costs are as of the last load, whose time stands at the top of every page. What a"
                " subscription's page shows, and all you do, is asked of the platform itself. Days"
                " begin in the platform's time zone."
            ),
        ),
        own=((gettext("As of"), as_of), (gettext("Next load"), later)),
        is_sum=False,
    )


def _meanings() -> tuple[str, ...]:
    """Return what the columns of a report hold, in their order (REP-4)."""
    return (
        gettext("The number of the charge at the platform."),
        gettext("The day on which it was closed."),
        gettext("What it is for: the operation, the plan or resource, and the time."),
        gettext("The number of the client whose subscription it is for."),
        gettext("That client's name."),
        gettext("The number of the subscription."),
        gettext("Its name."),
        gettext("The price of one unit; of consumption without a unit price, the amount."),
        gettext("How many units; below zero for a refund."),
        gettext("How many months it covers: parts of a month by its days."),
        gettext("Per month for what recurs, one-time for all else."),
        gettext("The first day it covers."),
        gettext("The last day it covers."),
        gettext("The amount before the discount, in the currency of the plan."),
        gettext("That currency, by its ISO code."),
        gettext("What was taken off, in your currency; 0 for nothing."),
        gettext("What you are charged, in your currency."),
    )
