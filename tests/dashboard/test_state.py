"""The URL is the view."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qsl

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.query_reader import PAGE_SIZES
from dashboard.state import (
    COMPONENT_SORTS,
    MOST_MONTHS,
    RECORD_SORTS,
    CostView,
    read_view,
    write_view,
)
from domain.cost import Detail, Measure
from domain.periods import add_months

TODAY = date(2026, 11, 22)
MAY, OCTOBER, NOVEMBER = date(2026, 5, 1), date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _request() -> Iterator[None]:
    server = Flask("test")
    Babel(server)
    with server.test_request_context():
        yield


def read(address: str, *, of_records: bool = False) -> tuple[CostView, list[str]]:
    query = dict(parse_qsl(address.lstrip("?"), keep_blank_values=True))
    return read_view(query, TODAY, of_records=of_records)


def test_an_empty_address_is_the_six_last_complete_months() -> None:
    """ANL-8."""
    assert read("") == (CostView(MAY, OCTOBER), [])


def test_days_begin_with_this_month() -> None:
    """ANL-8."""
    view, problems = read("detail=day")

    assert (view.first_month, view.last_month, problems) == (NOVEMBER, NOVEMBER, [])


months = st.dates(date(2015, 1, 1), date(2030, 12, 31)).map(lambda day: day.replace(day=1))
ids = st.lists(
    st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=8),
    min_size=1, max_size=3, unique=True,
).map(tuple)  # fmt: skip
names = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\x00"),
    min_size=1, max_size=20,
)  # fmt: skip


@st.composite
def views(draw: st.DrawFn) -> CostView:
    first = draw(months)
    last = add_months(first, draw(st.integers(0, 2)))
    return CostView(
        first,
        last,
        draw(st.none() | ids),
        draw(st.none() | ids),
        draw(st.none() | names),
        draw(st.sampled_from(Detail)),
        draw(st.sampled_from(Measure)),
        draw(st.sampled_from(["", *RECORD_SORTS])),
        draw(st.booleans()),
        draw(st.sampled_from([None, first, first.replace(day=28)])),
        draw(st.none() | names),
        draw(st.none() | st.just((first, last))),
        draw(st.booleans()),
        draw(st.integers(1, 10**6)),
        draw(st.sampled_from(PAGE_SIZES)),
    )


@given(views())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_written_is_read_back(view: CostView) -> None:
    assert read(write_view(view), of_records=True) == (view, [])


@pytest.mark.parametrize("sort", COMPONENT_SORTS)
def test_components_have_sorts_of_their_own(sort: str) -> None:
    view = CostView(MAY, OCTOBER, sort=sort, table=True)

    assert read(write_view(view)) == (view, [])
    assert len(read("sort=day")[1]) == 1
    assert len(read("sort=name", of_records=True)[1]) == 1


@pytest.mark.parametrize(
    "address", ["day=2026-10-01", "resource=Blob", "others=2026-05:2026-10", "refunds=1", "page=2"]
)
def test_what_limits_records_only_is_not_applied_to_a_chart(address: str) -> None:
    """What a chart ignored, the records behind it would not: they would sum to something else."""
    view, problems = read(address)

    assert view == CostView(MAY, OCTOBER)
    assert problems == [
        f"The address has filters that are not known here: {address.partition('=')[0]}."
    ]
    assert read(address, of_records=True)[1] == []


@pytest.mark.parametrize(
    "address",
    [
        "from=abc",
        "from=2026-13",
        "from=0000-01",
        "from=9999-12",
        "to=2026-5",
        "from=2026-10&to=2026-05",
        "from=2010-01&to=2026-08",
        "detail=week",
        "detail=day&from=2026-01&to=2026-10",
        "measure=both",
        "sort=colour",
        "sort=name",
        "page=0",
        "page=-1",
        "page=x",
        "page=1e3",
        "page=9223372036854775807",
        "size=7",
        "size=99999999",
        "day=2026-02-30&from=2026-02&to=2026-02",
        "day=2026-03-01&from=2026-02&to=2026-02",
        "others=2026-05",
        "others=2026-10:2026-05",
        "refunds=perhaps",
        "acount=7",
    ],
)
def test_a_value_that_can_not_be_read_is_named_and_takes_its_default(address: str) -> None:
    view, problems = read(address, of_records=True)

    assert len(problems) == 1, problems
    usual = NOVEMBER if "detail=day" in address else OCTOBER
    if "from" in address and "day=20" not in address:
        assert view.last_month == usual


def test_each_problem_is_named() -> None:
    _, problems = read("from=abc&measure=x&page=0&utm_source=mail", of_records=True)

    assert len(problems) == 4
    assert "abc" in problems[0]
    assert "utm_source" in problems[-1]


def test_two_years_may_be_shown_and_no_more() -> None:
    """ANL-8; a period of 200 months is refused in a sentence."""
    view, problems = read("from=2024-11&to=2026-10")
    assert (view.period.month_count(), problems) == (MOST_MONTHS, [])

    view, problems = read("from=2010-03&to=2026-10")
    assert view == CostView(MAY, OCTOBER)
    assert problems == ["A period may have up to 24 months, not 200; the usual one is shown."]


def test_one_end_of_a_period_is_enough() -> None:
    assert read("from=2026-08")[0].period.month_count() == 3
    assert read("to=2026-03")[0].last_month == date(2026, 3, 1)
    assert read("from=2027-01")[0].first_month == date(2027, 1, 1)


def test_ids_may_be_several_and_are_kept_once() -> None:
    assert read("account=7,8,,7&subscription=")[0].account_ids == ("7", "8")
    assert read("subscription=")[0].subscription_ids is None
