"""The list of subscriptions as a part of a page: of its own, or of a client's (SUB-1, CLI-8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from dash import Dash, Input, Output, State, html

from dashboard.addresses import query_of
from dashboard.components.about import About
from dashboard.components.lists.filters import Option, controls, draw_filters, field_id
from dashboard.components.lists.part import DrawnList, ListPart
from dashboard.components.lists.subscription_columns import OF_ACCOUNT, SUBSCRIPTION_COLUMNS
from dashboard.components.lists.subscriptions import (
    account_options,
    draw_subscriptions,
    list_sentence,
    subscription_fields,
)
from dashboard.components.lists.table import Reader
from dashboard.context import services
from dashboard.services.lists.subscription_list import SubscriptionScope
from dashboard.services.lists.subscription_row import Standpoint
from dashboard.services.lists.subscription_view import write_subscription_view
from dashboard.texts import gettext
from domain.access import Section
from store.one_at_a_time import acted_on_since, subscriptions_under_way

FIELDS = ("status", "product", "plan", "billing", "auto_renew", "kind")
DAYS = ("expires",)
# What was done this long ago may not show in the mirror yet, which the list is drawn from.
LATELY = timedelta(minutes=2)


class SubscriptionPart(ListPart):
    """A list of subscriptions. `of_account` says that the page is one client's."""

    def __init__(self, name: str, *, of_account: bool = False) -> None:
        self._of_account = of_account
        self._shown_columns = OF_ACCOUNT if of_account else SUBSCRIPTION_COLUMNS
        super().__init__(
            name,
            self._shown_columns,
            kept_as="subscriptions",
            fields=FIELDS if of_account else (*FIELDS, "client"),
            days=DAYS,
        )

    def filters(self, search: str, about: About) -> html.Div:
        """Draw the fields, which stay while the list is drawn anew."""
        scope = _scope(search, about)
        hint = (
            gettext("Find by ID or name") if self._of_account
            else gettext("Find by ID, name or client")
        )  # fmt: skip
        fields = subscription_fields(scope, [] if self._of_account else _found(None))
        return draw_filters(self.name, scope.view.text, hint, fields)

    def redraw(self, search: str, about: About, chosen: dict[str, bool]) -> DrawnList:
        here = services()
        page = here.subscription_list.page(query_of(search), account_id=about.get("account_id"))
        ids = [listed.subscription.subscription_id for listed in page.rows]
        reseller_id = here.viewer.reseller_id
        acted_on = acted_on_since(here.store, here.now - LATELY, reseller_id=reseller_id)
        standpoint = Standpoint(
            here.now,
            here.zone,
            here.settings.service_terms,
            here.can_manage,
            busy=subscriptions_under_way(here.store, reseller_id=reseller_id),
            deadlines=here.deadlines.next_deadline(ids),
        )
        reader = Reader(here.viewer.locale, here.zone, here.today, here.can_manage, here.can_order)
        rows = [standpoint.row(listed) for listed in page.rows]
        fields = subscription_fields(page.scope, [] if self._of_account else _found(None))
        return DrawnList(
            draw_subscriptions(page, rows, self._shown_columns, chosen, reader),
            write_subscription_view(page.view),
            controls(self.name, page.view.text, fields),
            list_sentence(page, here.viewer.locale),
            is_changing=bool(page.changing_count) or not acted_on.isdisjoint(ids),
        )

    def register(self, app: Dash) -> None:
        super().register(app)
        if not self._of_account:
            app.callback(
                Output(field_id(self.name, "client"), "options"),
                Input(field_id(self.name, "client"), "search_value"),
                State(self.shown, "data"),
                prevent_initial_call=True,
            )(_find)


def _find(text: str | None, shown: dict[str, Any]) -> Sequence[Option]:
    return account_options(_scope(shown["view"], {}), _found(text))


def _found(text: str | None) -> list[Option]:
    """Return clients to choose from; none where clients are hidden (NAV-5)."""
    if not services().viewer.access.may_see(Section.CLIENTS):
        return []
    return [
        {"value": one.account_id, "label": f"{one.name} · {one.account_id}"}
        for one in services().account_list.find(text)
    ]


def _scope(search: str, about: About) -> SubscriptionScope:
    return services().subscription_list.scope(query_of(search), account_id=about.get("account_id"))
