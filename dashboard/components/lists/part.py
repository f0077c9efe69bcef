"""A list on a page: what it shows follows the address, the columns that are chosen, and what moves.

One callback draws it, whatever was the reason: of several answers on their way the last one is
shown. Fields, dialogs and selections stand outside of what it draws, so that nothing typed or
chosen is lost (SUB-3).
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update
from plotly.io.json import to_json_plotly

from dashboard.components import freshness
from dashboard.components.about import About, read_about
from dashboard.components.attributes import aria, data
from dashboard.components.lists.filters import field_id
from dashboard.components.lists.table import Column
from dashboard.components.lists.table_view import chosen_by, draw_table_view
from dashboard.components.managing import ids
from dashboard.context import services
from store.preferences import choose_columns, chosen_columns

ASKED_AGAIN_SECONDS = 10  # SUB-3

Controls = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class DrawnList:
    """What a list shows now. `view` is the address of what it shows, `controls` what the fields
    hold, `sentence` says it in short, and `is_changing` that it changes by itself.
    """

    parts: list[Any]
    view: str
    controls: Controls
    sentence: str
    is_changing: bool

    @property
    def digest(self) -> str:
        """Two that look the same have the same."""
        text = to_json_plotly(self.parts)
        return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


class ListPart(ABC):
    """A list by its name, which its ids begin with.

    `columns` are those that it can show; what a manager chose of them is kept by `kept_as`.
    """

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Any]],
        *,
        kept_as: str,
        fields: Sequence[str],
        days: Sequence[str],
    ) -> None:
        self.name = name
        self.url = f"{name}-url"
        self.content = f"{name}-content"
        self.said = f"{name}-said"
        self.tick = f"{name}-tick"
        self.shown = f"{name}-shown"
        self.chosen = f"{name}-columns"
        self._columns = columns
        self._kept_as = kept_as
        self._fields = fields
        self._days = days

    def table_view(self) -> html.Details:
        """Draw the gear."""
        return draw_table_view(self.chosen, self._columns, self._kept())

    def drawn(self, search: str, about: About) -> DrawnList:
        """Return what an address asks for."""
        return self.redraw(search, about, self._kept())

    @abstractmethod
    def redraw(self, search: str, about: About, chosen: dict[str, bool]) -> DrawnList:
        """Return what an address asks for with some columns. `about` is what `draw` was told; the
        browser sends it, so that it has to be checked like anything else that comes from there.
        """

    def draw(self, drawn: DrawnList, search: str, about: About) -> html.Div:
        """Draw the list, without its fields, and what keeps it true."""
        return html.Div(
            [
                # With what it says, or it would say it on arrival, and the list be drawn again.
                dcc.Location(id=self.url, refresh=False, search=search),
                html.Div(drawn.parts, id=self.content, className="list-content"),
                html.Div(id=self.said, className="visually-hidden", role="status",
                         **aria(live="polite")),
                dcc.Interval(id=self.tick, interval=ASKED_AGAIN_SECONDS * 1000,
                             disabled=not drawn.is_changing),
                dcc.Store(id=self.shown, data=_shown(drawn, search, about)),
            ],
            **data(view_location=self.url),
        )  # fmt: skip

    def register(self, app: Dash) -> None:
        app.callback(
            {
                "parts": Output(self.content, "children"),
                "said": Output(self.said, "children"),
                "is_calm": Output(self.tick, "disabled"),
                "shown": Output(self.shown, "data"),
            },
            Input(self.url, "search"),
            Input(self.chosen, "value"),
            Input(self.tick, "n_intervals"),
            Input(ids.DONE, "data", allow_optional=True),
            State(self.shown, "data"),
            prevent_initial_call=True,
        )(self._show)
        fields = [Input(field_id(self.name, key), "value") for key in ("q", *self._fields)]
        for key in self._days:
            fields += [Input(field_id(self.name, key), end) for end in ("start_date", "end_date")]
        app.clientside_callback(
            ClientsideFunction("lists", "filter"),
            Output(self.url, "search"),
            *fields,
            State(self.shown, "data"),
            prevent_initial_call=True,
        )
        app.clientside_callback(
            ClientsideFunction("lists", "fill"),
            Input(self.shown, "data"),
            prevent_initial_call=True,
        )

    def _show(
        self, search: str, checked: list[str], _: int, __: Any, shown: dict[str, Any]
    ) -> dict[str, Any]:
        about, search = read_about(shown), search if isinstance(search, str) else ""
        if about is None:
            return dict.fromkeys(("parts", "said", "is_calm", "shown"), no_update)
        if ctx.triggered_id == self.chosen:
            self._choose(checked if isinstance(checked, list) else [])
        drawn = self.drawn(search, about)
        now = _shown(drawn, search, about)
        if ctx.triggered_id != self.tick:
            freshness.note_shown()
        is_same = all(now[key] == shown.get(key) for key in ("digest", "asked"))
        return {
            "parts": no_update if is_same else drawn.parts,
            "said": no_update if now["sentence"] == shown.get("sentence") else drawn.sentence,
            "is_calm": not drawn.is_changing,
            "shown": no_update if is_same else now,
        }

    def _kept(self) -> dict[str, bool]:
        here = services()
        return chosen_columns(here.store, here.viewer.manager_id, self._kept_as)

    def _choose(self, checked: Sequence[str]) -> None:
        here = services()
        chosen = chosen_by(self._columns, checked)
        choose_columns(here.store, here.viewer.manager_id, self._kept_as, chosen, now=here.now)


def _shown(drawn: DrawnList, search: str, about: About) -> dict[str, Any]:
    return {
        "about": about,
        "asked": search,
        "view": drawn.view,
        "controls": drawn.controls,
        "sentence": drawn.sentence,
        "digest": drawn.digest,
    }
