"""A client: who they are, what they have, what it costs, and how they are reached."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.addresses import asked_search
from dashboard.components.about import About
from dashboard.components.account import Tab, account_sentence, draw_account, placed_notice
from dashboard.components.followed import Drawn, Followed, unreachable
from dashboard.components.lists import amount_editor
from dashboard.components.lists.subscription_part import SubscriptionPart
from dashboard.components.page import notices
from dashboard.components.several.selection import several_bar
from dashboard.context import services
from dashboard.query_reader import QueryReader
from dashboard.services.account_screen import AccountScreen
from dashboard.shapes import Shape
from dashboard.texts import gettext
from domain.access import Section
from domain.errors import UpstreamError

PAGE = {
    "path_template": "/clients/<account_id>",
    "title": lazy_gettext("Client"),
    "section": Section.CLIENTS,
    "shape": Shape.RECORD,
}

FOLLOWED = Followed("account")
LIST = SubscriptionPart("account-subscriptions", of_account=True)


def exists(path_values: dict[str, str], query: dict[str, str]) -> bool:
    return services().account_screens.exists(path_values["account_id"])


def layout(account_id: str, **query: str) -> html.Div:
    tab, problems = read_tab(query)
    about = {"account_id": account_id, "tab": tab}
    try:
        drawn = _drawn(services().account_screens.screen(account_id), tab)
    except UpstreamError:
        drawn = _unreachable(account_id)
    return html.Div(
        [
            *notices(problems),
            *_placed(account_id, query.get("placed", "")),
            FOLLOWED.draw(drawn, about),
            *(_subscriptions({"account_id": account_id}) if tab is Tab.SUBSCRIPTIONS else []),
        ],
        className="stack list-page",
    )


def shown_tabs() -> list[Tab]:
    """Return the tabs that the access level of whoever asks shows, the usual one first (NAV-5)."""
    access = services().viewer.access
    hidden = {
        Tab.SUBSCRIPTIONS: not access.may_see(Section.SUBSCRIPTIONS),
        Tab.COSTS: not access.may_see(Section.ANALYTICS),
    }
    return [tab for tab in Tab if not hidden.get(tab)]


def read_tab(query: dict[str, str]) -> tuple[Tab, list[str]]:
    """Return the tab that an address asks for, and what in the address could not be read.

    Of the subscriptions' tab the list reads the rest, and says so itself.
    """
    reader, shown = QueryReader(query), shown_tabs()
    tab = reader.choice("tab", lambda text: shown[shown.index(Tab(text))], shown[0])
    reader.text("placed")
    is_list = tab is Tab.SUBSCRIPTIONS
    return tab, reader.problems if is_list else reader.finish()


def redraw(about: About) -> Drawn:
    tab, _ = read_tab({"tab": about.get("tab", "")})
    return _drawn(services().account_screens.screen(about.get("account_id", "")), tab)


def register(app: Dash) -> None:
    FOLLOWED.register(app, redraw)
    LIST.register(app)


def _placed(account_id: str, order_id: str) -> list[html.Div]:
    is_placed = order_id and services().is_placed(order_id, account_id)
    return [placed_notice(account_id, order_id)] if is_placed else []


def _subscriptions(about: About) -> list[html.Div]:
    """Draw the client's subscriptions, as the last load knows them (CLI-8)."""
    asked = asked_search()
    return [
        html.Div([LIST.filters(asked, about), LIST.table_view()], className="filters-and-view"),
        LIST.draw(LIST.drawn(asked, about), asked, about),
        amount_editor.amount_editor(),
        several_bar(),
    ]


def _drawn(screen: AccountScreen, tab: Tab) -> Drawn:
    here = services()
    return Drawn(
        draw_account(
            screen,
            shown_tabs(),
            tab,
            here.account_costs(screen) if tab is Tab.COSTS else None,
            here.viewer.locale,
            here.zone,
            can_order=here.can_order,
        ),
        screen.refresh_seconds,
        account_sentence(screen),
        screen.reading.is_live,
    )


def _unreachable(account_id: str) -> Drawn:
    return unreachable(
        gettext("Client %(id)s", id=account_id),
        gettext(
            "The platform does not answer at the moment, and the last load does not know this"
            " client. It is looked for again by itself."
        ),
    )
