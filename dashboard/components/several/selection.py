"""What can be asked of everything that is selected in a list, in the bar that says how much it is.

A press writes the subscriptions down, and leads to the page that says what it would cost.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any
from uuid import uuid4

from dash import Dash, Input, Output, State, dcc, html, no_update

from dashboard.components.attributes import data
from dashboard.components.lists.selection import SELECTION, selection_bar
from dashboard.components.menu import menu
from dashboard.components.several import ids
from dashboard.components.several.names import bulk_action_name
from dashboard.context import services
from dashboard.places import several_page
from dashboard.services.managing.bulk import MOST, too_many
from dashboard.texts import gettext
from domain.bulk import BulkAction
from domain.errors import BadFilter, NotFound

FIRST = (BulkAction.RENEW, BulkAction.CHANGE, BulkAction.STOP)
MORE = (
    BulkAction.AUTO_RENEW_ON,
    BulkAction.AUTO_RENEW_OFF,
    BulkAction.ACTIVATE,
    BulkAction.DELETE,
)


def several_bar() -> html.Div:
    """Draw the bar with its actions, for who may ask for any."""
    if not (services().can_manage and services().is_connected):
        return selection_bar()
    more = menu(
        gettext("More"),
        [_ask_button(action, "dropdown-item") for action in MORE],
        class_name="selection-more",
        button_class="btn btn-quiet",
    )
    first = [_ask_button(action, "btn btn-quiet") for action in FIRST]
    return html.Div(
        [
            dcc.Store(id=ids.ASK),
            dcc.Store(id=ids.KEY, data=str(uuid4())),
            dcc.Location(id=ids.DOOR, refresh="callback-nav"),
            selection_bar(*first, more),
        ]
    )


def _ask_button(action: BulkAction, class_name: str) -> html.Button:
    """Draw a button whose press assets/js/selection.js writes down."""
    return html.Button(
        bulk_action_name(action), type="button", className=class_name, **data(ask=str(action))
    )


def ask(asked: Any, selection: Any, key: str) -> Any:
    """Write down what is asked of the selection, and return where to look at it.

    `asked` is `{"action": ..., "at": ...}`, as a press is told.
    """
    if not isinstance(asked, dict):
        return no_update
    try:
        action = BulkAction(str(asked.get("action")))
    except ValueError as error:
        raise NotFound(f"no action {asked.get('action')}") from error
    # The same press is the same job; another selection is another one.
    told = json.dumps([str(key), action, selection], sort_keys=True)
    own_key = hashlib.sha256(told.encode()).hexdigest()[:32]
    services().bulk.begin(own_key, action, _selected(selection))
    return several_page(own_key)


def register(app: Dash) -> None:
    app.callback(
        Output(ids.DOOR, "href"),
        Input(ids.ASK, "data"),
        State(SELECTION, "data"),
        State(ids.KEY, "data"),
        prevent_initial_call=True,
    )(ask)


def _selected(selection: Any) -> list[str]:
    """Return the ids that a browser sends, or those that the view it names means."""
    told = selection if isinstance(selection, dict) else {}
    query, own_ids = told.get("query"), told.get("ids")
    if isinstance(query, dict):
        asked = {str(key): str(value) for key, value in query.items()}
        found = services().subscription_list
        if found.page(asked).match_count > MOST:
            raise BadFilter([too_many()])
        return found.matching_ids(asked)
    return [str(one) for one in own_ids] if isinstance(own_ids, list) else []
