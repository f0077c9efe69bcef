"""A screen's filters to and from its address: the URL is the view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dashboard.query_reader import USUAL_SIZE, QueryReader, read_day
from dashboard.query_writer import write_query
from dashboard.texts import gettext
from domain.cost import CostFilter, Detail, Ids, Measure
from domain.periods import Period, add_months, first_of_month, format_month, parse_month

DEFAULT_MONTHS = 6
MOST_MONTHS = 24
MOST_MONTHS_BY_DAY = 3
YEARS = range(2000, 2100)
COMPONENT_SORTS = ("-amount", "amount", "name", "-name", "change", "-change")
RECORD_SORTS = ("day", "-day", "amount", "-amount")


@dataclass(frozen=True, slots=True)
class CostView:
    """What the address of an analytics screen says. `table` shows the bars as a table as well.

    `day`, `resource`, `others`, `refunds`, `page` and `size` matter to the list of records only.
    `others` are the first and last month of the chart whose Others are meant: which components are
    among them depends on its whole period, not on the month that is looked into.
    """

    first_month: date
    last_month: date
    account_ids: Ids | None = None
    subscription_ids: Ids | None = None
    category: str | None = None
    detail: Detail = Detail.MONTH
    measure: Measure = Measure.GROSS
    sort: str = ""
    table: bool = False
    day: date | None = None
    resource: str | None = None
    others: tuple[date, date] | None = None
    refunds: bool = False
    page: int = 1
    size: int = USUAL_SIZE

    @property
    def period(self) -> Period:
        return Period.of_months(self.first_month, self.last_month)

    @property
    def costs(self) -> CostFilter:
        """The costs the screen sums, before any record filter."""
        return CostFilter(self.period, self.account_ids, self.subscription_ids, self.category)


def default_months(today: date, detail: Detail) -> tuple[date, date]:
    """Return the six last complete months, or this month when days are shown (ANL-8)."""
    this_month = first_of_month(today)
    if detail is Detail.DAY:
        return this_month, this_month
    return add_months(this_month, -DEFAULT_MONTHS), add_months(this_month, -1)


def by_month(view: CostView, today: date) -> CostView:
    """Return a view by month. The few months that days may span are no period of its own."""
    if view.detail is Detail.MONTH:
        return view
    first, last = default_months(today, Detail.MONTH)
    return replace(view, detail=Detail.MONTH, first_month=first, last_month=last)


def read_view(
    query: Mapping[str, str], today: date, *, of_records: bool = False
) -> tuple[CostView, list[str]]:
    """Read an address, and say in a sentence each what could not be read.

    Whatever can't be read takes its default. Unknown parameters that belong to nobody, such as a
    campaign's, are named too: a mistyped filter must not look as if it were applied. So are the
    parameters that only the list of records has, unless the address is one of its own.
    """
    reader = _Reader(query)
    detail = reader.choice("detail", Detail, Detail.MONTH)
    first, last = reader.months(today, detail)
    view = CostView(
        first_month=first,
        last_month=last,
        account_ids=reader.ids("account"),
        subscription_ids=reader.ids("subscription"),
        category=reader.text("category"),
        detail=detail,
        measure=reader.choice("measure", Measure, Measure.GROSS),
        sort=reader.sort(RECORD_SORTS if of_records else COMPONENT_SORTS),
        table=reader.flag("table"),
    )
    if of_records:
        view = replace(
            view,
            day=reader.day(first, last),
            resource=reader.text("resource"),
            others=reader.others(),
            refunds=reader.flag("refunds"),
            page=reader.page(),
            size=reader.size(),
        )
    return view, reader.finish()


def write_view(view: CostView, **changes: Any) -> str:
    """Return the query string of a view, `?` included; what is at its default is left out."""
    view = replace(view, **changes)
    fields: dict[str, object] = {
        "from": format_month(view.first_month),
        "to": format_month(view.last_month),
        "account": ",".join(view.account_ids or ()),
        "subscription": ",".join(view.subscription_ids or ()),
        "category": view.category,
        "detail": view.detail if view.detail is not Detail.MONTH else None,
        "measure": view.measure if view.measure is not Measure.GROSS else None,
        "sort": view.sort,
        "table": 1 if view.table else None,
        "day": view.day,
        "resource": view.resource,
        "others": ":".join(format_month(month) for month in view.others or ()),
        "refunds": 1 if view.refunds else None,
    }
    return write_query(fields, view, safe=",:")


class _Reader(QueryReader):
    """Reads what only views of costs have."""

    def ids(self, key: str) -> Ids | None:
        return self.texts(key) or None

    def others(self) -> tuple[date, date] | None:
        return self.optional("others", _two_months)

    def months(self, today: date, detail: Detail) -> tuple[date, date]:
        defaults = default_months(today, detail)
        given_first = self.optional("from", _month)
        given_last = self.optional("to", _month)
        first = given_first or min(defaults[0], given_last or defaults[0])
        last = given_last or max(defaults[1], first)
        problem = _period_problem(first, last, detail)
        if problem:
            self.problem(problem)
            return defaults
        return first, last

    def day(self, first: date, last: date) -> date | None:
        day = self.optional("day", read_day)
        if day is not None and day not in Period.of_months(first, last):
            self.problem(gettext("The day %(day)s is outside the period.", day=f"{day:%d.%m.%Y}"))
            return None
        return day


def _period_problem(first: date, last: date, detail: Detail) -> str | None:
    if first > last:
        return gettext("The period ends before it starts; the usual one is shown.")
    most = MOST_MONTHS_BY_DAY if detail is Detail.DAY else MOST_MONTHS
    count = Period.of_months(first, last).month_count()
    if count > most:
        return gettext(
            "A period may have up to %(most)s months, not %(count)s; the usual one is shown.",
            most=most,
            count=count,
        )
    return None


def _month(text: str) -> date:
    month = parse_month(text)
    if month.year not in YEARS:
        raise ValueError(text)
    return month


def _two_months(text: str) -> tuple[date, date]:
    first, last = map(_month, text.split(":"))
    if first > last:
        raise ValueError(text)
    return first, last
