"""The list of clients as a part of its page."""

from __future__ import annotations

from dash import html

from dashboard.addresses import query_of
from dashboard.components.about import About
from dashboard.components.lists.account_columns import ACCOUNT_COLUMNS
from dashboard.components.lists.accounts import (
    account_fields,
    accounts_sentence,
    draw_accounts,
)
from dashboard.components.lists.filters import controls, draw_filters
from dashboard.components.lists.part import DrawnList, ListPart
from dashboard.components.lists.table import Reader
from dashboard.context import services
from dashboard.services.lists.account_view import write_account_view
from dashboard.texts import gettext


class AccountPart(ListPart):
    """The list of clients."""

    def __init__(self, name: str) -> None:
        super().__init__(
            name, ACCOUNT_COLUMNS, kept_as="clients", fields=("status", "type"), days=("created",)
        )

    def filters(self, search: str) -> html.Div:
        """Draw the fields, which stay while the list is drawn anew."""
        page = services().account_list.page(query_of(search))
        hint = gettext("Name, ID, ITN, contact or tenant")
        return draw_filters(self.name, page.view.text, hint, account_fields(page))

    def redraw(self, search: str, about: About, chosen: dict[str, bool]) -> DrawnList:
        here = services()
        page = here.account_list.page(query_of(search))
        reader = Reader(here.viewer.locale, here.zone, here.today, can_order=here.can_order)
        return DrawnList(
            draw_accounts(page, chosen, reader),
            write_account_view(page.view),
            controls(self.name, page.view.text, account_fields(page)),
            accounts_sentence(page, here.viewer.locale),
            is_changing=False,
        )
