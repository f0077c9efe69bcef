from __future__ import annotations

from decimal import Decimal

import plotly.graph_objects as go
import pytest

from dashboard.figures.costs import Axis, Series, cost_bars, cost_doughnut
from dashboard.figures.palette import COLORS, OTHERS

AXIS = Axis(("2026-09-01", "2026-10-01"), ("Sep<br>2026", "Oct"), ("September", "October"))
ALFA = Series("account:1", "Alfa", (Decimal("10.10"), Decimal("20.20")), "?account=1", 0)
REFUNDED = Series("account:2", "<b>Beta</b>", (Decimal(5), Decimal("-7.5")), "?account=2", 3)
OTHER = Series("others", "Others", (Decimal(0), Decimal(1)), "", None)
ALL = [ALFA, REFUNDED, OTHER]


@pytest.mark.parametrize(
    "figure", [cost_doughnut(ALL, "EUR", "en"), cost_bars(ALL, AXIS, "EUR", "ru")]
)
def test_the_plain_dictionaries_are_figures(figure: dict[str, object]) -> None:
    go.Figure(figure)


def test_a_component_that_sums_below_zero_has_no_segment() -> None:
    """ANL-17."""
    (pie,) = cost_doughnut(ALL, "EUR", "en")["data"]

    assert pie["labels"] == ["account:1", "others"]
    assert pie["values"] == [30.3, 1.0]
    assert pie["marker"]["colors"] == [COLORS[0], OTHERS]


def test_a_tip_says_name_exact_amount_and_share() -> None:
    """ANL-13: shares are of the whole, refunds taken off."""
    (pie,) = cost_doughnut(ALL, "EUR", "en")["data"]

    href, key, tip = pie["customdata"][0]
    assert (href, key) == ("?account=1", "account:1")
    assert tip == "<b>Alfa</b><br>30.30 EUR<br>105.2\u202f%"


def test_refunds_are_hatched_and_drawn_below_zero() -> None:
    figure = cost_bars(ALL, AXIS, "EUR", "en")
    beta = figure["data"][1]

    assert figure["layout"]["barmode"] == "relative"
    assert beta["y"] == [5.0, -7.5]
    assert beta["marker"]["pattern"]["shape"] == ["", "/"]
    assert "pattern" not in figure["data"][0]["marker"]


def test_a_bar_knows_where_a_click_leads() -> None:
    alfa = cost_bars(ALL, AXIS, "EUR", "en")["data"][0]

    assert alfa["meta"] == {"href": "?account=1", "key": "account:1"}


def test_markup_in_a_name_is_shown_not_obeyed() -> None:
    beta = cost_bars(ALL, AXIS, "EUR", "en")["data"][1]

    assert beta["hovertext"][0].startswith("<b>&lt;b&gt;Beta&lt;/b&gt;</b><br>")


def test_totals_stand_above_the_stacks() -> None:
    annotations = cost_bars(ALL, AXIS, "EUR", "en")["layout"]["annotations"]

    assert [(each["x"], each["y"], each["text"]) for each in annotations] == [
        ("2026-09-01", 15.1, "15.10"),
        ("2026-10-01", 21.2, "13.70"),
    ]


def test_many_columns_get_fewer_ticks_and_no_totals() -> None:
    keys = tuple(f"2026-10-{day:02d}" for day in range(1, 32))
    series = Series("resource:a", "A", (Decimal(1),) * 31, "", 0)
    layout = cost_bars([series], Axis(keys, keys, keys), "EUR", "en")["layout"]

    assert layout["annotations"] == []
    assert len(layout["xaxis"]["tickvals"]) == 11
