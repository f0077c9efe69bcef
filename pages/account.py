"""A client: who they are, how they are reached, and what they have."""

from __future__ import annotations

from dash import Dash, html
from flask_babel import lazy_gettext

from dashboard.addresses import asked_search
from dashboard.components.about import About
from dashboard.components.account import account_sentence, draw_account
from dashboard.components.followed import Drawn, Followed, unreachable
from dashboard.components.lists import amount_editor
from dashboard.components.lists.subscription_part import SubscriptionPart
from dashboard.components.several.selection import several_bar
from dashboard.context import services
from dashboard.services.account_screen import AccountScreen
from dashboard.texts import gettext
from domain.access import Section
from domain.errors import UpstreamError

PAGE = {
    "path_template": "/clients/<account_id>",
    "title": lazy_gettext("Client"),
    "section": Section.CLIENTS,
}

FOLLOWED = Followed("account")
LIST = SubscriptionPart("account-subscriptions", of_account=True)


def exists(path_values: dict[str, str], query: dict[str, str]) -> bool:
    return services().account_screens.exists(path_values["account_id"])


def layout(account_id: str, **_: str) -> html.Div:
    try:
        drawn = _drawn(services().account_screens.screen(account_id))
    except UpstreamError:
        drawn = _unreachable(account_id)
    about = {"account_id": account_id}
    return html.Div(
        [FOLLOWED.draw(drawn, about), *_subscriptions(about)], className="stack list-page"
    )


def redraw(about: About) -> Drawn:
    return _drawn(services().account_screens.screen(about.get("account_id", "")))


def register(app: Dash) -> None:
    FOLLOWED.register(app, redraw)
    LIST.register(app)


def _subscriptions(about: About) -> list[html.Div]:
    """Draw the client's subscriptions, as the last load knows them (CLI-8); nothing where they are
    hidden (NAV-5).
    """
    if not services().viewer.access.may_see(Section.SUBSCRIPTIONS):
        return []
    asked = asked_search()
    head = html.Div([html.H2(gettext("Subscriptions")), LIST.table_view()], className="list-head")
    return [
        head,
        LIST.filters(asked, about),
        LIST.draw(LIST.drawn(asked, about), asked, about),
        amount_editor.amount_editor(),
        several_bar(),
    ]


def _drawn(screen: AccountScreen) -> Drawn:
    here = services()
    return Drawn(
        draw_account(
            screen,
            here.viewer.locale,
            here.zone,
            can_order=here.can_order,
            can_see_costs=here.viewer.access.may_see(Section.ANALYTICS),
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
