"""The blocks of the main page: to whom each is shown, and that each fails alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import Dash, Input, Output, State, html

from dashboard.addresses import query_of
from dashboard.components.attributes import aria
from dashboard.components.deadline_rows import Reader as DeadlineReader
from dashboard.components.home_attention import draw_attention
from dashboard.components.home_blocks import (
    MOST_DEADLINES,
    draw_catalog,
    draw_deadlines,
    draw_news,
    draw_subscriptions,
)
from dashboard.components.home_costs import LEGEND_SIZE, draw_clients, draw_dynamics
from dashboard.components.icons import icon
from dashboard.components.lists.table import Reader
from dashboard.components.still import Still, still
from dashboard.context import Services, services
from dashboard.errors import alone
from dashboard.home_view import HomeView, read_view
from dashboard.services.attention import LOOKED_AHEAD
from dashboard.services.cost_screen import CostScreen
from dashboard.texts import gettext
from domain.access import EVERYONE, Part, Section
from domain.periods import format_month

ADDRESS = "_pages_location"  # Dash's id of what knows the address of the page.

Drawn = html.Section | None


@dataclass(frozen=True, slots=True)
class Block:
    """A block, and the section that it shows something of: without access it is left out (NAV-5).

    `title` is what it is called where it can't be shown.
    """

    section: Part
    title: Callable[[], str]
    draw: Callable[[Services, HomeView], Drawn]
    has_chart: bool = False


def attention(here: Services, _: HomeView) -> Drawn:
    return draw_attention(here.attention.needed(), here.viewer.locale, here.zone, here.now)


def clients(here: Services, view: HomeView) -> Drawn:
    return draw_clients(_costs(here, view), view, here.viewer.locale)


def dynamics(here: Services, view: HomeView) -> Drawn:
    return draw_dynamics(_costs(here, view), here.viewer.locale)


def deadlines(here: Services, _: HomeView) -> Drawn:
    soon = here.deadlines.soon(LOOKED_AHEAD, most=MOST_DEADLINES)
    return draw_deadlines(soon, DeadlineReader(here.viewer.locale, here.zone, here.deadlines.now))


def subscriptions(here: Services, view: HomeView) -> Drawn:
    """Show one of the two tabs: what expires, or what was added last (HOME-9)."""
    rows = here.home.recent() if view.is_recent else here.home.expiring()
    reader = Reader(here.viewer.locale, here.zone, here.today)
    return draw_subscriptions(rows, view, reader, can_order=here.can_order)


def catalog(here: Services, _: HomeView) -> Drawn:
    return draw_catalog(here.catalog.categories().categories)


def news(here: Services, _: HomeView) -> Drawn:
    return draw_news(here.home.news())


BLOCKS: Mapping[str, Block] = {
    "attention": Block(EVERYONE, lambda: gettext("What needs attention"), attention),
    "clients": Block(Section.ANALYTICS, lambda: gettext("Clients"), clients, has_chart=True),
    "dynamics": Block(Section.ANALYTICS, lambda: gettext("Consumption dynamics"), dynamics),
    "deadlines": Block(Section.SUBSCRIPTIONS, lambda: gettext("Deadlines"), deadlines),
    "subscriptions": Block(
        Section.SUBSCRIPTIONS, lambda: gettext("My subscriptions"), subscriptions
    ),
    "catalog": Block(Section.CATALOG, lambda: gettext("Catalog"), catalog),
    "news": Block(EVERYONE, lambda: gettext("News"), news),
}
COSTS, BESIDE = ("clients", "dynamics"), ("deadlines",)  # Next to each other, where there is room.
ABOVE, BELOW = ("attention",), ("subscriptions", "catalog", "news")


def draw_blocks(view: HomeView) -> list[Any]:
    """Draw the blocks that the manager may see, each as far as it can be."""
    here = services()
    seen = {
        name: html.Div(_draw(name, view), id=_id(name), className="home-part")
        for name, block in BLOCKS.items()
        if here.viewer.access.may_see(block.section)
    }
    above, costs, beside, below = (
        [seen[name] for name in names if name in seen] for names in (ABOVE, COSTS, BESIDE, BELOW)
    )
    columns = [html.Div(one, className="home-column") for one in (costs, beside) if one]
    return [*above, html.Div(columns, className="home"), *below]


def register(app: Dash) -> None:
    """Let each block be tried again where it could not be shown."""
    for name in BLOCKS:
        app.callback(
            Output(_id(name), "children"),
            Input(_retry_id(name), "n_clicks"),
            State(ADDRESS, "search"),
            prevent_initial_call=True,
        )(_again(name))


def _again(name: str) -> Callable[[int, str | None], Any]:
    def draw_again(_: int, search: str | None) -> Any:
        here = services()
        here.viewer.access.require(BLOCKS[name].section)
        return _draw(name, read_view(query_of(search or ""), here.today)[0])

    return draw_again


def _draw(name: str, view: HomeView) -> Any:
    here, block = services(), BLOCKS[name]

    def drawn() -> Still | Drawn:
        section = block.draw(here, view)
        return section if section is None or block.has_chart else still(section)

    return alone(drawn, lambda code: _failed(name, block, code))


def _failed(name: str, block: Block, code: str) -> html.Section:
    """Draw what stands where a block can't be shown."""
    return html.Section(
        [
            html.Div(html.H2(block.title()), className="card-head"),
            html.Div(
                [
                    icon("exclamation-circle"),
                    html.Span(
                        [
                            gettext("This part can't be shown now. The rest is as it should be."),
                            " ",
                            html.Span([gettext("Code:"), " ", html.Code(code)], className="hint"),
                        ]
                    ),
                    html.Button(
                        gettext("Try again"),
                        id=_retry_id(name),
                        type="button",
                        className="btn btn-quiet",
                    ),
                ],
                className="home-failed",
                role="alert",
            ),
        ],
        className="card home-block",
        **aria(label=block.title()),
    )


def _costs(here: Services, view: HomeView) -> CostScreen:
    month = format_month(view.month)
    return here.analytics.screen({"from": month, "to": month}, top=LEGEND_SIZE)


def _id(name: str) -> str:
    return f"home-{name}"


def _retry_id(name: str) -> str:
    return f"home-{name}-again"
