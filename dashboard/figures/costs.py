"""Costs as a doughnut and as stacked bars. Plain dictionaries: dozens of times cheaper than
graph objects, and checked against them in the tests.

The colours of text and grid are the theme's and come from assets/css/analytics.css. Each mark knows
where a click leads ("" for nowhere) and whose it is: a segment by its `customdata`, a bar by the
`meta` of its trace. Nothing is parsed out of labels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

from dashboard import formats
from dashboard.figures.palette import COLORS, GRID, INK, OTHERS
from domain.money import Money, share_percent

Figure = dict[str, Any]

MOST_LABELLED_STACKS = 12
MOST_TICKS = 12


@dataclass(frozen=True, slots=True)
class Series:
    """One component as a chart draws it: an amount for each column."""

    key: str
    name: str
    amounts: tuple[Decimal, ...]
    href: str
    color: int | None

    @property
    def total(self) -> Decimal:
        return sum(self.amounts, Decimal(0))


@dataclass(frozen=True, slots=True)
class Axis:
    """The columns of a bar chart: a key, a short label and a full one for each."""

    keys: tuple[str, ...]
    labels: tuple[str, ...]
    names: tuple[str, ...]


BASE_LAYOUT: Mapping[str, Any] = {
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "font": {"family": "Inter Variable, system-ui, sans-serif", "size": 12, "color": INK},
    "showlegend": False,
    "hoverlabel": {"align": "left", "font": {"size": 13}},
    "uirevision": "keep",
}


def cost_doughnut(series: Sequence[Series], currency: str, locale: str) -> Figure:
    """Draw each component's share of the whole; one that sums below zero has no segment (ANL-17).

    The total stands in the hole as text of the page, not of the figure.
    """
    drawn = [one for one in series if one.total > 0]
    whole = sum((one.total for one in series), Decimal(0))
    return {
        "data": [
            {
                "type": "pie",
                "hole": 0.68,
                "sort": False,
                "direction": "clockwise",
                "labels": [one.key for one in drawn],
                "values": [float(one.total) for one in drawn],
                "marker": {
                    "colors": [color_of(one) for one in drawn],
                    "line": {"width": 1.5, "color": "rgba(255,255,255,0.0)"},
                },
                "textinfo": "none",
                "customdata": [
                    [one.href, one.key, _share_tip(one, whole, currency, locale)] for one in drawn
                ],
                "hovertemplate": "%{customdata[0][2]}<extra></extra>",
            }
        ],
        "layout": {**BASE_LAYOUT, "margin": {"t": 8, "r": 8, "b": 8, "l": 8}},
    }


def cost_bars(series: Sequence[Series], axis: Axis, currency: str, locale: str) -> Figure:
    """Draw what each component cost in each column, stacked; refunds hang below zero, hatched."""
    return {
        "data": [_bar_trace(one, axis, currency, locale) for one in series],
        "layout": {
            **BASE_LAYOUT,
            "barmode": "relative",
            "dragmode": False,
            "bargap": 0.35,
            "margin": {"t": 24, "r": 4, "b": 40, "l": 4},
            "separators": formats.separators(locale),
            "xaxis": _x_axis(axis),
            "yaxis": {
                "automargin": True,
                "gridcolor": GRID,
                "zerolinecolor": GRID,
                "tickformat": ",",
                "nticks": 6,
                "fixedrange": True,
            },
            "annotations": _stack_totals(series, axis, locale),
        },
    }


def color_of(one: Series) -> str:
    return OTHERS if one.color is None else COLORS[one.color]


def _bar_trace(one: Series, axis: Axis, currency: str, locale: str) -> dict[str, Any]:
    marker: dict[str, Any] = {"color": color_of(one)}
    if any(amount < 0 for amount in one.amounts):
        shapes = ["/" if amount < 0 else "" for amount in one.amounts]
        marker["pattern"] = {"shape": shapes, "fgopacity": 0.6, "size": 6}
    return {
        "type": "bar",
        "name": escape(one.name),
        "x": list(axis.keys),
        "y": [float(amount) for amount in one.amounts],
        "marker": marker,
        "meta": {"href": one.href, "key": one.key},
        "hovertext": [
            _tip(one.name, column, Money(amount, currency), locale)
            for column, amount in zip(axis.names, one.amounts, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _x_axis(axis: Axis) -> dict[str, Any]:
    step = -(-len(axis.keys) // MOST_TICKS) or 1
    return {
        "type": "category",
        "tickvals": list(axis.keys[::step]),
        "ticktext": list(axis.labels[::step]),
        "tickangle": 0,
        "fixedrange": True,
        "showgrid": False,
    }


def _stack_totals(series: Sequence[Series], axis: Axis, locale: str) -> list[dict[str, Any]]:
    if len(axis.keys) > MOST_LABELLED_STACKS:
        return []
    return [
        {
            "x": key,
            "y": float(sum((amount for amount in column if amount > 0), Decimal(0))),
            "text": formats.compact(sum(column, Decimal(0)), locale),
            "showarrow": False,
            "yanchor": "bottom",
            "yshift": 2,
        }
        for key, column in zip(axis.keys, _columns(series, axis), strict=True)
        if any(column)
    ]


def _columns(series: Sequence[Series], axis: Axis) -> list[tuple[Decimal, ...]]:
    return [tuple(one.amounts[at] for one in series) for at in range(len(axis.keys))]


def _share_tip(one: Series, whole: Decimal, currency: str, locale: str) -> str:
    share = formats.percent(share_percent(one.total, whole), locale)
    return _tip(one.name, share, Money(one.total, currency), locale)


def _tip(name: str, beside: str, amount: Money, locale: str) -> str:
    return f"<b>{escape(name)}</b><br>{formats.money(amount, locale)}<br>{beside}"
